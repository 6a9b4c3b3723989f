"""The page: the tabs put together with Gradio.

A header; a tab for questions, with the conversation and, beside it or on a narrow screen below it,
the panel of sources; a tab for the articles.
"""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr
from gradio.events import api

from qa.assistant import Assistant
from qa.web.articles_tab import ArticlesTab
from qa.web.conversation import CONCURRENCY, Conversation
from qa.web.endpoints import ask_with, search_with
from qa.web.feedback import FeedbackLog
from qa.web.holdings import Shelf
from qa.web.keeping import Keeping
from qa.web.kept import kept_folder
from qa.web.overview import render_header
from qa.web.request import AS_IT_IS, BACKGROUND, language_of
from qa.web.uploads import Uploads

# Questions that wait while others are being answered.
QUEUE = 64
# Seconds between looks at temporary files, and the age from which they are deleted.
OLD_FILES = (3600, 86_400)


def build_page(assistant: Assistant, texts: gr.I18n, examples: Sequence[str] = ()) -> gr.Blocks:
    """Return the page.

    Args:
        assistant: Answers, searches and lists.
        texts: The words that the browser chooses by its language.
        examples: Questions offered before the first one is asked.
    """
    shelf, kept = Shelf(assistant), kept_folder(assistant.settings)
    page = gr.Blocks(
        title="Sourcier", analytics_enabled=False, fill_width=True, delete_cache=OLD_FILES
    )
    with page:
        header = gr.HTML(elem_id="header", **AS_IT_IS)
        with gr.Tab(texts("chat_tab")):
            conversation = Conversation(assistant, shelf, texts, examples)
            with conversation.column:
                Keeping(conversation, shelf, FeedbackLog(kept), texts)
        with gr.Tab(texts("articles_tab")) as tab:
            articles = ArticlesTab(assistant, shelf, Uploads(assistant, kept), texts, tab)

        def tell(request: gr.Request) -> tuple[str, gr.Dropdown]:
            language = language_of(request)
            header = render_header(shelf.look().status, language, assistant.provider)
            return header, conversation.outlets(language)

        page.load(conversation.greet, None, conversation.panel, **BACKGROUND)
        page.load(tell, None, [header, conversation.outlet], **BACKGROUND)
        for change in articles.changes:
            change.then(tell, None, [header, conversation.outlet], **BACKGROUND)
        api(ask_with(assistant), api_name="ask", concurrency_limit=CONCURRENCY)
        api(search_with(assistant), api_name="search", concurrency_limit=CONCURRENCY)
    page.queue(default_concurrency_limit=CONCURRENCY, max_size=QUEUE)
    return page
