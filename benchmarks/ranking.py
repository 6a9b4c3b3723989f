"""Figures of rankings in which one document is right.

With a single right document R@k is the share found among the first k, the reciprocal rank 1/rank
(Voorhees 1999), and nDCG 1/log2(1 + rank) (Järvelin & Kekäläinen 2002): the ideal gain is 1.
"""

from __future__ import annotations

import math


def recall_at(k: int, rank: int | None) -> float:
    """Return 1 when the right document is among the first k; ranks count from 1."""
    return float(rank is not None and rank <= k)


def reciprocal_rank(rank: int | None, depth: int = 10) -> float:
    """Return 1/rank, 0 beyond the depth."""
    return 1 / rank if rank is not None and rank <= depth else 0.0


def ndcg(rank: int | None, depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain, 0 beyond the depth."""
    return 1 / math.log2(1 + rank) if rank is not None and rank <= depth else 0.0
