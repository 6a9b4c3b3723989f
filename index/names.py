"""Recognise a name in its French and its English spelling: Poutine and Putin, Koursk and Kursk.

Both languages write foreign names by ear, each in its own way. A name's key keeps what they share,
so that two spellings of one name have one key. The rules are those by which the two languages write
the same sounds, not a list of names.
"""

from __future__ import annotations

import functools
import re
import unicodedata

# Applied in order. Left, what either language writes; right, one way to write that sound.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"t?s?ch|tsh|sh", "c"),
        (r"gu(?=[eiy])", "g"),
        (r"ck|kh|qu?|c(?=[aoulrkt]|$)", "k"),
        (r"ph", "f"),
        (r"ou|oo", "u"),
        (r"w", "v"),
        (r"tz", "ts"),
        (r"dj", "j"),
        (r"e[iy]|[iy]+[ei]*", "i"),
        (r"(?<!^)h", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)e$", ""),
    )
]
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-ÞŒ][\w’']{2,}")
_ELISION = re.compile(r"^(?:[dlDL]|[Qq]u)[’']")
# A shorter key is shared by too many names.
_SHORTEST = 3


@functools.lru_cache(maxsize=65_536)
def sound_key(name: str) -> str:
    """Return what the spellings of a name have in common; "" when that is too little to tell."""
    decomposed = unicodedata.normalize("NFD", _ELISION.sub("", name).casefold())
    key = decomposed
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key if len(key) >= _SHORTEST else ""


def find_names(text: str) -> list[str]:
    """Return the distinct capitalised words of a text, in order; most are names."""
    return list(dict.fromkeys(_NAME.findall(text)))


def name_keys(text: str) -> frozenset[str]:
    """Return the keys of the capitalised words of a text."""
    return frozenset(key for name in find_names(text) if (key := sound_key(name)))
