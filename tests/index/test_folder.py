"""A store in a folder: what is on disk, who may write, and what happens to damage."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EmbedderMismatchError, StoreError, StoreLockedError
from index.ingest import bring_up_to_date, forget
from index.store import Store
from tests.index.conftest import NAME, Folder, WordEmbedding, story


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in [folder, *folder.rglob("*")]
    }


@pytest.fixture
def filled(folder_store: Store, folder: Folder) -> Store:
    """A store of three articles in a folder."""
    for word in ("pont", "gare", "quai"):
        folder.write(f"{word}.txt", story(f"le {word}"))
    bring_up_to_date(folder_store, [folder.path])
    return folder_store


def reopen(store: Store, embedder: WordEmbedding) -> Store:
    return Store.open(store.location, embedder, NAME)


def current(store: Store) -> Path:
    root = Path(store.location)
    return root / "generations" / f"{int((root / 'CURRENT').read_text()):06d}"


def assert_works(store: Store, embedder: WordEmbedding) -> None:
    assert [row.id for row in store.articles()] == ["gare", "pont", "quai"]
    (best,) = store.matching("pont", 1)
    assert store.passages([best.passage_id])[0].article_id == "pont"
    vector = np.asarray(embedder.get_text_embedding(story("le quai")), np.float32)
    (nearest,) = store.nearest(vector, 1)
    assert store.passages([nearest.passage_id])[0].article_id == "quai"


def test_run_without_a_change_writes_nothing(
    filled: Store, folder: Folder, embedder: WordEmbedding
) -> None:
    before = listing(Path(filled.location))
    again = reopen(filled, embedder)
    assert bring_up_to_date(again, [folder.path]).unchanged == 3
    again.close()
    assert listing(Path(filled.location)) == before


def test_searching_writes_nothing(filled: Store, embedder: WordEmbedding) -> None:
    before = listing(Path(filled.location))
    again = reopen(filled, embedder)
    assert_works(again, embedder)
    again.status()
    again.close()
    assert listing(Path(filled.location)) == before


def test_store_that_was_never_made_says_how_to_make_it(
    tmp_path: Path, embedder: WordEmbedding
) -> None:
    with pytest.raises(StoreError, match="qa index"):
        Store.open(str(tmp_path / "none"), embedder, NAME)
    assert not (tmp_path / "none").exists()


def test_store_that_is_a_file_is_refused(tmp_path: Path, embedder: WordEmbedding) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        Store.open(str(tmp_path / "file"), embedder, NAME, create=True)


def test_store_below_a_file_cannot_be_made(
    tmp_path: Path, embedder: WordEmbedding, folder: Folder
) -> None:
    (tmp_path / "file").write_text("x")
    folder.write("pont.txt", story("le pont"))
    store = Store.open(str(tmp_path / "file" / "store"), embedder, NAME, create=True)
    with pytest.raises(StoreError, match="cannot be made"):
        bring_up_to_date(store, [folder.path])


def test_record_that_is_no_database_is_refused(tmp_path: Path, embedder: WordEmbedding) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "record.sqlite3").write_text("nonsense " * 1000)
    with pytest.raises(StoreError, match="record"):
        Store.open(str(tmp_path / "store"), embedder, NAME)


def test_other_embedder_is_refused_by_both_names(filled: Store, embedder: WordEmbedding) -> None:
    with pytest.raises(EmbedderMismatchError, match=r"'words'.*'letters'"):
        Store.open(filled.location, embedder, "letters")


def test_store_of_another_version_is_refused(filled: Store, embedder: WordEmbedding) -> None:
    with sqlite3.connect(Path(filled.location) / "record.sqlite3") as connection:
        connection.execute("UPDATE facts SET value = '99' WHERE name = 'schema'")
    with pytest.raises(StoreError, match="another version"):
        reopen(filled, embedder)


def test_second_writer_is_told_who_writes(filled: Store, embedder: WordEmbedding) -> None:
    with (
        filled.writing(),
        pytest.raises(StoreLockedError, match=f"process {os.getpid()}"),
    ):
        forget(reopen(filled, embedder), ["pont"])


def test_lock_ends_with_its_process(filled: Store, embedder: WordEmbedding) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from index.lock import locked\n"
        "with locked(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, filled.location], check=False)
    assert (Path(filled.location) / "lock.json").exists()
    assert forget(reopen(filled, embedder), ["pont"]).removed == 1


@pytest.mark.parametrize("part", ["CURRENT", "generations"])
def test_what_is_derived_comes_back_from_the_record(
    filled: Store, embedder: WordEmbedding, part: str
) -> None:
    path = Path(filled.location) / part
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = reopen(filled, embedder)
    assert_works(again, embedder)
    assert again.status().healthy


@pytest.mark.parametrize("pattern", ["manifest.json", "words/meta.json", "words/*.term"])
@pytest.mark.parametrize("damage", ["missing", "cut", "scrambled"])
def test_damaged_words_are_made_anew(
    filled: Store, embedder: WordEmbedding, pattern: str, damage: str
) -> None:
    (path, *_) = current(filled).glob(pattern)
    spoil(path, damage)
    assert_works(reopen(filled, embedder), embedder)


@pytest.mark.parametrize("damage", ["missing", "cut", "scrambled"])
def test_damaged_chroma_files_are_told_and_repaired(
    filled: Store, embedder: WordEmbedding, folder: Folder, damage: str
) -> None:
    (path, *_) = current(filled).glob("chroma/*/data_level0.bin")
    spoil(path, damage)
    again = reopen(filled, embedder)
    assert not again.status().healthy
    assert_works(again, embedder)
    assert bring_up_to_date(again, [folder.path]).unchanged == 3
    assert again.status().healthy


def test_generation_of_another_library_version_is_made_anew(
    filled: Store, embedder: WordEmbedding
) -> None:
    path = current(filled) / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["made_by"]["tantivy"] = "0.0.1"
    path.write_text(json.dumps(manifest))
    again = reopen(filled, embedder)
    assert again.generation == "2"
    assert_works(again, embedder)


def test_damage_while_somebody_writes_is_told(filled: Store, embedder: WordEmbedding) -> None:
    (current(filled) / "manifest.json").unlink()
    with filled.writing(), pytest.raises(StoreError, match="rebuilt"):
        reopen(filled, embedder)


def test_damaged_chroma_files_never_reach_chroma(
    filled: Store,
    embedder: WordEmbedding,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("index.vectors.EXACT_LIMIT", 0)
    (path, *_) = current(filled).glob("chroma/*/data_level0.bin")
    spoil(path, "scrambled")
    assert_works(reopen(filled, embedder), embedder)
    assert "the files of Chroma are damaged" in caplog.text


def test_search_through_chroma_finds_the_same(
    filled: Store,
    embedder: WordEmbedding,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    vector = np.asarray(embedder.get_text_embedding("le pont de la ville"), np.float32)
    exact = filled.nearest(vector, 3)
    monkeypatch.setattr("index.vectors.EXACT_LIMIT", 0)
    through_chroma = filled.nearest(vector, 3)
    assert [each.passage_id for each in through_chroma] == [each.passage_id for each in exact]
    assert [each.score for each in through_chroma] == pytest.approx(
        [each.score for each in exact], abs=1e-5
    )
    assert "Chroma does not answer" not in caplog.text


def test_reader_keeps_its_generation_through_many_updates(
    filled: Store, embedder: WordEmbedding, folder: Folder
) -> None:
    reader = reopen(filled, embedder)
    for number in range(4):
        folder.write("pont.txt", story(f"le tunnel {number}"))
        bring_up_to_date(filled, [folder.path])
    assert reader.generation == "1"
    assert_works(reader, embedder)
    assert reader.refresh()
    assert not reader.refresh()
    assert "tunnel 3" in reader.article("pont").text


def test_folders_of_generations_that_nobody_uses_are_removed(filled: Store, folder: Folder) -> None:
    for number in range(4):
        folder.write("pont.txt", story(f"le tunnel {number}"))
        bring_up_to_date(filled, [folder.path])
    names = sorted(path.name for path in (Path(filled.location) / "generations").iterdir())
    assert names == ["000004", "000005"]


def test_rows_of_generations_that_nobody_uses_are_removed(filled: Store, folder: Folder) -> None:
    for number in range(4):
        folder.write("pont.txt", story(f"le tunnel {number}"))
        bring_up_to_date(filled, [folder.path])
    ((articles,),) = filled.record.rows("SELECT count(*) FROM articles")
    ((vectors,),) = filled.record.rows("SELECT count(*) FROM vectors")
    ((passages,),) = filled.record.rows("SELECT count(DISTINCT vector) FROM passages")
    assert articles == 5
    assert vectors == passages


def test_passage_ids_are_never_used_again(filled: Store, folder: Folder) -> None:
    before = {passage.id for passage in filled.passages_of("pont")}
    forget(filled, ["pont"])
    forget(filled, ["gare"])
    bring_up_to_date(filled, [folder.path])
    assert before.isdisjoint(passage.id for passage in filled.passages_of("pont"))


def test_update_that_died_before_it_was_seen_is_finished_by_the_next_run(
    filled: Store, embedder: WordEmbedding, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Death(BaseException):
        """The process ends here."""

    def die(*arguments: object) -> None:
        raise Death

    with monkeypatch.context() as patch:
        patch.setattr("index.generations.Generations._change", die)
        folder.write("pont.txt", story("le tunnel"))
        with pytest.raises(Death):
            bring_up_to_date(filled, [folder.path])
    reader = reopen(filled, embedder)
    assert_works(reader, embedder)
    assert bring_up_to_date(reader, [folder.path]).unchanged == 3
    assert "tunnel" in reader.article("pont").text


def test_reader_from_before_the_store_was_made_sees_it_after_refresh(
    filled: Store, embedder: WordEmbedding, tmp_path: Path, folder: Folder
) -> None:
    location = str(tmp_path / "other")
    early = Store.open(location, embedder, NAME, create=True)
    assert early.status().articles == 0
    assert early.matching("pont", 3) == []
    bring_up_to_date(Store.open(location, embedder, NAME, create=True), [folder.path])
    assert early.refresh()
    assert_works(early, embedder)


def test_threads_search_while_another_updates(
    filled: Store, embedder: WordEmbedding, folder: Folder
) -> None:
    faults: list[str] = []
    is_done = threading.Event()

    def search() -> None:
        vector = np.asarray(embedder.get_text_embedding("le pont de la ville"), np.float32)
        while not is_done.is_set():
            try:
                filled.refresh()
                found = [*filled.nearest(vector, 5), *filled.matching("préfecture ville", 5)]
                passages = filled.passages([each.passage_id for each in found])
                filled.vectors([each.id for each in passages])
                if not any("quai" in passage.text for passage in passages):
                    faults.append("the article that never changes was not found")
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                faults.append(repr(error))

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(5):
        folder.write("pont.txt", story(f"le tunnel {number}"))
        bring_up_to_date(filled, [folder.path])
    is_done.set()
    for thread in threads:
        thread.join()
    assert faults == []


READ_AS_NOBODY = """
import os, sys
import filelock, tantivy
from corpus.errors import StoreError
from index.ingest import forget
from index.store import Store
from tests.index.conftest import NAME, WordEmbedding
from tests.index.test_folder import assert_works

