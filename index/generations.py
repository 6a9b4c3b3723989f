"""The folder of a store: its record, its lock, and the derived generations.

    record.sqlite3                 the record, see index/records.py
    lock, lock.json                held while writing; who holds it
    CURRENT                        the number of the generation that readers see
    generations/000007/chroma/     vectors of generation 7
    generations/000007/words/      BM25 index of generation 7
    generations/000007/manifest.json   written last: what the folder must hold to be whole

How an update proceeds, so that it may die at any moment:

1. The lock is taken, files are read, missing vectors are computed and saved in the record. They
   belong to no generation, so nobody sees them.
2. One SQLite transaction ends and adds rows, and makes the record's generation n + 1. Readers stay
   at the generation that CURRENT names; its rows are still there.
3. The folder of generation n + 1 is made from a copy of the current one and the difference between
   the two in the record, or from the record alone. Its counts are compared with the record's.
   Everything is synced to disk, then its manifest is written and synced.
4. CURRENT is replaced by renaming a new file over it. From here on readers see generation n + 1.
5. Folders other than the new and the previous generation's are removed. The previous one stays
   for readers that still hold it, and so do its rows until the next update.

Death in step 1 leaves the store as it was, with some vectors already computed. Death between 2
and 4 leaves a record that is ahead of CURRENT: the next writer sees that and does steps 3 to 5.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from corpus.errors import StoreError, StoreLockedError
from index.contents import Contents
from index.lexical import Lexical, Words
from index.vectors import change_collection, create_collection, open_client, open_collection

# Raise it when what is written into a generation changes.
LAYOUT = 1


class Generations:
    """The derived generations in a store's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current = folder / "CURRENT"

    def path(self, generation: int) -> Path:
        """Return the folder of one generation."""
        return self._folder / "generations" / f"{generation:06d}"

    def current(self) -> int:
        """Return the generation that readers see; 0 when there is none."""
        try:
            return int(self._current.read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def oldest(self) -> int:
        """Return the oldest generation whose folder is still there; 0 when there is none."""
        try:
            names = [path.name for path in (self._folder / "generations").iterdir()]
        except FileNotFoundError:
            return 0
        return min((int(name) for name in names if name.isdigit()), default=0)

    def is_whole(self, generation: int) -> bool:
        """Whether the folder of a generation holds what its manifest says."""
        path = self.path(generation)
        try:
            manifest = json.loads((path / "manifest.json").read_text())
            return manifest["layout"] == LAYOUT and manifest["files"] == _sizes(path)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def publish(self, base: int, contents: Contents) -> None:
        """Make the folder of a generation and let readers see it.

        Args:
            base: The generation to start from; it is copied if it is whole.
            contents: The generation to make.
        """
        path = self.path(contents.generation)
        self._remove_others(base)
        ids = contents.passage_ids()
        if not (base and self.is_whole(base) and self._derive(base, contents, ids)):
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True)
            if not self._change(path, contents, [], ids, is_new=True, expected=len(ids)):
                raise StoreError(
                    f"the index in {path} does not hold what was written to it; is the disk full?"
                )
        _sync_tree(path)
        manifest = {"layout": LAYOUT, "passages": len(ids), "files": _sizes(path)}
        _write(path / "manifest.json", json.dumps(manifest))
        _sync(path)
        _sync(path.parent)
        _write(self._current, str(contents.generation))
        _sync(self._folder)
        self._remove_others(base, contents.generation)

    def _derive(self, base: int, contents: Contents, ids: list[int]) -> bool:
        """Make a generation from the one before; return whether the result is right."""
        path = self.path(contents.generation)
        before = set(Contents(contents.record, base).passage_ids())
        removed = sorted(before - set(ids))
        added = [each for each in ids if each not in before]
        if len(removed) + len(added) > len(ids) // 2:
            return False
        shutil.copytree(self.path(base), path, ignore=shutil.ignore_patterns("manifest.json"))
        return self._change(path, contents, removed, added, is_new=False, expected=len(ids))

    def _change(
        self,
        path: Path,
        contents: Contents,
        removed: list[int],
        added: list[int],
        *,
        is_new: bool,
        expected: int,
    ) -> bool:
        lexical = Lexical(path / "words")
        lexical.change(removed, words_of(contents, added))
        client = open_client(path / "chroma")
        try:
            collection = create_collection(client) if is_new else open_collection(client)
            change_collection(collection, contents, removed, added)
            return collection.count() == len(lexical.searchable()) == expected
        finally:
            client.close()

    def _remove_others(self, *kept: int) -> None:
        names = {self.path(generation).name for generation in kept}
        with suppress(FileNotFoundError):
            for path in (self._folder / "generations").iterdir():
                if path.name not in names:
                    shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to write to the store.

        Raises:
            StoreLockedError: Somebody else holds it.
            StoreError: The folder cannot be written to.
        """
        from filelock import FileLock, Timeout

        owner = self._folder / "lock.json"
        lock = FileLock(self._folder / "lock", timeout=0, is_singleton=False, thread_local=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreLockedError(
                f"the store {self._folder} is being written to by {_owner(owner)}; "
                "try again when it is done"
            ) from error
        except OSError as error:
            raise StoreError(f"the store {self._folder} cannot be written to: {error}") from error
        try:
            owner.write_text(
                json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": time.time()})
            )
            yield
        finally:
            owner.unlink(missing_ok=True)
            lock.release()


def words_of(contents: Contents, ids: list[int], batch: int = 1000) -> Iterator[Words]:
    """Yield what the BM25 index has to know about passages."""
    for start in range(0, len(ids), batch):
        for passage in contents.passages(ids[start : start + batch]):
            yield Words(passage.id, passage.title, passage.text)


def _owner(path: Path) -> str:
    try:
        known: dict[str, Any] = json.loads(path.read_text())
        since = time.strftime("%H:%M:%S", time.localtime(known["since"]))
        return f"process {known['pid']} on {known['host']} since {since}"
    except (OSError, ValueError, KeyError):
        return "another process"


def _sizes(path: Path) -> dict[str, int]:
    """Return the files that searches need, with their sizes.

    Chroma touches its SQLite file whenever it is opened, so that one only has to be there.
    """
    return {
        str(file.relative_to(path)): -1 if file.suffix == ".sqlite3" else file.stat().st_size
        for file in sorted(path.rglob("*"))
        if file.is_file()
        and file.name != "manifest.json"
        and not file.name.startswith(".")
        and not file.name.endswith(("-journal", "-wal", "-shm"))
    }


def _write(path: Path, text: str) -> None:
    """Replace a small file in one step, on disk before this returns."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_tree(path: Path) -> None:
    for each in (path, *path.rglob("*")):
        _sync(each)
