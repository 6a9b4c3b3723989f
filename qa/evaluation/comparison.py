"""A run against an earlier one, question by question: fixed, broken, changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import SourcierError
from qa.evaluation.run import FORMAT, Run


@dataclass(frozen=True)
class Comparison:
    """Ids of questions, by what has happened to them since the baseline.

    Attributes:
        fixed: Wrong then, right now.
        broken: Right then, wrong now.
        changed_text: The answer's text is another, whether right or wrong.
        changed_citations: The answer's cited spans are others.
        reworded: The question itself, or what is expected, has changed.
        added: Not in the baseline.
        gone: In the baseline only; none are told where the run was of some questions only.
    """

    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    changed_text: tuple[str, ...]
    changed_citations: tuple[str, ...]
    reworded: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as a JSON object."""
        return {name: list(ids) for name, ids in asdict(self).items()}


def read_baseline(path: str | Path) -> Mapping[str, Any]:
    """Read the JSON of an earlier run, as `Run.to_dict` gives it.

    Raises:
        SourcierError: The file cannot be read or is not a run.
    """
    advice = "give a run that 'evaluate --report DIR' wrote."
    try:
        run = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise SourcierError(
            f"The baseline '{path}' cannot be read ({error.strerror}): {advice}"
        ) from error
    except ValueError as error:
        raise SourcierError(f"The baseline '{path}' is not JSON: {advice}") from error
    if not isinstance(run, dict) or run.get("format") != FORMAT:
        raise SourcierError(f"The baseline '{path}' is not a run of format {FORMAT}: {advice}")
    if not _has_results(run):
        raise SourcierError(f"The baseline '{path}' lacks whole results: {advice}")
    return run


def compare(run: Run, baseline: Mapping[str, Any]) -> Comparison:
    """Hold a run against an earlier one.

    Args:
        run: The new one.
        baseline: The earlier one, as `read_baseline` returns it.

    Raises:
        SourcierError: The two have no question in common.
    """
    new = {result["id"]: result for result in run.to_dict()["results"]}
    old = {result["id"]: result for result in baseline["results"]}
    shared = [id for id in new if id in old]
    if not shared:
        raise SourcierError(
            "The baseline has none of these questions: compare runs of one question file."
        )

    def those(has_changed: Callable[[Any, Any], bool]) -> tuple[str, ...]:
        return tuple(id for id in shared if has_changed(old[id], new[id]))

    return Comparison(
        fixed=those(lambda then, now: now["correct"] and not then["correct"]),
        broken=those(lambda then, now: then["correct"] and not now["correct"]),
        changed_text=those(lambda then, now: _text(then) != _text(now)),
        changed_citations=those(lambda then, now: _spans(then) != _spans(now)),
        reworded=those(lambda then, now: _terms(then) != _terms(now)),
        added=tuple(id for id in new if id not in old),
        gone=() if run.conditions else tuple(id for id in old if id not in new),
    )


def _has_results(run: Mapping[str, Any]) -> bool:
    results = run.get("results")
    return isinstance(results, list) and all(
        isinstance(result, dict)
        and isinstance(result.get("id"), str)
        and isinstance(result.get("correct"), bool)
        and isinstance(result.get("case"), dict)
        and isinstance(result.get("answer"), dict | None)
        for result in results
    )


def _text(result: Mapping[str, Any]) -> str | None:
    answer = result["answer"]
    return answer.get("answer") if answer else None


def _spans(result: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    answer = result["answer"] or {}
    return [
        tuple(citation.get(part) for part in ("article_id", "start", "end"))
        for citation in answer.get("citations", [])
    ]


def _terms(result: Mapping[str, Any]) -> list[Any]:
    """What was asked and what it was held against."""
    names = ("question", "answerable", "expect", "sources", "history", "after")
    return [result["case"].get(name) for name in names]
