"""Let many people ask the page at once: ``python -m benchmarks.page``.

Starts the real application over the bundled articles on a free port of this machine, asks alone
for a moment, then with many askers for a minute, each asking again as soon as the answer has come.
Prints the errors, the times with the ratio that matters, and the server's memory before and after.
Linux only: memory is read from ``/proc``.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from gradio_client import Client
from gradio_client.exceptions import AppError

from qa.web.examples import EXAMPLES

ROOT = Path(__file__).resolve().parent.parent
# The slowest twentieth of many may take so many times as long as one who is alone.
GOAL = 15.0


@dataclass(frozen=True)
class Load:
    """What asking for a while came to: seconds of each answer, and what went wrong."""

    seconds: tuple[float, ...]
    errors: tuple[str, ...]


def main() -> int:
    """Measure, print, and return 1 where there was an error or the goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--askers", type=int, default=20, choices=range(1, 51), metavar="1-50")
    parser.add_argument("--seconds", type=int, default=60, choices=range(1, 301), metavar="1-300")
    options = parser.parse_args()
    # The client's own argument for it does not keep it from calling home.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    with served() as (address, process):
        alone = ask_for(address, 1, 10)
        before = memory_of(process)
        crowd = ask_for(address, options.askers, options.seconds)
        after = memory_of(process)
    if not alone.seconds or not crowd.seconds:
        print(f"no answer came: {(alone.errors + crowd.errors)[:1]}", file=sys.stderr)
        return 1
    median = statistics.median(alone.seconds)
    slowest = percentile(crowd.seconds, 95)
    print(f"alone: {len(alone.seconds)} answers, median {1000 * median:.0f} ms")
    print(
        f"{options.askers} askers, {options.seconds} s: {len(crowd.seconds)} answers, median "
        f"{1000 * statistics.median(crowd.seconds):.0f} ms, p95 {1000 * slowest:.0f} ms = "
        f"{slowest / median:.1f} x alone (goal: at most {GOAL:g})"
    )
    print(f"errors: {len(crowd.errors)} {' '.join(crowd.errors[:3])}".rstrip())
    print(f"memory of the server: {before:.0f} MiB before, {after:.0f} MiB after")
    return int(bool(crowd.errors) or slowest > GOAL * median)


def percentile(values: tuple[float, ...], share: int) -> float:
    """Return the value below which this many of a hundred lie; the only one of a single one."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def ask_for(address: str, askers: int, seconds: float) -> Load:
    """Let so many ask for so long, each one question after the other."""
    # Each has a connection of his own, made before the time runs.
    clients = [Client(address, verbose=False, analytics_enabled=False) for _ in range(askers)]
    end = time.perf_counter() + seconds

    def ask(number: int) -> tuple[list[float], list[str]]:
        taken: list[float] = []
        errors: list[str] = []
        while time.perf_counter() < end:
            question = EXAMPLES[(number + len(taken)) % len(EXAMPLES)]
            started = time.perf_counter()
            try:
                clients[number].predict(question, api_name="/ask")
            except (AppError, httpx.HTTPError, OSError, ValueError) as error:
                errors.append(f"{type(error).__name__}: {error}")
                continue
            taken.append(time.perf_counter() - started)
        return taken, errors

    with concurrent.futures.ThreadPoolExecutor(askers) as people:
        results = list(people.map(ask, range(askers)))
    for client in clients:
        client.close()
    return Load(
        tuple(each for taken, _ in results for each in taken),
        tuple(each for _, errors in results for each in errors),
    )


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Serve the application while the block runs; gives its address and its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            ["env", f"QA_STORE={folder}/store", f"PORT={port}", sys.executable, "app.py"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait()


def memory_of(process: int) -> float:
    """Return the resident memory of a process in MiB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    resident = next(line for line in lines if line.startswith("VmRSS"))
    return int(resident.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
