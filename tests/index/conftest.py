"""An embedder, a folder of articles and a Chroma server, all small, for the tests of the index."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from corpus.article import Article
from index.store import Store

NAME = "words"


class WordEmbedding(BaseEmbedding):
    """Counts words into 64 components; counts also what it was asked for."""

    embedded: int = 0

    def _get_text_embedding(self, text: str) -> list[float]:
        self.embedded += 1
        components = [0.0] * 64
        for word in text.lower().split():
            components[hashlib.sha256(word.encode()).digest()[0] % 64] += 1.0
        return components

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class Folder:
    """A folder of articles that were written an hour ago."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._time = time.time() - 3600

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self._time += 1
        os.utime(path, (self._time, self._time))
        return path

    def remove(self, name: str) -> None:
        (self.path / name).unlink()


def story(*words: str) -> str:
    """Return a short article about some words; other words give another article."""
    sentences = []
    for number, word in enumerate(words):
        sentences.append(f"Le maire a annoncé que {word} ouvrira au public en {1950 + number}.")
        sentences.append(f"Selon la préfecture, {word} a coûté trois millions d'euros à la ville.")
    return "\n".join(sentences) + "\n"


def article(article_id: str, text: str, **about: Any) -> Article:
    """Return an article that comes from no file."""
    return Article(id=article_id, text=text, **about)


@pytest.fixture
def embedder() -> WordEmbedding:
    return WordEmbedding()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "press")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server of this test run."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    files = tmp_path_factory.mktemp("server")
    program = Path(sys.executable).parent / "chroma"
    command = [
        str(program),
        "run",
        "--path",
        str(files),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with (files / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=files)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not _answers(url):
            assert process.poll() is None and time.monotonic() < deadline, (
                files / "log"
            ).read_text()
            time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def clean_server(server: str) -> str:
    """The address of a Chroma server that holds no store."""
    import chromadb

    client = chromadb.HttpClient("127.0.0.1", int(server.rpartition(":")[2]))
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    return server


@pytest.fixture(params=["folder", "memory", "server"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each place that a store can be, in turn."""
    if request.param == "server":
        return str(request.getfixturevalue("clean_server"))
    return ":memory:" if request.param == "memory" else str(tmp_path / "store")


OpenStore = Callable[[], Store]


@pytest.fixture
def store(location: str, embedder: WordEmbedding) -> Iterator[Store]:
    """An empty store at each place in turn."""
    opened = Store.open(location, embedder, NAME, create=True)
    yield opened
    opened.close()


@pytest.fixture
def folder_store(tmp_path: Path, embedder: WordEmbedding) -> Iterator[Store]:
    """An empty store in a folder."""
    opened = Store.open(str(tmp_path / "store"), embedder, NAME, create=True)
    yield opened
    opened.close()


@pytest.fixture
def memory_store(embedder: WordEmbedding) -> Iterator[Store]:
    """An empty store in memory."""
    opened = Store.open(":memory:", embedder, NAME, create=True)
    yield opened
    opened.close()
