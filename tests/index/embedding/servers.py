"""A local server that speaks the embedding protocols of OpenAI and Ollama."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

DIMENSION = 16


def vector_of(text: str) -> list[float]:
    """Return how often letters occur in a text, not of unit norm, as some models give it."""
    counts = np.zeros(DIMENSION, np.float32)
    for char in text.casefold():
        counts[ord(char) % DIMENSION] += 1
    return [float(count) for count in counts]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        self.server.asked.append((self.path, body["model"]))  # type: ignore[attr-defined]
        answer: dict[str, Any] | None = None
        if self.path == "/v1/embeddings":
            answer = _openai(body, texts)
        elif self.path == "/api/embed":
            answer = {"model": body["model"], "embeddings": [vector_of(text) for text in texts]}
        if body["model"] == "unknown":
            answer = None
        self.send_response(200 if answer else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        missing = {"error": {"message": "no such model"}}
        self.wfile.write(json.dumps(answer or missing).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


def _openai(body: dict[str, Any], texts: list[str]) -> dict[str, Any]:
    def written(text: str) -> list[float] | str:
        if body.get("encoding_format") == "base64":
            return base64.b64encode(np.asarray(vector_of(text), "<f4").tobytes()).decode()
        return vector_of(text)

    rows = [
        {"object": "embedding", "index": place, "embedding": written(text)}
        for place, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": rows, "model": body["model"], "usage": usage}


@contextmanager
def serving() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Serve on a free port, and give the address and the (path, model) of each request so far."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
