"""``python -m qa evaluate``: runs a question set, prints the table, compares, keeps the run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from corpus.errors import SourcierError
from qa.evaluation.cases import DEFAULT_QUESTIONS, choose_cases, read_cases
from qa.evaluation.comparison import Comparison, compare, read_baseline
from qa.evaluation.report import format_markdown, format_text
from qa.evaluation.result import Answerer
from qa.evaluation.run import Run, run_evaluation


def evaluate_command(options: argparse.Namespace, open_assistant: Callable[[], Answerer]) -> int:
    """Run the command.

    Args:
        options: ``questions`` (a path; None means the bundled set), ``only`` (conditions),
            ``baseline``, ``report`` (paths or None) and ``json``.
        open_assistant: Called once the files have been read, because it takes longer.

    Returns:
        1 where a question that was right in the baseline is wrong now, a citation is not a span of
        its article, or a question could not be asked; else 0.

    Raises:
        SourcierError: A file cannot be read or written, or is not what it should be.
    """
    questions_file = options.questions or str(DEFAULT_QUESTIONS)
    cases = choose_cases(read_cases(questions_file), options.only)
    baseline = read_baseline(options.baseline) if options.baseline else None
    folder = _made_folder(options.report) if options.report else None
    with _ProgressBar(len(cases)) as bar:
        run = run_evaluation(
            open_assistant(),
            cases,
            questions_file=questions_file,
            conditions=options.only,
            on_progress=bar.show,
        )
    comparison = compare(run, baseline) if baseline is not None else None
    kept = _to_dict(run, comparison)
    if folder:
        _write(folder, run, comparison, kept)
    print(json.dumps(kept, ensure_ascii=False) if options.json else format_text(run, comparison))
    return int(_is_regression(run, comparison))


def _is_regression(run: Run, comparison: Comparison | None) -> bool:
    figures = run.figures()
    is_broken = comparison is not None and bool(comparison.broken)
    return is_broken or figures.invalid_citations > 0 or figures.failed > 0


def _to_dict(run: Run, comparison: Comparison | None) -> dict[str, Any]:
    return {**run.to_dict(), "comparison": comparison.to_dict() if comparison else None}


def _made_folder(path: str) -> Path:
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourcierError(
            f"The report folder '{path}' cannot be made ({error.strerror}): name another."
        ) from error
    return folder


def _write(folder: Path, run: Run, comparison: Comparison | None, kept: Mapping[str, Any]) -> None:
    """Write the run and its summary under names of their own: an earlier run is a baseline."""
    name = run.started.replace(":", "-").replace("+00-00", "Z")
    try:
        (folder / f"{name}.json").write_text(
            json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        (folder / f"{name}.md").write_text(format_markdown(run, comparison), encoding="utf-8")
    except OSError as error:
        raise SourcierError(
            f"The run cannot be written to '{folder}' ({error.strerror}): name another folder."
        ) from error
    print(f"Wrote {folder / name}.json and .md", file=sys.stderr)


class _ProgressBar:
    """Shows on stderr how many questions are done, where stderr is a terminal."""

    def __init__(self, total: int) -> None:
        from tqdm import tqdm

        self._bar = tqdm(total=total, desc="questions", file=sys.stderr, leave=False, disable=None)

    def __enter__(self) -> _ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, done: int, total: int) -> None:
        self._bar.update(done - self._bar.n)
