"""One reader for each kind of file: bytes in, documents out.

To read another kind of file, write a function from bytes to `Contents` and add its suffix to
`READERS`. A reader raises `ReadingError` with the reason when it can make nothing of the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from corpus.characters import settle_characters
from corpus.decoding import decode
from corpus.document import Contents, Document
from corpus.errors import ReadingError
from corpus.metadata import Metadata, from_fields
from corpus.paragraphs import unwrap

_SIMPLE_FIELD = re.compile(r"(?P<name>[A-Za-zÀ-ÿ][\w -]{0,40}):(?P<value>(?!\s*[\[{|>&*!%@`]).*)")


def read_plain_text(data: bytes) -> Contents:
    """Read plain text, hard-wrapped or with one paragraph a line."""
    metadata, body = _take_front_matter(decode(data))
    return Contents((Document(unwrap(settle_characters(body)), metadata),))


def read_markdown(data: bytes) -> Contents:
    """Read Markdown with or without front matter."""
    from corpus.markdown import to_paragraphs

    metadata, body = _take_front_matter(decode(data))
    return Contents((Document(to_paragraphs(body), metadata),))


def read_html(data: bytes) -> Contents:
    """Read the main text of a web page."""
    from corpus.webpage import read_page

    declared = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", data[:4096], re.I)
    return Contents((read_page(decode(data, declared[1].decode() if declared else "")),))


def read_pdf(data: bytes) -> Contents:
    """Read the text of a PDF's pages."""
    from corpus.pdf import read_pages

    return Contents((read_pages(data),))


def read_word(data: bytes) -> Contents:
    """Read the paragraphs and tables of a Word document."""
    from corpus.word import read_document

    return Contents((read_document(data),))


def read_json(data: bytes) -> Contents:
    """Read an object, or a list of objects, with the text in one of their fields."""
    from corpus.rows import read_objects

    return read_objects(decode(data))


def read_json_lines(data: bytes) -> Contents:
    """Read one object a line."""
    from corpus.rows import read_lines

    return read_lines(decode(data))


READERS: dict[str, Callable[[bytes], Contents]] = {
    ".txt": read_plain_text,
    ".text": read_plain_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_word,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}


def _take_front_matter(text: str) -> tuple[Metadata, str]:
    """Return what the front matter says, if there is any, and the text after it."""
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    text = text.lstrip("\ufeff \t\r\n")
    if not handler.detect(text):
        return Metadata(), text
    try:
        header, body = handler.split(text)
    except ValueError:
        return Metadata(), text
    try:
        fields = handler.load(header)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        fields = _read_simple_fields(header)
        if not fields:
            reason = " ".join(str(getattr(error, "problem", None) or error).split())
            raise ReadingError(f"has front matter that is not valid YAML ({reason})") from error
    # Between two rules may also stand a paragraph.
    return (from_fields(fields), body) if isinstance(fields, Mapping) else (Metadata(), text)


def _read_simple_fields(header: str) -> dict[str, str]:
    """Read lines of "name: value" that YAML refuses, such as "title: Koursk : la suite".

    Returns:
        The fields, none if any line is of another form.
    """
    lines = [line for line in header.splitlines() if line.strip() and not line.startswith("#")]
    fields = [_SIMPLE_FIELD.fullmatch(line) for line in lines]
    if not all(fields):
        return {}
    return {field["name"]: field["value"].strip(" \"'") for field in fields if field}
