"""Read lines that only say who published an article and when: "Par Marie Durand, le 3 mai 2025".

A line is taken apart into dates, times, agencies, outlets, names and the small words between them.
One word that fits nowhere, and the line is prose and stays untouched.
"""

from __future__ import annotations

import functools
import re

from corpus.agencies import AGENCIES
from corpus.characters import fold
from corpus.dates import find_dates
from corpus.metadata import Metadata

_LONGEST_LINE = 160

_OUTLET_WORDS = (
    r"tribune|times|post|news|journal|gazette|express|herald|guardian|observer|observateur|"
    r"telegraph|independent|mirror|chronicle|courrier|courier|figaro|monde|parisien|liberation|"
    r"matin|soir|echos|nouvel obs|marianne|mediapart|huffpost|huffington|actu|infos?|media|tv|"
    r"radio|rfi|bbc|cnn|rtl|rts|rtbf|bfm|bfmtv|franceinfo|france 24|tf1|lci|cnews|euronews|"
    r"quotidien|depeche|progres|voix du nord|dauphine|ouest-france|sud ouest|humanite|la croix|"
    r"l'opinion|daily|weekly|globe|standard|review|magazine|digest|tagesschau|spiegel|zeitung|"
    r"al ?jazeera|le devoir|la presse|politico|axios|bulletin|dispatch|reporter|monitor|press"
)
_OUTLET = re.compile(rf"\b(?:{_OUTLET_WORDS})\b|\w\.(?:com|fr|net|org|info|be|ch|ca|co\.uk)$")
_WORD = r"(?:[dDlL][’'])?[A-ZÀ-Þ0-9][\w’'.&-]*"
_PARTICLE = r"(?:de|du|des|d[’']|la|le|les|van|von|der|den|di|da|del|al|el|bin|et|and|avec|with|of)"
_NAMES = re.compile(rf"{_WORD}(?: (?:{_WORD}|{_PARTICLE}))*")
_BY = re.compile(
    r"(?:par|by|propos recueillis par|texte|written by|ecrit par) ?:? +", re.IGNORECASE
)
_PLACE = re.compile(r",? (?:à|au|aux|en|in|at|from) [A-ZÀ-Þ].*")
_ROLE = re.compile(
    r"(?:(?:notre|nos|l'|la|le|de|avec|our) ?)*(?:correspondant|envoye|journaliste|redact|"
    r"correspondent|reporter|editor|staff|special)\w*.{0,60}"
)
_UPDATED = re.compile(r"mis[e]? a jour|modifi|actualis|updated|modified")
_LABELLED = re.compile(
    r"\b(?:publie|poste|paru|mise? en ligne|published|posted|issued|publication)"
)
# Small words between dates and names, folded.
_GLUE = re.compile(
    r"\b(?:publiee?|postee?|parue?|mise? en ligne|mise? a jour|modifiee?|actualisee?|creee?|"
    r"published|posted|(?:last )?updated|(?:last )?modified|issued|date|publication|"
    r"le|du|the|on|at|a|de|en|il y a|of|local time|heure locale|heure de paris|"
    r"gmt|utc|cet|cest|et|edt|est|bst|msk|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|mon|tue|wed|thu|fri|sat|sun)\b|\W"
)
_TIME = re.compile(
    r"\b\d{1,2} ?[h:] ?(?:\d{2})?(?::\d{2})? ?(?:[ap]\.?m\.?)?(?!\w)|\b\d{1,2} ?[ap]\.?m\b\.?", re.I
)
_SEPARATOR = re.compile(r"\s*[|•·;]\s*|\s+[-–—/]\s*|\s*[-–—/]\s+|,\s+")


def read_credit_line(line: str, language: str) -> Metadata | None:
    """Return what a line of names and dates says, None if the line is anything else.

    Args:
        line: One line of the text.
        language: ISO 639-1; decides how dates are read.
    """
    if len(line) > _LONGEST_LINE or line.endswith((":", "?", "!")):
        return None
    published, rest = _take_dates(line, language)
    found = Metadata(published=published)
    names: list[str] = []
    for part in _SEPARATOR.split(rest):
        said = _read_part(part.strip(" .:"), names)
        if said is None:
            return None
        found = found.or_else(said)
    if found == Metadata():
        return None
    # A bare name is an author only beside something that shows what the line is.
    byline = found.byline or ", ".join(names)
    return found.or_else(Metadata(byline=byline))


def is_labelled(line: str) -> bool:
    """Tell whether a line says that its date is that of publication."""
    return bool(_LABELLED.search(fold(line)))


def is_outlet(name: str) -> bool:
    """Tell whether a name is that of a publication rather than of a person."""
    return bool(_NAMES.fullmatch(name) and _OUTLET.search(fold(name)))


def _take_dates(line: str, language: str) -> tuple[str | None, str]:
    published, rest, end = None, line, 0
    for mention in find_dates(line, None, language):
        if mention.iso and len(mention.iso) > 4:
            is_update = _UPDATED.search(fold(line[end : mention.start]))
            published = published or (None if is_update else mention.iso)
            rest = rest.replace(mention.text, " | ", 1)
            end = mention.end
    return published, _TIME.sub(" | ", rest)


def _read_part(part: str, names: list[str]) -> Metadata | None:
    folded = fold(part)
    if not _GLUE.sub("", folded) or _ROLE.fullmatch(folded) or re.fullmatch(r"\S+@\S+", part):
        return Metadata()
    by = _BY.match(part)
    name = _PLACE.sub("", part[by.end() :] if by else part).strip(" ()")
    name = re.sub(r" (?:le|on|the)$", "", name)
    if _agency(re.sub(r"^(?:avec|with) +(?:l['’])?", "", name, flags=re.IGNORECASE)):
        # "Avec AFP" helped to write it; "AFP" alone wrote it.
        return Metadata(outlet=_agency(name), byline="" if _agency(name) else name)
    if not _NAMES.fullmatch(name) or len(name.split()) > 10:
        return None
    publication = re.split(r" (?:avec|with) ", name)[0]
    if is_outlet(publication):
        return Metadata(outlet=publication, byline=name if publication != name else "")
    if by:
        return Metadata(byline=name)
    if not 2 <= len(name.split()) <= 4:
        return None
    names.append(name)
    return Metadata()


def _agency(name: str) -> str:
    """Return the agency that a name, or several names of one agency, stand for, else ""."""
    rest = name
    found: list[str] = []
    for spelling, agency in _spellings():
        rest, count = re.subn(rf"(?<!\w){re.escape(spelling)}(?!\w)", "", rest)
        found += [agency] * bool(count)
    return found[0] if found and not re.sub(r"\W|\b(?:et|and)\b", "", rest) else ""


@functools.cache
def _spellings() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(AGENCIES.items(), key=lambda item: -len(item[0])))
