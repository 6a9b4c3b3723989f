"""The text of a Word document: paragraphs, and tables with one line a row."""

from __future__ import annotations

import io
import zipfile

from corpus.characters import settle_characters
from corpus.document import Document
from corpus.errors import ReadingError
from corpus.metadata import Metadata

# A document that unpacks to more is made to exhaust the memory.
_LARGEST_UNPACKED = 300 * 2**20
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"


def read_document(data: bytes) -> Document:
    """Read a .docx file; a paragraph in the style "Title" is the headline.

    Raises:
        ReadingError: It is none, or encrypted, or too large once unpacked.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from docx.table import Table

    if data.startswith(_OLD_FORMAT):
        raise ReadingError("is encrypted or in the old .doc format; save it as plain .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _LARGEST_UNPACKED:
            raise ReadingError(f"unpacks to more than {_LARGEST_UNPACKED // 2**20} MiB")
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError) as error:
        raise ReadingError("is not a Word document that can be read") from error
    lines: list[str] = []
    title = ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [
                " | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in block.rows
            ]
            continue
        lines.append(block.text)
        if not title and block.style is not None and block.style.name == "Title":
            title = " ".join(block.text.split())
    return Document(settle_characters("\n".join(lines)), Metadata(title=title))
