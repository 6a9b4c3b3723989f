"""Asks a whole set of questions of an assistant; the run as an object and as JSON."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from corpus.errors import SourcierError, UnknownArticleError
from qa.evaluation.cases import Case
from qa.evaluation.metrics import Figures, measure, measure_by, scores_of
from qa.evaluation.result import Answerer, Result, try_case
from qa.settings import Settings

# Written into each run, so that a later reader knows what it reads.
FORMAT = 2
# Hexadecimal digits of a hash that tell one from another.
HASH_LENGTH = 12
# Whose version can change an answer or its time.
_PACKAGES = (
    "chromadb", "dateparser", "llama-index-core", "nltk", "numpy", "onnxruntime", "py3langid",
    "tantivy", "tiktoken", "tokenizers", "trafilatura",
)  # fmt: skip
_ROOT = Path(__file__).resolve().parents[2]
# The shipped models, of which any other would answer otherwise.
_WEIGHTS = (
    "index/embedding/weights/vectors.npz",
    "qa/spans/weights/reader.onnx",
    "qa/reader_weights.json",
)


@dataclass(frozen=True)
class Run:
    """All results of one evaluation, and the circumstances they depend on.

    Attributes:
        started: UTC, ISO 8601 to the millisecond.
        seconds: How long all questions took, searches and checks included.
        questions_file: Name of the question file.
        conditions: The ``--only`` conditions that chose among its questions.
        settings: The assistant's, without anything secret.
        store: What the store held, and the hash of its articles' texts.
        versions: Of Python, of the packages that answers depend on, of the code (its commit) and
            of the shipped models (a hash each).
        unknown_sources: Article ids that questions name and the store does not hold.
        results: In the order of the question file.
        repeats: How often every question was asked.
        unstable: Ids of the questions whose answers were not the same each time.
        is_whole: False where the run stopped at the first failure.
    """

    started: str
    seconds: float
    questions_file: str
    conditions: tuple[str, ...]
    settings: Mapping[str, Any]
    store: Mapping[str, Any]
    versions: Mapping[str, str]
    unknown_sources: tuple[str, ...]
    results: tuple[Result, ...]
    repeats: int = 1
    unstable: tuple[str, ...] = ()
    is_whole: bool = True

    @cached_property
    def figures(self) -> Figures:
        """The metrics of the whole run, with their intervals."""
        return measure(self.results, with_intervals=True)

    @cached_property
    def figures_by(self) -> dict[str, dict[str, Figures]]:
        """The metrics by language, kind, difficulty and source article of the questions."""
        return {
            "language": measure_by(self.results, lambda result: [result.case.language]),
            "kind": measure_by(self.results, lambda result: [result.case.kind or "none"]),
            "difficulty": measure_by(
                self.results, lambda result: [result.case.difficulty or "none"]
            ),
            "article": measure_by(self.results, lambda result: result.case.sources),
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the run as the JSON object that is kept, and compared with later."""
        return {
            "format": FORMAT,
            "started": self.started,
            "seconds": self.seconds,
            "questions_file": self.questions_file,
            "conditions": list(self.conditions),
            "settings": dict(self.settings),
            "store": dict(self.store),
            "versions": dict(self.versions),
            "unknown_sources": list(self.unknown_sources),
            "repeats": self.repeats,
            "unstable": list(self.unstable),
            "is_whole": self.is_whole,
            "figures": {
                "all": self.figures.to_dict(),
                **{
                    f"by_{name}": {group: each.to_dict() for group, each in groups.items()}
                    for name, groups in self.figures_by.items()
                },
            },
            "results": [
                {**result.to_dict(), "scores": scores_of(result)} for result in self.results
            ],
        }


@dataclass(frozen=True)
class Plan:
    """How a set is run.

    Attributes:
        questions_file, conditions: Where the cases come from; kept with the run.
        jobs: So many questions are asked at a time.
        repeats: So many times the whole set is asked; the first answers are graded.
        stops_at: True for a result after which the run ends; None runs to the end.
        on_progress: Called after each question with how many are done and how many there are.
    """

    questions_file: str = ""
    conditions: tuple[str, ...] = ()
    jobs: int = 1
    repeats: int = 1
    stops_at: Callable[[Result], bool] | None = None
    on_progress: Callable[[int, int], None] | None = None


def run_evaluation(assistant: Answerer, cases: Sequence[Case], plan: Plan | None = None) -> Run:
    """Ask every question and judge every answer.

    Args:
        assistant: Who is asked; not changed.
        cases: What is asked, in this order.
        plan: How; None asks each question once, one after the other.

    A question whose asking fails counts as wrong and keeps its error; the run goes on.
    """
    return run_trials([(lambda: assistant, cases)], plan)


