"""What the page says of the store: the line under its name, and the list of articles."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.characters import fold
from index.store import ArticleRow, StoreStatus
from qa.dates_in_words import date_in_words
from qa.web.templating import render
from qa.web.wording import Words, language_name, number_in_words, words_in

# More rows than this make the browser slow, and nobody reads them: the search narrows them down.
LONGEST_LIST = 200


def render_header(status: StoreStatus, language: str, provider: str = "extractive") -> str:
    """Return the name, what it does, and what is indexed, as HTML.

    Args:
        status: Of the store.
        language: Of the words.
        provider: Who writes the answers: ``extractive`` or a language model's name.
    """
    words = words_in(language)
    return render("header.html", words=words, facts=_facts(status, provider, words))


def render_articles(articles: Sequence[ArticleRow], language: str, search: str = "") -> str:
    """Return the list of articles as an HTML table, the newest first and the undated last.

    Args:
        articles: Of the store.
        language: Of the words.
        search: Only articles that have each of its words in title, outlet, date or id.
    """
    words = words_in(language)
    asked = fold(search).split()
    found = [article for article in articles if all(word in _searched(article) for word in asked)]
    found.sort(key=lambda article: (article.title or article.id).casefold())
    found.sort(key=lambda article: article.published or "", reverse=True)
    shown = found[:LONGEST_LIST]
    listed = words.listed.format(
        shown=number_in_words(len(shown), language), count=number_in_words(len(articles), language)
    )
    return render("articles.html", articles=shown, listed=listed, words=words)


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
