"""``python -m qa evaluate``: runs a question set, prints the table, compares, keeps the run."""

from __future__ import annotations

import argparse
import functools
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import SourcierError
from qa.evaluation.cases import DEFAULT_QUESTIONS, Case, choose_cases, read_cases
from qa.evaluation.comparison import (
    USUAL_TOLERANCES,
    baseline_of,
    compare,
    read_baseline,
)
from qa.evaluation.judges import judge
from qa.evaluation.metrics import Figures
from qa.evaluation.page import format_page
from qa.evaluation.report import format_markdown, format_text
from qa.evaluation.result import Answerer, Result
from qa.evaluation.run import Plan, Run, run_evaluation, run_trials
from qa.evaluation.standard import read_standard

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.llm.providers import Model

Trials = Sequence[tuple[Callable[[], Answerer], Sequence[Case]]]


def evaluate_command(options: argparse.Namespace, open_assistant: Callable[[], Assistant]) -> int:
    """Run the command.

    Args:
        options: What `qa.__main__` reads for ``evaluate``.
        open_assistant: Called once the files have been read, because it takes longer.

    Returns:
        1 where the run is worse than the baseline, a citation is not a span of its article, a
        question could not be asked, or an answer was not the same each time; else 0.

    Raises:
        SourcierError: A file cannot be read or written, or is not what it should be; options do
            not go together.
    """
    _check(options)
    conditions = (*options.only, *(f"kind={kind}" for kind in options.kind))
    opened = functools.cache(open_assistant)
    trials = _trials(options, conditions, opened)
    baseline = _baseline(options)
    judging = _judging_model() if options.judge else None
    folder = _made_folder(options.report) if options.report else None
    total = sum(len(cases) for _, cases in trials) * options.repeat
    with _ProgressBar(total) as bar:
        plan = Plan(
            questions_file=options.questions or str(DEFAULT_QUESTIONS),
            conditions=conditions,
            jobs=options.jobs,
            repeats=options.repeat,
            stops_at=_stop(baseline) if options.fail_fast else None,
            on_progress=bar.show,
        )
        run = run_trials(trials, plan)
    peers = _peer_figures(opened(), trials[0][1]) if options.peers else {}
    judgement = judge(run.results, judging.llm, judging.name) if judging else None
    remarks = [judgement.remark()] if judgement else []
    comparison = compare(run, baseline) if baseline is not None else None
    kept = {
        **run.to_dict(),
        "peers": {name: figures.to_dict() for name, figures in peers.items()},
        "judgement": judgement.to_dict() if judgement else None,
        "comparison": comparison.to_dict() if comparison else None,
    }
    if folder:
        page = format_page(run, comparison, baseline, peers, remarks)
        _write(folder, run, kept, format_markdown(run, comparison, peers, remarks), page)
    text = json.dumps(kept, ensure_ascii=False) if options.json else None
    print(text or format_text(run, comparison, peers, remarks))
    has_fault = bool(run.figures.invalid_citations or run.figures.failed or run.unstable)
    if options.update_baseline and not has_fault:
        _write_baseline(options.baseline, run, baseline)
        return 0
    return int(has_fault or (comparison is not None and comparison.is_regression))


def _check(options: argparse.Namespace) -> None:
    for name in ("jobs", "repeat", "sample"):
        value = getattr(options, name)
        if value is not None and value < 1:
            raise SourcierError(f"--{name} is {value}: give a whole number from 1 up.")
    if options.update_baseline and not options.baseline:
        raise SourcierError("--update-baseline needs --baseline FILE: the file to write.")
    if options.update_baseline and (options.only or options.kind or options.fail_fast):
        raise SourcierError(
            "--update-baseline writes all questions: leave out --only, --kind and --fail-fast."
        )
    if options.format and not options.questions:
        raise SourcierError(f"--format {options.format} needs the path of the set.")
    if options.format and options.peers:
        raise SourcierError("--peers answer from the store: leave out --format.")
    if options.sample and not options.format:
        raise SourcierError("--sample draws from a public set: give its --format as well.")


def _trials(
    options: argparse.Namespace, conditions: Sequence[str], opened: Callable[[], Assistant]
) -> Trials:
    if not options.format:
        cases = read_cases(options.questions or str(DEFAULT_QUESTIONS))
        return [(opened, choose_cases(cases, conditions))]

    def opener(texts: Any) -> Callable[[], Answerer]:
        from qa.assistant import Assistant
        from qa.settings import Settings

        return lambda: Assistant.from_texts(texts, Settings.from_env())

    trials = read_standard(options.format, options.questions, options.sample)
    return [(opener(trial.texts), choose_cases(trial.cases, conditions)) for trial in trials]


def _baseline(options: argparse.Namespace) -> Mapping[str, Any] | None:
    if not options.baseline or (options.update_baseline and not Path(options.baseline).exists()):
        return None
    return read_baseline(options.baseline)


def _stop(baseline: Mapping[str, Any] | None) -> Callable[[Result], bool]:
    """Return what ends a run early: what was right is wrong, or without a baseline any wrong."""
    if baseline is None:
        return lambda result: not result.is_correct
    right = {result["id"] for result in baseline["results"] if result["correct"]}
    return lambda result: result.case.id in right and not result.is_correct


def _judging_model() -> Model:
    from qa.llm.providers import load_model
    from qa.settings import Settings

    model = load_model(Settings.from_env())
    if model is None:
        raise SourcierError("--judge needs a language model: set QA_LLM (see docs/models.md).")
    return model


def _peer_figures(assistant: Assistant, cases: Sequence[Case]) -> dict[str, Figures]:
    from qa.evaluation.peers import citation_engine, top_passage

    found = {}
    for peer in (top_passage(assistant), citation_engine(assistant)):
        found[peer.name] = run_evaluation(peer, cases).figures
    return found


def _made_folder(path: str) -> Path:
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourcierError(
            f"The report folder '{path}' cannot be made ({error.strerror}): name another."
        ) from error
    return folder


def _write(folder: Path, run: Run, kept: Mapping[str, Any], markdown: str, page: str) -> None:
    """Write the run and its reports under names of their own: an earlier run is a baseline."""
    name = run.started.replace(":", "-").replace("+00-00", "Z")
    texts = {
        ".json": json.dumps(kept, ensure_ascii=False, indent=1) + "\n",
        ".md": markdown,
        ".html": page,
    }
    for suffix, text in texts.items():
        _write_text(folder / f"{name}{suffix}", text)
    print(f"Wrote {folder / name}.json, .md and .html", file=sys.stderr)


def _write_baseline(path: str, run: Run, earlier: Mapping[str, Any] | None) -> None:
    tolerances = (earlier or {}).get("tolerances", USUAL_TOLERANCES)
    _write_text(Path(path), baseline_of(run, tolerances))
    print(f"Wrote the baseline {path}", file=sys.stderr)


def _write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SourcierError(f"'{path}' cannot be written ({error.strerror}).") from error


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
