"""Confidence against what came true, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from qa.evaluation.calibration import Bin, calibration_error, reliability

ROWS = np.asarray([[0.12, 0.0], [0.18, 1.0], [0.95, 1.0], [1.0, 1.0]])


def test_questions_are_binned_by_tenths_and_empty_bins_left_out() -> None:
    low, high = reliability(ROWS)
    assert (low.count, low.share, high.count, high.share) == (2, 0.5, 2, 1.0)
    assert (low.confidence, high.confidence) == pytest.approx((0.15, 0.975))


def test_the_error_weighs_each_bin_by_its_questions() -> None:
    assert calibration_error(ROWS) == pytest.approx((2 * 0.35 + 2 * 0.025) / 4)


def test_full_confidence_is_in_the_last_bin() -> None:
    assert reliability(np.asarray([[1.0, 1.0]])) == [Bin(1.0, 1.0, 1)]
