"""The text of a PDF: what its pages draw as letters, with paragraphs put together again.

A PDF knows lines, not paragraphs. Lines at the top and the bottom that return on most pages are the
page's; a line that is clearly shorter than the others ends a paragraph; a word cut at the end of
a line is joined.
"""

from __future__ import annotations

import collections
import io
import re

from corpus.article import Removal
from corpus.characters import settle_characters
from corpus.document import Document
from corpus.errors import ReadingError

_MOST_PAGES = 3000
# A line that fills less than this share of the column ends its paragraph.
_SHORT = 0.8
# Running titles stand on this share of at least three pages.
_RUNNING = 0.5
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)? ?[-–—]? ?\d{1,4}(?: ?(?:/|sur|of) ?\d{1,4})? ?[-–—]?", re.IGNORECASE
)
_ENDS = (".", "!", "?", "…", "»", "”", '"', ":")


def read_pages(data: bytes) -> Document:
    """Read the text of all pages.

    Raises:
        ReadingError: It is no PDF, needs a password, or holds pictures only.
    """
    import pypdf
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        # Many files are locked against changes only and open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError("is encrypted; save it without a password")
        if len(reader.pages) > _MOST_PAGES:
            raise ReadingError(f"has more than {_MOST_PAGES} pages")
        texts = [page.extract_text() for page in reader.pages]
    except DependencyError as error:
        raise ReadingError("is encrypted; save it without a password") from error
    except (PyPdfError, RecursionError) as error:
        raise ReadingError("is not a PDF that can be read") from error
    pages = [settle_characters(text).split("\n") for text in texts]
    pages = [[line for line in page if line] for page in pages]
    if not any(pages):
        raise ReadingError("holds pictures but no text; run text recognition over it first")
    pages, removed = _take_running_lines(pages)
    lines = [line for page in pages for line in page]
    return Document("\n".join(_join(lines)), removed=removed)


def _take_running_lines(pages: list[list[str]]) -> tuple[list[list[str]], tuple[Removal, ...]]:
    """Take running titles and page numbers off the first and last lines of the pages."""
    ends = collections.Counter(_pattern(line) for page in pages for line in {*page[:1], *page[-1:]})
    removed: list[Removal] = []
    kept = []
    for page in pages:
        page = list(page)
        for end in (0, -1):
            while page and (
                _PAGE_NUMBER.fullmatch(page[end])
                or (len(pages) >= 3 and ends[_pattern(page[end])] > _RUNNING * len(pages))
            ):
                removed.append(Removal(page.pop(end), "running-line"))
        kept.append(page)
    return kept, tuple(removed)


def _pattern(line: str) -> str:
    """Return the line without its numbers, which change from page to page."""
    return re.sub(r"\d+", "0", line)


def _join(lines: list[str]) -> list[str]:
    """Put paragraphs together from the lines of a column."""
    lengths = sorted(len(line) for line in lines)
    column = lengths[int(0.8 * (len(lengths) - 1))]
    words = {word.casefold() for line in lines for word in re.findall(r"[\w-]+", line)}
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if not paragraphs or not (is_open or line[0].islower()):
            paragraphs.append(line)
        else:
            paragraphs[-1] = _join_lines(paragraphs[-1], line, words)
        # A headline ends early without a full stop; so does a line before a long word.
        is_open = len(line) >= _SHORT * column or (
            not line.endswith(_ENDS) and len(line) >= 0.6 * column
        )
    return paragraphs


def _join_lines(left: str, right: str, words: set[str]) -> str:
    """Join two lines; a hyphen at the end goes where the word is known without it."""
    cut = re.search(r"(\w+)[-\u2010]$", left)
    rest = re.match(r"[a-zà-ÿ]\w*", right)
    if not cut or not rest:
        return f"{left}{right}" if cut else f"{left} {right}"
    whole = (cut[1] + rest[0]).casefold()
    hyphenated = f"{cut[1]}-{rest[0]}".casefold()
    is_word = whole in words or (hyphenated not in words and _is_word(whole))
    return (left[: cut.end(1)] if is_word else left) + right


def _is_word(word: str) -> bool:
    import simplemma

    return any(simplemma.is_known(word, lang=language) for language in ("fr", "en"))
