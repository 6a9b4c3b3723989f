"""The page: the tabs put together with Gradio.

A header; a tab for questions, with the conversation and, beside it or on a narrow screen below it,
the panel of sources; a tab for the articles.
"""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr
from gradio.events import api

from qa.assistant import Assistant
from qa.web.conversation import CONCURRENCY, Conversation
from qa.web.endpoints import ask_with, search_with
from qa.web.holdings import Shelf
from qa.web.overview import render_articles, render_header
from qa.web.request import AS_IT_IS, BACKGROUND, language_of

# Questions that wait while others are being answered.
QUEUE = 64


def build_page(assistant: Assistant, texts: gr.I18n, examples: Sequence[str] = ()) -> gr.Blocks:
    """Return the page.

    Args:
        assistant: Answers, searches and lists.
        texts: The words that the browser chooses by its language.
        examples: Questions offered before the first one is asked.
    """
    shelf = Shelf(assistant)
    page = gr.Blocks(title="Sourcier", analytics_enabled=False, fill_width=True)
    with page:
        header = gr.HTML(elem_id="header", **AS_IT_IS)
        with gr.Tab(texts("chat_tab")):
            conversation = Conversation(assistant, shelf, texts, examples)
        with gr.Tab(texts("articles_tab")) as articles_tab:
            search = gr.Textbox(
                label=texts("search_hint"),
                placeholder=texts("search_hint"),
                show_label=False,
                container=False,
                elem_id="article-search",
            )
            listing = gr.HTML(elem_id="article-list", **AS_IT_IS)

        def greet(request: gr.Request) -> str:
            return render_header(shelf.look().status, language_of(request))

        def list_articles(words: str, request: gr.Request) -> str:
            return render_articles(shelf.look().rows, language_of(request), words)

        page.load(greet, None, header, **BACKGROUND)
        page.load(conversation.greet, None, [conversation.panel, conversation.outlet], **BACKGROUND)
        gr.on(
            [articles_tab.select, search.change],
            list_articles,
            search,
            listing,
            trigger_mode="always_last",
            **BACKGROUND,
        )
        api(ask_with(assistant), api_name="ask", concurrency_limit=CONCURRENCY)
        api(search_with(assistant), api_name="search", concurrency_limit=CONCURRENCY)
    page.queue(default_concurrency_limit=CONCURRENCY, max_size=QUEUE)
    return page
