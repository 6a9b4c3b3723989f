"""A run as one HTML page that needs nothing from outside: ``report.html`` filled.

Every text is escaped by the template engine; the plots are drawn by `qa.evaluation.plots`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from qa.answer import Citation
from qa.evaluation.calibration import reliability
from qa.evaluation.comparison import Comparison
from qa.evaluation.marking import Piece, mark_changes, mark_expected
from qa.evaluation.metrics import Figures, Metric
from qa.evaluation.plots import Share, draw_histogram, draw_reliability, draw_shares
from qa.evaluation.report import (
    Peers,
    changes,
    format_figure,
    headline,
    notes,
    shown_metrics,
    table_rows,
    why_wrong,
)
from qa.evaluation.result import SEARCH_DEPTH, Result
from qa.evaluation.run import Run

_LATENCY_BINS = 8


@dataclass(frozen=True)
class Quoted:
    """A citation with what stands around it in its article."""

    citation: Citation
    before: str
    after: str
    is_source: bool


@dataclass(frozen=True)
class Entry:
    """A question on the page.

    Attributes:
        result: What came of it.
        state: ``right`` or ``wrong``.
        change: ``fixed``, ``broken``, ``changed`` or "" where nothing changed or is compared.
        why: Why it is wrong, or "".
        answer: The answer with the expected strings marked.
        quoted: Its citations.
        difference: The answer against the baseline's, where the words are others.
    """

    result: Result
    state: str
    change: str
    why: str
    answer: Sequence[Piece]
    quoted: Sequence[Quoted]
    difference: Sequence[Piece]


def format_page(
    run: Run,
    comparison: Comparison | None = None,
    baseline: Mapping[str, Any] | None = None,
    peers: Peers | None = None,
    remarks: Sequence[str] = (),
) -> str:
    """Return the page of a run.

    Args:
        run: What is shown.
        comparison, baseline: What it was compared with, or None.
        peers: Figures of peers by name, or None.
        remarks: What else is to be said of it.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    metrics = shown_metrics(run)
    return environment.get_template("report.html").render(
        run=run,
        headline=headline(run),
        notes=[*notes(run), *remarks],
        comparison=comparison,
        changes=changes(comparison) if comparison else [],
        metrics=[
            (metric, format_figure(metric, run.figures.values[metric.name]), _interval(run, metric))
            for metric in metrics
        ],
        table=table_rows(run, peers or {}, run.figures_by),
        plots=[(title, Markup(svg)) for title, svg in _plots(run)],
        entries=_entries(run, comparison, baseline),
    )


def _interval(run: Run, metric: Metric) -> str:
    low, high = run.figures.intervals[metric.name]
    return f"{format_figure(metric, low)} – {format_figure(metric, high)}"


def _plots(run: Run) -> list[tuple[str, str]]:
    plots = [
        (f"Correct, by {name}", draw_shares(_shares(groups)))
        for name, groups in run.figures_by.items()
        if len(groups) > 1
    ]
    answers = [result for result in run.results if result.answer is not None]
    if answers:
        rows = np.asarray(
            [[r.answer.confidence, r.case.answerable] for r in answers if r.answer], np.float64
        )
        plots.append(("Confidence", draw_reliability(reliability(rows), "share answerable")))
        plots.append(("Time to an answer", draw_histogram(_latencies(answers), "milliseconds")))
    ranks = Counter(
        result.source_rank
        for result in answers
        if result.case.answerable and result.case.sources and not result.case.is_follow_up
    )
    if ranks:
        counts = [(str(rank), ranks[rank]) for rank in range(1, SEARCH_DEPTH + 1)]
        counts.append(("none", ranks[None]))
        plots.append(
            ("First passage from a source", draw_histogram(counts, "rank among the passages"))
        )
    return plots


def _shares(groups: Mapping[str, Figures]) -> list[Share]:
    return [
        Share(
            name, round((figures.values["accuracy"] or 0.0) * figures.questions), figures.questions
        )
        for name, figures in groups.items()
    ]


def _latencies(answers: Sequence[Result]) -> list[tuple[str, int]]:
    times = np.asarray([result.elapsed_ms for result in answers])
    counts, edges = np.histogram(times, bins=_LATENCY_BINS)
    return [(f"{edge:.0f}", int(count)) for count, edge in zip(counts, edges[1:], strict=True)]


def _entries(
    run: Run, comparison: Comparison | None, baseline: Mapping[str, Any] | None
) -> list[Entry]:
    then = {result["id"]: result for result in baseline["results"]} if baseline else {}
    return [_entry(result, comparison, then.get(result.case.id)) for result in run.results]


def _entry(result: Result, comparison: Comparison | None, then: Mapping[str, Any] | None) -> Entry:
    id, answer = result.case.id, result.answer
    text = answer.text if answer else result.error
    before = ((then["answer"] or {}).get("answer") or "") if then else None
    return Entry(
        result=result,
        state="right" if result.is_correct else "wrong",
        change=_change(id, comparison),
        why="" if result.is_correct else why_wrong(result),
        answer=mark_expected(text, result.case.expect),
        quoted=[
            Quoted(citation, *around, citation.article_id in result.case.sources)
            for citation, around in zip(
                answer.citations if answer else (), result.surroundings, strict=True
            )
        ],
        difference=mark_changes(before, text) if before is not None and before != text else [],
    )


def _change(id: str, comparison: Comparison | None) -> str:
    if comparison is None:
        return ""
    if id in comparison.broken:
        return "broken"
    if id in comparison.fixed:
        return "fixed"
    return "changed" if id in comparison.changed_text + comparison.changed_citations else ""
