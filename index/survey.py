"""Look at files: what is there, and what of it is new, changed or gone since the last time.

A file whose size and time of change are as they were is not opened. Where that time was too close
to the moment of looking to be sure, as git does it, the file's bytes are compared by their hash.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading import BUNDLED, Limits, Skipped, find_files
from index.changes import File
from index.records import Record

# Nanoseconds. A file that changed less than this before it was looked at may have changed again
# within the same tick of its clock: two seconds on FAT, a few milliseconds elsewhere.
RACY = 2_000_000_000


@dataclass(frozen=True)
class Found:
    """A file that is there: its real path, the way to it, and the root that it was found under."""

    path: str
    way: Path
    root: str


@dataclass(frozen=True)
class Survey:
    """What the roots of a run hold; missing ones are known to the store but not there now."""

    roots: tuple[str, ...]
    found: tuple[Found, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What a run has to do.

    Attributes:
        new_roots: Roots that the store does not know yet.
        to_read: Files that are new or changed.
        touched: Files whose bytes are as they were, although their time is not.
        doubtful: Unchanged files that are known with more certainty now.
        gone: Real paths of files that are no longer there.
        unreadable: Files that cannot be opened; what is known of them stays.
    """

    new_roots: tuple[str, ...]
    to_read: tuple[tuple[Found, File], ...]
    touched: tuple[File, ...]
    doubtful: tuple[File, ...]
    gone: tuple[str, ...]
    unreadable: tuple[Skipped, ...]

    def is_settled(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.new_roots or self.to_read or self.touched or self.gone)


def survey(record: Record, paths: Sequence[str | Path], store: Path | None = None) -> Survey:
    """Find the files of a run.

    Args:
        record: Of the store, for the roots it knows.
        paths: Files and folders; none means the known roots, or the bundled articles.
        store: The folder of the store itself, which is left out where it lies below a root.

    Raises:
        ReadingError: A given path does not exist, or is an empty folder that is not known.
    """
    known = [path for (path,) in record.rows("SELECT path FROM roots ORDER BY number")]
    asked = [absolute(path) for path in paths]
    roots = list(dict.fromkeys(asked or known or [str(BUNDLED)]))
    for root in roots:
        if not _is_text(root):
            raise ReadingError(f"{_as_text(Path(root))} has a name that is not UTF-8; rename it")
    found: dict[str, Found] = {}
    missing = []
    real_folders: dict[Path, Path] = {}
    own = os.path.realpath(store) if store else ""
    for root in roots:
        if root in known and not Path(root).exists():
            if asked:
                raise ReadingError(
                    f"{root} is not there now; its articles stay until you forget it"
                )
            missing.append(root)
            continue
        files = find_files(Path(root))
        if not files and root not in known:
            raise ReadingError(f"the folder {root} holds no file to read")
        for file in files:
            real = _real(file, real_folders)
            if not (own and is_below(real, own)):
                found.setdefault(real, Found(real, file, root))
    return Survey(tuple(roots), tuple(found.values()), tuple(missing))


def make_plan(record: Record, surveyed: Survey, reader: str) -> Plan:
    """Compare what is there with what the record knows of it.

    Args:
        record: Of the store.
        surveyed: What is there.
        reader: Fingerprint of the code that reads; files that other code read are read again.
    """
    known = {file.path: file for file in known_files(record)}
    known_roots = {path for (path,) in record.rows("SELECT path FROM roots")}
    to_read, touched, doubtful, unreadable = [], [], [], []
    for found in surveyed.found:
        if not _is_text(found.path):
            unreadable.append(Skipped(_as_text(found.way), "has a name that is not UTF-8"))
            continue
        before = known.get(found.path)
        try:
            now = _state(found, before, reader)
            if before and before.reader == reader and _is_surely_same(before, now):
                continue
            now = replace(now, digest=_hash(now))
        except OSError as error:
            reason = f"cannot be opened: {error.strerror}"
            unreadable.append(Skipped(str(found.way), reason))
            continue
        if before is None or _bytes_and_reader(before) != _bytes_and_reader(now):
            to_read.append((found, now))
        elif before.modified != now.modified:
            touched.append(now)
        else:
            doubtful.append(now)
    there = {found.path for found in surveyed.found}
    roots = set(surveyed.roots).difference(surveyed.missing)
    return Plan(
        new_roots=tuple(root for root in surveyed.roots if root not in known_roots),
        to_read=tuple(to_read),
        touched=tuple(touched),
        doubtful=tuple(doubtful),
        gone=tuple(p for p, file in known.items() if p not in there and _is_gone(file, roots)),
        unreadable=tuple(unreadable),
    )


def known_files(record: Record) -> Iterator[File]:
    """Yield all that the record knows about files."""
    for *about, skipped, reader in record.rows(
        "SELECT path, root, base, size, modified, seen, digest, skipped, reader FROM files "
        "ORDER BY path"
    ):
        path, root, base, size, modified, seen, digest = about
        reasons = tuple((where, why) for where, why in json.loads(skipped))
        yield File(path, root, base, size, modified, seen, digest, reasons, reader)


def absolute(path: str | Path) -> str:
    """Return a path as roots are stored: absolute, without dots, links not followed."""
    return os.path.abspath(Path(path).expanduser())  # noqa: PTH100 - resolve() follows links


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder itself or something in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_gone(file: File, roots: set[str]) -> bool:
    """Whether a known file that was not found has gone, as far as the roots of this run tell."""
    if file.root in roots:
        return True
    is_covered = any(is_below(file.path, os.path.realpath(root)) for root in roots)
    return is_covered and not Path(file.path).exists()


def _state(found: Found, before: File | None, reader: str) -> File:
    moment = time.time_ns()
    about = Path(found.path).stat()
    return File(
        path=found.path,
        root=before.root if before else found.root,
        base=before.base if before else "",
        size=about.st_size,
        modified=about.st_mtime_ns,
        seen=moment,
        digest=b"",
        skipped=before.skipped if before else (),
        reader=reader,
    )


def _bytes_and_reader(file: File) -> tuple[bytes, int, str]:
    return file.digest, file.size, file.reader


def _is_surely_same(before: File, now: File) -> bool:
    is_same = (before.size, before.modified) == (now.size, now.modified)
    return is_same and before.modified <= before.seen - RACY


def _hash(file: File) -> bytes:
    """Return the SHA-256 of a file's bytes; empty when it is too large to be read anyway."""
    if file.size > Limits().file_bytes:
        return b""
    with Path(file.path).open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def _real(file: Path, real_folders: dict[Path, Path]) -> str:
    """Return a file's real path; the real paths of folders are looked up once."""
    if file.is_symlink():
        return os.path.realpath(file)
    folder = file.parent
    if folder not in real_folders:
        real_folders[folder] = folder.resolve()
    return str(real_folders[folder] / file.name)


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _as_text(path: Path) -> str:
    return os.fsencode(path).decode(errors="replace")
