"""Mark the statements that an article calls the first, in their own sentence or in the next."""

from __future__ import annotations

import dataclasses
import re

from qa.claims.firsts import find_first_mark, find_named_first, scope_of_first
from qa.claims.speakers import Speaker
from qa.claims.statement import Statement

_PRESENTS = re.compile(r"(?:c['’](?:est|était)|il s['’]agit|this|it|that|ce fut)\b", re.IGNORECASE)

_OWN_DEED = re.compile(r"[^«“\"]{0,30}?\b(?:avoir|être|(?:that )?it (?:had|has)|having)\b")


def mark_before(statements: list[Statement], found: list[Statement], previous: str) -> None:
    """Let "C'était la première reconnaissance de Moscou" say what the sentence before it was."""
    named = next((each for each in found if each.first and not each.verb), None)
    if named is None:
        return
    for place, each in enumerate(statements):
        shares = each.speaker.countries & named.speaker.countries or (
            each.speaker.names & named.speaker.names
        )
        if each.text == previous and each.act in ("other", named.act) and shares:
            statements[place] = dataclasses.replace(each, act=named.act, first=named.first)


def with_firsts(
    sentence: str, statements: list[Statement], last: Speaker | None
) -> list[Statement]:
    """Return a sentence's statements with what it calls the first marked.

    Args:
        sentence: The sentence.
        statements: Its statements.
        last: Who spoke in the sentence before; a noun of saying without an owner may be his.
    """
    named = find_named_first(sentence)
    mark = named.start if named else find_first_mark(sentence)
    if mark < 0:
        return statements
    fitting = [
        each
        for each in statements
        if each.verb
        and not each.is_negated
        and (not named or not named.countries or named.countries & each.speaker.countries)
        and (named is None or each.at < mark)
    ]
    nearest = min(fitting, key=lambda each: abs(each.at - mark), default=None)
    whose = named.speaker if named else None
    if nearest is not None:
        act = named.act if named and named.act and nearest.act == "other" else nearest.act
        if act == "other" and _OWN_DEED.match(sentence[nearest.said[0] :]):
            # Whoever says for the first time to have done something acknowledges it.
            act = "confirm"
        first = scope_of_first(nearest.speaker, whose)
        marked = dataclasses.replace(nearest, act=act, first=first)
        return [marked if each is nearest else each for each in statements]
    speaker = whose or last
    if not named or not named.act or not speaker or not _PRESENTS.match(sentence):
        return statements
    return [
        *statements,
        Statement(
            start=0,
            end=len(sentence),
            text=sentence,
            speaker=speaker,
            act=named.act,
            verb="",
            at=named.start,
            said=(named.start, len(sentence)),
            is_about_before=True,
            first=scope_of_first(speaker, named.speaker),
        ),
    ]
