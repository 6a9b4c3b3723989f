"""Read articles from files: find them, tell what cannot be read, give each article its id.

First station of the flow. Nothing that a file holds makes reading fail: what cannot be read is
skipped with its reason.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.cleaning import clean, clean_again
from corpus.errors import ReadingError
from corpus.formats import READERS, Document
from corpus.head import read_head
from corpus.language import detect_language
from corpus.metadata import from_file_name

BUNDLED = Path(__file__).parent / "articles"


@dataclass(frozen=True)
class Skipped:
    """A file, or a part of one, that was not read, and why in one line."""

    path: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What reading gave: articles in order, and what was skipped."""

    articles: tuple[Article, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What is too large to read.

    Attributes:
        file_bytes: Of one file, or of one member of an archive once unpacked.
        archive_bytes: Of all members of an archive together, once unpacked.
        archive_members: Files in one archive.
    """

    file_bytes: int = 50 * 2**20
    archive_bytes: int = 500 * 2**20
    archive_members: int = 10_000


def find_files(root: Path) -> list[Path]:
    """Return the files below a folder, sorted; a file gives itself.

    Left out: hidden files and folders, README files (they describe a folder, they are no part of
    what it holds) and links that lead out of the folder.

    Raises:
        ReadingError: There is nothing at this path.
    """
    if not root.exists():
        raise ReadingError(f"{root} does not exist; give a file or folder that does")
    if not root.is_dir():
        return [root]
    files = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(folder, name) for name in names if not _is_left_out(name)]
    return sorted(file for file in files if file.is_file())


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or Path(name).stem.casefold() == "readme"


def article_id_of(path: Path, root: Path) -> str:
    """Return a file's path below the folder without its suffix, its name for a single file."""
    relative = Path(path.name) if path == root else path.relative_to(root)
    return unicodedata.normalize("NFC", relative.with_suffix("").as_posix())


def read_file(path: Path, article_id: str, limits: Limits | None = None) -> Reading:
    """Read the articles of one file; what cannot be read is skipped, nothing raises.

    Returns:
        One article with this id, or several with ids below it for a file of several documents.
    """
    limits = limits or Limits()
    try:
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            raise ReadingError("is not a kind of file that is read")
        if path.stat().st_size > limits.file_bytes:
            raise ReadingError(f"is larger than {limits.file_bytes // 2**20} MiB")
        documents = reader(path.read_bytes())
    except (ReadingError, OSError) as error:
        return Reading(skipped=(Skipped(str(path), str(error)),))
    articles = []
    for document in documents:
        name = f"{article_id}/{document.name}" if document.name else article_id
        article = _make_article(document, name, path)
        if article.text:
            articles.append(article)
    if not articles:
        return Reading(skipped=(Skipped(str(path), "holds no text"),))
    return Reading(tuple(articles))


def read_articles(paths: Sequence[Path], limits: Limits | None = None) -> Reading:
    """Read everything below the given files and folders, in order."""
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for root in paths:
        for path in find_files(root):
            reading = read_file(path, article_id_of(path, root), limits)
            articles += reading.articles
            skipped += reading.skipped
    return Reading(tuple(articles), tuple(skipped))


def _make_article(document: Document, article_id: str, path: Path) -> Article:
    cleaned = clean(document.text)
    language = document.metadata.language or detect_language(cleaned.text)
    head = read_head(cleaned, language)
    final = clean_again(head.cleaned)
    metadata = document.metadata.or_else(from_file_name(path.stem)).or_else(head.metadata)
    return Article(
        id=article_id,
        text=final.text,
        title=metadata.title,
        outlet=metadata.outlet,
        byline=metadata.byline,
        published=metadata.published,
        language=language,
        url=metadata.url,
        path=str(path),
        removed=final.removed,
    )
