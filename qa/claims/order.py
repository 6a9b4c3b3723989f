"""Who first: events that statements tell of, and the order that the articles settle between them.

Statements of one speaker and one kind of act are one event, in whichever article they stand. Dates
order events where they are settled; where they are not, what the texts say of order does: "still
has not confirmed", "two days after", a weekday before today's, "had already". What nothing settles
stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.claims.calendar import Anchor, find_anchor, weekday_of
from qa.claims.relations import Relation, find_relations
from qa.claims.speakers import Speaker, is_same_speaker
from qa.claims.statement import Statement


@dataclass(frozen=True)
class Told:
    """A statement and the article that tells it.

    Attributes:
        statement: The statement.
        article_id: The article it stands in.
        cluster: The same for all copies of one agency text.
        published: ISO 8601 date of the article, or None.
        score: How well it fits the question, for choosing among several; higher is better.
    """

    statement: Statement
    article_id: str
    cluster: str
    published: str | None
    score: float = 0.0


@dataclass(frozen=True)
class Event:
    """One act of speech, told once or several times."""

    told: tuple[Told, ...]

    @property
    def speaker(self) -> Speaker:
        """The most telling of its speakers: a named person before a body before a country."""
        return max((each.statement.speaker for each in self.told), key=_telling)

    @property
    def countries(self) -> frozenset[str]:
        return frozenset().union(*(each.statement.speaker.countries for each in self.told))


def group(told: Sequence[Told]) -> list[Event]:
    """Return the events that positive statements tell of, in the order of their first telling."""
    groups: list[list[Told]] = []
    for each in told:
        if each.statement.is_negated:
            continue
        for members in groups:
            if any(_is_same_event(each, other) for other in members) and not any(
                _conflict(each, other) for other in members
            ):
                members.append(each)
                break
        else:
            groups.append([each])
    return [Event(tuple(members)) for members in groups]


def order(events: Sequence[Event], told: Sequence[Told]) -> frozenset[tuple[int, int]]:
    """Return which events came before which, as far as the articles settle it.

    Args:
        events: The events.
        told: All statements of their articles, the negated ones too.

    Returns:
        Pairs (earlier, later) of places in ``events``; transitive, and never both ways round:
        where the articles contradict each other, neither pair is there.
    """
    pairs = _by_date(events)
    for article_id in {each.article_id for each in told}:
        article = [each for each in told if each.article_id == article_id]
        statements = [each.statement for each in article]
        anchor = find_anchor(statements, article[0].published)
        pairs |= _by_weekday(events, article_id, anchor)
        for relation in find_relations(statements):
            pairs |= _by_relation(events, article_id, relation)
    return _closed(pairs, len(events))


def earliest(events: Sequence[Event], before: frozenset[tuple[int, int]]) -> list[int]:
    """Return the events that nothing is known to precede."""
    later = {second for _, second in before}
    return [number for number in range(len(events)) if number not in later]


def _is_same_event(one: Told, other: Told) -> bool:
    first, second = one.statement, other.statement
    if is_same_speaker(first.speaker, second.speaker):
        return True
    if _is_told_again(one, other) or _is_told_again(other, one):
        return True
    countries = first.speaker.countries
    if not countries or countries != second.speaker.countries:
        return False
    if first.first == second.first == "country":
        return not _are_different_people(first.speaker, second.speaker)
    # The body whose head spoke: "l'état-major" and its chief.
    return any(
        person.is_person and body.noun in person.roles and not body.is_person and body.noun
        for person, body in ((first.speaker, second.speaker), (second.speaker, first.speaker))
    )


def _is_told_again(one: Told, other: Told) -> bool:
    """Return whether the next sentence only calls the same act the first: "It was the first time
    the company had admitted it." """
    first, second = one.statement, other.statement
    return (
        one.article_id == other.article_id
        and second.before == first.text
        and second.act == first.act
        and bool(second.first)
        and second.is_about_before
        and not second.speaker.names
        and not second.speaker.countries
    )


def _are_different_people(one: Speaker, other: Speaker) -> bool:
    return bool(one.names and other.names and not one.names & other.names)


def _conflict(one: Told, other: Told) -> bool:
    """Return whether two tellings cannot be of one event: other people or other days."""
    first, second = one.statement, other.statement
    if _are_different_people(first.speaker, second.speaker):
        return True
    if first.date and second.date:
        span = min(len(first.date), len(second.date))
        return first.date[:span] != second.date[:span]
    days = weekday_of(first.date_text), weekday_of(second.date_text)
    return None not in days and days[0] != days[1]


def _by_date(events: Sequence[Event]) -> set[tuple[int, int]]:
    dates = [
        sorted({each.statement.date for each in event.told if each.statement.date})
        for event in events
    ]
    return {
        (one, other)
        for one, left in enumerate(dates)
        for other, right in enumerate(dates)
        if left and right and _is_before(left[-1], right[0])
    }


def _is_before(one: str, other: str) -> bool:
    span = min(len(one), len(other))
    return one[:span] < other[:span]


def _by_weekday(
    events: Sequence[Event], article_id: str, anchor: Anchor | None
) -> set[tuple[int, int]]:
    if anchor is None:
        return set()
    days: dict[int, int] = {}
    for number, event in enumerate(events):
        if not any(each.article_id == article_id for each in event.told):
            continue
        own = [each for each in event.told if each.article_id == article_id]
        for each in (*own, *event.told):
            weekday = weekday_of(each.statement.date_text)
            if weekday is not None:
                days[number] = anchor.days_before(weekday)
                break
    return {(one, other) for one, ago in days.items() for other, less in days.items() if ago > less}


def _by_relation(
    events: Sequence[Event], article_id: str, relation: Relation
) -> set[tuple[int, int]]:
    def places(statement: Statement | None, speaker: Speaker, act: str) -> list[int]:
        found = []
        for number, event in enumerate(events):
            for each in event.told:
                is_told = each.article_id == article_id and each.statement == statement
                is_named = each.statement.act == act and _stands_for(each.statement, speaker)
                if is_told or (statement is None and is_named):
                    found.append(number)
                    break
        return found

    earlier = places(relation.earlier, relation.earlier_speaker, relation.earlier_act)
    later = places(relation.later, relation.later_speaker, relation.later_act)
    return {(one, other) for one in earlier for other in later if one != other}


def _stands_for(statement: Statement, speaker: Speaker) -> bool:
    if is_same_speaker(statement.speaker, speaker):
        return True
    return speaker.is_country and statement.speaker.countries == speaker.countries


def _closed(pairs: set[tuple[int, int]], count: int) -> frozenset[tuple[int, int]]:
    """Return the transitive closure without what goes both ways round."""
    reach = set(pairs)
    for middle in range(count):
        for one in range(count):
            if (one, middle) in reach:
                reach |= {(one, other) for other in range(count) if (middle, other) in reach}
    return frozenset(
        (one, other) for one, other in reach if one != other and (other, one) not in reach
    )


def _telling(speaker: Speaker) -> tuple[bool, int, int]:
    return bool(speaker.names), len(speaker.names), len(speaker.text)
