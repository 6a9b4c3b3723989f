"""Names for the code that reads files and for the code that cuts articles.

When that code changes, what a store knows about unchanged files may be out of date: a file that
could not be read may be readable now, a text may come out cleaner. The next index run then reads
the files, or cuts the articles, again; what comes out as before keeps its place and its vectors.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_LEFT_OUT = {"__pycache__", "articles"}
_CUTTER = ("corpus/sentences.py", "index/passage.py", "index/tokens.py")


@functools.cache
def reader_fingerprint(root: Path = _ROOT) -> str:
    """Return a hash of the files of ``corpus``, but for its articles."""
    return _fingerprint(
        root,
        (
            file
            for file in (root / "corpus").rglob("*")
            if file.is_file() and not _LEFT_OUT.intersection(file.relative_to(root).parts)
        ),
    )


@functools.cache
def cutter_fingerprint(root: Path = _ROOT) -> str:
    """Return a hash of the code that cuts articles into passages."""
    return _fingerprint(root, (root / name for name in _CUTTER))


def _fingerprint(root: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
