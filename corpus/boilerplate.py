"""Recognise the lines that a web page, not the article, says.

The rules are a table, ``boilerplate.txt``. A rule matches a whole line, never a part of one, so an
article's own sentence stays unless it is, from first to last letter, what a button says.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.characters import fold

RULES = Path(__file__).parent / "boilerplate.txt"

_HEADER = re.compile(r"\[([a-z-]+)(?:, (head|sentence))?\]")
# What a button, a menu or a heading says is short; only sentence rules reach beyond this.
_SHORT_LINE = 90
# Longer lines are prose, whatever they begin with.
_LONGEST_LINE = 260

_NETWORK = (
    r"(?:facebook(?: messenger)?|twitter|x(?: \(twitter\))?|linked ?in|whatsapp|telegram|pinterest|"
    r"reddit|instagram|youtube|tiktok|messenger|bluesky|threads|mastodon|flipboard|snapchat|viber|"
    r"vk|tumblr|skype|google (?:news|actualites|discover)|apple news|rss|discord|e-?mail|mail|"
    r"courriel|sms)"
)
# Share buttons come in runs on one line; these are the single ones.
_SHARE = (
    r"(?:partager|partagez|share|envoyer|post|publier|suivre|follow|suivez-nous|follow us)"
    r"(?: cet article| l'article| l'info| this(?: article| story| post| page)?)?"
    rf" (?:sur|on|via|par|by|with|to|avec|in) {_NETWORK}(?: \((?:ouvre|opens)[^)]*\))?|"
    r"(?:partager|partagez|share)(?: cet article| l'article| l'info| cette page| article| sur| via|"
    r" on| this(?: article| story| post| page)?| on social media| sur les reseaux sociaux)?|"
    r"partages|shares|more sharing options|plus d'options de partage|tweeter|tweet|retweeter|"
    r"copier le lien|copier|copy (?:link|url)|link copied|lien copie|copied!?|copie|imprimer|print|"
    r"envoyer|j'aime|enregistrer|sauvegarder|bookmark|save|pdf"
)
# "Lire aussi : Guerre en Ukraine, ce que l'on sait": the link's words follow on the same line.
_READ_ALSO = re.compile(
    r"(?:[ÀA] (?:lire|voir|écouter)(?: (?:aussi|également|ensuite|sur le même sujet))?|"
    r"(?:Lire|LIRE|Voir|VOIR|Écouter|À LIRE|À VOIR) (?:aussi|également|AUSSI|ÉGALEMENT)|À LIRE|"
    r"Read (?:also|more|next)|READ (?:ALSO|MORE|NEXT)|Also read|ALSO READ|See also|SEE ALSO|"
    r"RELATED|Related(?: (?:article|story|coverage))?|MORE|WATCH|LIRE|"
    r"Sur le même sujet|Dans le même dossier|Notre dossier|Pour aller plus loin)"
    r"\s*(?:[:|>»›→–—-]\s*\S.*|(?:Article réservé à nos abonnés|ARTICLE|Article)\s+\S.*)"
)


@dataclass(frozen=True)
class Rule:
    """A named pattern for whole folded lines.

    Attributes:
        name: What a `Removal` shows.
        scope: "" for short lines anywhere, ``head`` for short lines above the first paragraph,
            ``sentence`` for lines of any length anywhere.
        pattern: Of the whole line.
    """

    name: str
    scope: str
    pattern: re.Pattern[str]


# Cleaning asks for the same lines until nothing more is found.
@functools.lru_cache(maxsize=2048)
def match_line(line: str, is_head: bool = False) -> str:
    """Return the name of the rule that the whole line falls under, "" if none.

    Args:
        line: One line of the text.
        is_head: The line stands above the first paragraph.
    """
    if len(line) > _LONGEST_LINE:
        return ""
    if not any(map(str.isalnum, line)):
        return "ornament"
    core = re.sub(r"^[^\w(#©]+|[^\w)?!.:…%]+$", "", fold(line))
    is_short = len(core) <= _SHORT_LINE
    if is_short and _is_run_of_shares(core):
        return "share-button"
    for rule in _rules():
        applies = (is_short and (is_head or rule.scope != "head")) or rule.scope == "sentence"
        if applies and rule.pattern.fullmatch(core):
            return rule.name
    return "read-also" if _READ_ALSO.fullmatch(line.lstrip("•·►▶→>*+- ")) else ""


def starts_link_list(line: str) -> bool:
    """Tell whether the line is the heading above a list of other articles."""
    return match_line(line) == "related-articles"


def _is_run_of_shares(core: str) -> bool:
    """Tell whether the line holds nothing but share buttons, networks and their counts."""
    position, buttons = 0, 0
    button, between = _share_patterns()
    while position < len(core):
        if found := button.match(core, position):
            buttons += 1
        elif not (found := between.match(core, position)):
            return False
        position = found.end()
    return buttons > 0


@functools.cache
def _share_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"(?:{_SHARE}|{_NETWORK})(?!\w)"), re.compile(r"[ |,/·•+&:-]+|\d{1,6}k?\b")


@functools.cache
def _rules() -> tuple[Rule, ...]:
    patterns: dict[tuple[str, str], list[str]] = {}
    for line in RULES.read_text(encoding="utf-8").splitlines():
        if header := _HEADER.fullmatch(line):
            name, scope = header.groups(default="")
            patterns[name, scope] = []
        elif line and not line.startswith("#"):
            patterns[name, scope].append(line)
    return tuple(
        Rule(name, scope, re.compile("|".join(lines))) for (name, scope), lines in patterns.items()
    )
