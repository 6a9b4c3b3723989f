"""A run against an earlier one: question by question, and metric by metric.

    Run ─▶ baseline_of ─▶ file          Run + file ─▶ compare ─▶ Comparison

A baseline is a small JSON file with one line a question, so that a change of it can be read in a
review. It holds each answer's text, cited spans and scores, and the tolerances: by how much each
metric may be worse. A kept run (``--report``) is a baseline as well, with the usual tolerances.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import SourcierError
from qa.evaluation.metrics import METRICS, Metric
from qa.evaluation.run import FORMAT, Run
from qa.evaluation.statistics import sign_test

USUAL_TOLERANCES = {
    metric.name: metric.tolerance for metric in METRICS if metric.tolerance is not None
}
# Differences below this are those of adding floating-point numbers in another order.
_EPSILON = 1e-9


@dataclass(frozen=True)
class Fallen:
    """A metric that is worse than the baseline by more than its tolerance."""

    metric: str
    before: float
    now: float
    tolerance: float


@dataclass(frozen=True)
class Comparison:
    """What has happened since the baseline, by ids of questions and names of metrics.

    Attributes:
        fixed: Wrong then, right now.
        broken: Right then, wrong now.
        changed_text: The answer's text is another, whether right or wrong.
        changed_citations: The answer's cited spans are others.
        reworded: The question itself, or what is expected, has changed.
        added: Not in the baseline.
        gone: In the baseline only; none are told where the run was of some questions only.
        fallen: The metrics that fell, over the questions that both have.
        p_value: That fixed and broken come of chance, by `sign_test`.
    """

    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    changed_text: tuple[str, ...]
    changed_citations: tuple[str, ...]
    reworded: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    fallen: tuple[Fallen, ...] = ()
    p_value: float = 1.0

    @property
    def is_regression(self) -> bool:
        """True where a question broke, one is no longer asked, or a metric fell."""
        return bool(self.broken or self.fallen or self.gone)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as a JSON object."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]


def read_baseline(path: str | Path) -> Mapping[str, Any]:
    """Read a baseline, or a run as `Run.to_dict` gives it.

    Raises:
        SourcierError: The file cannot be read or is neither.
    """
    advice = "give what 'evaluate --update-baseline' or 'evaluate --report DIR' wrote."
    try:
        run = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise SourcierError(
            f"The baseline '{path}' cannot be read ({error.strerror}): {advice}"
        ) from error
    except ValueError as error:
        raise SourcierError(f"The baseline '{path}' is not JSON: {advice}") from error
    if not isinstance(run, dict) or run.get("format") != FORMAT:
        raise SourcierError(f"The baseline '{path}' is not of format {FORMAT}: {advice}")
    if not _has_results(run):
        raise SourcierError(f"The baseline '{path}' lacks whole results: {advice}")
    _check_tolerances(path, run.get("tolerances", {}))
    return run


def baseline_of(run: Run, tolerances: Mapping[str, float] | None = None) -> str:
    """Return a run as the text of a baseline file, without what differs from run to run.

    Args:
        run: What later runs are held against.
        tolerances: By how much each metric may be worse; None takes the usual ones.
    """
    head = {
        "format": FORMAT,
        "questions_file": run.questions_file,
        "tolerances": dict(USUAL_TOLERANCES if tolerances is None else tolerances),
    }
    lines = [
        json.dumps(
            {
                "id": result["id"],
                "correct": result["correct"],
                "case": {
                    name: term
                    for name, term in zip(_TERMS, _terms(result), strict=True)
                    if term is not None
                },
                "answer": _essence(result["answer"]),
                "scores": {
                    name: _rounded(result["scores"][name])
                    for name in USUAL_TOLERANCES
                    if result["scores"][name] is not None
                },
            },
            ensure_ascii=False,
        )
        for result in run.to_dict()["results"]
    ]
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return opening + ',\n "results": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"


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

    fixed = those(lambda then, now: now["correct"] and not then["correct"])
    broken = those(lambda then, now: then["correct"] and not now["correct"])
    return Comparison(
        fixed=fixed,
        broken=broken,
        changed_text=those(lambda then, now: _text(then) != _text(now)),
        changed_citations=those(lambda then, now: _spans(then) != _spans(now)),
        reworded=those(lambda then, now: _terms(then) != _terms(now)),
        added=tuple(id for id in new if id not in old),
        gone=() if run.conditions or not run.is_whole else tuple(i for i in old if i not in new),
        fallen=_fallen(
            [old[id]["scores"] for id in shared],
            [new[id]["scores"] for id in shared],
            baseline.get("tolerances", USUAL_TOLERANCES),
        ),
        p_value=sign_test(len(fixed), len(broken)),
    )


def _fallen(
    then: Sequence[Mapping[str, Any]],
    now: Sequence[Mapping[str, Any]],
    tolerances: Mapping[str, float],
) -> tuple[Fallen, ...]:
    found = []
    for metric in METRICS:
        tolerance = tolerances.get(metric.name)
        before, after = metric.figure(then), metric.figure(now)
        if tolerance is None or before is None or after is None:
            continue
        if _fall(metric, before, after) > tolerance + _EPSILON:
            found.append(Fallen(metric.name, round(before, 4), round(after, 4), tolerance))
    return tuple(found)


def _fall(metric: Metric, before: float, now: float) -> float:
    return before - now if metric.better == "higher" else now - before


def _has_results(run: Mapping[str, Any]) -> bool:
    results = run.get("results")
    return isinstance(results, list) and all(
        isinstance(result, dict)
        and isinstance(result.get("id"), str)
        and isinstance(result.get("correct"), bool)
        and isinstance(result.get("case"), dict)
        and isinstance(result.get("scores"), dict)
        and isinstance(result.get("answer"), dict | None)
        for result in results
    )


def _check_tolerances(path: str | Path, tolerances: Any) -> None:
    known = {metric.name for metric in METRICS}
    if not isinstance(tolerances, dict):
        raise SourcierError(f"The 'tolerances' of '{path}' must be an object: metric to number.")
    for name, tolerance in tolerances.items():
        if name not in known:
            raise SourcierError(
                f"The baseline '{path}' has a tolerance for '{name}', which is no metric: take "
                f"one of {', '.join(sorted(known))}."
            )
        if not isinstance(tolerance, int | float) or isinstance(tolerance, bool) or tolerance < 0:
            raise SourcierError(
                f"The tolerance of '{name}' in '{path}' is {tolerance!r}: give a number from 0 up."
            )


def _essence(answer: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    spans = [
        {part: citation[part] for part in ("article_id", "start", "end")}
        for citation in answer["citations"]
    ]
    return {"answer": answer["answer"], "short": answer["short"], "citations": spans}


def _rounded(row: Sequence[float]) -> list[float]:
    return [round(value, 6) for value in row]


def _text(result: Mapping[str, Any]) -> str | None:
    answer = result["answer"]
    return answer.get("answer") if answer else None


def _spans(result: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    answer = result["answer"] or {}
    return [
        tuple(citation.get(part) for part in ("article_id", "start", "end"))
        for citation in answer.get("citations", [])
    ]


_TERMS = ("question", "answerable", "expect", "sources", "history", "after", "short", "wrong")


def _terms(result: Mapping[str, Any]) -> list[Any]:
    """What was asked and what it was held against."""
    return [result["case"].get(name) for name in _TERMS]
