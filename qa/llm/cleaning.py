"""Make plain text of what a model wrote: no link, image, tag, address or formatting is left.

What a model writes is as hostile as the articles it read. The page escapes everything once more;
this makes sure that no address is there to be read or copied either. Markers ``[n]`` stay.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

from corpus.characters import settle_characters

# A text that still changes after so many rounds of decoding and stripping hides something.
MOST_ROUNDS = 12
# A bracket that stays open longer than this belongs to no link.
LONGEST_OPEN = 400

_MARK = re.compile(r"\[(\d{1,4})\]")
# Markers while the rest is cleaned, in characters that settled text cannot have.
_KEPT = re.compile("(\ue000\\d+\ue001)")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")

_HIDDEN = re.compile(
    r"<(think|thinking|reasoning|script|style|svg|iframe|object|template|noscript|math)\b"
    r".*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[a-z/!?][^<>]*(?:>|(?=<)|\Z)", re.IGNORECASE)
_DEFINITION = re.compile("^[ \\t>]*(?:\\[[^\\]\n]*\\]|\ue000\\d+\ue001):.*$", re.MULTILINE)
_TARGET = r"[ \t]?\((?:[^()\n]|\([^()\n]*\))*(?:\)|$)"
_IMAGE = re.compile(rf"!\[[^\[\]]*\](?:{_TARGET}|\[[^\[\]]*\])?", re.MULTILINE)
_LINK = re.compile(rf"\[([^\[\]]*)\](?:{_TARGET}|\[[^\[\]]*\])", re.MULTILINE)

_TLD = r"com|net|org|info|io|fr|eu|ru|cn|uk|de|be|ch|ca|biz|xyz|top|app|dev|example|test|invalid"
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*\s?:\s?//\s?\S*"
    r"|\b(?:mailto|javascript|vbscript|data|tel|sms|file|ftp|magnet|blob|intent|h(?:tt|xx)ps?):\S+"
    r"|//[^\s/]+\.\S+|\\\\\S+|\bwww\d?\.\S+|\S+@\S+"
    # Names of hosts: with the scheme left out, defanged, or in words.
    r"|(?:[\w-]+\.)+[^\W\d_]{2,63}\b(?:[:/?#]\S*)?"
    rf"|\b[\w-]+\s?[\[({{]\s?(?:\.|dot|point)\s?[\])}}]\s?\S+"
    rf"|\b[\w-]+ (?:dot|point) (?:{_TLD})\b\S*"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b(?:[:/]\S*)?|\[?(?:[0-9a-f]{0,4}:){3,}[0-9a-f]{0,4}\]?"
    r"|\bxn--\S+",
    re.IGNORECASE,
)
# A word that can be shown although more letters may follow.
_FINISHED = re.compile(
    r"(?!(?:https?|hxxps?|ftp|file|www|mailto|javascript|vbscript)\Z)[^\W\d_]+", re.IGNORECASE
)
# Longer than any word: encoded data.
_DATA = re.compile(r"[A-Za-z0-9+/=_-]{32,}")
# What is left of an address when blanks broke it.
_REMNANT = re.compile(
    r"(?:(?:mailto|javascript|vbscript|h(?:tt|xx)ps?)\s?:|www\d?\.|:\s?//|(?<=\ue001)\s?\(\s*(?=[.\s]*$))",
    re.IGNORECASE | re.MULTILINE,
)
_EMPTY = re.compile(r"[(«“]\s*[)»”]|\"\s*\"")
_SYNTAX = re.compile(r"[\[\]<>{}|\\`*_~^]|^[ \t]*(?:#+|[-+•·>]|\d{1,2}[.)])(?=\s)", re.MULTILINE)
_BEHIND_STOP = re.compile("([.!?…]+)((?:\\s*\ue000\\d+\ue001)+)(?!\\s*[.!?…])")
_BEFORE_STOP = re.compile(r"\s+([.,)\]…])(?=\s|\Z)")


def clean(text: str) -> str:
    """Return a model's text as plain lines with their markers ``[n]``."""
    text = _MARK.sub("\ue000\\1\ue001", settle_characters(text))
    for _ in range(MOST_ROUNDS):
        cleaner = _strip(_decode(text))
        if cleaner == text:
            break
        text = cleaner
    else:
        return ""
    text = _EMPTY.sub("", _SYNTAX.sub("", text))
    # After taking out what has a meaning to a browser, nothing new may have come together.
    text = _REMNANT.sub(" ", _ADDRESS.sub(" ", _EMPTY.sub("", text)))
    lines = [_line(line) for line in text.split("\n")]
    return "\n".join(line for line in lines if any(letter.isalpha() for letter in line))


def clean_so_far(text: str) -> str:
    """Return the cleaned beginning of a text that is still being written.

    What the next words may turn into something else is held back: an open bracket or tag, and a
    last word that is more than letters or may begin an address.
    """
    cut = len(text)
    last_word = re.search(r"\S+\Z", text)
    if last_word and not _FINISHED.fullmatch(last_word.group()):
        cut = last_word.start()
    for opening, closing in (("<", ">"), ("[", "]"), ("(", ")"), ("{", "}")):
        place = text.rfind(opening)
        if place > text.rfind(closing) and len(text) - place < LONGEST_OPEN:
            cut = min(cut, place)
    return clean(text[:cut])


def _decode(text: str) -> str:
    """Return the text with entities, percent-encoding, look-alike forms and escapes resolved."""
    parts = _KEPT.split(text)
    parts[::2] = [_decode_part(part) for part in parts[::2]]
    return "".join(parts)


def _decode_part(text: str) -> str:
    text = html.unescape(text)
    if _ENCODED.search(text):
        text = unquote(text, errors="ignore")
    text = unicodedata.normalize("NFKC", _ESCAPE.sub("", text)).replace("。", ".")
    return _PRIVATE.sub("", text)


def _strip(text: str) -> str:
    text = _TAG.sub("", _HIDDEN.sub(" ", text))
    text = _LINK.sub(r"\1", _IMAGE.sub(" ", _DEFINITION.sub("", text)))
    return _DATA.sub(" ", _REMNANT.sub(" ", _ADDRESS.sub(" ", text)))


def _line(line: str) -> str:
    """Return a line with single blanks, one before each marker, and markers before the full stop
    of their sentence."""
    line = _BEHIND_STOP.sub(r"\2\1", line)
    line = _KEPT.sub(r" \1", line).replace("\ue000", "[").replace("\ue001", "]")
    line = _BEFORE_STOP.sub(r"\1", " ".join(line.split()))
    return line if re.search(r"\w", _MARK.sub("", line)) else ""
