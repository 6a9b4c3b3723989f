"""The table of start times, from given seconds."""

from __future__ import annotations

from benchmarks.startup import format_table


def test_seconds_are_also_multiples_of_the_two_yardsticks() -> None:
    seconds = {"python -c pass": 0.04, "import chromadb": 0.8, "cold ask": 4.0}
    assert format_table(seconds, {"cold ask": 5.0}).splitlines()[2:] == [
        "| python -c pass | 0.040 | 1.00 | 0.05 |  |",
        "| import chromadb | 0.800 | 20.00 | 1.00 |  |",
        "| cold ask | 4.000 | 100.00 | 5.00 | under 5.0 |",
    ]
