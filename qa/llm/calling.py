"""Call a language model: its reply bit by bit, within a time and a length, tried again when busy.

The client runs in a thread of its own, so that a reader waits no longer than the setting says,
whatever the client does.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from llama_index.core.base.llms.types import ChatMessage

from index.tokens import count_tokens
from qa.llm.failures import WORTH_RETRYING, Failure, ModelError, failure_of, status_of
from qa.llm.providers import Model

ATTEMPTS = 3
# Seconds before the second attempt; doubled before each further one.
BACKOFF = 0.25
# A server that does not honour the cap on tokens is cut off here; no language has tokens so long.
LONGEST_TOKEN = 8
# Replies that wait to be read.
_QUEUED = 64


@dataclass(frozen=True)
class _End:
    is_cut: bool


_Event = str | _End | ModelError


class Call:
    """One reply of a model.

    Attributes:
        tokens_in: Of the messages, counted by tiktoken.
        text: What has come so far.
        first_token_seconds: From the call to the first words; None before.
        is_cut: The reply ended at the cap on its tokens.
    """

    def __init__(self, model: Model, messages: Sequence[ChatMessage]) -> None:
        """Prepare the call; `deltas` makes it."""
        self._model = model
        self._messages = list(messages)
        self._stopped = threading.Event()
        self._events: queue.Queue[_Event] = queue.Queue(_QUEUED)
        self.tokens_in = sum(count_tokens(message.content or "") for message in messages)
        self.text = ""
        self.first_token_seconds: float | None = None
        self.is_cut = False

    @property
    def tokens_out(self) -> int:
        """Tokens of the reply so far, counted by tiktoken."""
        return count_tokens(self.text)

    def deltas(self) -> Iterator[str]:
        """Yield the reply as it comes.

        Raises:
            ModelError: It failed, in whatever way.
        """
        started = time.monotonic()
        threading.Thread(target=self._produce, daemon=True).start()
        try:
            while not isinstance(event := self._next(started + self._model.timeout), _End):
                if self.first_token_seconds is None:
                    self.first_token_seconds = round(time.monotonic() - started, 3)
                self.text += event
                if len(self.text) > LONGEST_TOKEN * self._model.answer_tokens:
                    raise ModelError(Failure.ENDLESS)
                yield event
            self.is_cut = event.is_cut
            if not self.text.strip():
                raise ModelError(Failure.EMPTY)
        finally:
            self._stopped.set()

    def _next(self, deadline: float) -> str | _End:
        left = deadline - time.monotonic()
        try:
            event = self._events.get(timeout=max(left, 0.0))
        except queue.Empty:
            event = ModelError(Failure.SLOW)
        if left <= 0:
            event = ModelError(Failure.SLOW)
        if isinstance(event, ModelError):
            raise event
        return event

    def _put(self, event: _Event) -> None:
        while not self._stopped.is_set():
            try:
                return self._events.put(event, timeout=0.5)
            except queue.Full:
                continue
        return None

    def _produce(self) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            begun = False
            try:
                ending: str | None = None
                for response in self._model.llm.stream_chat(self._messages):
                    if self._stopped.is_set():
                        return None
                    ending = _ending(response.raw) or ending
                    if response.delta:
                        begun = True
                        self._put(response.delta)
            except Exception as error:  # noqa: BLE001 - each client raises errors of its own kind
                if not begun and attempt < ATTEMPTS and status_of(error) in WORTH_RETRYING:
                    self._stopped.wait(BACKOFF * 2 ** (attempt - 1))
                    continue
                return self._put(ModelError(failure_of(error, begun=begun)))
            if ending is None:
                return self._put(ModelError(Failure.CUT_OFF if begun else Failure.EMPTY))
            return self._put(_End(ending in ("length", "max_tokens", "model_length")))
        return None


def _ending(raw: Any) -> str | None:
    """Return why a reply ends with this piece of it, as its protocol says; None where it goes on.

    A stream that stops without saying so was cut off.
    """
    piece = getattr(raw, "data", raw)
    choices = getattr(piece, "choices", None)
    if choices:
        return _text(choices[0].finish_reason)
    if isinstance(piece, dict):
        # Ollama's pieces, and those of Anthropic, which LlamaIndex turns into dictionaries.
        if piece.get("done"):
            return _text(piece.get("done_reason")) or "stop"
        return _text(getattr(piece.get("delta"), "stop_reason", None) or piece.get("stop_reason"))
    return None


def _text(reason: object) -> str | None:
    return str(getattr(reason, "value", reason)) if reason else None
