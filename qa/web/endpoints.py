"""What programs may call on the page's address: ``/ask`` and ``/search``, both without memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import gradio as gr

from corpus.errors import QuestionError, SourcierError
from qa.assistant import Assistant
from qa.web.chosen import choose

MOST_HITS = 100


def ask_with(assistant: Assistant) -> Callable[[str, str, str, str], dict[str, Any]]:
    """Return the endpoint that answers a question with the JSON of an `Answer`."""

    def ask(question: str, outlet: str = "", after: str = "", before: str = "") -> dict[str, Any]:
        """Answer a question over the indexed articles, in French or English, with citations.

        Args:
            question: In French or English.
            outlet: Only articles of this outlet; empty allows all.
            after: Only articles published on this ISO date or later; empty allows all.
            before: Only articles published on this ISO date or earlier; empty allows all.
        """
        try:
            return assistant.ask(question, filters=choose(outlet, after, before)).to_dict()
        except SourcierError as error:
            raise _told(error) from error

    return ask


def search_with(assistant: Assistant) -> Callable[[str, int, str, str, str], dict[str, Any]]:
    """Return the endpoint that gives the ranked passages for a query, as the command line does."""

    def search(
        query: str, k: int = 10, outlet: str = "", after: str = "", before: str = ""
    ) -> dict[str, Any]:
        """Return the passages nearest to a query, best first.

        Args:
            query: Words or a question, in French or English.
            k: At most so many passages, from 1 to 100.
            outlet: Only articles of this outlet; empty allows all.
            after: Only articles published on this ISO date or later; empty allows all.
            before: Only articles published on this ISO date or earlier; empty allows all.
        """
        started = time.perf_counter()
        try:
            if k > MOST_HITS:
                raise QuestionError(f"k is {k}, but {MOST_HITS} is the most.")
            hits = assistant.search(
                query, k, outlet=outlet or None, after=after or None, before=before or None
            )
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
