"""Articles in JSON: fields found by name, one article an object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from corpus.characters import settle_characters
from corpus.document import Contents, Document, Unread
from corpus.errors import ReadingError
from corpus.metadata import from_fields, normalise_name

# In order of preference; written as `normalise_name` writes them.
TEXT_FIELDS = ("text", "body", "content", "articlebody", "contenttext", "contenthtml", "texte")
_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|blockquote|span|a|strong|em|figure)\b[^>]*>", re.I)
# Told one by one; more are counted.
_MOST_TOLD = 20


def read_objects(source: str) -> Contents:
    """Read a JSON text: an object, a list of objects, or an object that holds such a list."""
    try:
        value = json.loads(source)
    except (ValueError, RecursionError) as error:
        if "\n" in source.strip() and source.lstrip().startswith("{"):
            return read_lines(source)
        raise ReadingError(f"is not valid JSON ({_first_line(error)})") from error
    if isinstance(value, Mapping) and _text_of(value) is not None:
        return Contents((_make_document(value, ""),))
    rows = value if isinstance(value, list) else _rows_of(value)
    return _read_rows((row, "") for row in rows)


def read_lines(source: str) -> Contents:
    """Read one JSON object a line; a broken line is told and the others are read."""
    return _read_rows(_parse(line) for line in source.split("\n") if line.strip())


def _parse(line: str) -> tuple[object, str]:
    try:
        return json.loads(line), ""
    except (ValueError, RecursionError) as error:
        return None, f"is not valid JSON ({_first_line(error)})"


def _rows_of(value: object) -> list[object]:
    """Return the list of objects that an object such as {"articles": […]} holds."""
    values = value.values() if isinstance(value, Mapping) else ()
    lists = [
        each
        for each in values
        if isinstance(each, list)
        and any(isinstance(row, Mapping) and _text_of(row) is not None for row in each)
    ]
    return lists[0] if len(lists) == 1 else []


def _read_rows(rows: Iterable[tuple[object, str]]) -> Contents:
    documents: list[Document] = []
    unread: list[Unread] = []
    names: set[str] = set()
    for number, (row, error) in enumerate(rows, start=1):
        if not isinstance(row, Mapping) or _text_of(row) is None:
            wanted = "has no text, body or content field"
            unread.append(Unread(f"row {number}", error or wanted))
            continue
        name = _name_of(row)
        if not name or name in names:
            name = str(number) if str(number) not in names else f"row-{number}"
        names.add(name)
        documents.append(_make_document(row, name))
    if not documents:
        raise ReadingError(unread[0].reason if unread else "holds no object with a text field")
    if len(unread) > _MOST_TOLD:
        rest = len(unread) - _MOST_TOLD
        unread[_MOST_TOLD:] = [Unread("other rows", f"{rest} more could not be read either")]
    return Contents(tuple(documents), tuple(unread))


def _make_document(row: Mapping[str, object], name: str) -> Document:
    text = _text_of(row) or ""
    if _TAG.search(text):
        from corpus.webpage import fragment_to_paragraphs

        text = fragment_to_paragraphs(text)
    return Document(settle_characters(text), from_fields(row), name)


def _text_of(row: Mapping[str, object]) -> str | None:
    fields = {normalise_name(name): value for name, value in row.items()}
    values = [fields.get(name) for name in TEXT_FIELDS]
    return next((value for value in values if isinstance(value, str) and value.strip()), None)


def _name_of(row: Mapping[str, object]) -> str:
    """Return the row's own id as one plain name, "" if it has none."""
    value = next((value for name, value in row.items() if normalise_name(name) == "id"), "")
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    name = re.sub(r"[\s/\\]+", "-", settle_characters(str(value))).strip("-.")
    return name[:100]


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["too deeply nested"])[0]
