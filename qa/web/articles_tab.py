"""The tab for articles: what is indexed, to be searched, sorted, read, added to and removed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import SourcierError
from index.ingest import Progress, Summary
from qa.assistant import Assistant
from qa.web.background import run_with_progress
from qa.web.holdings import Shelf
from qa.web.overview import (
    Order,
    render_articles,
    render_indexing,
    render_reading,
    render_summary,
)
from qa.web.request import AS_IT_IS, BACKGROUND, language_of
from qa.web.uploads import SUFFIXES, Uploads

logger = logging.getLogger(__name__)

_SCRIPT = Path(__file__).with_name("listing.js")
# Writing to the store happens one after the other.
_ONE_AT_A_TIME: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "writing"}

Work = Callable[[Callable[[Progress], None]], Summary]


class ArticlesTab:
    """The tab's components and what they do.

    Attributes:
        changes: Events after which the store may hold something else.
    """

    def __init__(
        self, assistant: Assistant, shelf: Shelf, uploads: Uploads, texts: gr.I18n, tab: gr.Tab
    ) -> None:
        """Add the components to the tab that is being built.

        Args:
            assistant: Shows and indexes.
            shelf: Tells what the store holds.
            uploads: Takes files in, and articles out.
            texts: The words that the browser chooses by its language.
            tab: Where they are added.
        """
        self._assistant, self._shelf, self._uploads = assistant, shelf, uploads
        self._order = gr.State(Order())
        with gr.Row(elem_id="intake"):
            self._files = gr.File(
                file_count="multiple",
                file_types=list(SUFFIXES),
                label=texts("add_articles"),
                elem_id="upload",
                height=150,
                scale=5,
            )
            with gr.Column(scale=4, min_width=240):
                self._again = gr.Button(
                    texts("index_again"), elem_id="index-again", size="sm", variant="secondary"
                )
                self._report = gr.HTML(elem_id="report", **AS_IT_IS)
        with gr.Row(elem_id="library"):
            with gr.Column(scale=7, elem_id="list"):
                self._search = gr.Textbox(
                    label=texts("search_hint"),
                    placeholder=texts("search_hint"),
                    show_label=False,
                    container=False,
                    elem_id="article-search",
                )
                script = _SCRIPT.read_text(encoding="utf-8")
                self._listing = gr.HTML(
                    elem_id="article-list", js_on_load=script, apply_default_css=False
                )
            with gr.Column(scale=5, elem_id="reading-place"):
                self._reading = gr.HTML(elem_id="reading", **AS_IT_IS)
        self.changes = self._connect(tab)

    def _connect(self, tab: gr.Tab) -> list[Any]:
        asked = [self._search, self._order]
        gr.on(
            [tab.select, self._search.change],
            self._list,
            asked,
            self._listing,
            trigger_mode="always_last",
            **BACKGROUND,
        )
        acted = self._listing.click(
            self._act,
            asked,
            [self._listing, self._reading, self._report, self._order],
            **BACKGROUND,
            **_ONE_AT_A_TIME,
        )
        # The reading view takes the focus, so that a keyboard and a phone go on from there.
        acted.then(None, None, None, js="() => document.querySelector('#reading article')?.focus()")
        shown = [self._listing, self._report]
        added = self._files.upload(
            self._add, [self._files, *asked], [*shown, self._files], **BACKGROUND, **_ONE_AT_A_TIME
        )
        indexed = self._again.click(self._index_again, asked, shown, **BACKGROUND, **_ONE_AT_A_TIME)
        return [acted, added, indexed]

    def _list(self, search: str, order: Order, request: gr.Request) -> str:
        rows = self._shelf.look().rows
        return render_articles(rows, language_of(request), search, order)

    def _act(
        self, search: str, order: Order, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, Any, Any, Order]:
        """Read or remove an article, or sort the list, as a button of it says."""
        language = language_of(request)
        act, what = str(event.act), str(event.what)
        reading: Any = gr.skip()
        report: Any = gr.skip()
        try:
            if act == "read":
                reading = render_reading(self._assistant.show(what), language)
            elif act == "remove":
                holdings = self._shelf.look()
                if what in holdings.by_id:
                    summary = self._uploads.remove(holdings.by_id[what], holdings.rows)
                    report = render_summary(summary, language)
                    reading = ""
            else:
                order = order.turned(what)
        except SourcierError as error:
            report = render_summary(error, language)
        return self._list(search, order, request), reading, report, order

    def _add(
        self, files: list[str] | None, search: str, order: Order, request: gr.Request
    ) -> Iterator[tuple[Any, Any, Any]]:
        taken = list(files or [])
        for listing, report in self._write(
            lambda tell: self._uploads.add(taken, tell), search, order, request
        ):
            # The box is emptied at once, ready for the next files.
            yield listing, report, None

    def _index_again(
        self, search: str, order: Order, request: gr.Request
    ) -> Iterator[tuple[Any, Any]]:
        yield from self._write(lambda tell: self._assistant.index((), tell), search, order, request)

    def _write(
        self, work: Work, search: str, order: Order, request: gr.Request
    ) -> Iterator[tuple[Any, Any]]:
        """Do the work beside the page, and yield the list and the report as it goes on."""
        language = language_of(request)
        try:
            for news in run_with_progress(work):
                if isinstance(news, Summary):
                    yield self._list(search, order, request), render_summary(news, language)
                else:
                    yield gr.skip(), render_indexing(news, language)
        except SourcierError as error:
            logger.info("Indexing failed: %s", error)
            yield gr.skip(), render_summary(error, language)
