"""A local server that speaks the chat protocols of OpenAI (also Mistral's) and Ollama, by a script.

The script is a function from the messages of a request to a `Reply`: what to stream in which
chunks, and what to do wrong.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    Attributes:
        chunks: The text, streamed in this order; an endless iterator streams for ever.
        status: Other than 200, an error with `message` comes instead.
        message: Of the error.
        delay: Seconds before the first chunk.
        pause: Seconds between chunks.
        dies_after: The connection is cut after so many chunks, without an end.
        ends_quietly: The stream stops as if it were complete, but without saying so.
        ending: Why the text ends, as the protocol says.
    """

    chunks: Sequence[str] | Iterator[str] = ()
    status: int = 200
    message: str = "scripted"
    delay: float = 0.0
    pause: float = 0.0
    dies_after: int | None = None
    ends_quietly: bool = False
    ending: str = "stop"


@dataclass
class Asked:
    """The requests so far."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)


Script = Callable[[list[dict[str, Any]]], Reply]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    script: Script
    asked: Asked


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.bodies.append(body)
        self.server.asked.headers.append(dict(self.headers))
        reply = self.server.script(body["messages"])
        time.sleep(reply.delay)
        if reply.status != 200:
            self._fail(reply)
            return
        is_ollama = self.path == "/api/chat"
        self.send_response(200)
        kind = "application/x-ndjson" if is_ollama else "text/event-stream"
        self.send_header("Content-Type", kind)
        self.end_headers()
        try:
            self._stream(reply, body["model"], _ollama if is_ollama else _openai)
        except OSError:
            # The client has heard enough.
            return

    def _stream(
        self, reply: Reply, model: str, write: Callable[[str, str, str | None], str]
    ) -> None:
        for number, chunk in enumerate(reply.chunks):
            if number == reply.dies_after:
                return
            self._send(write(model, chunk, None))
            time.sleep(reply.pause)
        if not reply.ends_quietly and reply.dies_after is None:
            self._send(write(model, "", reply.ending))

    def _send(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def _fail(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        error = reply.message if self.path == "/api/chat" else {"message": reply.message}
        self._send(json.dumps({"error": error}))

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


def _openai(model: str, text: str, ending: str | None) -> str:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": ending}
    piece = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": model,
        "choices": [choice],
    }
    return f"data: {json.dumps(piece)}\n\n" + ("data: [DONE]\n\n" if ending else "")


def _ollama(model: str, text: str, ending: str | None) -> str:
    piece: dict[str, Any] = {
        "model": model,
        "created_at": "2025-01-01T00:00:00Z",
        "message": {"role": "assistant", "content": text},
        "done": ending is not None,
    }
    if ending:
        piece |= {"done_reason": ending, "prompt_eval_count": 1, "eval_count": 1}
    return json.dumps(piece) + "\n"


@contextmanager
def serving(script: Script) -> Iterator[tuple[str, Asked]]:
    """Serve on a free port, and give the address and the requests so far."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.script, server.asked = script, Asked()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
