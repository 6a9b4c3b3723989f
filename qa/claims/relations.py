"""What an article says of order without a date: after, before, already, not yet."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.claims.acts import act_of_noun
from qa.claims.countries import find_countries
from qa.claims.speakers import Speaker, read_speaker
from qa.claims.statement import Statement

_AFTER = re.compile(r"\baprès (?:que |qu['’]|l[ae]s? |l['’])|\bafter\b", re.IGNORECASE)
_BEFORE = re.compile(r"\bavant (?:que |qu['’]|l[ae]s? |l['’])|\bbefore\b", re.IGNORECASE)
_ALREADY = re.compile(r"\b(?:déjà|already|auparavant|précédemment|earlier|plus tôt)\b", re.I)
_DAY_BEFORE = re.compile(r"^(?:la veille|(?:on )?the (?:day before|previous day))\b", re.IGNORECASE)
_DAY_AFTER = re.compile(
    r"^(?:le lendemain|(?:on )?the (?:next|following) day|(?:\w+ ){1,3}(?:plus tard|later),)", re.I
)
_WHOSE = re.compile(
    r"(?: officielle| publique| official| public)? "
    r"(?:(?:d[eu]s? |d['’]|of |by |from )(?P<noun>(?:la |le |les |l['’]|"
    r"the )?[\w’'-]+(?: [\w’'-]+){0,3})"
    r"|(?P<adjective>[\w-]+(?: [\w-]+)?))"
)

_STOPS = re.compile(r" (?:est|intervient|survient|arrive|tombe|came|comes|was|is|que|sur|à|on)\b")


@dataclass(frozen=True)
class Relation:
    """One act came before another.

    Attributes:
        earlier, later: Statements of the article; None where a noun or a negation stands for one.
        earlier_speaker, earlier_act, later_speaker, later_act: Whose acts, of which kind.
    """

    earlier: Statement | None
    earlier_speaker: Speaker
    earlier_act: str
    later: Statement | None
    later_speaker: Speaker
    later_act: str


def find_relations(statements: Sequence[Statement]) -> list[Relation]:
    """Return what the statements of one article, in order, say of order between acts."""
    told = [each for each in statements if not each.is_negated]
    relations = list(_not_yet(statements, told))
    relations += _already(told)
    for _, sentence in itertools.groupby(told, key=lambda each: each.start):
        relations += _joined(list(sentence))
    for one, other in itertools.pairwise(told):
        if one.start != other.start and _DAY_BEFORE.match(other.text):
            relations.append(_relate(other, one))
        elif one.start != other.start and _DAY_AFTER.match(other.text):
            relations.append(_relate(one, other))
    return relations


def _relate(earlier: Statement, later: Statement) -> Relation:
    return Relation(earlier, earlier.speaker, earlier.act, later, later.speaker, later.act)


def _not_yet(statements: Sequence[Statement], told: list[Statement]) -> list[Relation]:
    """Whoever has still not done it comes after those who have."""
    return [
        Relation(done, done.speaker, done.act, None, missing.speaker, missing.act)
        for missing in statements
        if missing.is_negated and missing.is_not_yet and missing.tense != "past perfect"
        for done in told
        if done.act == missing.act
    ]


def _already(told: list[Statement]) -> list[Relation]:
    """ "had already" comes before what the article tells of besides."""
    return [
        _relate(earlier, later)
        for earlier in told
        if earlier.tense == "past perfect" and _ALREADY.search(earlier.text)
        for later in told
        if later.tense != "past perfect" and later.act == earlier.act
    ]


def _joined(sentence: list[Statement]) -> list[Relation]:
    """Two acts of one sentence joined by "after" or "before"."""
    relations = []
    for pattern, turned in ((_AFTER, True), (_BEFORE, False)):
        text = sentence[0].text
        for found in pattern.finditer(text):
            left = [each for each in sentence if each.at < found.start()]
            right = [each for each in sentence if each.at >= found.end()][:1]
            relations += [
                _relate(other, one) if turned else _relate(one, other)
                for one in left[-1:]
                for other in right
                if not _noun_between(text, found.end(), other.at)
            ]
            if not left and len(right) == 1:
                # "Après que X a confirmé, Y a promis": the main clause comes behind.
                main = [each for each in sentence if each.at > right[0].at][:1]
                relations += [
                    _relate(right[0], each) if turned else _relate(each, right[0]) for each in main
                ]
            relations += _with_noun(text, found, left, right, turned=turned)
    return relations


def _noun_between(text: str, start: int, end: int) -> bool:
    return any(act_of_noun(word) for word in re.findall(r"\w+", text[start:end]))


def _with_noun(
    text: str,
    found: re.Match[str],
    left: list[Statement],
    right: list[Statement],
    *,
    turned: bool,
) -> list[Relation]:
    """ "L'annonce de X intervient deux jours après que Y a déclaré", "after the denial by Z"."""
    named = _named_act(text[: found.start()]) if not left else None
    if named and right:
        speaker, act = named
        one = right[0]
        if turned:
            return [Relation(one, one.speaker, one.act, None, speaker, act)]
        return [Relation(None, speaker, act, one, one.speaker, one.act)]
    follows = _named_act(text[found.end() - 4 : found.end() + 80])
    # "Quelques heures après la confirmation de X, Y a remercié": the statement may come behind.
    beside = left[-1:] or right
    if follows and beside and (left or right[0].at > found.end()):
        speaker, act = follows
        one = beside[0]
        if turned:
            return [Relation(None, speaker, act, one, one.speaker, one.act)]
        return [Relation(one, one.speaker, one.act, None, speaker, act)]
    return []


def _named_act(text: str) -> tuple[Speaker, str] | None:
    for word in re.finditer(r"[^\W\d_]+", text):
        act = act_of_noun(word.group())
        whose = _WHOSE.match(text, word.end()) if act else None
        if not act or not whose:
            continue
        phrase = re.split(_STOPS, whose["noun"] or whose["adjective"])[0]
        countries = find_countries(phrase)
        name = read_speaker(phrase) if whose["noun"] else None
        if name:
            return name, act
        if len(countries) == 1:
            nobody: frozenset[str] = frozenset()
            return Speaker(phrase, nobody, nobody, nobody, countries, "", False, False), act
    return None
