"""Recognise near-identical copies: one agency text under several names.

A signature is a MinHash (Broder 1997, as the library datasketch computes it) over runs of words,
compared without case, accents and typography. Bands of it are keys under which likely copies
meet, so that a new article is compared with those few only.

Measured on French news texts of 10 and 15 sentences: copies with another headline, another lead or
without their last sentence have at least 0.67 of their runs of words in common, with all three
changes 0.53; articles on one event by different writers, and articles that sum the same facts up
in other words, at most 0.11.
"""

from __future__ import annotations

import functools
import re

from corpus.characters import fold

# Runs of this many words are compared.
_RUN = 3
# Share of common runs from which two texts are copies. Nearer to the copies than to the others:
# taking an article for a copy hides what it alone says.
THRESHOLD = 0.45
# Of 42 keys, copies at the threshold share one with probability 0.98, texts at 0.11 with 0.06.
_PERMUTATIONS, _BANDS, _ROWS = 126, 42, 3
_BYTES = 4
_SEED = 1


def signature(text: str) -> bytes:
    """Return 504 bytes that depend on the words of a text and their order alone.

    They are the same on every machine and in every process, so they can be stored.
    """
    from datasketch import MinHash

    words = re.findall(r"\w+", fold(text))
    last = max(len(words) - _RUN, 0)
    runs = {" ".join(words[start : start + _RUN]).encode() for start in range(last + 1)}
    sketch = MinHash(
        num_perm=_PERMUTATIONS, seed=_SEED, permutations=_permutations(), scheme="affine32"
    )
    sketch.update_batch(sorted(runs))
    return bytes(sketch.hashvalues.astype("<u4").tobytes())


def similarity(left: bytes, right: bytes) -> float:
    """Return the estimated share of runs of words that two texts have in common, 0 to 1."""
    import numpy

    one, other = (numpy.frombuffer(each, dtype="<u4") for each in (left, right))
    return float((one == other).mean())


def band_keys(signature: bytes) -> list[bytes]:
    """Return keys of which two copies almost surely share one, each with its band's number."""
    width = _ROWS * _BYTES
    return [bytes([band]) + signature[band * width : (band + 1) * width] for band in range(_BANDS)]


@functools.cache
def _permutations() -> object:
    from datasketch import MinHash

    return MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme="affine32").permutations
