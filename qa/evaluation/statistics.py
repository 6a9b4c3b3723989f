"""How sure a figure is: bootstrap intervals, and a paired test of two runs.

results of one run ─▶ interval        two runs ─▶ sign_test
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float64]

SEED = 0
RESAMPLES = 1000


def mean(rows: Rows) -> float:
    """Return the mean of the first column of ``(n, d)`` rows."""
    return float(rows[:, 0].mean())


def interval(
    rows: Sequence[Sequence[float]], statistic: Callable[[Rows], float] = mean
) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval (Efron 1979) of a statistic, seeded.

    Args:
        rows: One a question, at least one, all of one length.
        statistic: Of ``(n, d)`` rows.
    """
    given = np.asarray(rows, np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(given), (RESAMPLES, len(given)))
    if statistic is mean:
        found = given[:, 0][drawn].mean(axis=1)
    else:
        found = np.asarray([statistic(given[places]) for places in drawn])
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def sign_test(better: int, worse: int) -> float:
    """Return the two-sided p-value that two runs differ by chance only.

    The exact form of McNemar's test (1947) on paired outcomes: of the questions that only one of
    the runs has right, each is as likely to be the one's as the other's.

    Args:
        better: Questions that only the second run has right.
        worse: Questions that only the first has right.
    """
    pairs = better + worse
    tail = sum(math.comb(pairs, count) for count in range(min(better, worse) + 1))
    return min(1.0, float(2 * tail / 2**pairs))
