"""Cut a sentence into words as the rules of statements need them.

A French elision is a word of its own (l', n', qu'), and so is the pronoun of "a-t-il dit"; every
mark of punctuation is one too.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_PRONOUN = r"(?:ils?|elles?|on)\b"
_TOKEN = re.compile(
    r"(?:aujourd|prud)['’]hui"
    r"|(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=[^\W_])"
    rf"|-(?:t-)?(?={_PRONOUN})"
    r"|['’]s\b"
    rf"|[^\W_]+(?:[-.](?!(?:t-)?{_PRONOUN})[^\W_]+|['’]t\b)*"
    r"|\S",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    """A word or a mark: ``text`` is the slice ``start`` to ``end`` of the sentence.

    Attributes:
        low: The word in lower case with straight apostrophes.
    """

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()


@functools.lru_cache(maxsize=4096)
def tokenise(sentence: str) -> tuple[Token, ...]:
    """Return the words and marks of a sentence in order."""
    return tuple(
        Token(found.start(), found.end(), found.group(), found.group().lower().replace("’", "'"))
        for found in _TOKEN.finditer(sentence)
    )
