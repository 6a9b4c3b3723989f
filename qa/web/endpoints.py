"""What programs may call on the page's address: ``/ask`` and ``/search``, both without memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import gradio as gr

from corpus.errors import SourcierError
from qa.assistant import Assistant


def ask_with(assistant: Assistant) -> Callable[[str], dict[str, Any]]:
    """Return the endpoint that answers a question with the JSON of an `Answer`."""

    def ask(question: str) -> dict[str, Any]:
        """Answer a question over the indexed articles, in French or English, with citations."""
        try:
            return assistant.ask(question).to_dict()
        except SourcierError as error:
            raise _told(error) from error

    return ask


def search_with(assistant: Assistant) -> Callable[[str, int], dict[str, Any]]:
    """Return the endpoint that gives the ranked passages for a query, as the command line does."""

    def search(query: str, k: int = 10) -> dict[str, Any]:
        """Return the passages nearest to a query, best first, at most k of them."""
        started = time.perf_counter()
        try:
            hits = assistant.search(query, k)
        except SourcierError as error:
            raise _told(error) from error
        return {
            "query": query,
            "hits": [
                {
                    "rank": hit.rank,
                    "score": hit.score,
                    "article_id": hit.article_id,
                    "start": hit.start,
                    "end": hit.end,
                    "text": hit.text,
                }
                for hit in hits
            ],
            "elapsed_ms": round((time.perf_counter() - started) * 1000, 1),
        }

    return search


def _told(error: SourcierError) -> gr.Error:
    """Return the failure as Gradio passes it on to the caller: its sentence only."""
    return gr.Error(str(error), print_exception=False)
