"""How far a short answer is the expected one: exact match and F1, as SQuAD defines them.

After Rajpurkar et al. 2016 (arXiv:1606.05250): case, punctuation and articles do not count; here
neither do accents, and the articles are French and English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_ARTICLES = frozenset("l d le la les un une des du de the a an".split())


def exact(said: str, gold: str) -> bool:
    """Return whether two answers are the same words."""
    return _words(said) == _words(gold)


def overlap(said: str, gold: str) -> float:
    """Return the F1 of the words of two answers, from 0 to 1."""
    ours, theirs = Counter(_words(said)), Counter(_words(gold))
    same = (ours & theirs).total()
    return 2 * same / (ours.total() + theirs.total()) if same else float(ours == theirs)


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return [word for word in re.findall(r"\w+", plain) if word not in _ARTICLES]
