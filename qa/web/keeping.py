"""Below the conversation: keep it as a file, and say whether an answer was right."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import SourcierError
from qa.answer import Answer
from qa.web.chat import Sections
from qa.web.conversation import Conversation
from qa.web.feedback import FeedbackLog, Opinion, as_questions, opinion_of
from qa.web.history import count_answers, plain_history
from qa.web.holdings import Shelf
from qa.web.request import BACKGROUND, language_of
from qa.web.transcript import as_json, as_markdown
from qa.web.wording import words_in

_SCRIPT = Path(__file__).with_name("download.js")

File = dict[str, str]


class Keeping:
    """The row below the conversation."""

    def __init__(
        self, conversation: Conversation, shelf: Shelf, log: FeedbackLog, texts: gr.I18n
    ) -> None:
        """Add the components to the tab that is being built.

        Args:
            conversation: The one above.
            shelf: Tells the generation.
            log: Keeps what people think.
            texts: The words that the browser chooses by its language.
        """
        self._shelf, self._log = shelf, log
        self._file = gr.JSON(visible=False)
        self._opinion = gr.State()
        with gr.Row(elem_id="comment", visible=False) as self._comment_row:
            self._comment = gr.Textbox(
                label=texts("comment_hint"),
                placeholder=texts("comment_hint"),
                show_label=False,
                container=False,
                scale=6,
            )
            send = gr.Button(texts("comment_send"), size="sm", scale=1, min_width=90)
        with gr.Row(elem_id="keeping"):
            self._offer(texts("keep_markdown"), self._markdown, conversation.sections)
            self._offer(texts("keep_json"), self._json, conversation.sections)
            self._offer(texts("keep_feedback"), self._questions, None)
        gr.on(
            [send.click, self._comment.submit],
            self._add_comment,
            [self._opinion, self._comment],
            [self._comment_row, self._comment],
            **BACKGROUND,
        )
        chatbot = conversation.chat.chatbot
        chatbot.like(
            self._rate,
            [chatbot, conversation.sections],
            [self._opinion, self._comment_row],
            **BACKGROUND,
        )

    def _offer(self, label: Any, make: Callable[..., File | None], given: gr.State | None) -> None:
        button = gr.Button(label, size="sm", variant="secondary", min_width=60)
        made = button.click(make, given, self._file, **BACKGROUND)
        made.then(None, self._file, None, js=_SCRIPT.read_text(encoding="utf-8"))

    def _markdown(self, sections: Sections, request: gr.Request) -> File:
        text = as_markdown(_answers(sections), language_of(request))
        return {"name": "sourcier.md", "type": "text/markdown", "text": text}

    def _json(self, sections: Sections) -> File:
        text = as_json(_answers(sections), self._shelf.look().status.generation)
        return {"name": "sourcier.json", "type": "application/json", "text": text}

    def _questions(self) -> File:
        text = as_questions(self._log.read())
        return {"name": "questions.jsonl", "type": "application/x-ndjson", "text": text}

    def _rate(
        self, messages: list[dict[str, Any]], sections: Sections, event: gr.LikeData
    ) -> tuple[Opinion | None, Any]:
        """Keep a thumb up or down, and ask for a comment."""
        place = event.index if isinstance(event.index, int) else event.index[0]
        turn = count_answers(messages[: place + 1])
        answer = next((each.answer for each in sections if each.turn == turn), None)
        if answer is None or not isinstance(event.liked, bool):
            return None, gr.Row(visible=False)
        before = plain_history(messages[: max(0, place - 1)])
        opinion = opinion_of(
            answer,
            is_right=event.liked,
            generation=self._shelf.look().status.generation,
            history=before,
        )
        self._keep(opinion)
        return opinion, gr.Row(visible=True)

    def _add_comment(
        self, opinion: Opinion | None, comment: str, request: gr.Request
    ) -> tuple[Any, Any]:
        if opinion and comment.strip():
            self._keep(dataclasses.replace(opinion, comment=comment))
            gr.Info(words_in(language_of(request)).thanks, duration=4)
        return gr.Row(visible=False), ""

    def _keep(self, opinion: Opinion) -> None:
        try:
            self._log.add(opinion)
        except SourcierError as error:
            raise gr.Error(str(error), print_exception=False) from error


def _answers(sections: Sections) -> list[Answer]:
    return [section.answer for section in sections if section.answer]
