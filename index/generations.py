"""The derived generations in a store's folder, and the pointer to the one that readers see.

    record.sqlite3                     the record, see `index.records`
    lock, lock.json                    held while writing; who holds it
    CURRENT                            the number of the generation that readers see
    generations/000007/chroma/         the vectors of generation 7
    generations/000007/words/          the BM25 index of generation 7
    generations/000007/manifest.json   written last: what the folder has to hold to be whole

How an update proceeds, so that it may die at any moment:

1. The lock is taken, files are read, missing vectors are computed and saved in the record batch by
   batch. They belong to no generation, so nobody sees them.
2. One SQLite transaction ends and adds rows, and makes the record's generation n + 1. Readers stay
   at the generation that CURRENT names; its rows are still there.
3. The folder of generation n + 1 is made from a copy of the current one and the difference between
   the two in the record, or from the record alone. Its counts are compared with the record's.
   Everything is synced to disk, then its manifest is written and synced.
4. CURRENT is replaced by renaming a new file over it. From here on readers see generation n + 1.
5. Other folders are removed, but for the previous one, which a reader may be about to open, and
   those that a reader holds: it keeps a shared lock on the manifest, which ends with its process.
   The rows of generations whose folders are gone are deleted by the next update.

Death in step 1 leaves the store as it was, with some vectors already computed. Death between 2
and 4 leaves a record that is ahead of CURRENT: the next writer sees that and does steps 3 to 5.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from corpus.errors import StoreError
from index.contents import Contents
from index.lexical import Lexical, Words
from index.vectors import change_collection, create_collection, open_client, open_collection

logger = logging.getLogger(__name__)

# Raise it when what is written into a generation changes.
LAYOUT = 1
WORDS = "words"
CHROMA = "chroma"
_MANIFEST = "manifest.json"
# Above this share of changed passages a generation is made anew: HNSW only marks what is deleted.
_LARGEST_CHANGE = 0.3


class Generations:
    """The generations in a store's folder."""

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

    def numbers(self) -> list[int]:
        """Return the generations whose folders are there, ascending."""
        try:
            names = [path.name for path in (self._folder / "generations").iterdir()]
        except FileNotFoundError:
            return []
        return sorted(int(name) for name in names if name.isdigit() and len(name) == 6)

    def is_whole(self, generation: int, *parts: str) -> bool:
        """Whether a generation holds, byte for byte, what its manifest says.

        Args:
            generation: Its number.
            parts: Look only at the contents of these folders in it; without any, at all.
        """
        path = self.path(generation)
        try:
            manifest = json.loads((path / _MANIFEST).read_text())
            files: dict[str, str] = manifest["files"]
            if manifest["layout"] != LAYOUT or manifest["made_by"] != _made_by():
                return False
            for name, digest in files.items():
                is_meant = not parts or name.split("/")[0] in parts
                if is_meant and digest != _digest(path / name):
                    return False
            return True
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def hold(self, generation: int) -> IO[bytes] | None:
        """Keep a generation from being removed until the result is closed; None if it is gone."""
        try:
            manifest = (self.path(generation) / _MANIFEST).open("rb")
        except OSError:
            return None
        if _lock_shared(manifest):
            return manifest
        manifest.close()
        return None

    def publish(self, contents: Contents) -> None:
        """Make the folder of a generation, newer than the current one, and let readers see it."""
        base = self.current()
        path = self.path(contents.generation)
        self._remove_all_but(base)
        passages = contents.passage_ids()
        if not self._derive(base, contents, passages):
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True)
            if not self._change(contents, [], passages, len(passages)):
                raise StoreError(
                    f"the index in {path} does not hold what was written to it; "
                    "look whether the disk is full, then index again"
                )
        _sync_tree(path)
        files = {name: _digest(path / name) for name in _names(path)}
        manifest = {"layout": LAYOUT, "made_by": _made_by(), "files": files}
        _replace(path / _MANIFEST, json.dumps(manifest, indent=1))
        _sync(path.parent)
        _replace(self._current, str(contents.generation))
        self._remove_all_but(base, contents.generation)

    def _derive(self, base: int, contents: Contents, passages: list[int]) -> bool:
        """Make a generation from the one before; return whether that was possible."""
        if base == 0 or not self.is_whole(base):
            return False
        before = set(Contents(contents.record, base).passage_ids())
        removed = sorted(before.difference(passages))
        added = [each for each in passages if each not in before]
        if len(removed) + len(added) > _LARGEST_CHANGE * len(passages):
            return False
        try:
            _copy(self.path(base), self.path(contents.generation))
            return self._change(contents, removed, added, len(passages))
        # Chroma tells in many types what is wrong with a copy. It can be done without.
        except Exception:
            logger.warning("generation %s cannot be built on; making it anew", base, exc_info=True)
            return False

    def _change(
        self, contents: Contents, removed: list[int], added: list[int], expected: int
    ) -> bool:
        """Take passages out and put passages in; return whether as many are there as expected."""
        path = self.path(contents.generation)
        lexical = Lexical(path / WORDS)
        lexical.change(removed, words_of(contents, added))
        is_new = not (path / CHROMA).exists()
        with open_client(path / CHROMA) as client:
            collection = create_collection(client) if is_new else open_collection(client)
            change_collection(collection, contents, removed, added)
            return collection.count() == len(lexical.searchable()) == expected

    def _remove_all_but(self, *kept: int) -> None:
        for number in self.numbers():
            if number not in kept and not self._is_held(number):
                shutil.rmtree(self.path(number), ignore_errors=True)

    def _is_held(self, number: int) -> bool:
        try:
            with (self.path(number) / _MANIFEST).open("rb") as manifest:
                return not _can_lock(manifest)
        except OSError:
            return False


