"""The panel of sources: the cited passages, who said what, and where the sources disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus.article import Article
from corpus.errors import UnknownArticleError
from qa.answer import Answer, Citation, Nearest
from qa.web.excerpts import READING_REACH, Excerpt, cut_excerpt
from qa.web.templating import render
from qa.web.wording import words_in

Show = Callable[[str], Article]


@dataclass(frozen=True)
class Card:
    """A passage as the panel shows it.

    Attributes:
        source: Of the passage: outlet, date, title and language.
        excerpt: The quotation in its context.
        reading: The whole article around the quotation; None when the article is not there.
        marker: Of a cited passage; None for one that is only near the question.
    """

    source: Citation | Nearest
    excerpt: Excerpt
    reading: Excerpt | None
    marker: int | None


@dataclass(frozen=True)
class Section:
    """The sources of one answer: its place in the conversation, its question, and the HTML."""

    turn: int
    question: str
    html: str


def render_section(answer: Answer, turn: int, show: Show) -> Section:
    """Return the sources of an answer.

    Args:
        answer: Complete or growing.
        turn: Its place in the conversation, from 1.
        show: Returns a stored article by its id.
    """
    cited = [_cited_card(citation, show) for citation in answer.citations]
    html = render(
        "section.html",
        answer=answer,
        turn=turn,
        cards=cited or [_near_card(nearest, show) for nearest in answer.nearest],
        words=words_in(answer.language),
    )
    return Section(turn, answer.question, html)


def render_panel(sections: Sequence[Section], language: str) -> str:
    """Return the panel: the newest section open, earlier ones folded away below it.

    Args:
        sections: In the order of the conversation; none shows what the panel is for.
        language: Of the words around the sections.
    """
    newest_first = [(section, Markup(section.html)) for section in reversed(sections)]
    newest, earlier = next(iter(newest_first), None), newest_first[1:]
    return render("panel.html", newest=newest, earlier=earlier, words=words_in(language))


def _cited_card(citation: Citation, show: Show) -> Card:
    article = _find(citation.article_id, show)
    quoted = article.text[citation.start : citation.end] if article else ""
    if article is None or quoted != citation.quote:
        return Card(citation, Excerpt("", citation.quote, ""), None, citation.marker)
    return Card(
        source=citation,
        excerpt=cut_excerpt(article.text, citation.start, citation.end),
        reading=cut_excerpt(article.text, citation.start, citation.end, READING_REACH),
        marker=citation.marker,
    )


def _near_card(nearest: Nearest, show: Show) -> Card:
    article = _find(nearest.article_id, show)
    excerpt, start = Excerpt(nearest.text, "", ""), nearest.start
    if article is None or article.text[start : nearest.end] != nearest.text:
        return Card(nearest, excerpt, None, None)
    return Card(nearest, excerpt, cut_excerpt(article.text, start, start, READING_REACH), None)


def _find(article_id: str, show: Show) -> Article | None:
    """Return the article; None when it left the store after the answer was made."""
    try:
        return show(article_id)
    except UnknownArticleError:
        return None
