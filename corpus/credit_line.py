"""Read lines that only say who published an article and when: "Par Marie Durand, le 3 mai 2025".

A line is taken apart into dates, times, agencies, outlets, names and the small words between them.
One word that fits nowhere, and the line is prose and stays untouched.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

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
_OUTLET = re.compile(
    rf"(?<![\w-])(?:{_OUTLET_WORDS})(?![\w-])|\w\.(?:com|fr|net|org|info|be|ch|ca|co\.uk)$"
)
_WORD = r"(?:[dDlL][’'])?[A-ZÀ-Þ0-9][\w’'.&-]*"
_PARTICLE = r"(?:de|du|des|d[’']|la|le|les|van|von|der|den|di|da|del|al|el|bin|et|and|avec|with|of)"
_NAMES = re.compile(rf"{_WORD}(?: (?:{_WORD}|{_PARTICLE}))*")
# Two to four words, the first and the last with a capital.
_PERSON = re.compile(
    r"[A-ZÀ-Þ][\w.-]+(?: (?:[A-ZÀ-Þ][\w’'.-]*|de|du|la|van|von|der|den|di|al|el|bin)){0,2}"
    r" (?:[dDlLO][’'])?[A-ZÀ-Þ][\w-]+"
)
_BY = re.compile(
    r"(?:par|by|propos recueillis par|texte|written by|ecrit par) ?:? +", re.IGNORECASE
)
_WITH = re.compile(r"(?:avec|with) +(?:l['’])?", re.IGNORECASE)
_PLACE = re.compile(r",? (?:à|au|aux|en|in|at|from) [A-ZÀ-Þ][\w’'.-]*(?: [A-ZÀ-Þ][\w’'.-]*){0,3}$")
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


@dataclass(frozen=True)
class CreditLine:
    """What a line of names and dates says.

    Attributes:
        metadata: Outlet, byline and date of publication, as far as given.
        is_plain: Nothing but names: no date, agency, "by" or "with" shows what they are.
    """

    metadata: Metadata
    is_plain: bool


def read_credit_line(line: str, language: str) -> CreditLine | None:
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
    shown = published is not None or bool(_UPDATED.search(fold(line)))
    helped = False
    for part in _SEPARATOR.split(rest):
        part = part.strip(" .:()")
        # "Avec AFP, Reuters": both helped to write it; "AFP" alone wrote it.
        helped = helped or bool(_WITH.match(part))
        said = _read_part(part, names, helped)
        if said is None:
            return None
        shown = shown or helped or bool(_BY.match(part) or _agency(part))
        found = found.or_else(said)
    if not shown and not (found.outlet and names):
        return None
    # A bare name is an author only beside something that shows what the line is.
    byline = found.byline or ", ".join(names)
    return CreditLine(found.or_else(Metadata(byline=byline)), not shown)


def is_labelled(line: str) -> bool:
    """Tell whether a line says that its date is that of publication, or gives the time too."""
    return bool(_LABELLED.search(fold(line)) or _TIME.search(line))


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


def _read_part(part: str, names: list[str], helped: bool) -> Metadata | None:
    folded = fold(part)
    if not _GLUE.sub("", folded) or _ROLE.fullmatch(folded) or re.fullmatch(r"\S+@\S+", part):
        return Metadata()
    by = _BY.match(part)
    name = _PLACE.sub("", part[by.end() :] if by else part)
    name = re.sub(r" (?:le|on|the)$", "", name)
    if agency := _agency(_WITH.sub("", name)):
        return Metadata(byline=name) if helped else Metadata(outlet=agency)
    if not _NAMES.fullmatch(name) or len(name.split()) > 10:
        return None
    publications = [each for each in re.split(r" (?:avec|with|et|and) ", name) if is_outlet(each)]
    if publications:
        byline = name if publications[0] != name else ""
        return Metadata(outlet=publications[0], byline=byline)
    if by:
        return Metadata(byline=name)
    if not _PERSON.fullmatch(name):
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
