"""A run as a table for the terminal and as Markdown for a pull request."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from qa.evaluation.comparison import Comparison
from qa.evaluation.figures import Figures
from qa.evaluation.result import Result
from qa.evaluation.run import Run

COLUMNS = (
    "", "questions", "correct", "answerable", "refusal P", "refusal R", "source",
    "R@5", "R@10", "MRR", "evid@5", "evid@10", "median ms", "p95 ms",
)  # fmt: skip

LEGEND = (
    "correct: of all questions; answerable: of those the corpus answers; refusal P, R: precision "
    "and recall of refusing; source: a source is cited; R@k, MRR: a source among the passages "
    "found; evid@k: the first k passages hold everything expected."
)


def format_table(run: Run) -> str:
    """Return the figures as aligned columns: all questions, each language, each kind."""
    rows = [COLUMNS, *_rows(run)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def format_text(run: Run, comparison: Comparison | None = None) -> str:
    """Return what the terminal shows: the table, what is wrong, what has changed."""
    lines = [_headline(run), "", format_table(run), "", *textwrap.wrap(LEGEND, 100), ""]
    lines += _notes(run)
    wrong = [result for result in run.results if not result.is_correct]
    if wrong:
        lines += ["", f"Wrong ({len(wrong)}):"]
        lines += [f"  {result.case.id}: {why_wrong(result)}" for result in wrong]
    if comparison:
        lines += ["", "Against the baseline:"]
        lines += [f"  {line}" for line in _changes(comparison)]
    return "\n".join(lines)


def format_markdown(run: Run, comparison: Comparison | None = None) -> str:
    """Return the summary for a pull request."""
    lines = ["# Evaluation", "", _headline(run), ""]
    lines += [f"{_escape(note)}\n" for note in _notes(run)]
    if comparison:
        lines += ["## Against the baseline", ""]
        lines += [f"- {_escape(line)}" for line in _changes(comparison)]
        lines += [""]
    lines += ["## Figures", ""]
    lines += [_markdown_row(COLUMNS), _markdown_row(["---", *["---:"] * (len(COLUMNS) - 1)])]
    lines += [_markdown_row(row) for row in _rows(run)]
    lines += ["", LEGEND, ""]
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


def _headline(run: Run) -> str:
    figures = run.figures()
    right = sum(result.is_correct for result in run.results)
    chosen = f" ({', '.join(run.conditions)})" if run.conditions else ""
    failed = f", {figures.failed} of them failed" if figures.failed else ""
    return (
        f"{right} of {figures.questions} questions right{failed}: {run.questions_file}{chosen}, "
        f"{run.seconds:.1f} s, {run.store['articles']} articles."
    )


def _notes(run: Run) -> list[str]:
    figures = run.figures()
    valid = figures.citations - figures.invalid_citations
    notes = [f"{valid} of {figures.citations} citations are exact spans of their articles."]
    if run.unknown_sources:
        notes.append(f"Not in the store, so never cited: {', '.join(run.unknown_sources)}.")
    return notes


def _changes(comparison: Comparison) -> list[str]:
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
    return lines


def _rows(run: Run) -> list[Sequence[str]]:
    return [
        _row("all", run.figures()),
        *(_row(name, figures) for name, figures in run.figures_by_language().items()),
        *(_row(name, figures) for name, figures in run.figures_by_kind().items()),
    ]


def _row(name: str, figures: Figures) -> Sequence[str]:
    rates = (
        figures.accuracy,
        figures.accuracy_answerable,
        figures.refusal_precision,
        figures.refusal_recall,
        figures.source_recall,
        figures.recall_at_5,
        figures.recall_at_10,
        figures.reciprocal_rank,
        figures.evidence_at_5,
        figures.evidence_at_10,
    )
    return [
        name,
        str(figures.questions),
        *("-" if rate is None else f"{rate:.3f}" for rate in rates),
        *("-" if time is None else f"{time:.0f}" for time in (figures.median_ms, figures.p95_ms)),
    ]


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids) if ids else "none"


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_escape(cell) for cell in cells)} |"


def _escape(text: str) -> str:
    """Keep an answer's own characters from becoming markup: articles are not trusted."""
    one_line = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#!" else letter for letter in one_line)
