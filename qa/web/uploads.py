"""Take in files from the page, and index them like any other file.

Uploaded files are kept in a folder of their own, so that indexing again finds them. What they hold
is read within the same limits as the command's files; only their number is limited here, and
their size by the server before it has stored them.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Protocol

from corpus.errors import ReadingError, SettingsError, UnknownArticleError
from corpus.formats import READERS
from index.ingest import Summary
from index.store import ArticleRow
from qa.assistant import Progress

__all__ = ["MOST_FILES", "SUFFIXES", "Uploads"]

# In one go; more come as a zip or by the command.
MOST_FILES = 200
SUFFIXES = (*READERS, ".zip")
_LONGEST_NAME = 120


class Indexing(Protocol):
    """What is asked of an assistant."""

    def index(
        self, paths: Sequence[str | Path] = (), on_progress: Progress | None = None
    ) -> Summary:
        """Bring the store to what the paths hold now."""
        ...

    def forget(self, targets: Sequence[str]) -> Summary:
        """Take articles out, by id or by path."""
        ...


class Uploads:
    """The uploaded files of one store."""

    def __init__(self, assistant: Indexing, folder: Path | None) -> None:
        """
        Args:
            assistant: Indexes and forgets.
            folder: Where the files are kept; None where none can be.
        """
        self._assistant = assistant
        self._folder = folder / "uploads" if folder else None

    def add(self, files: Sequence[str | Path], on_progress: Progress | None = None) -> Summary:
        """Keep and index files; one with the name of an earlier upload takes its place.

        A file that holds nothing to read is not kept.

        Args:
            files: Their temporary places; they are moved from there.
            on_progress: Called as indexing goes on.

        Raises:
            SettingsError: There is no folder to keep them in, or it cannot be written.
            ReadingError: They are too many.
            StoreError: The store cannot be written, or another process is writing.
        """
        if self._folder is None:
            raise SettingsError(
                "This store has no folder for uploaded files: name one in QA_KEEP and start again."
            )
        if len(files) > MOST_FILES:
            raise ReadingError(
                f"These are {len(files)} files, but {MOST_FILES} is the most at once: pack them "
                "into a zip, or use the command `python -m qa index`."
            )
        before = set(self._folder.iterdir()) if self._folder.exists() else set()
        kept = self._keep(self._folder, [Path(file) for file in files])
        try:
            summary = self._assistant.index(kept, on_progress)
        except Exception:
            # What took the place of an earlier upload stays: the store still knows that file.
            for path in set(kept) - before:
                path.unlink(missing_ok=True)
            raise
        unread = {skipped.path for skipped in summary.skipped}
        for path in kept:
            if str(path) in unread:
                self._drop(path)
        return summary

    def remove(self, row: ArticleRow, rows: Sequence[ArticleRow]) -> Summary:
        """Take an article out; its uploaded file goes too, unless that holds other articles.

        Args:
            row: The article.
            rows: All articles of the store.

        Raises:
            StoreError: The store cannot be written, or another process is writing.
        """
        shared = {path for other in rows if other.id != row.id for path in other.paths}
        summary = self._assistant.forget([row.id])
        for path in row.paths:
            if self._folder and path not in shared and self._folder.resolve() in Path(path).parents:
                self._drop(Path(path))
        return summary

    def _drop(self, path: Path) -> None:
        with suppress(UnknownArticleError):
            self._assistant.forget([str(path)])
        path.unlink(missing_ok=True)

    @staticmethod
    def _keep(folder: Path, files: Sequence[Path]) -> list[Path]:
        kept: list[Path] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in files:
                place = _free_place(folder / safe_name(file.name), kept)
                shutil.move(file, place)
                kept.append(place)
        except OSError as error:
            raise SettingsError(
                f"The folder {folder} cannot be written ({error.strerror}): name another one in "
                "QA_KEEP."
            ) from error
        return kept


def safe_name(name: str) -> str:
    """Return a file's name without what leads elsewhere, hides the file or deceives a reader."""
    name = PurePath(name.replace("\\", "/")).name
    name = "".join(letter if letter.isprintable() else "_" for letter in name).lstrip(". ")
    path = PurePath(name or "unnamed")
    return f"{path.stem[:_LONGEST_NAME]}{path.suffix}"


def _free_place(place: Path, taken: Sequence[Path]) -> Path:
    """Return the place, with a number where another file of the same upload has it."""
    number, free = 2, place
    while free in taken:
        free = place.with_name(f"{place.stem} ({number}){place.suffix}")
        number += 1
    return free
