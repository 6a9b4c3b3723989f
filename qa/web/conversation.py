"""The tab for questions: the conversation, the filters above it, and beside it the sources."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import gradio as gr

from qa.web.answering import Answering
from qa.web.chat import Sections, reply_with
from qa.web.history import count_answers
from qa.web.holdings import Shelf
from qa.web.request import AS_IT_IS, BACKGROUND, language_of
from qa.web.sources import render_panel
from qa.web.typed_text import TypedChat, show_text_as_text
from qa.web.wording import words_in

# Questions answered at the same time; the others wait in a queue, first come, first served.
# Reading is work for the processor: more at once only makes some wait much longer than others, as
# `python -m benchmarks.page` shows.
CONCURRENCY = 1 + (os.cpu_count() or 1)


class Conversation:
    """The tab's components, and what keeps them in step."""

    def __init__(
        self, assistant: Answering, shelf: Shelf, texts: gr.I18n, examples: Sequence[str]
    ) -> None:
        """Add the components to the page that is being built.

        Args:
            assistant: Answers.
            shelf: Tells what the store holds.
            texts: The words that the browser chooses by its language.
            examples: Questions offered before the first one is asked.
        """
        self._shelf = shelf
        self._texts = texts
        self.sections = gr.State(())
        with gr.Row(elem_id="desk"):
            self.column = gr.Column(elem_id="conversation", scale=6)
            with gr.Column(elem_id="evidence", scale=5):
                self.panel = gr.HTML(elem_id="sources", **AS_IT_IS)
            with self.column:
                with gr.Row(elem_id="filters"):
                    self.outlet, self.after, self.before = self._add_filters()
                self.chat = self._add_chat(assistant, examples)
        self._keep_in_step()

    def greet(self, request: gr.Request) -> str:
        """Return the panel before the first answer."""
        return render_panel((), language_of(request))

    def outlets(self, language: str) -> gr.Dropdown:
        """Return the outlets to choose from, as the store has them now."""
        outlets = [(words_in(language).all_outlets, "")]
        outlets += [(outlet, outlet) for outlet in self._shelf.look().outlets]
        return gr.Dropdown(choices=outlets)

    def _add_filters(self) -> tuple[gr.Dropdown, gr.Textbox, gr.Textbox]:
        outlet = gr.Dropdown(
            [("–", "")],
            value="",
            label=self._texts("outlet_filter"),
            elem_id="outlet",
            min_width=140,
            scale=3,
            filterable=False,
        )
        dates = [
            gr.Textbox(
                label=self._texts(label),
                placeholder=self._texts("date_hint"),
                elem_id=elem_id,
                min_width=90,
                scale=2,
                max_length=10,
                lines=1,
                max_lines=1,
            )
            for label, elem_id in (("after_filter", "after"), ("before_filter", "before"))
        ]
        return outlet, dates[0], dates[1]

    def _add_chat(self, assistant: Answering, examples: Sequence[str]) -> gr.ChatInterface:
        chatbot = gr.Chatbot(
            elem_id="chat",
            show_label=False,
            container=False,
            render_markdown=False,
            latex_delimiters=[],
            allow_tags=False,
            buttons=[],
            editable="user",
            placeholder=self._texts("welcome"),  # type: ignore[arg-type]  # translated all the same
            layout="bubble",
        )
        show_text_as_text(chatbot)
        return TypedChat(
            reply_with(assistant, self._shelf),
            chatbot=chatbot,
            textbox=gr.Textbox(
                label=self._texts("question_hint"),
                placeholder=self._texts("question_hint"),
                show_label=False,
                container=False,
                autofocus=True,
                submit_btn=True,
                stop_btn=True,
                lines=1,
                max_lines=6,
                elem_id="question",
            ),
            editable=True,
            additional_inputs=[self.sections, self.outlet, self.after, self.before],
            additional_outputs=[self.panel, self.sections],
            examples=[[example] for example in examples] or None,
            cache_examples=False,
            api_visibility="private",
            analytics_enabled=False,
            concurrency_limit=CONCURRENCY,
            show_progress="hidden",
        )

    def _keep_in_step(self) -> None:
        """Let the panel follow what is undone and cleared, and bring the box's hint back."""

        def undo(
            messages: list[dict[str, Any]], kept: Sections, request: gr.Request
        ) -> tuple[str, Sections]:
            # The messages are those before the undoing.
            kept = tuple(section for section in kept if section.turn < count_answers(messages))
            return render_panel(kept, language_of(request)), kept

        def clear(request: gr.Request) -> tuple[str, Sections]:
            return render_panel((), language_of(request)), ()

        chatbot, shown = self.chat.chatbot, [self.panel, self.sections]
        chatbot.undo(undo, [chatbot, self.sections], shown, **BACKGROUND)
        chatbot.clear(clear, None, shown, **BACKGROUND)
        # Gradio takes the hint away while it answers, and does not bring it back.
        chatbot.change(
            lambda: gr.Textbox(placeholder=self._texts("question_hint")),
            None,
            self.chat.textbox,
            trigger_mode="always_last",
            **BACKGROUND,
        )
