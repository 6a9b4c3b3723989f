"""From bytes to text, whatever the encoding.

A byte order mark decides, then UTF-8, then the zero bytes that UTF-16 leaves between Latin
letters, and last the library charset-normalizer.
"""

from __future__ import annotations

import codecs

from corpus.errors import ReadingError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """Return the text that the bytes spell.

    Raises:
        ReadingError: They are no text in any encoding that could be recognised.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:
        return _decode_wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_narrow(data)


def _decode_wide(data: bytes) -> str:
    """Decode UTF-16 without a mark; any other data with zero bytes is binary."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) * 3 > len(data) // 2 and min(even, odd) * 20 < max(even, odd):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise ReadingError("is binary data, not text")


def _decode_narrow(data: bytes) -> str:
    from charset_normalizer import from_bytes

    match = from_bytes(data).best()
    if match is None:
        raise ReadingError("is not text in any known encoding")
    return str(match)
