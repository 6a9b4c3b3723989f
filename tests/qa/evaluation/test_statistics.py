"""Intervals and the paired test, against what is known of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from qa.evaluation.statistics import interval, sign_test


def test_the_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    few, many = interval([[0.0], [1.0]] * 20), interval([[0.0], [1.0]] * 2000)
    assert few[0] < 0.5 < few[1]
    assert many[1] - many[0] < few[1] - few[0]


def test_what_never_varies_has_no_width() -> None:
    assert interval([[1.0]] * 10) == (1.0, 1.0)


def test_any_statistic_has_an_interval() -> None:
    low, high = interval([[float(n), 0.0] for n in range(100)], lambda rows: float(np.max(rows)))
    assert 90 < low <= high == 99


@pytest.mark.parametrize(("better", "worse"), [(0, 0), (1, 0), (5, 1), (3, 3), (2, 12), (0, 40)])
def test_the_paired_test_is_the_exact_binomial_one(better: int, worse: int) -> None:
    expected = binomtest(better, better + worse).pvalue if better + worse else 1.0
    assert sign_test(better, worse) == pytest.approx(expected)
