import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from corpus.article import Article
from corpus.errors import ProviderError, SettingsError
from index.embedding import load_embedder
from index.ingest import add_articles
from index.store import Store


def test_the_embedded_model_is_a_llama_index_embedding() -> None:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    embedder = load_embedder("embedded")
    assert isinstance(embedder, BaseEmbedding)
    passage = embedder.get_text_embedding("La rivière a débordé.")
    assert np.isclose(np.dot(passage, embedder.get_query_embedding("La rivière a débordé.")), 1)


@pytest.mark.parametrize("name", ["", "none", "embedded:x", "huggingface", "huggingface:"])
def test_an_unknown_embedder_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(SettingsError, match="Choose one of: embedded, huggingface:MODEL"):
        load_embedder(name)


@pytest.mark.parametrize("family", ["huggingface", "fastembed", "ollama"])
def test_a_missing_package_is_told_with_the_command_that_installs_it(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, f"llama_index.embeddings.{family}", None)
    with pytest.raises(ProviderError, match=f"pip install llama-index-embeddings-{family}"):
        load_embedder(f"{family}:some-model")


class EmbeddingServer(BaseHTTPRequestHandler):
    """Speaks OpenAI's embeddings protocol: a text's vector counts its letters."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = asked["input"] if isinstance(asked["input"], list) else [asked["input"]]
        found = [
            {"object": "embedding", "index": n, "embedding": [text.count(c) + 0.1 for c in "aeiou"]}
            for n, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        body = json.dumps(
            {"object": "list", "data": found, "model": asked["model"], "usage": usage}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), EmbeddingServer) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
        monkeypatch.setenv("OPENAI_API_BASE", f"http://127.0.0.1:{running.server_port}/v1")
        yield
        running.shutdown()


def test_a_store_of_the_openai_embedder_is_filled_and_searched(server: None) -> None:
    name = "openai:text-embedding-3-small"
    store = Store.open(":memory:", load_embedder(name), name, create=True)
    add_articles(store, [Article("a", "Ah ah ah, là-bas."), Article("o", "Oh oh oh, oui oui.")])
    vector = np.asarray(store.embedder.get_query_embedding("Aaaah"), np.float32)
    nearest = store.passages([store.nearest(vector, 1)[0].passage_id])
    assert [passage.article_id for passage in nearest] == ["a"]
    store.close()
