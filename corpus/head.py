"""Read what the first lines of an article say about it: headline, outlet, author, date.

Fourth station of the flow, after cleaning. A line that says nothing else (a byline, a date of
publication) leaves the text and becomes metadata; headlines and datelines stay where they are.
Only what is explicit counts: captions, weekdays and dates within the article's sentences do not.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.agencies import AGENCIES
from corpus.article import Removal
from corpus.characters import fold
from corpus.cleaning import Cleaned, Cut, Line, is_paragraph
from corpus.credit_line import is_labelled, is_outlet, read_credit_line
from corpus.dates import find_dates
from corpus.metadata import Metadata, from_fields

# What stands above an article stands within its first lines.
_HEAD_LINES = 8
_SHORTEST_TITLE, _LONGEST_TITLE = 15, 200
_LONGEST_QUESTION = 100
_LONGEST_DATE = 60
# A shorter first line above a longer one names the subject: "Guerre en Ukraine".
_LONGEST_KICKER = 30
# Below a standfirst, shorter lines are intertitles.
_SHORTEST_LATE_TITLE = 50

_PROSE_END = re.compile(r"[.:;,…)]$|[.!?…]\s*[»”\"]$")
_LABEL = re.compile(
    r"(?P<name>titre|title|source|auteur|author|url|link|date)\s*:\s*(?P<value>\S.{0,200})",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    r"date\s*:?\s*(?P<date>\d{4}-\d\d(?:-\d\d)?)(?![\w-])\s*[:|–-]?\s*", re.IGNORECASE
)
_SPELLINGS = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))
# "PARIS, 28 avril 2025 (AFP) –", "LONDON, Sept 28 (Reuters) -", "PARIS (AFP) -".
_AGENCY_DATELINE = re.compile(
    rf"(?P<before>[^.!?«»()]{{0,60}})\((?P<agency>{_SPELLINGS})\)\s*[-–—:]"
)
# "KIEV, 28 avril 2025 –", without an agency.
_DATELINE = re.compile(r"(?P<before>[A-ZÀ-Þ][A-ZÀ-Þ'’ -]{2,40},? [^.!?«»()]{5,40}?)\s[-–—]\s")
_DAY_WORDS = re.compile(r"\b(?:le|on|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b")
_PLACE = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*[ ,/]*|(?:de|du|la|le|les|sur|en|of) +)*")


@dataclass(frozen=True)
class Head:
    """What the first lines say, and the text without the lines that say nothing else."""

    metadata: Metadata
    cleaned: Cleaned


@dataclass(frozen=True)
class _Said:
    """What one line says, by which rule, and how many of its characters say it."""

    metadata: Metadata
    rule: str
    length: int


def read_head(cleaned: Cleaned, language: str) -> Head:
    """Read the first lines of a cleaned article, and its signature at the end.

    Args:
        cleaned: The whole article.
        language: ISO 639-1; decides how dates are read.
    """
    found = Metadata()
    kept: list[Line] = []
    cuts: list[Cut] = []
    above_text = True
    for place, line in enumerate(cleaned.lines):
        above_text = above_text and not is_paragraph(line.text)
        said = None
        if place < _HEAD_LINES:
            said = _read_line(line.text, cleaned, language, above_text)
        elif place == len(cleaned.lines) - 1:
            said = _read_signature(line.text, language)
        rest = line.text
        if said:
            found = found.or_else(said.metadata)
            rest = line.text[said.length :].strip()
            cuts.append(Cut(line.number, Removal(line.text[: said.length].strip(), said.rule)))
        if rest:
            kept.append(Line(line.number, rest))
    captions = {cut.number for cut in cleaned.cuts if cut.removal.rule == "photo-credit"}
    uncaptioned = [line for line in kept if line.number not in captions]
    found = found.or_else(_read_dateline(kept, language)).or_else(_read_title(uncaptioned))
    return Head(found, Cleaned(tuple(kept), (*cleaned.cuts, *cuts)))


def _read_line(text: str, article: Cleaned, language: str, above_text: bool) -> _Said | None:
    if label := _DATE_LABEL.match(text):
        dated = from_fields({"date": label["date"]})
        return _Said(dated, "label", label.end()) if dated.published else None
    if re.fullmatch(r"https?://\S+", text):
        return _Said(Metadata(url=text), "label", len(text))
    if above_text and (label := _LABEL.fullmatch(text)):
        fields = {label["name"]: label["value"], "language": language}
        labelled = dataclasses.replace(from_fields(fields), language="")
        return _Said(labelled, "label", len(text)) if labelled != Metadata() else None
    credit = read_credit_line(text, language)
    if credit is None or (credit.is_plain and _is_mentioned(credit.metadata.byline, article)):
        return None
    metadata = credit.metadata
    if metadata.published and _says_only_a_date(metadata) and not is_labelled(text):
        # A date alone: that of publication above the text, a heading in a chronology.
        dates = [line for line in article.lines if _is_bare_date(line.text, language)]
        if not above_text or len(dates) > 1 or len(metadata.published or "") < 10:
            return None
    rule = "publication-date" if _says_only_a_date(metadata) else "byline"
    return _Said(metadata, rule, len(text))


def _read_signature(text: str, language: str) -> _Said | None:
    """Read a last line such as "AFP" or "Marie Durand, avec Reuters"."""
    credit = read_credit_line(text, language)
    if credit is None or credit.is_plain or credit.metadata.published:
        return None
    return _Said(credit.metadata, "byline", len(text))


def _is_mentioned(byline: str, article: Cleaned) -> bool:
    """Tell whether the article speaks of its supposed author: then the line is a headline."""
    names = {fold(name) for name in re.findall(r"[A-ZÀ-Þ][\w’'-]{3,}", byline)}
    spoken = {
        fold(word)
        for line in article.lines
        if is_paragraph(line.text)
        for word in re.findall(r"[A-ZÀ-Þ][\w’'-]{3,}", line.text)
    }
    return bool(names & spoken)


def _says_only_a_date(metadata: Metadata) -> bool:
    return metadata == Metadata(published=metadata.published)


def _is_bare_date(text: str, language: str) -> bool:
    credit = read_credit_line(text, language) if len(text) <= _LONGEST_DATE else None
    said = credit.metadata if credit else Metadata()
    return bool(said.published) and _says_only_a_date(said)


def _read_dateline(lines: Sequence[Line], language: str) -> Metadata:
    """Read the place, date and agency at the beginning of the first paragraph."""
    first = next((line.text for line in lines[:_HEAD_LINES] if is_paragraph(line.text)), "")
    agency = _AGENCY_DATELINE.match(first)
    dateline = agency or _DATELINE.match(first)
    if not dateline:
        return Metadata()
    before = dateline["before"]
    dates = find_dates(before, None, language)
    for date in reversed(dates):
        before = before[: date.start] + before[date.end :]
    before = _DAY_WORDS.sub("", before)
    if not _PLACE.fullmatch(before.strip(" ,-–—")):
        return Metadata()
    full = [date.iso for date in dates if date.iso and len(date.iso) == 10]
    return Metadata(
        outlet=AGENCIES[agency["agency"]] if agency else "", published=full[0] if full else None
    )


def _read_title(lines: Sequence[Line]) -> Metadata:
    """Take the first line for the headline if it reads like one.

    A subject may stand above it. Where a standfirst was pasted above it, the second line is the
    headline if it is long for an intertitle and made of the standfirst's words.
    """
    texts = [line.text for line in lines]
    if not any(map(is_paragraph, texts[1:])):
        return Metadata()
    first, second = texts[0], texts[1]
    if len(first) <= _LONGEST_KICKER and len(second) > len(first) and _is_headline(second):
        return _split_outlet(second)
    if _is_headline(first):
        return _split_outlet(first)
    words, lead = (set(re.findall(r"\w{4,}", fold(text))) for text in (second, first))
    is_long = len(second) >= _SHORTEST_LATE_TITLE and _is_headline(second)
    if is_long and is_paragraph(first) and 2 * len(words & lead) >= len(words):
        return _split_outlet(second)
    return Metadata()


def _is_headline(text: str) -> bool:
    is_long_question = text.endswith(("?", "!")) and len(text) > _LONGEST_QUESTION
    return (
        _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE
        and len(text.split()) >= 3
        and not text[0].islower()
        and not is_long_question
        and not _PROSE_END.search(text)
        and not re.search(r"[a-zà-ÿ»]\. [A-ZÀ-Þ«]", text)
    )


def _split_outlet(title: str) -> Metadata:
    """Take the outlet off the end of a headline: "Headline | Le Monde"."""
    parts = re.split(r"\s+[|–—-]\s+", title)
    if len(parts) > 1 and is_outlet(parts[-1]):
        return Metadata(title=title[: title.rindex(parts[-1])].rstrip(" |–—-"), outlet=parts[-1])
    return Metadata(title=title)
