"""How French and English news write dates, as patterns by kind.

In every pattern the group ``date`` is the mention; the groups ``day``, ``month``, ``year``,
``weekday``, ``near`` (last, next) and ``word`` are what its value is read from. In the templates
below a blank stands for any blank, and a word in capitals for a piece from the tables.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_PIECES = {
    "SEP": "[ \u00a0\u202f-]",
    "YEAR": r"(?P<year>(?:1[89]|20)\d\d)(?![\w%€$]|[.,]\d)",
    "DAY": r"(?P<day>3[01]|[12]\d|0?[1-9])",
}
_NUMERIC = (
    ("day", r"(?<![\w/.-])(?P<date>(?P<year>\d{4})[-/](?P<month>\d\d)[-/](?P<day>\d\d))(?![\w/-])"),
    (
        "numeric",
        r"(?<![\w/.-])(?P<date>(?P<day>\d\d?)(?P<stroke>[/.-])(?P<month>\d\d?)(?P=stroke)"
        r"(?P<year>(?:19|20)\d\d))(?![\w/-])",
    ),
    ("year", r"(?<![\w/.,-])(?P<date>YEAR)(?=[-–](?:1[89]|20)\d\d(?!\w))"),
    ("year", r"(?<=\b\d{4}[-–])(?P<date>YEAR)"),
)

_FRENCH_PIECES = {
    "MONTH": (
        r"(?P<month>janvier|janv\.|f[ée]vrier|f[ée]vr?\.|mars|avril|avr\.|mai|juin|juillet|juil\.|"
        r"ao[uû]t|septembre|sept\.|octobre|oct\.|novembre|nov\.|d[ée]cembre|d[ée]c\.)(?!\w)"
    ),
    "WEEKDAY": r"(?P<weekday>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?!\w)",
    "NEAR": r"(?P<near>derni[èe]re?|prochaine?|suivante?|pr[ée]c[ée]dente?)(?!\w)",
    "EVENT": (
        r"(?:élections?|présidentielle|guerre|accords?|traité|sommet|crise|révolution|loi|rapport|"
        r"budget|invasion|annexion|coup d[’']état|jeux|coupe du monde|attentats?|offensive)"
    ),
}
_FRENCH = (
    ("day", r"(?<![\w,.])(?P<date>(?:WEEKDAY )?DAY(?:er|ᵉʳ)? MONTH(?: YEAR| NEAR)?)"),
    ("month", r"(?<!\w)(?P<date>MONTH (?:YEAR|NEAR))"),
    (
        "month",
        r"(?<!\w)(?:en|d[èe]s|depuis|d[ée]but|fin|mi|courant|au mois de|du mois de|mois d[’']|"
        r"jusqu[’']en|jusqu[’']à|entre)SEP(?P<date>MONTH)",
    ),
    ("season", r"(?<!\w)(?P<date>(?:printemps|été|automne|hiver) (?:YEAR|NEAR))"),
    (
        "year",
        r"(?<!\w)(?:en|depuis|d[èe]s|fin|début|mi|courant|l[’']année|l[’']an|d[’']ici|d[’']ici à|"
        r"jusqu[’']en|avant|après|horizon|entre|EVENT de|EVENT \w+ de)SEP(?P<date>YEAR)",
    ),
    ("year", r"(?<=\bentre \d{4} et )(?P<date>YEAR)"),
    ("weekday", r"(?<!\w)(?<!\ble )(?<!chaque )(?P<date>(?:ce )?WEEKDAY(?: NEAR)?)(?! saint)"),
    (
        "word",
        r"(?<!\w)(?P<date>(?P<word>avant-hier|hier|après-demain|demain|la veille|le lendemain|"
        r"l[’']avant-veille|le surlendemain|il y a \w+ (?:jours?|semaines?|mois|ans?)|"
        r"(?:la semaine|le week-end|le mois|l[’']an|l[’']année) (?:derni[èe]re?|prochaine?)|"
        r"ce mois-ci|cette semaine|cette année))(?!\w)",
    ),
)
_ENGLISH_PIECES = {
    "MONTH": (
        r"(?P<month>January|Jan\b\.?|February|Feb\b\.?|March|Mar\.|April|Apr\b\.?|May|June|Jun\.|"
        r"July|Jul\.|August|Aug\b\.?|September|Sept?\b\.?|October|Oct\b\.?|November|Nov\b\.?|"
        r"December|Dec\b\.?)(?!\w)"
    ),
    "WEEKDAY": r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?!\w)",
    "NEAR": r"(?P<near>[Ll]ast|[Nn]ext|[Tt]his coming|[Tt]his|[Cc]oming)",
    "SEASON": r"(?:spring|summer|autumn|fall|winter)(?!\w)",
    "EVENT": (
        r"(?:elections?|war|deal|accords?|treaty|agreement|summit|crisis|revolution|law|report|"
        r"budget|invasion|annexation|coup|Olympics|World Cup|attacks?|offensive)"
    ),
}
_ENGLISH = (
    (
        "day",
        r"(?<!\w)(?P<date>(?:WEEKDAY,? )?MONTH DAY(?:st|nd|rd|th)?(?![\w:%-]|[.,]\d)(?:,? YEAR)?)",
    ),
    (
        "day",
        r"(?<![\w,.])(?P<date>(?:WEEKDAY,? )?DAY(?:st|nd|rd|th)?(?: of)? MONTH(?:,? YEAR)?)",
    ),
    ("month", r"(?<!\w)(?P<date>MONTH(?: of|,)? YEAR)"),
    ("month", r"(?<!\w)(?P<date>(?P<near>[Ll]ast|[Nn]ext) MONTH)"),
    (
        "month",
        r"(?<!\w)(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Ee]arly|[Ll]ate|[Mm]id|[Bb]etween|"
        r"[Dd]uring|[Tt]hrough)SEP(?P<date>MONTH)",
    ),
    ("season", r"(?<!\w)(?P<date>SEASON(?: of)? YEAR)"),
    ("season", r"(?<!\w)(?P<date>NEAR SEASON)"),
    (
        "year",
        r"(?<!\w)(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ee]arly|[Ll]ate|[Mm]id|[Dd]uring|the year|"
        r"[Bb]efore|[Aa]fter|[Ff]rom|[Bb]etween|EVENT (?:in|of))SEP(?P<date>YEAR)",
    ),
    ("year", r"(?<=\b[Bb]etween \d{4} and )(?P<date>YEAR)"),
    ("year", r"(?<=\b[Tt]he )(?P<date>YEAR)(?= (?:\w+ )?EVENT\b)"),
    (
        "weekday",
        r"(?<!\w)(?<!every )(?<!each )(?<!Black )(?<!Bloody )(?<!Good )"
        r"(?P<date>(?:NEAR )?WEEKDAY)(?! (?:Times|Telegraph|Mirror|Express|Mail|Herald|Post)\b)",
    ),
    (
        "word",
        r"(?<!\w)(?P<date>(?P<word>[Tt]he day before yesterday|[Yy]esterday|tomorrow|"
        r"[Tt]he day after tomorrow|[Tt]he day before|[Tt]he (?:previous|next|following) day|"
        r"\w+ (?:days?|weeks?|months?|years?) ago|[Ll]ast night|"
        r"(?:[Ll]ast|[Nn]ext|[Tt]his) (?:week|weekend|month|year)))(?!\w)",
    ),
)

# Before a weekday, in the same clause: what is told may not have happened yet.
FUTURE = {
    "fr": re.compile(
        r"\b(?:[a-zà-ÿ]*[eiud]r(?:a|ont)|aura|auront|doi(?:t|vent)|prévue?s?|attendue?s?|va|vont)\b"
        r"[^,.;:!?»\"”]{0,60}$"
    ),
    "en": re.compile(
        r"\b(?:will|shall|(?:is|are) (?:set|due|scheduled|expected|planning)|scheduled for|"
        r"planned for|expected on|by)\b[^,.;:!?»\"”]{0,60}$"
    ),
}


@dataclass(frozen=True)
class Kind:
    """One way to write a date: its name and its pattern."""

    name: str
    pattern: re.Pattern[str]


@functools.cache
def kinds(language: str) -> tuple[Kind, ...]:
    """Return the kinds of a language, ``fr`` or ``en``, the more explicit before the vaguer."""
    french = language == "fr"
    pieces = _FRENCH_PIECES if french else _ENGLISH_PIECES
    # In English case tells May from may and March from march.
    flags = re.IGNORECASE if french else re.NOFLAG
    return tuple(
        Kind(name, re.compile(_fill(template, pieces | _PIECES), flags))
        for name, template in (*_NUMERIC, *(_FRENCH if french else _ENGLISH))
    )


def _fill(template: str, pieces: dict[str, str]) -> str:
    template = template.replace(" ", "[ \u00a0\u202f]")
    return re.sub(r"[A-Z]{3,}", lambda word: pieces[word.group()], template)
