"""Reading and filtering what a store holds."""

from __future__ import annotations

import pytest

from corpus.errors import QuestionError, StoreError, UnknownArticleError
from index.filters import first_day, last_day
from index.ingest import add_articles, forget
from index.store import Filters, Store
from tests.index.conftest import article


@pytest.fixture
def press(memory_store: Store) -> Store:
    """Articles with all kinds of dates, outlets and languages."""
    add_articles(
        memory_store,
        [
            article("day", "Le pont ouvre.", published="2025-04-28", outlet="L'Écho du Nord"),
            article("month", "La gare ouvre.", published="2025-04", outlet="l'echo  du nord"),
            article("year", "Le quai ouvre.", published="2025", outlet="AFP"),
            article("old", "The port opens.", published="2024-12-31", language="en"),
            article("undated", "Le parc ouvre.", outlet="AFP"),
        ],
    )
    return memory_store


def chosen(store: Store, filters: Filters) -> list[str]:
    allowed = store.select(filters)
    assert allowed is not None
    return sorted(passage.article_id for passage in store.passages(sorted(allowed)))


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        ("2025-04-28", None, ["day"]),
        ("2025-04", None, ["day", "month"]),
        ("2025", None, ["day", "month", "year"]),
        ("2024-12-31", None, ["day", "month", "old", "year"]),
        (None, "2024", ["old"]),
        (None, "2025-04-29", ["day", "old"]),
        (None, "2025-04", ["day", "month", "old"]),
        (None, "2025", ["day", "month", "old", "year"]),
        ("2025-02", "2025-06", ["day", "month"]),
        ("2026", None, []),
    ],
)
def test_dates_choose_what_surely_lies_within(
    press: Store, after: str | None, before: str | None, expected: list[str]
) -> None:
    assert chosen(press, Filters(after=after, before=before)) == expected


def test_outlets_are_compared_without_case_and_accents(press: Store) -> None:
    assert chosen(press, Filters(outlet="L'ECHO DU NORD")) == ["day", "month"]


def test_filters_hold_together(press: Store) -> None:
    assert chosen(press, Filters(language="FR", outlet="afp", after="2025")) == ["year"]
    assert chosen(press, Filters(article="old")) == ["old"]


def test_no_filter_is_told_from_one_that_nothing_satisfies(press: Store) -> None:
    assert press.select(Filters()) is None
    assert press.select(Filters(language="de")) == frozenset()


@pytest.mark.parametrize("date", ["hier", "2025-13", "2025-00", "2025-02-30", "25-04-28", "2025-4"])
def test_what_is_no_date_is_refused(press: Store, date: str) -> None:
    with pytest.raises(QuestionError, match=date):
        press.select(Filters(after=date))


def test_days_of_a_date() -> None:
    assert (first_day("2025"), last_day("2025-04")) == (20250101, 20250431)


def test_status_counts(press: Store) -> None:
    status = press.status().to_dict()
    assert status["articles"] == 5
    assert status["passages"] == 5
    assert list(status["languages"].items()) == [("fr", 4), ("en", 1)]
    assert (status["first_published"], status["last_published"]) == ("2024-12-31", "2025")
    assert status["healthy"] is True


def test_passages_come_in_the_order_asked_for(press: Store) -> None:
    allowed = sorted(press.select(Filters(outlet="AFP")) or [])
    backwards = [*reversed(allowed), allowed[0]]
    assert [passage.id for passage in press.passages(backwards)] == backwards
    assert press.vectors(backwards).shape == (3, 64)


def test_asking_for_no_passages_gives_none(press: Store) -> None:
    assert press.passages([]) == []
    assert press.vectors([]).shape == (0, 64)


def test_passages_of_the_generation_before_are_still_found(press: Store) -> None:
    ids = [passage.id for passage in press.passages_of("day")]
    forget(press, ["day"])
    assert [passage.article_id for passage in press.passages(ids)] == ["day"]


def test_passage_that_never_was_is_an_error(press: Store) -> None:
    with pytest.raises(StoreError, match="999"):
        press.passages([999])
    with pytest.raises(StoreError, match="999"):
        press.vectors([999])


def test_unknown_article_is_an_error(press: Store) -> None:
    with pytest.raises(UnknownArticleError, match="nobody"):
        press.article("nobody")
    with pytest.raises(UnknownArticleError, match="nobody"):
        press.passages_of("nobody")


def test_article_comes_back_as_it_was_given(memory_store: Store) -> None:
    given = article(
        "a",
        "Un texte\u00a0: «\u202foui\u202f», l’été 😀.",
        title="Titre",
        byline="Moi",
        outlet="AFP",
        published="2025",
        url="https://example.org/a",
    )
    add_articles(memory_store, [given])
    assert memory_store.article("a") == given
