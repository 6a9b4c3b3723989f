"""The page: the pieces put together with Gradio.

A header; a tab for questions, with the conversation and, beside it or on a narrow screen below it,
the panel of sources; a tab that lists the articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.events import api

from qa.assistant import Assistant
from qa.web.chat import Sections, reply_with
from qa.web.endpoints import ask_with, search_with
from qa.web.history import count_answers
from qa.web.overview import render_articles, render_header
from qa.web.sources import render_panel
from qa.web.typed_text import show_text_as_text
from qa.web.wording import preferred_language

# Questions answered at the same time; the others wait in a queue of this length.
CONCURRENCY = 8
QUEUE = 64

_AS_IT_IS: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}


def build_page(assistant: Assistant, texts: gr.I18n, examples: Sequence[str] = ()) -> gr.Blocks:
    """Return the page.

    Args:
        assistant: Answers, searches and lists.
        texts: The words that the browser chooses by its language.
        examples: Questions offered before the first one is asked.
    """
    page = gr.Blocks(title="Sourcier", analytics_enabled=False, fill_width=True)
    with page:
        header = gr.HTML(elem_id="header", **_AS_IT_IS)
        with gr.Tab(texts("chat_tab")), gr.Row(elem_id="desk"):
            conversation = gr.Column(elem_id="conversation", scale=6)
            with gr.Column(elem_id="evidence", scale=5):
                panel = gr.HTML(elem_id="sources", **_AS_IT_IS)
            with conversation:
                _add_conversation(assistant, panel, texts, examples)
        with gr.Tab(texts("articles_tab")) as articles_tab:
            search = gr.Textbox(
                label=texts("search_hint"),
                placeholder=texts("search_hint"),
                show_label=False,
                container=False,
                elem_id="article-search",
            )
            listing = gr.HTML(elem_id="article-list", **_AS_IT_IS)

        def greet(request: gr.Request) -> tuple[str, str]:
            language = _language_of(request)
            assistant.refresh()
            return render_header(assistant.status(), language, assistant.provider), render_panel(
                (), language
            )

        def list_articles(words: str, request: gr.Request) -> str:
            assistant.refresh()
            return render_articles(assistant.articles(), _language_of(request), words)

        page.load(greet, None, [header, panel], api_visibility="private")
        gr.on(
            [articles_tab.select, search.change],
            list_articles,
            search,
            listing,
            api_visibility="private",
            show_progress="hidden",
            trigger_mode="always_last",
        )
        api(ask_with(assistant), api_name="ask", concurrency_limit=CONCURRENCY)
        api(search_with(assistant), api_name="search", concurrency_limit=CONCURRENCY)
    page.queue(default_concurrency_limit=CONCURRENCY, max_size=QUEUE)
    return page


def _add_conversation(
    assistant: Assistant, panel: gr.HTML, texts: gr.I18n, examples: Sequence[str]
) -> None:
    sections = gr.State(())
    chatbot = gr.Chatbot(
        elem_id="chat",
        show_label=False,
        container=False,
        render_markdown=False,
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        placeholder=texts("welcome"),  # type: ignore[arg-type]  # translated all the same
        layout="bubble",
    )
    show_text_as_text(chatbot)
    chat = gr.ChatInterface(
        reply_with(assistant),
        chatbot=chatbot,
        textbox=gr.Textbox(
            label=texts("question_hint"),
            placeholder=texts("question_hint"),
            show_label=False,
            container=False,
            autofocus=True,
            submit_btn=True,
            stop_btn=True,
            lines=1,
            max_lines=6,
            elem_id="question",
        ),
        additional_inputs=[sections],
        additional_outputs=[panel, sections],
        examples=[[example] for example in examples] or None,
        cache_examples=False,
        api_visibility="private",
        analytics_enabled=False,
        concurrency_limit=CONCURRENCY,
        show_progress="hidden",
    )
    _keep_in_step(chat, panel, sections, texts)


def _keep_in_step(
    chat: gr.ChatInterface, panel: gr.HTML, sections: gr.State, texts: gr.I18n
) -> None:
    """Let the panel follow what is undone and cleared, and bring the box's hint back."""

    def undo(
        messages: list[dict[str, Any]], kept: Sections, request: gr.Request
    ) -> tuple[str, Sections]:
        # The messages are those before the undoing.
        kept = tuple(section for section in kept if section.turn < count_answers(messages))
        return render_panel(kept, _language_of(request)), kept

    def clear(request: gr.Request) -> tuple[str, Sections]:
        return render_panel((), _language_of(request)), ()

    in_background: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    chat.chatbot.undo(undo, [chat.chatbot, sections], [panel, sections], **in_background)
    chat.chatbot.clear(clear, None, [panel, sections], **in_background)
    # Gradio takes the hint away while it answers, and does not bring it back.
    chat.chatbot.change(
        lambda: gr.Textbox(placeholder=texts("question_hint")),
        None,
        chat.textbox,
        trigger_mode="always_last",
        **in_background,
    )


def _language_of(request: gr.Request) -> str:
    return preferred_language(request.headers.get("accept-language", ""))
