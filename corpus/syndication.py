"""Recognise near-identical copies: one agency text under several names.

A signature is a MinHash (Broder 1997, as the library datasketch computes it) over runs of words,
compared without case, accents and typography. Bands of it are keys under which likely copies
meet, so that a new article is compared with those few only.
"""

from __future__ import annotations

import functools
import re

from corpus.characters import fold

# Words in a shingle.
SHINGLE = 4
# Share of common shingles above which two texts are copies.
THRESHOLD = 0.5
_PERMUTATIONS = 128
_SEED = 1
_BANDS = 32
_BYTES = 4


def signature(text: str) -> bytes:
    """Return 512 bytes that depend on the words of a text and their order alone."""
    from datasketch import MinHash

    words = re.findall(r"\w+", fold(text))
    count = max(len(words) - SHINGLE + 1, 1)
    shingles = {" ".join(words[start : start + SHINGLE]).encode() for start in range(count)}
    sketch = MinHash(
        num_perm=_PERMUTATIONS, seed=_SEED, permutations=_permutations(), scheme="affine32"
    )
    sketch.update_batch(sorted(shingles))
    return bytes(sketch.hashvalues.astype("<u4").tobytes())


def similarity(left: bytes, right: bytes) -> float:
    """Return the estimated share of shingles that two texts have in common, 0 to 1."""
    import numpy

    one, other = (numpy.frombuffer(each, dtype="<u4") for each in (left, right))
    return float((one == other).mean())


def band_keys(signature: bytes) -> list[bytes]:
    """Return keys of which two copies almost surely share one, each with its band's number."""
    width = len(signature) // _BANDS
    return [bytes([band]) + signature[band * width : (band + 1) * width] for band in range(_BANDS)]


@functools.cache
def _permutations() -> object:
    from datasketch import MinHash

    return MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme="affine32").permutations
