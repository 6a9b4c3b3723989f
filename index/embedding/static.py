"""The embedded bilingual vectors: one vector per WordPiece, averaged over a text.

They ship with the code (see ``weights/README.md`` for data, licence and figures), so that a French
passage is found for an English question with no download. ``train.py`` makes them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Matrix = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

WEIGHTS = Path(__file__).parent / "weights"


class StaticVectors:
    """The table of piece vectors with its tokenizer.

    Attributes:
        dimension: Length of a vector.
    """

    def __init__(self, folder: Path) -> None:
        """Load ``vectors.npz`` and ``tokenizer.json`` from a folder."""
        stored = np.load(folder / "vectors.npz")
        self._vectors = stored["vectors"]
        self._scales = stored["scales"]
        # A row's scale does not change its direction.
        lengths = np.linalg.norm(self._vectors.astype(np.float32), axis=1, keepdims=True)
        self._to_unit = np.asarray(1 / np.where(lengths == 0, 1, lengths), np.float32)
        counts = stored["counts"].astype(np.float64)
        self._rarity = np.log((counts.sum() + len(counts)) / (counts + 1)).astype(np.float32)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._unknown = self._tokenizer.token_to_id("[UNK]")
        self.dimension = int(self._vectors.shape[1])

    def piece_ids(self, texts: Sequence[str]) -> list[Ids]:
        """Return the WordPiece ids of each text; unknown pieces are left out."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        rows = [np.asarray(encoding.ids, np.int64) for encoding in encodings]
        return [row[row != self._unknown] for row in rows]

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return (n_texts, dimension) float32, unit norm; a text without pieces is all zeros."""
        result = np.zeros((len(texts), self.dimension), np.float32)
        for row, ids in enumerate(self.piece_ids(texts)):
            if len(ids):
                result[row] = self._rows(ids).mean(axis=0)
        return _normalised(result)

    def piece_vectors(self, ids: Ids) -> Matrix:
        """Return (n_ids, dimension) float32, unit norm."""
        return np.asarray(self._vectors[ids] * self._to_unit[ids], np.float32)

    def rarity(self, ids: Ids) -> Matrix:
        """Return the self-information of pieces in nats, by their counts in the training text."""
        return np.asarray(self._rarity[ids])

    def _rows(self, ids: Ids) -> Matrix:
        return np.asarray(self._vectors[ids] * self._scales[ids], np.float32)


def _normalised(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)


@functools.cache
def load_static_vectors() -> StaticVectors:
    """Return the vectors that ship with the code, loaded once."""
    return StaticVectors(WEIGHTS)
