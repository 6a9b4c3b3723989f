from __future__ import annotations

import pytest

from corpus.errors import StoreError
from corpus.reading import Skipped
from index.ingest import Progress, Summary
from index.store import ArticleRow, StoreStatus
from qa.web.overview import (
    LONGEST_LIST,
    Order,
    render_articles,
    render_header,
    render_indexing,
    render_reading,
    render_summary,
)
from tests.qa.web.fake import HARBOUR
from tests.qa.web.structure import Structure


def status(
    articles: int = 5, first: str | None = "2024-03", last: str | None = "2025-04-28"
) -> StoreStatus:
    return StoreStatus(articles, 1240, {"fr": 4, "en": 1}, first, last, "embedded", "1", True)


def row(article_id: str, title: str = "", published: str | None = None) -> ArticleRow:
    return ArticleRow(article_id, title, "La Criée", published, "fr", 3, (), ())


def facts(html: str) -> str:
    return " ".join(Structure(html).words.split())


def test_header_tells_what_is_indexed() -> None:
    words = facts(render_header(status(), "en"))
    assert "5 articles 1,240 passages March 2024 to April 28, 2025 French, English" in words


def test_header_speaks_french() -> None:
    words = facts(render_header(status(), "fr"))
    assert "mars 2024 – 28 avril 2025 français, anglais" in words


def test_span_of_one_date_is_told_once() -> None:
    assert "to April" not in facts(render_header(status(first="2025-04", last="2025-04"), "en"))


def test_articles_without_dates_are_called_undated() -> None:
    assert "undated" in facts(render_header(status(first=None, last=None), "en"))


def test_empty_store_is_told() -> None:
    assert "no articles yet" in render_header(status(articles=0), "en")


@pytest.mark.parametrize(
    ("provider", "words"),
    [("extractive", "no language model"), ("ollama:mistral", "written by ollama:mistral")],
)
def test_header_tells_who_writes(provider: str, words: str) -> None:
    assert words in render_header(status(), "en", provider)


def test_newest_articles_come_first_and_undated_ones_last() -> None:
    rows = [row("a", "A"), row("b", "B", "2024"), row("c", "C", "2025-01-02")]
    html = render_articles(rows, "en")
    assert html.index(">C<") < html.index(">B<") < html.index(">A<")


def test_id_stands_in_for_a_missing_title() -> None:
    assert ">folder/a<" in render_articles([row("folder/a")], "en")


def test_search_needs_neither_accents_nor_case() -> None:
    rows = [row("a", "Élection à Nîmes"), row("b", "Marché de Noël")]
    html = render_articles(rows, "fr", "ELECTION nimes")
    assert "Élection" in html
    assert "Marché" not in html


def test_search_that_finds_nothing_says_so() -> None:
    assert "No article fits." in render_articles([row("a", "A")], "en", "zzz")


def test_long_list_is_cut_and_says_how_long_it_is() -> None:
    html = render_articles([row(str(number)) for number in range(LONGEST_LIST + 1)], "en")
    assert html.count('data-act="read"') == LONGEST_LIST
    assert "200 of 201 articles" in html


def titles(html: str) -> list[str | None]:
    """Return the ids of the articles in the order of the list."""
    found = [each for tag, each in Structure(html).attributes if each.get("class") == "read"]
    return [each["data-what"] for each in found]


def test_list_is_sorted_by_the_column_that_was_pressed() -> None:
    rows = [row("a", "Été"), row("b", "Dune"), row("c", "fable")]
    order = Order().turned("title")
    assert titles(render_articles(rows, "en", "", order)) == ["b", "a", "c"]
    assert titles(render_articles(rows, "en", "", order.turned("title"))) == ["c", "a", "b"]


def test_head_tells_how_the_list_is_sorted() -> None:
    html = render_articles([row("a")], "en", "", Order().turned("outlet"))
    assert Structure(html).values("th", "aria-sort") == ["ascending"]


def test_column_that_is_none_changes_nothing() -> None:
    assert Order().turned("paths; drop") == Order()


def test_reading_view_shows_the_whole_article() -> None:
    html = render_reading(HARBOUR, "en")
    assert " ".join(HARBOUR.text.split()) in facts(html)
    assert Structure(html).values("article", "lang") == ["fr"]


def test_summary_names_what_was_not_read_and_why() -> None:
    summary = Summary(added=2, skipped=(Skipped("/up/a.xyz", "is of a kind that is not read"),))
    words = facts(render_summary(summary, "en"))
    assert words == "2 added Not read: a.xyz is of a kind that is not read"


def test_failed_indexing_is_a_sentence() -> None:
    assert "is being written" in facts(render_summary(StoreError("it is being written"), "fr"))


def test_progress_is_told_in_words_and_as_a_bar() -> None:
    html = render_indexing(Progress(3, 10, "embedding"), "fr")
    assert "Calcul des vecteurs" in html
    assert Structure(html).values("progress", "value") == ["3"]