os.setuid(65534)
embedder = WordEmbedding()
store = Store.open(sys.argv[1], embedder, NAME)
assert_works(store, embedder)
try:
    forget(store, ["pont"])
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to drop rights")
def test_store_that_cannot_be_written_to_can_be_read(filled: Store, tmp_path: Path) -> None:
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    for parent in list(tmp_path.parents)[:-1]:
        parent.chmod(parent.stat().st_mode | 0o055)
    done = subprocess.run(
        [sys.executable, "-c", READ_AS_NOBODY, filled.location],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "cannot be written to" in done.stdout


WRITE_LITTLE = """
import resource, signal, sys
from corpus.errors import StoreError
from index.ingest import bring_up_to_date
from index.store import Store
from tests.index.conftest import NAME, WordEmbedding

def fill_the_disk(progress):
    if progress.stage == sys.argv[3]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store.open(sys.argv[1], WordEmbedding(), NAME, create=True)
try:
    bring_up_to_date(store, [sys.argv[2]], fill_the_disk)
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
@pytest.mark.parametrize("stage", ["reading", "embedding", "writing"])
def test_full_disk_is_told_and_made_good(
    tmp_path: Path, folder: Folder, embedder: WordEmbedding, stage: str
) -> None:
    for word in ("pont", "gare", "quai"):
        folder.write(f"{word}.txt", story(f"le {word}"))
    location = str(tmp_path / "store")
    done = subprocess.run(
        [sys.executable, "-c", WRITE_LITTLE, location, str(folder.path), stage],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1), done.stderr
    store = Store.open(location, embedder, NAME, create=True)
    bring_up_to_date(store, [folder.path])
    assert_works(store, embedder)


def test_damaged_database_of_chroma_does_not_stop_an_update(
    filled: Store, embedder: WordEmbedding, folder: Folder
) -> None:
    path = current(filled) / "chroma" / "chroma.sqlite3"
    path.write_bytes(b"SQLite format 3\0" + b"nonsense" * 1000)
    for number in range(12):
        folder.write(f"{number}.txt", story(f"le tunnel {number}"))
    bring_up_to_date(filled, [folder.path])
    path.write_bytes(b"nonsense" * 1000)
    folder.remove("0.txt")
    assert bring_up_to_date(reopen(filled, embedder), [folder.path]).removed == 1
    assert reopen(filled, embedder).status().healthy


def test_store_that_was_deleted_and_made_again_is_seen(
    filled: Store, embedder: WordEmbedding, folder: Folder
) -> None:
    shutil.rmtree(filled.location)
    filled.refresh()
    assert filled.articles() == []
    folder.write("quai.txt", story("le nouveau quai"))
    bring_up_to_date(Store.open(filled.location, embedder, NAME, create=True), [folder.path])
    assert filled.refresh()
    assert "nouveau" in filled.article("quai").text


def test_store_inside_an_indexed_folder_is_left_out(
    folder: Folder, embedder: WordEmbedding
) -> None:
    folder.write("pont.txt", story("le pont"))
    store = Store.open(str(folder.path / "store"), embedder, NAME, create=True)
    for _ in range(2):
        summary = bring_up_to_date(store, [folder.path])
    assert (summary.unchanged, summary.skipped) == (1, ())
    assert store.generation == "1"


def test_relative_place_stays_the_same_place(
    filled: Store, embedder: WordEmbedding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(filled.location).parent)
    store = Store.open(Path(filled.location).name, embedder, NAME)
    monkeypatch.chdir("/")
    assert not store.refresh()
    assert_works(store, embedder)


@pytest.mark.parametrize("location", ["", " ", "ftp://host/store", "htp://localhost:8000"])
def test_place_that_is_none_is_refused(location: str, embedder: WordEmbedding) -> None:
    with pytest.raises(StoreError, match="no place for a store"):
        Store.open(location, embedder, NAME, create=True)


def spoil(path: Path, damage: str) -> None:
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        middle = len(content) // 2
        path.write_bytes(content[:middle] + b"\xff\x00\xff" + content[middle + 3 :])
