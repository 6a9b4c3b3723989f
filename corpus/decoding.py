"""From bytes to text, whatever the encoding.

A byte order mark decides, then UTF-8, then the zero bytes that UTF-16 leaves between Latin
letters. Older one-byte encodings are told apart by the letters they give: first those of Western
Europe, whose letters are known, then by the library charset-normalizer. (On single paragraphs of
French news in cp1252 the library alone takes a third for cp1250 or Big5.)
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
_WESTERN = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_WESTERN_LETTERS = frozenset(
    "àâäáãåçéèêëíîïñóôöõøœæùúûüÿßÀÂÄÁÃÅÇÉÈÊËÍÎÏÑÓÔÖÕØŒÆÙÚÛÜ«»‹›“”„‘’–—…€£°·•§©®™ \u00a0"
)
# Shares of the letters beyond ASCII that must belong to Western Europe, and of all letters that
# may be beyond ASCII: French has 4 %, Cyrillic and Greek nearly all.
_BELONGING, _ACCENTED = 0.97, 0.2
# Text has hardly any control characters besides line ends, tabs, form feeds and escapes.
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1b"})
_BINARY = 0.02
# A UTF-8 file with fewer broken bytes than this share is a damaged UTF-8 file.
_DAMAGED = 0.01


def decode(data: bytes, declared: str = "") -> str:
    """Return the text that the bytes spell.

    Args:
        data: The whole file.
        declared: The encoding that the file names itself, for when UTF-8 does not fit.

    Raises:
        ReadingError: They are no text in any encoding that could be recognised.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:
        return _decode_wide(data)
    if len(data) - len(data.translate(None, _CONTROLS)) > _BINARY * len(data):
        raise ReadingError("is binary data, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(data, declared) or _decode_narrow(data)


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


def _decode_declared(data: bytes, declared: str) -> str:
    """Decode as the file itself says, "" if it cannot be so.

    ISO 8859-1 means cp1252 on the web (WHATWG Encoding Standard).
    """
    try:
        encoding = codecs.lookup(declared).name if declared else "utf-8"
        return data.decode("cp1252" if encoding == "iso8859-1" else encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        return ""


def _decode_narrow(data: bytes) -> str:
    beyond = sum(byte > 127 for byte in data)
    repaired = data.decode("utf-8", errors="replace")
    if repaired.count("\ufffd") < _DAMAGED * beyond or _is_cut(repaired):
        return repaired
    shares = {encoding: _western_share(data, encoding) for encoding in _WESTERN}
    likeliest = max(_WESTERN, key=shares.__getitem__)
    if shares[likeliest] >= _BELONGING:
        return data.decode(likeliest)
    from charset_normalizer import from_bytes

    match = from_bytes(data).best()
    if match is None:
        raise ReadingError("is not text in any known encoding")
    return str(match)


def _is_cut(repaired: str) -> bool:
    """Tell whether only the last character is broken: the file was cut at some size."""
    return len(repaired) > 1 and repaired.find("\ufffd") == len(repaired) - 1


def _western_share(data: bytes, encoding: str) -> float:
    """Return how much of the text beyond ASCII this encoding makes Western European, 0 to 1."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    beyond = [place for place, letter in enumerate(text) if ord(letter) > 127]
    accented = sum(text[place].isalpha() for place in beyond)
    is_western = accented <= _ACCENTED * sum(map(str.isalpha, text)) + 2
    if not is_western or any(ord(letter) in range(127, 160) for letter in text):
        return 0.0
    # A capital after a small letter is the sign of a wrong guess: "Ètait" is none, "aÈ" is.
    belonging = [
        text[place] in _WESTERN_LETTERS
        and not (text[place].isupper() and text[place - 1 : place].islower())
        for place in beyond
    ]
    return sum(belonging) / max(len(belonging), 1)
