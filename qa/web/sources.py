"""The panel of sources: the cited passages, who said what, and where the sources disagree."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus.article import Article
from corpus.errors import UnknownArticleError
from index.store import ArticleRow
from qa.answer import Answer, Citation, Nearest
from qa.web.excerpts import READING_REACH, Excerpt, cut_excerpt
from qa.web.templating import render
from qa.web.timeline import draw_timeline
from qa.web.wording import words_in

Show = Callable[[str], Article]
CopiesOf = Callable[[str], Sequence[ArticleRow]]

# The panel shows the sources of this many answers; more would weigh the page down.
REMEMBERED_SECTIONS = 12


@dataclass(frozen=True)
class Card:
    """A passage as the panel shows it.

    Attributes:
        source: Of the passage: outlet, date, title and language.
        excerpt: The quotation in its context.
        reading: The whole article around the quotation; None when the article is not there.
        marker: Of a cited passage; None for one that is only near the question.
        copies: Other articles that carry nearly the same text.
    """

    source: Citation | Nearest
    excerpt: Excerpt
    reading: Excerpt | None
    marker: int | None
    copies: tuple[ArticleRow, ...] = ()


@dataclass(frozen=True)
class Section:
    """The sources of one answer.

    Attributes:
        turn: The answer's place in the conversation, from 1.
        question: As asked.
        html: What the panel shows; empty once it is too old to be shown.
        answer: None while nothing has been said.
    """

    turn: int
    question: str
    html: str
    answer: Answer | None = None


def render_section(
    answer: Answer,
    turn: int,
    show: Show,
    copies_of: CopiesOf = lambda _: (),
    only: str = "",
) -> Section:
    """Return the sources of an answer.

    Args:
        answer: Complete or growing.
        turn: Its place in the conversation, from 1.
        show: Returns a stored article by its id.
        copies_of: Returns the other articles that carry nearly the text of one.
        only: The filters that the answer kept to, in words.
    """
    cards = [_cited_card(citation, show) for citation in answer.citations]
    cards = cards or [_near_card(nearest, show) for nearest in answer.nearest]
    html = render(
        "section.html",
        answer=answer,
        turn=turn,
        cards=[
            dataclasses.replace(card, copies=tuple(copies_of(card.source.article_id)))
            for card in cards
        ],
        timeline=draw_timeline(answer),
        only=only,
        words=words_in(answer.language),
    )
    return Section(turn, answer.question, html, answer)


def render_panel(sections: Sequence[Section], language: str) -> str:
    """Return the panel: the newest section open, earlier ones folded away below it.

    Args:
        sections: In the order of the conversation; none shows what the panel is for.
        language: Of the words around the sections.
    """
    newest_first = [
        (section, Markup(section.html)) for section in reversed(sections) if section.html
    ]
    newest, earlier = next(iter(newest_first), None), newest_first[1:]
    return render("panel.html", newest=newest, earlier=earlier, words=words_in(language))


def forget_oldest(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections without the HTML of those that are too old to be shown."""
    old = max(0, len(sections) - REMEMBERED_SECTIONS)
    return (
        *(dataclasses.replace(section, html="") for section in sections[:old]),
        *sections[old:],
    )


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