def words_of(contents: Contents, ids: list[int], batch: int = 1000) -> Iterator[Words]:
    """Yield what the BM25 index has to know about passages."""
    for start in range(0, len(ids), batch):
        for passage in contents.passages(ids[start : start + batch]):
            yield Words(passage.id, passage.title, passage.text)


def _made_by() -> dict[str, str]:
    """Return the versions whose files cannot be trusted to be read by others."""
    return {name: importlib.metadata.version(name) for name in ("chromadb", "tantivy")}


def _names(path: Path) -> list[str]:
    """Return the files of a generation, without locks and journals of the moment."""
    return sorted(
        file.relative_to(path).as_posix()
        for file in path.rglob("*")
        if file.is_file()
        and file.name != _MANIFEST
        and not file.name.startswith(".")
        and not file.name.endswith(("-journal", "-wal", "-shm"))
    )


def _digest(path: Path) -> str:
    """Return a hash of a file, or only that it is there: Chroma rewrites its SQLite on opening."""
    if path.suffix == ".sqlite3":
        return "there" if path.is_file() else "gone"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def _copy(source: Path, target: Path) -> None:
    """Copy a generation; a reader may have its databases open meanwhile."""
    for name in _names(source):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".sqlite3"):
            # SQLite's own copying waits for whoever is writing to it.
            old, new = sqlite3.connect(source / name), sqlite3.connect(target / name)
            old.backup(new)
            new.close()
            old.close()
        else:
            shutil.copyfile(source / name, target / name)
    # Tantivy's list of the files that are its own; without it they would never be deleted.
    managed = source / WORDS / ".managed.json"
    if managed.exists():
        shutil.copyfile(managed, target / WORDS / ".managed.json")


def _replace(path: Path, text: str) -> None:
    """Replace a small file in one step, on disk before this returns."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_tree(path: Path) -> None:
    for each in (path, *path.rglob("*")):
        _sync(each)


def _lock_shared(file: IO[bytes]) -> bool:
    """Take a lock that any number of readers can have; it ends when the file is closed.

    Returns:
        False when a writer is just about to remove the file.
    """
    return _lock(file, "LOCK_SH")


def _can_lock(file: IO[bytes]) -> bool:
    """Whether nobody has a shared lock on a file."""
    return _lock(file, "LOCK_EX")


def _lock(file: IO[bytes], kind: str) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows removes no open file anyway.
        return True
    try:
        fcntl.flock(file, getattr(fcntl, kind) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A file system without locks: the generation before stays for readers in any case.
        return True
    return True
