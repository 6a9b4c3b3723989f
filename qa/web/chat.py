"""One turn of the conversation: a question in, a growing answer and its sources out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import gradio as gr

from corpus.article import Article
from corpus.errors import SourcierError
from qa.answer import Answer
from qa.web.answers import render_answer, render_failure
from qa.web.history import count_answers, plain_history
from qa.web.sources import Section, render_panel, render_section

logger = logging.getLogger(__name__)

# The panel keeps the sources of this many answers; more would weigh the page down.
REMEMBERED_SECTIONS = 12

Sections = tuple[Section, ...]
Update = tuple[gr.HTML, Any, Sections]


class Answering(Protocol):
    """What the conversation needs of an assistant."""

    def stream(self, question: str, history: Sequence[Mapping[str, str]] = ()) -> Iterator[Answer]:
        """Answer bit by bit; the last answer is complete."""
        ...

    def show(self, article_id: str) -> Article:
        """Return a stored article."""
        ...


def reply_with(
    assistant: Answering,
) -> Callable[[str, list[dict[str, Any]], Sections], Iterator[Update]]:
    """Return the function that Gradio calls for each question.

    It takes the question, the conversation before it and the sections of the panel, and yields the
    message, the panel and the sections. Errors that are expected become a message.
    """

    def reply(
        question: str, messages: list[dict[str, Any]], sections: Sections
    ) -> Iterator[Update]:
        turn = count_answers(messages) + 1
        # After undo, retry or edit, the panel forgets what the conversation no longer holds.
        earlier = tuple(section for section in sections if section.turn < turn)
        earlier = earlier[-REMEMBERED_SECTIONS:]
        shown: Answer | None = None
        try:
            for answer in assistant.stream(question, plain_history(messages)):
                panel, kept = gr.skip(), earlier
                if shown is None or answer.is_complete or answer.citations != shown.citations:
                    section = render_section(answer, turn, assistant.show)
                    kept = (*earlier, section)
                    panel = render_panel(kept, answer.language)
                shown = answer
                yield _message(render_answer(answer, turn), answer.text), panel, kept
        except SourcierError as error:
            logger.info("A question failed: %s", error)
            yield _message(render_failure(str(error)), ""), gr.skip(), earlier

    return reply


def _message(html: str, plain_text: str) -> gr.HTML:
    # Any further property travels with the component; `qa.web.history` reads this one.
    return gr.HTML(html, js_on_load=None, apply_default_css=False, plain_text=plain_text)
