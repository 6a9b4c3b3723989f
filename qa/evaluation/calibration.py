"""Compares confidence with what came true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qa.evaluation.statistics import Rows

# Of confidence, of equal width.
BINS = 10


@dataclass(frozen=True)
class Bin:
    """Questions of about one confidence: their mean confidence, the share that came true."""

    confidence: float
    share: float
    count: int


def reliability(rows: Rows) -> list[Bin]:
    """Return the bins that hold questions, of ``(n, 2)`` rows: confidence, and 1 for true."""
    confidence, came_true = rows[:, 0], rows[:, 1]
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(float(confidence[own].mean()), float(came_true[own].mean()), int(own.sum()))
        for place in range(BINS)
        if (own := places == place).any()
    ]


def calibration_error(rows: Rows) -> float:
    """Return the expected calibration error (Naeini et al. 2015) of ``(n, 2)`` rows, 0 to 1."""
    return sum(
        abs(each.confidence - each.share) * each.count / len(rows) for each in reliability(rows)
    )
