"""Evaluation: does the assistant still answer a fixed set of questions, and what has changed?

questions.jsonl ─▶ cases ─▶ run (ask, search) ─▶ grading ─▶ metrics ─▶ comparison ─▶ report, page

cases.py        reads and checks a question file, and chooses among its questions
datasets.py     readers of public question sets; standard.py makes cases and corpora of them
grading.py      what "correct" and "a valid citation" mean; judges one answer
result.py       one question, what came of it, and the judgement
metrics.py      every metric, each defined once, with calibration.py and statistics.py
run.py          asks all questions of an assistant; the run as an object and as JSON
comparison.py   a run against an earlier one: fixed, broken, changed, fallen
peers.py        plain ways to answer the same questions; judges.py: what a language model thinks
report.py       a run as a table for the terminal and as Markdown
page.py         a run as one HTML page, with marking.py and plots.py
command.py      ``python -m qa evaluate``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.evaluation.cases import DEFAULT_QUESTIONS, Case, choose_cases, read_cases
    from qa.evaluation.command import evaluate_command
    from qa.evaluation.comparison import Comparison, compare, read_baseline
    from qa.evaluation.grading import fold, is_correct
    from qa.evaluation.run import Plan, Run, run_evaluation

__all__ = [
    "DEFAULT_QUESTIONS",
    "Case",
    "Comparison",
    "Plan",
    "Run",
    "choose_cases",
    "compare",
    "evaluate_command",
    "fold",
    "is_correct",
    "read_baseline",
    "read_cases",
    "run_evaluation",
]

_HOMES = {
    "DEFAULT_QUESTIONS": "cases",
    "Case": "cases",
    "Comparison": "comparison",
    "Plan": "run",
    "Run": "run",
    "choose_cases": "cases",
    "compare": "comparison",
    "evaluate_command": "command",
    "fold": "grading",
    "is_correct": "grading",
    "read_baseline": "comparison",
    "read_cases": "cases",
    "run_evaluation": "run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qa.evaluation' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(f"qa.evaluation.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
