"""A store on a Chroma server: readers elsewhere, writers that die, servers that are none."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import chromadb
import numpy as np
import pytest

from corpus.errors import EmbedderMismatchError, StoreError, StoreLockedError
from index.ingest import Progress, bring_up_to_date, forget
from index.store import Store
from tests.index.conftest import NAME, Folder, WordEmbedding, story


@pytest.fixture
def filled(clean_server: str, embedder: WordEmbedding, folder: Folder) -> Store:
    """A store of two articles on a server."""
    store = Store.open(clean_server, embedder, NAME, create=True)
    folder.write("pont.txt", story("le pont"))
    folder.write("gare.txt", story("la gare"))
    bring_up_to_date(store, [folder.path])
    return store


def names(url: str) -> list[str]:
    client = chromadb.HttpClient("127.0.0.1", int(url.rpartition(":")[2]))
    return sorted(collection.name for collection in client.list_collections())


def test_reader_elsewhere_sees_everything(filled: Store, embedder: WordEmbedding) -> None:
    reader = Store.open(filled.location, embedder, NAME)
    assert reader.articles() == filled.articles()
    assert reader.article("pont") == filled.article("pont")
    (best,) = reader.matching("gare", 1)
    assert reader.passages([best.passage_id])[0].article_id == "gare"
    ids = [passage.id for passage in filled.passages_of("pont")]
    assert np.array_equal(reader.vectors(ids), filled.vectors(ids))


def test_reader_moves_on_when_it_refreshes(
    filled: Store, embedder: WordEmbedding, folder: Folder
) -> None:
    reader = Store.open(filled.location, embedder, NAME)
    folder.write("quai.txt", story("le quai"))
    bring_up_to_date(filled, [folder.path])
    assert len(reader.articles()) == 2
    assert reader.refresh()
    assert len(reader.articles()) == 3
    assert not reader.refresh()


def test_writer_elsewhere_knows_what_is_unchanged(
    filled: Store, embedder: WordEmbedding, folder: Folder
) -> None:
    asked = embedder.embedded
    before = names(filled.location)
    other = Store.open(filled.location, embedder, NAME)
    assert bring_up_to_date(other, [folder.path]).unchanged == 2
    assert (embedder.embedded, names(filled.location)) == (asked, before)


def test_unchanged_passages_are_not_embedded_again(
    filled: Store, embedder: WordEmbedding, folder: Folder
) -> None:
    asked = embedder.embedded
    folder.write("quai.txt", story("le quai"))
    bring_up_to_date(Store.open(filled.location, embedder, NAME), [folder.path])
    assert embedder.embedded == asked + 1


def test_search_through_the_server_finds_the_same(
    filled: Store,
    embedder: WordEmbedding,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    vector = np.asarray(embedder.get_text_embedding("le pont de la ville"), np.float32)
    exact = [each.passage_id for each in filled.nearest(vector, 2)]
    monkeypatch.setattr("index.vectors.EXACT_LIMIT", 0)
    assert [each.passage_id for each in filled.nearest(vector, 2)] == exact
    assert "Chroma does not answer" not in caplog.text


def test_only_the_last_two_generations_stay(filled: Store, folder: Folder) -> None:
    for number in range(3):
        folder.write("pont.txt", story(f"le tunnel {number}"))
        bring_up_to_date(filled, [folder.path])
    generations = {name.split("-")[1] for name in names(filled.location) if "-" in name}
    assert generations == {"3", "4"}


def test_skipped_file_alone_is_remembered(filled: Store, folder: Folder) -> None:
    folder.write("empty.txt", "")
    first = bring_up_to_date(filled, [folder.path])
    generation = filled.generation
    assert bring_up_to_date(filled, [folder.path]).skipped == first.skipped
    assert filled.generation == generation


def test_second_writer_is_refused(filled: Store, embedder: WordEmbedding) -> None:
    other = Store.open(filled.location, embedder, NAME)
    with filled.writing(), pytest.raises(StoreLockedError, match="process"):
        forget(other, ["pont"])
    assert forget(other, ["pont"]).removed == 1


def test_lock_of_a_killed_writer_is_taken_over(filled: Store, embedder: WordEmbedding) -> None:
    program = (
        "import os, signal, sys; from index.store import Store\n"
        "from tests.index.conftest import NAME, WordEmbedding\n"
        "with Store.open(sys.argv[1], WordEmbedding(), NAME).writing():\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, filled.location], check=False)
    assert "sourcier-lock" in names(filled.location)
    assert forget(filled, ["pont"]).removed == 1
    assert "sourcier-lock" not in names(filled.location)


def test_writer_that_lost_its_lock_changes_nothing(filled: Store, folder: Folder) -> None:
    def take_the_lock_away(progress: Progress) -> None:
        if progress.stage == "writing" and progress.done == 0:
            client = chromadb.HttpClient("127.0.0.1", int(filled.location.rpartition(":")[2]))
            client.delete_collection("sourcier-lock")

    folder.write("quai.txt", story("le quai"))
    with pytest.raises(StoreError, match="somebody else"):
        bring_up_to_date(filled, [folder.path], take_the_lock_away)
    filled.refresh()
    assert len(filled.articles()) == 2


def test_generation_that_was_never_finished_is_swept_away(
    filled: Store, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Death(BaseException):
        """The process ends here."""

    def die(*arguments: object) -> None:
        raise Death

    folder.write("quai.txt", story("le quai"))
    with monkeypatch.context() as patch:
        patch.setattr("index.server.ServerPlace._write_record", die)
        with pytest.raises(Death):
            bring_up_to_date(filled, [folder.path])
    assert len(filled.articles()) == 2
    assert len([name for name in names(filled.location) if name.endswith("-passages")]) == 2
    assert bring_up_to_date(filled, [folder.path]).added == 1
    assert len([name for name in names(filled.location) if name.endswith("-passages")]) == 2
    assert filled.status().healthy


def test_other_embedder_is_refused(filled: Store, embedder: WordEmbedding) -> None:
    with pytest.raises(EmbedderMismatchError, match="letters"):
        Store.open(filled.location, embedder, "letters")


def test_damaged_record_is_refused(filled: Store, embedder: WordEmbedding) -> None:
    client = chromadb.HttpClient("127.0.0.1", int(filled.location.rpartition(":")[2]))
    (record,) = [name for name in names(filled.location) if name.endswith("-record")]
    client.get_collection(record, embedding_function=None).delete(ids=["000000"])
    with pytest.raises(StoreError, match="damaged"):
        Store.open(filled.location, embedder, NAME)


def test_server_without_a_store_says_how_to_make_it(
    clean_server: str, embedder: WordEmbedding
) -> None:
    with pytest.raises(StoreError, match="qa index"):
        Store.open(clean_server, embedder, NAME)


@pytest.mark.parametrize(
    "url",
    ["http://", "http://:8000", "http://127.0.0.1:99999", "http://127.0.0.1:9/x", "https://a b:1"],
)
def test_address_that_is_none_is_refused(url: str, embedder: WordEmbedding) -> None:
    with pytest.raises(StoreError, match="write http://host:port"):
        Store.open(url, embedder, NAME)


def test_server_that_does_not_answer_is_told(embedder: WordEmbedding) -> None:
    with pytest.raises(StoreError, match=r"no server answers at http://127\.0\.0\.1:9 "):
        Store.open("http://127.0.0.1:9", embedder, NAME)


@pytest.fixture(params=[200, 404])
def stranger(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a web server that is not Chroma."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(request.param)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_server_that_is_not_chroma_is_told(stranger: str, embedder: WordEmbedding) -> None:
    with pytest.raises(StoreError, match="not a Chroma server"):
        Store.open(stranger, embedder, NAME)


def test_searches_go_on_when_the_server_goes_away(
    filled: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object) -> None:
        raise StoreError("the server is gone")

    monkeypatch.setattr("index.server.ServerPlace._pointer", fail)
    assert not filled.refresh()
    assert filled.matching("gare", 1)
    assert "the server is gone" in caplog.text
