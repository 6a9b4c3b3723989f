"""One reader for each kind of file: bytes in, documents out.

A document is the raw text with one line a paragraph, and what the file itself says about it. To
read another kind of file, write a reader and add its suffix to `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.decoding import decode
from corpus.errors import ReadingError
from corpus.metadata import Metadata, from_fields
from corpus.paragraphs import unwrap


@dataclass(frozen=True)
class Document:
    """What a file holds before cleaning.

    Attributes:
        text: One line a paragraph.
        metadata: What the file itself says; nothing from its name or its text.
        name: Of a row in a file of several documents; "" for the only one.
    """

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    name: str = ""


def read_plain_text(data: bytes) -> list[Document]:
    """Read plain text, hard-wrapped or with one paragraph a line."""
    return [Document(unwrap(_lines(decode(data))))]


def read_markdown(data: bytes) -> list[Document]:
    """Read Markdown with or without front matter."""
    import frontmatter
    import yaml

    from corpus.markdown import to_paragraphs

    try:
        fields, body = frontmatter.parse(decode(data))
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise ReadingError(f"has front matter that cannot be read: {reason}") from error
    return [Document(to_paragraphs(body), from_fields(fields))]


READERS: dict[str, Callable[[bytes], list[Document]]] = {
    ".txt": read_plain_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def _lines(text: str) -> str:
    from corpus.characters import settle_characters

    return settle_characters(text)
