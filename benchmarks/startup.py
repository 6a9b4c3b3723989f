"""How long the product takes to start and to answer: ``python -m benchmarks.startup``.

Each start is a process of its own; warm questions are asked within one process. Seconds depend on
the machine, so each is also given as a multiple of what an empty Python and the import of chromadb
take there. The rows are measured in turns, so that a machine that is busy for a while slows all of
them, and the median of the turns is printed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "who first confirmed the deployment?"
EMPTY = "python -c pass"
CHROMADB = "import chromadb"

IMPORT = "import time; t = time.perf_counter(); import qa; print(time.perf_counter() - t)"
# Asks everything twice and reports the second time, as milliseconds in a list.
WARM = """
import json, sys, time
from qa import Assistant
from qa.evaluation import DEFAULT_QUESTIONS, read_cases
assistant = Assistant.open(sys.argv[1])
questions = [case.question for case in read_cases(DEFAULT_QUESTIONS)]
for question in questions:
    assistant.ask(question)
seconds = []
for question in questions:
    started = time.perf_counter()
    assistant.ask(question)
    seconds.append(time.perf_counter() - started)
print(json.dumps(seconds))
"""


@dataclass(frozen=True)
class Row:
    """Something that is timed.

    Attributes:
        name: As it is printed.
        measure: Does it once and returns the seconds.
        goal: Seconds it should stay under, or None.
    """

    name: str
    measure: Callable[[], float]
    goal: float | None = None


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="turns of measuring (default 5)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store"
        _run("-m", "qa", "index", "--store", store)
        rows = [
            Row(EMPTY, lambda: _seconds("-c", "pass")),
            Row(CHROMADB, lambda: _seconds("-c", CHROMADB)),
            Row("import qa", lambda: float(_run("-c", IMPORT)), 0.2),
            Row("python -m qa --help", lambda: _seconds("-m", "qa", "--help"), 0.4),
            Row("index the bundled articles", _index_anew),
            Row("cold ask", lambda: _seconds("-m", "qa", "ask", QUESTION, "--store", store), 5.0),
        ]
        taken: dict[str, list[float]] = {row.name: [] for row in rows}
        for _ in range(runs):
            for row in rows:
                taken[row.name].append(row.measure())
        warm: list[float] = json.loads(_run("-c", WARM, store))
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    medians["warm question, median"] = statistics.median(warm)
    medians["warm question, 95 of 100"] = statistics.quantiles(warm, n=20)[-1]
    goals = {row.name: row.goal for row in rows} | {"warm question, median": 0.1}
    print(f"Median of {runs} runs; {len(warm)} warm questions; Python {sys.version.split()[0]}\n")
    print(format_table(medians, goals))


def format_table(seconds: dict[str, float], goals: dict[str, float | None]) -> str:
    """Return a Markdown table of seconds, ratios and goals."""
    lines = [
        f"| what | seconds | × {EMPTY} | × {CHROMADB} | goal |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, taken in seconds.items():
        goal = goals.get(name)
        ratios = " | ".join(f"{taken / seconds[other]:.2f}" for other in (EMPTY, CHROMADB))
        lines.append(f"| {name} | {taken:.3f} | {ratios} | {f'under {goal}' if goal else ''} |")
    return "\n".join(lines)


def _index_anew() -> float:
    with tempfile.TemporaryDirectory() as folder:
        return _seconds("-m", "qa", "index", "--store", f"{folder}/store")


def _seconds(*arguments: str) -> float:
    started = time.perf_counter()
    _run(*arguments)
    return time.perf_counter() - started


def _run(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


if __name__ == "__main__":
    main()
