"""A run as a table for the terminal and as Markdown for a pull request."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

from qa.evaluation.comparison import Comparison
from qa.evaluation.metrics import METRICS, Figures, Metric
from qa.evaluation.result import Result
from qa.evaluation.run import Run

# The groups of questions that the terminal has room for.
_SHOWN_GROUPS = ("language", "kind", "difficulty")

Peers = Mapping[str, Figures]


def format_table(run: Run, peers: Peers | None = None) -> str:
    """Return the figures as aligned columns: all questions, each peer, each group of questions."""
    rows = table_rows(run, peers or {}, _SHOWN_GROUPS)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def format_text(
    run: Run,
    comparison: Comparison | None = None,
    peers: Peers | None = None,
    remarks: Sequence[str] = (),
) -> str:
    """Return what the terminal shows: the table, remarks, what is wrong, what has changed."""
    lines = [headline(run), "", format_table(run, peers), ""]
    legend = "; ".join(f"{metric.title}: {metric.meaning}" for metric in shown_metrics(run))
    lines += [*textwrap.wrap(f"{legend}.", 100), ""]
    lines += [*notes(run), *remarks]
    wrong = [result for result in run.results if not result.is_correct]
    if wrong:
        lines += ["", f"Wrong ({len(wrong)}):"]
        lines += [f"  {result.case.id}: {why_wrong(result)}" for result in wrong]
    if comparison:
        lines += ["", "Against the baseline:"]
        lines += [f"  {line}" for line in changes(comparison)]
    return "\n".join(lines)


def format_markdown(
    run: Run,
    comparison: Comparison | None = None,
    peers: Peers | None = None,
    remarks: Sequence[str] = (),
) -> str:
    """Return the summary for a pull request."""
    lines = ["# Evaluation", "", headline(run), ""]
    lines += [f"{_escape(note)}\n" for note in [*notes(run), *remarks]]
    if comparison:
        lines += ["## Against the baseline", ""]
        lines += [f"- {_escape(line)}" for line in changes(comparison)]
        lines += [""]
    head, *rows = table_rows(run, peers or {}, _SHOWN_GROUPS)
    lines += ["## Figures", "", _markdown_row(head)]
    lines += [_markdown_row(["---", *["---:"] * (len(head) - 1)])]
    lines += [_markdown_row(row) for row in rows]
    lines += [""]
    wrong = [result for result in run.results if not result.is_correct]
    if wrong:
        lines += [f"## Wrong ({len(wrong)})", "", "| id | question | why |", "| --- | --- | --- |"]
        lines += [
            _markdown_row([result.case.id, result.case.question, why_wrong(result)])
            for result in wrong
        ]
        lines += [""]
    return "\n".join(lines)


def why_wrong(result: Result) -> str:
    """Return in a few words why a result is not correct."""
    if result.answer is None:
        return f"failed: {result.error}"
    if not result.case.answerable:
        said = " ".join(result.answer.text.split())[:120]
        return f"answered, but the corpus does not hold it: {said}"
    if not result.answer.answered:
        return "refused, but the corpus holds the answer"
    reasons = [f"lacks {' or '.join(group)}" for group in result.missing]
    cited = sorted({citation.article_id for citation in result.answer.citations})
    if result.case.sources and not set(cited) & set(result.case.sources):
        reasons.append(f"cites {', '.join(cited) or 'nothing'}, no source")
    return "; ".join(reasons)


def headline(run: Run) -> str:
    """Return the run in a sentence."""
    right = sum(result.is_correct for result in run.results)
    chosen = f" ({', '.join(run.conditions)})" if run.conditions else ""
    failed = f", {run.figures.failed} of them failed" if run.figures.failed else ""
    stopped = "" if run.is_whole else ", stopped at the first failure"
    return (
        f"{right} of {run.figures.questions} questions right{failed}: {run.questions_file}{chosen}"
        f"{stopped}, {run.seconds:.1f} s, {run.store['articles']} articles."
    )


def notes(run: Run) -> list[str]:
    """Return what is to be said of a run besides its figures."""
    valid = run.figures.citations - run.figures.invalid_citations
    said = [f"{valid} of {run.figures.citations} citations are exact spans of their articles."]
    if "accuracy" in run.figures.intervals:
        low, high = run.figures.intervals["accuracy"]
        said.append(f"Correct: 95 % interval {low:.3f} to {high:.3f} by bootstrap.")
    if run.repeats > 1:
        said.append(
            f"Asked {run.repeats} times, {len(run.unstable)} answered differently: "
            f"{_listed(run.unstable)}."
        )
    if run.unknown_sources:
        said.append(f"Not in the store, so never cited: {', '.join(run.unknown_sources)}.")
    return said


def changes(comparison: Comparison) -> list[str]:
    """Return what has changed since the baseline, a line each."""
    lines = [
        f"{len(comparison.broken)} broken: {_listed(comparison.broken)}",
        f"{len(comparison.fixed)} fixed: {_listed(comparison.fixed)}",
        f"{len(comparison.changed_text)} answers worded otherwise, "
        f"{len(comparison.changed_citations)} with other citations",
    ]
    for meaning, ids in (
        ("asked or expected otherwise", comparison.reworded),
        ("not in the baseline", comparison.added),
        ("in the baseline only", comparison.gone),
    ):
        if ids:
            lines.append(f"{len(ids)} {meaning}: {_listed(ids)}")
    lines += [
        f"{each.metric} fell from {each.before:.3f} to {each.now:.3f}, by more than its "
        f"tolerance of {each.tolerance:g}"
        for each in comparison.fallen
    ]
    if comparison.fixed or comparison.broken:
        lines.append(f"by chance alone with p = {comparison.p_value:.2f} (exact McNemar test)")
    return lines


def shown_metrics(run: Run) -> list[Metric]:
    """Return the metrics that apply to some question of a run."""
    return [metric for metric in METRICS if run.figures.values[metric.name] is not None]


def table_rows(run: Run, peers: Peers, groups: Iterable[str]) -> list[list[str]]:
    """Return the figures as cells, the head first.

    Args:
        run: Whose figures.
        peers: Further rows by name, after the first.
        groups: Which groups of questions follow, as `Run.figures_by` names them; one that has
            all questions in one group is left out.
    """
    metrics = shown_metrics(run)
    rows = [["", "questions", *(metric.title for metric in metrics)]]
    rows.append(_row("all", run.figures, metrics))
    rows += [_row(name, figures, metrics) for name, figures in peers.items()]
    for group in groups:
        parts = run.figures_by[group]
        if len(parts) > 1:
            rows += [_row(name, figures, metrics) for name, figures in parts.items()]
    return rows


def _row(name: str, figures: Figures, metrics: Sequence[Metric]) -> list[str]:
    return [
        name,
        str(figures.questions),
        *(format_figure(metric, figures.values[metric.name]) for metric in metrics),
    ]


def format_figure(metric: Metric, value: float | None) -> str:
    """Return a figure as a cell: shares with three decimals, counts and times whole."""
    if value is None:
        return "-"
    return f"{value:.3f}" if metric.is_share else f"{value:.0f}"


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids) if ids else "none"


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_escape(cell) for cell in cells)} |"


def _escape(text: str) -> str:
    """Keep an answer's own characters from becoming markup: articles are not trusted."""
    one_line = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#!" else letter for letter in one_line)
