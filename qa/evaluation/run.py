"""Asks a whole set of questions of an assistant; the run as an object and as JSON."""

from __future__ import annotations

import platform
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from corpus.errors import SourcierError, UnknownArticleError
from qa.evaluation.cases import Case
from qa.evaluation.figures import Figures, measure, measure_by
from qa.evaluation.result import Answerer, Result, try_case
from qa.settings import Settings

# Written into each run, so that a later reader knows what it reads.
FORMAT = 1
# Whose version can change an answer or its time.
_PACKAGES = (
    "chromadb", "dateparser", "llama-index-core", "nltk", "numpy", "onnxruntime", "py3langid",
    "tantivy", "tiktoken", "tokenizers", "trafilatura",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """All results of one evaluation, and the circumstances they depend on.

    Attributes:
        started: UTC, ISO 8601 to the millisecond.
        seconds: How long all questions took, searches and checks included.
        questions_file: Name of the question file.
        conditions: The ``--only`` conditions that chose among its questions.
        settings: The assistant's, without anything secret.
        store: What the store held.
        versions: Of Python and of the packages that answers depend on.
        unknown_sources: Article ids that questions name and the store does not hold.
        results: In the order of the question file.
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

    def figures(self) -> Figures:
        """Return the metrics of the whole run."""
        return measure(self.results)

    def figures_by_language(self) -> dict[str, Figures]:
        """Return the metrics for each language of the questions."""
        return measure_by(self.results, lambda result: result.case.language)

    def figures_by_kind(self) -> dict[str, Figures]:
        """Return the metrics for each kind of question."""
        return measure_by(self.results, lambda result: result.case.kind or "none")

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
            "figures": {
                "all": self.figures().to_dict(),
                "by_language": _dicts(self.figures_by_language()),
                "by_kind": _dicts(self.figures_by_kind()),
            },
            "results": [result.to_dict() for result in self.results],
        }


def run_evaluation(
    assistant: Answerer,
    cases: Sequence[Case],
    *,
    questions_file: str = "",
    conditions: Sequence[str] = (),
    on_progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Ask every question and judge every answer.

    Args:
        assistant: Who is asked; not changed.
        cases: What is asked, in this order.
        questions_file, conditions: Where the cases come from; kept with the run.
        on_progress: Called after each question with how many are done and how many there are.

    A question whose asking fails counts as wrong and keeps its error; the run goes on.
    """
    text_of = cache(lambda article_id: assistant.show(article_id).text)
    started = datetime.now(UTC).isoformat(timespec="milliseconds")
    if cases:
        _warm_up(assistant, cases[0])
    clock = time.perf_counter()
    results: list[Result] = []
    for case in cases:
        results.append(try_case(assistant, case, text_of))
        if on_progress:
            on_progress(len(results), len(cases))
    return Run(
        started=started,
        seconds=round(time.perf_counter() - clock, 2),
        questions_file=Path(questions_file).name,
        conditions=tuple(conditions),
        settings=_without_secrets(assistant.settings),
        store=assistant.status().to_dict(),
        versions=_versions(),
        unknown_sources=_unknown_sources(cases, text_of),
        results=tuple(results),
    )


def _warm_up(assistant: Answerer, case: Case) -> None:
    """Ask once unmeasured: what loads on the first question is no time of that question."""
    try:
        assistant.ask(case.question)
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
        name: "(set)" if value and re.search(r"key|secret|password|token$", name) else value
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
    return versions


def _dicts(groups: Mapping[str, Figures]) -> dict[str, Any]:
    return {name: figures.to_dict() for name, figures in groups.items()}