def run_trials(
    trials: Sequence[tuple[Callable[[], Answerer], Sequence[Case]]], plan: Plan | None = None
) -> Run:
    """Ask the questions of several corpora, each of its own assistant, as one run.

    Args:
        trials: For each corpus what opens its assistant, and its cases; at least one.
        plan: How; None asks each question once, one after the other.

    The settings and the store that the run keeps are those of the first trial.
    """
    plan = plan or Plan()
    total = sum(len(cases) for _, cases in trials) * plan.repeats
    started = datetime.now(UTC).isoformat(timespec="milliseconds")
    asked = _Asked(plan, total)
    circumstances: _Circumstances | None = None
    for opener, cases in trials:
        assistant = opener()
        if circumstances is None:
            circumstances = _Circumstances.of(assistant)
            _warm_up(assistant, cases)
        asked.ask(assistant, cases)
        if asked.has_stopped:
            break
    if circumstances is None:
        raise SourcierError("There is nothing to ask: give at least one corpus with questions.")
    return Run(
        started=started,
        seconds=round(asked.seconds, 2),
        questions_file=Path(plan.questions_file).name,
        conditions=plan.conditions,
        settings=circumstances.settings,
        store=circumstances.store,
        versions=circumstances.versions,
        unknown_sources=tuple(asked.unknown_sources),
        results=tuple(asked.results),
        repeats=plan.repeats,
        unstable=tuple(asked.unstable),
        is_whole=not asked.has_stopped,
    )


class _Asked:
    """What has been asked so far, over all corpora."""

    def __init__(self, plan: Plan, total: int) -> None:
        self.results: list[Result] = []
        self.unstable: list[str] = []
        self.unknown_sources: list[str] = []
        self.seconds = 0.0
        self.has_stopped = False
        self._plan = plan
        self._total = total
        self._done = 0

    def ask(self, assistant: Answerer, cases: Sequence[Case]) -> None:
        """Ask all cases of one corpus, as often as planned."""
        text_of = cache(lambda article_id: assistant.show(article_id).text)
        self.unknown_sources += _unknown_sources(cases, text_of)
        clock = time.perf_counter()
        first = self._pass(assistant, cases, text_of)
        self.results += first
        for _ in range(self._plan.repeats - 1):
            if self.has_stopped:
                break
            again = self._pass(assistant, cases, text_of)
            self.unstable += [
                then.case.id
                for then, now in zip(first, again, strict=False)
                if then.case.id not in self.unstable and _essence(then) != _essence(now)
            ]
        self.seconds += time.perf_counter() - clock

    def _pass(
        self, assistant: Answerer, cases: Sequence[Case], text_of: Callable[[str], str]
    ) -> list[Result]:
        results: list[Result] = []
        with ThreadPoolExecutor(self._plan.jobs) as pool:
            waiting = [pool.submit(try_case, assistant, case, text_of) for case in cases]
            for future in waiting:
                results.append(future.result())
                self._done += 1
                if self._plan.on_progress:
                    self._plan.on_progress(self._done, self._total)
                if self._plan.stops_at and self._plan.stops_at(results[-1]):
                    self.has_stopped = True
                    pool.shutdown(cancel_futures=True)
                    break
        return results


@dataclass(frozen=True)
class _Circumstances:
    """On what answers depend besides the questions."""

    settings: Mapping[str, Any]
    store: Mapping[str, Any]
    versions: Mapping[str, str]

    @classmethod
    def of(cls, assistant: Answerer) -> _Circumstances:
        """Return those of an assistant."""
        texts = hashlib.sha256()
        for row in sorted(assistant.articles(), key=lambda row: row.id):
            texts.update(f"{row.id}\0{assistant.show(row.id).text}\0".encode())
        return cls(
            _without_secrets(assistant.settings),
            {**assistant.status().to_dict(), "texts_sha256": texts.hexdigest()[:HASH_LENGTH]},
            _versions(),
        )


def _essence(result: Result) -> tuple[Any, ...]:
    """Return what of a result has to be the same each time: all but the times."""
    if result.answer is None:
        return (result.error,)
    return (replace(result.answer, elapsed_ms=0.0), result.retrieved)


def _warm_up(assistant: Answerer, cases: Sequence[Case]) -> None:
    """Ask once unmeasured: what loads on the first question is no time of that question."""
    try:
        assistant.ask(cases[0].question if cases else "?")
    except SourcierError:
        # The same failure comes again when the question is asked in earnest, and is kept there.
        return


def _unknown_sources(cases: Sequence[Case], text_of: Callable[[str], str]) -> tuple[str, ...]:
    unknown: list[str] = []
    for source in sorted({source for case in cases for source in case.sources}):
        try:
            text_of(source)
        except UnknownArticleError:
            unknown.append(source)
    return tuple(unknown)


def _without_secrets(settings: Settings) -> dict[str, Any]:
    """Return the settings as they may be shown: no keys, no passwords, no folders of this machine.

    A run is passed around and may be committed.
    """
    shown = {
        name: "(set)" if value and re.search(r"key|secret|password|token$|auth", name) else value
        for name, value in asdict(settings).items()
    }
    shown["llm"] = re.sub(r"//[^/@]*@", "//", settings.llm)
    shown["store"] = (
        re.sub(r"//[^/@]*@", "//", settings.store)
        if re.match(r":memory:|https?://", settings.store)
        else Path(settings.store).name
    )
    return shown


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    for name in _WEIGHTS:
        content = (_ROOT / name).read_bytes()
        versions[Path(name).name] = hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
    versions["commit"] = _commit()
    return versions


def _commit() -> str:
    """Return the commit of the code, with a + where files differ from it, or "unknown"."""
    told = []
    for command in ("rev-parse HEAD", "status --porcelain --untracked-files=no"):
        try:
            finished = subprocess.run(
                ["git", "-C", str(_ROOT), *command.split()], capture_output=True, text=True
            )
        except OSError:
            return "unknown"
        if finished.returncode:
            return "unknown"
        told.append(finished.stdout.strip())
    return told[0][:HASH_LENGTH] + ("+" if told[1] else "")
