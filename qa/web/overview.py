"""What the page says of the store: the line under its name, and the list of articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from corpus.article import Article
from corpus.characters import fold
from corpus.errors import SourcierError
from index.ingest import Progress, Summary
from index.store import ArticleRow, StoreStatus
from qa.dates_in_words import date_in_words
from qa.web.templating import render
from qa.web.wording import Words, language_name, number_in_words, words_in

# More rows than this make the browser slow, and nobody reads them: the search narrows them down.
LONGEST_LIST = 200
# Characters of an article that the reading view shows; a book would stall the browser.
LONGEST_READING = 200_000

# What each column of the list is sorted by.
COLUMNS: dict[str, Callable[[ArticleRow], Any]] = {
    "title": lambda row: fold(row.title or row.id),
    "outlet": lambda row: fold(row.outlet),
    "published": lambda row: row.published or "",
    "language": lambda row: row.language,
    "passages": lambda row: row.passages,
    "copies": lambda row: len(row.copies),
}


def render_header(status: StoreStatus, language: str, provider: str = "extractive") -> str:
    """Return the name, what it does, and what is indexed, as HTML.

    Args:
        status: Of the store.
        language: Of the words.
        provider: Who writes the answers: ``extractive`` or a language model's name.
    """
    words = words_in(language)
    return render("header.html", words=words, facts=_facts(status, provider, words))


@dataclass(frozen=True)
class Order:
    """How the list is sorted; by default the newest first."""

    column: str = "published"
    is_falling: bool = True

    def turned(self, column: str) -> Order:
        """Return the order after the head of a column was pressed."""
        if column not in COLUMNS:
            return self
        if column == self.column:
            return Order(column, not self.is_falling)
        return Order(column, is_falling=column in ("published", "passages", "copies"))


def render_articles(
    articles: Sequence[ArticleRow], language: str, search: str = "", order: Order | None = None
) -> str:
    """Return the list of articles as an HTML table; the undated come last.

    Args:
        articles: Of the store.
        language: Of the words.
        search: Only articles that have each of its words in title, outlet, date or id.
        order: By which column they are sorted; None means the newest first.
    """
    words, order = words_in(language), order or Order()
    asked = fold(search).split()
    found = [article for article in articles if all(word in _searched(article) for word in asked)]
    found.sort(key=lambda article: fold(article.title or article.id))
    found.sort(key=COLUMNS[order.column], reverse=order.is_falling)
    shown = found[:LONGEST_LIST]
    listed = words.listed.format(
        shown=number_in_words(len(shown), language), count=number_in_words(len(articles), language)
    )
    heads = {
        "title": words.title,
        "outlet": words.outlet,
        "published": words.dated,
        "language": words.article_language,
        "passages": words.passage_count,
        "copies": words.copies,
    }
    return render(
        "articles.html", articles=shown, listed=listed, heads=heads, order=order, words=words
    )


def render_reading(article: Article, language: str) -> str:
    """Return an article to be read as HTML; one as long as a book is cut."""
    return render(
        "reading.html",
        article=article,
        text=article.text[:LONGEST_READING],
        is_cut=len(article.text) > LONGEST_READING,
        words=words_in(language),
    )


def render_indexing(progress: Progress, language: str) -> str:
    """Return how far indexing has come as HTML."""
    words = words_in(language)
    stage = words.stages.get(progress.stage, progress.stage)
    return render("indexing.html", progress=progress, stage=stage, words=words)


def render_summary(summary: Summary | SourcierError, language: str) -> str:
    """Return as HTML what an index run did, or why it failed."""
    words = words_in(language)
    if isinstance(summary, SourcierError):
        return render("failure.html", message=str(summary), words=words)
    counts = [
        (words.counts[name], getattr(summary, name))
        for name in words.counts
        if getattr(summary, name) or name == "added"
    ]
    skipped = [(PurePath(each.path).name, each.reason) for each in summary.skipped]
    return render("summary.html", counts=counts, skipped=skipped[:LONGEST_LIST], words=words)


def count_articles(status: StoreStatus, language: str) -> str:
    """Return how many articles there are, in words."""
    words = words_in(language)
    if not status.articles:
        return words.no_articles
    return _count(status.articles, words.one_article, words.articles, language)


def _searched(article: ArticleRow) -> str:
    return fold(f"{article.title} {article.outlet} {article.published or ''} {article.id}")


def _facts(status: StoreStatus, provider: str, words: Words) -> list[str]:
    if not status.articles:
        return [words.no_articles]
    return [
        count_articles(status, words.language),
        _count(status.passages, words.one_passage, words.passages, words.language),
        _span_of_dates(status, words),
        ", ".join(language_name(code, words.language) for code in status.languages),
        words.vectors.format(name=status.embedder),
        words.quotes_only if provider == "extractive" else words.written_by.format(name=provider),
    ]


def _count(number: int, one: str, several: str, language: str) -> str:
    return one if number == 1 else several.format(count=number_in_words(number, language))


def _span_of_dates(status: StoreStatus, words: Words) -> str:
    first = date_in_words(status.first_published, words.language)
    last = date_in_words(status.last_published, words.language)
    return first if first == last else words.from_to.format(first=first, last=last)
