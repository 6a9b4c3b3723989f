"""One turn of the conversation: a question in, a growing answer and its sources out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from corpus.errors import SourcierError
from index.store import Filters
from qa.answer import Answer
from qa.question import History, understand
from qa.web.answering import Answering
from qa.web.answers import render_answer, render_failure, render_stage
from qa.web.chosen import choose, in_words
from qa.web.history import count_answers, plain_history
from qa.web.holdings import Shelf
from qa.web.overview import count_articles
from qa.web.sources import Section, forget_oldest, render_panel, render_section
from qa.web.suggestions import suggest
from qa.web.wording import words_in

logger = logging.getLogger(__name__)

Sections = tuple[Section, ...]
# The message as Gradio takes it, the panel, and the sections.
Update = tuple[dict[str, Any], Any, Sections]
Reply = Callable[
    [str, list[dict[str, Any]], Sections, str | None, str | None, str | None], Iterator[Update]
]


@dataclass(frozen=True)
class _Turn:
    """What is asked, and with what before it."""

    number: int
    question: str
    history: History
    filters: Filters | None
    earlier: Sections


def reply_with(assistant: Answering, shelf: Shelf) -> Reply:
    """Return the function that Gradio calls for each question.

    It takes the question, the conversation before it, the sections of the panel and the filters,
    and yields the message, the panel and the sections. Errors that are expected become a message.
    """

    def reply(
        question: str,
        messages: list[dict[str, Any]],
        sections: Sections,
        outlet: str | None = None,
        after: str | None = None,
        before: str | None = None,
    ) -> Iterator[Update]:
        number = count_answers(messages) + 1
        # After undo, retry or edit, the panel forgets what the conversation no longer holds.
        earlier = tuple(section for section in sections if section.turn < number)
        try:
            filters = choose(outlet, after, before)
            turn = _Turn(number, question, plain_history(messages), filters, earlier)
            yield from _answer(assistant, shelf, turn)
        except SourcierError as error:
            logger.info("A question failed: %s", error)
            yield _message(render_failure(str(error)), ""), gr.skip(), earlier

    return reply


def _answer(assistant: Answering, shelf: Shelf, turn: _Turn) -> Iterator[Update]:
    shown: Answer | None = None
    panel: Any = gr.skip()
    kept, html = turn.earlier, ""
    for answer in assistant.stream(turn.question, turn.history, filters=turn.filters):
        if answer.stage:
            yield _message(render_stage(answer), ""), gr.skip(), turn.earlier
            continue
        panel = gr.skip()
        if shown is None or answer.is_complete or answer.citations != shown.citations:
            section = _section(assistant, shelf, turn, answer)
            kept = forget_oldest((*turn.earlier, section))
            panel = render_panel(kept, answer.language)
        shown = answer
        html = render_answer(answer, turn.number, _sought(shelf, turn, answer))
        yield _message(html, answer.text), panel, kept
    if shown is None:
        return
    # The answer stands already; what might come next may take a moment longer.
    following = suggest(assistant, shown, turn.history, turn.filters)
    if following:
        yield _message(html, shown.text, following), gr.skip(), kept


def _section(assistant: Answering, shelf: Shelf, turn: _Turn, answer: Answer) -> Section:
    only = in_words(turn.filters, answer.language)
    if only:
        only = words_in(answer.language).only.format(filters=only)
    return render_section(answer, turn.number, assistant.show, shelf.look().copies_of, only)


def _sought(shelf: Shelf, turn: _Turn, answer: Answer) -> str:
    """Return what a refused question was looked for with, and where."""
    if answer.answered or not answer.is_complete:
        return ""
    place = count_articles(shelf.look().status, answer.language)
    only = in_words(turn.filters, answer.language)
    return words_in(answer.language).sought.format(
        words=understand(turn.question, turn.history).query,
        place=f"{place} ({only})" if only else place,
    )


def _message(html: str, plain_text: str, options: Sequence[str] = ()) -> dict[str, Any]:
    # Any further property travels with the component; `qa.web.history` reads this one.
    shown = gr.HTML(html, js_on_load=None, apply_default_css=False, plain_text=plain_text)
    return {
        "role": "assistant",
        "content": shown,
        "options": [{"value": option} for option in options],
    }
