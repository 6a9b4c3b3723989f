"""Read articles from files: find them, tell what cannot be read, give each article its id.

First station of the flow: `formats` makes documents of bytes, `making` makes articles of documents.
Nothing that a file holds makes reading fail: what cannot be read is skipped with its reason.
"""

from __future__ import annotations

import logging
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.archives import Member, unpack
from corpus.article import Article
from corpus.document import Contents, Unread
from corpus.errors import ReadingError
from corpus.formats import READERS
from corpus.making import make_article

BUNDLED = Path(__file__).parent / "articles"

_ARCHIVE = ".zip"
# In a name these could forge a second line or hide how it ends.
_TREACHEROUS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_logger = logging.getLogger(__name__)


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
    what it holds), links to folders, and links to files outside. A folder that cannot be opened
    stands for its files, so that reading it tells why.

    Raises:
        ReadingError: There is nothing at this path.
    """
    if not root.exists():
        raise ReadingError(f"{root} does not exist; give a file or a folder that does")
    if not root.is_dir():
        return [root]
    inside = root.resolve()
    files: list[Path] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found = (Path(folder, name) for name in names if not _is_left_out(name))
        files += [file for file in found if _is_inside(file, inside)]
    return sorted([*files, *(Path(error.filename) for error in closed)])


def article_id_of(path: Path, root: Path) -> str:
    """Return a file's path below the folder without its suffix, its name for a single file."""
    relative = Path(path.name) if path == root else path.relative_to(root)
    return _as_id(relative)


def read_file(path: Path, article_id: str, limits: Limits | None = None) -> Reading:
    """Read the articles of one file; what cannot be read is skipped, nothing raises.

    Args:
        path: The file.
        article_id: The id of its article; of several, the beginning of their ids.
        limits: What is too large; None means the defaults.
    """
    limits = limits or Limits()
    shown = _printable(str(path))
    try:
        data = _load(path, limits)
    except (ReadingError, OSError) as error:
        return Reading(skipped=(Skipped(shown, _reason(error)),))
    if path.suffix.lower() == _ARCHIVE:
        return _read_archive(data, article_id, shown, limits)
    return _read_data(data, _Source(path, article_id, shown, shown))


def read_articles(paths: Sequence[Path], limits: Limits | None = None) -> Reading:
    """Read everything below the given files and folders, in order.

    Raises:
        ReadingError: There is nothing at one of the paths.
    """
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for root in paths:
        for path in find_files(root):
            reading = read_file(path, article_id_of(path, root), limits)
            articles += reading.articles
            skipped += reading.skipped
    return Reading(tuple(articles), tuple(skipped))


def _is_left_out(name: str) -> bool:
    return name.startswith((".", "__MACOSX")) or PurePath(name).stem.casefold() == "readme"


def _is_inside(file: Path, folder: Path) -> bool:
    """Tell whether this is a file, and one of the folder's even if it is a link."""
    return file.is_file() and (not file.is_symlink() or file.resolve().is_relative_to(folder))


def _load(path: Path, limits: Limits) -> bytes:
    if not path.is_file():
        # Opening a folder that was found says why it could not be looked into.
        next(path.iterdir(), None)
        raise ReadingError("is not a file")
    if path.suffix.lower() not in (*READERS, _ARCHIVE):
        raise ReadingError(_unknown_kind(path))
    if path.stat().st_size > limits.file_bytes:
        raise ReadingError(f"is larger than {limits.file_bytes / 2**20:g} MiB")
    return path.read_bytes()


def _unknown_kind(path: PurePath) -> str:
    return f"is of a kind ({path.suffix or 'no suffix'}) that is not read"


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"cannot be opened: {error.strerror or error}"
    return " ".join(str(error).split())


def _printable(path: str) -> str:
    """Return a path as text that any output can show, whatever bytes its name is made of."""
    text = path.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
    return _TREACHEROUS.sub("\ufffd", text)


def _as_id(path: PurePath) -> str:
    text = unicodedata.normalize("NFC", _printable(path.with_suffix("").as_posix()))
    return text.lstrip("/")


@dataclass(frozen=True)
class _Source:
    """Where bytes come from.

    Attributes:
        name: The name that says of what kind they are; for the date, too.
        article_id: The id of the article they hold.
        path: The file that holds them.
        shown: How they are called when they are skipped.
    """

    name: PurePath
    article_id: str
    path: str
    shown: str


def _read_data(data: bytes, source: _Source) -> Reading:
    def read() -> Reading:
        if not data.strip():
            raise ReadingError("is empty")
        contents = READERS[source.name.suffix.lower()](data)
        return _make_articles(contents, source)

    return _told(read, source.shown)


def _told(read: Callable[[], Reading], shown: str) -> Reading:
    """Run a reader and turn its failure into a reason."""
    try:
        return read()
    except ReadingError as error:
        reason = _reason(error)
    # The parsers are many and so are their errors on damaged or hostile bytes, down to running
    # out of memory. One such file must not stop the reading of the others.
    except Exception as error:
        _logger.info("%s could not be read", shown, exc_info=True)
        reason = f"is damaged, or not what its name says ({type(error).__name__})"
    return Reading(skipped=(Skipped(shown, reason),))


def _make_articles(contents: Contents, source: _Source) -> Reading:
    articles = []
    unread = list(contents.unread)
    for document in contents.documents:
        article_id = f"{source.article_id}/{document.name}" if document.name else source.article_id
        article = make_article(document, article_id, name=source.name.stem, path=source.path)
        if article.text:
            articles.append(article)
        else:
            unread.append(Unread(document.name, "holds no text"))
    skipped = (
        Skipped(f"{source.shown}: {part.name}" if part.name else source.shown, part.reason)
        for part in unread
    )
    return Reading(tuple(articles), tuple(skipped))


def _read_archive(data: bytes, article_id: str, path: str, limits: Limits) -> Reading:
    def read() -> Reading:
        members = unpack(
            data,
            members=limits.archive_members,
            member_bytes=limits.file_bytes,
            total_bytes=limits.archive_bytes,
        )
        readings = list(_read_members(members, article_id, path))
        if not readings:
            raise ReadingError("holds no files")
        return Reading(
            tuple(article for reading in readings for article in reading.articles),
            tuple(skipped for reading in readings for skipped in reading.skipped),
        )

    return _told(read, path)


def _read_members(members: Iterable[Member], article_id: str, path: str) -> Iterator[Reading]:
    taken: set[str] = set()
    for member in members:
        if any(map(_is_left_out, member.path.parts)):
            continue
        shown = _printable(f"{path}/{member.path}")
        reason = member.reason
        if member.path.suffix.lower() == _ARCHIVE:
            reason = "is an archive within an archive; unpack it first"
        elif member.path.suffix.lower() not in READERS:
            reason = _unknown_kind(member.path)
        if reason:
            yield Reading(skipped=(Skipped(shown, reason),))
            continue
        member_id = _as_id(member.path)
        if member_id in taken:
            # "a.txt" beside "a.md": the suffix tells them apart.
            member_id = f"{member_id}{member.path.suffix}"
        taken.add(member_id)
        source = _Source(member.path, f"{article_id}/{member_id}", path, shown)
        yield _read_data(member.data, source)
