"""Looking at files, and giving their articles ids."""

from __future__ import annotations

import dataclasses
import functools
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.errors import EmbedderMismatchError, ProviderError
from index.fingerprint import cutter_fingerprint, reader_fingerprint
from index.ingest import bring_up_to_date
from index.naming import name_articles
from index.store import Store
from index.survey import Found
from tests.index.conftest import NAME, Folder, WordEmbedding, story


def test_files_are_read_again_when_the_reading_code_has_changed(
    memory_store: Store, folder: Folder, embedder: WordEmbedding
) -> None:
    folder.write("pont.txt", story("le pont"))
    folder.write("pont.later", story("le pont de plus"))
    assert len(bring_up_to_date(memory_store, [folder.path]).skipped) == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(readers(), ".later", readers()[".txt"])
        assert len(bring_up_to_date(memory_store, [folder.path]).skipped) == 1
        memory_store.identity = dataclasses.replace(memory_store.identity, reader="newer")
        summary = bring_up_to_date(memory_store, [folder.path])
    assert (summary.added, summary.unchanged, summary.skipped) == (1, 1, ())


def readers() -> dict[str, object]:
    from corpus.formats import READERS

    return READERS  # type: ignore[return-value]


@pytest.mark.parametrize("fingerprint", [reader_fingerprint, cutter_fingerprint])
def test_fingerprint_changes_with_the_code(
    tmp_path: Path, fingerprint: functools._lru_cache_wrapper[str]
) -> None:
    for name in ("corpus/sentences.py", "index/passage.py", "index/tokens.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one")
    first = fingerprint(tmp_path)
    (tmp_path / "corpus" / "articles").mkdir()
    (tmp_path / "corpus" / "articles" / "a.md").write_text("an article")
    fingerprint.cache_clear()
    assert fingerprint(tmp_path) == first
    (tmp_path / "corpus" / "sentences.py").write_text("two")
    fingerprint.cache_clear()
    assert fingerprint(tmp_path) != first


def test_file_that_cannot_be_opened_keeps_its_article(
    memory_store: Store, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.write("pont.txt", story("le pont"))
    bring_up_to_date(memory_store, [folder.path])
    folder.write("pont.txt", story("le tunnel"))
    opened = Path.open

    def refuse(self: Path, *arguments: object, **options: object) -> object:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **options)  # type: ignore[call-overload]

    # Whoever runs the tests may be allowed to open everything.
    monkeypatch.setattr(Path, "open", refuse)
    summary = bring_up_to_date(memory_store, [folder.path])
    assert (summary.unchanged, summary.removed) == (1, 0)
    assert "Permission denied" in summary.skipped[0].reason


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_file_with_a_name_that_is_no_text_is_skipped(memory_store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    Path(os.fsdecode(os.fsencode(folder.path) + b"/caf\xe9.txt")).write_text(story("le café"))
    summary = bring_up_to_date(memory_store, [folder.path])
    assert summary.added == 1
    assert summary.skipped[0].path.endswith("caf\ufffd.txt")
    assert bring_up_to_date(memory_store, [folder.path]).skipped == summary.skipped


class ServiceError(Exception):
    """What the library of some embedding service raises."""


class FailingEmbedding(WordEmbedding):
    """An embedder whose service is down."""

    def _get_text_embedding(self, text: str) -> list[float]:
        raise ServiceError("no connection")


class ShortEmbedding(WordEmbedding):
    """An embedder that gives vectors of another length than before."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return super()._get_text_embedding(text)[:32]


def test_embedder_that_fails_is_told(folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    store = Store.open(":memory:", FailingEmbedding(), NAME)
    with pytest.raises(ProviderError, match="no connection"):
        bring_up_to_date(store, [folder.path])


def test_embedder_that_changes_its_dimension_is_refused(
    folder_store: Store, folder: Folder
) -> None:
    folder.write("pont.txt", story("le pont"))
    bring_up_to_date(folder_store, [folder.path])
    folder.write("gare.txt", story("la gare"))
    changed = Store.open(folder_store.location, ShortEmbedding(), NAME)
    with pytest.raises(EmbedderMismatchError, match="32"):
        bring_up_to_date(changed, [folder.path])
    with pytest.raises(EmbedderMismatchError, match="32"):
        changed.nearest(np.ones(32, np.float32), 1)


names = st.sampled_from(["a", "b", "a/b", "c/a"])


@given(
    st.lists(
        st.tuples(st.sampled_from(["north", "south"]), names, st.sampled_from([".txt", ".md"]))
    ),
    st.lists(names, max_size=3),
)
def test_ids_of_all_files_differ(files: list[tuple[str, str, str]], members: list[str]) -> None:
    taken: dict[str, str] = {}
    for root, name, suffix in dict.fromkeys(files):
        way = Path("/press", root, name + suffix)
        found = Found(str(way), way, f"/press/{root}")
        read = [Article(id=f"{name}/{member}", text="t") for member in members] or [
            Article(id=name, text="t")
        ]
        named, base = name_articles(read, name, found, taken)
        ids = [article.id for article in named]
        assert len({*ids, *taken}) == len(ids) + len(taken)
        assert all(each == base or each.startswith(f"{base}/") for each in ids)
        taken |= dict.fromkeys(ids, str(way))
