from __future__ import annotations

import os

from benchmarks.page import memory_of, percentile


def test_percentile_is_a_value_near_the_top() -> None:
    assert percentile(tuple(map(float, range(101))), 95) == 95.0
    assert percentile((3.0,), 95) == 3.0


def test_memory_of_a_running_process_is_told() -> None:
    assert memory_of(os.getpid()) > 1
