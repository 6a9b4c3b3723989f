"""Find the photo credit at the end of a caption: "Photo: AFP", "(Photo : Name/Getty Images)"."""

from __future__ import annotations

import re

from corpus.agencies import AGENCY_NAMES

# A credit names a person, an agency or both; more is a sentence.
_LONGEST_CREDIT = 120
_MOST_WORDS = 10
_PARTICLES = frozenset(
    "de du des d la le les van von der den di da del al el ben bin of the and et via pour for by "
    "par avec with".split()
)
_LABEL = (
    r"(?:[Cc]rédits? photos?|[Pp]hoto [Cc]redits?|[Pp]hoto(?:graph)?(?:ie|s)?(?: d[’']archives)?|"
    r"PHOTOS?|CRÉDITS?(?: PHOTOS?)?|Crédits?|Credits?|CREDIT|Images?|Illustration|Picture|Visuel|"
    r"File photo|FILE PHOTO)"
)
_AGENCY = rf"(?:{'|'.join(map(re.escape, AGENCY_NAMES))})\b"
_BEFORE = r"(?:^|(?<=[\s.»”\"!?…)|\]]))"

# In parentheses or brackets at the end of the line.
_ENCLOSED = re.compile(
    rf"\s*[(\[](?:{_LABEL}(?=\s?[:/|©)\]]|\s(?:by|par)\s|\s{_AGENCY})|©|AP Photo|"
    rf"[^()\[\]]{{0,60}}/\s?{_AGENCY})[^()\[\]]{{0,110}}[)\]]\.?$"
)
# A label and a colon, a stroke or ©, then names up to the end of the line.
_LABELLED = re.compile(
    rf"{_BEFORE}(?:{_LABEL}\s?(?:[:/|©–-]|\s(?:by|par)\s)\s?©?\s?|©\s?)(?P<names>\S.{{0,110}})$"
)
# A label and an agency without anything between: "Photo AFP", "AP Photo/Name", "REUTERS/Name".
_AGENCY_LABEL = re.compile(
    rf"{_BEFORE}(?:(?:AP|AFP|REUTERS|EPA) (?:Photo|PHOTO)\s?/\s?|Photos? (?={_AGENCY})|REUTERS/)"
    r"(?P<names>\S.{0,110})$"
)
# Names and an agency with a stroke among them, after a full stop or alone: "Name / AFP".
_STROKE = re.compile(
    rf"(?:^|(?<=[.»”!?…])\s+)(?=[^.!?«»]*/)(?=[^.!?«»]*\b{_AGENCY})(?P<names>[^.!?«»]{{2,110}})\.?$"
)
# After a full stop, agencies alone: "… du tramway. DR".
_ALONE = re.compile(rf"(?<=[.»”!?…])\s+(?P<names>{_AGENCY}(?:\s?[/,-]\s?{_AGENCY})?)\.?$")


def find_photo_credit(line: str) -> int | None:
    """Return where a photo credit at the end of the line begins, None if there is none."""
    tail = max(0, len(line) - 2 * _LONGEST_CREDIT)
    if found := _ENCLOSED.search(line, tail):
        return found.start()
    candidates = (
        pattern.search(line, tail) for pattern in (_LABELLED, _AGENCY_LABEL, _STROKE, _ALONE)
    )
    starts = [found.start() for found in candidates if found and _are_names(found["names"])]
    return min(starts, default=None)


def _are_names(words: str) -> bool:
    """Tell whether the words are names of people and agencies, without a sentence among them."""
    parts = re.findall(r"[^\W\d_][\w.’'-]*", words)
    if not 0 < len(parts) <= _MOST_WORDS or re.search(r"[«»\"!?;]|[a-zà-ÿ]\. ", words):
        return False
    capitals = [part for part in parts if part[0].isupper()]
    rest = [part for part in parts if not part[0].isupper()]
    return bool(capitals) and all(
        part.casefold().rstrip("’'") in _PARTICLES or re.match(r"[dl][’'][A-ZÀ-Þ]", part)
        for part in rest
    )
