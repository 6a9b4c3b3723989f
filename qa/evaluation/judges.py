"""What a language model thinks of the answers: LlamaIndex's evaluators, apart from the metrics.

A judge is no measurement: another model, or the same one tomorrow, may think otherwise. So its
verdicts are reported beside the figures, are kept with the run, and never fail it.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qa.evaluation.result import Result

if TYPE_CHECKING:
    from llama_index.core.evaluation.base import BaseEvaluator
    from llama_index.core.llms import LLM


@dataclass(frozen=True)
class Verdict:
    """A judge's opinion of one answer; None where the judge failed or said nothing usable.

    Attributes:
        id: Of the question.
        faithfulness: 1 when the quotations support the answer, else 0.
        relevancy: 1 when answer and quotations speak to the question, else 0.
        correctness: From 1 to 5, against what is expected.
    """

    id: str
    faithfulness: float | None
    relevancy: float | None
    correctness: float | None


@dataclass(frozen=True)
class Judgement:
    """The verdicts of one judge."""

    model: str
    verdicts: tuple[Verdict, ...]

    def mean(self, name: str) -> float | None:
        """Return the mean of one kind of verdict over the answers that got one."""
        given = [value for each in self.verdicts if (value := getattr(each, name)) is not None]
        return statistics.fmean(given) if given else None

    def remark(self) -> str:
        """Return the judgement in a sentence."""
        told = []
        for name, most in (("faithfulness", 1), ("relevancy", 1), ("correctness", 5)):
            mean = self.mean(name)
            count = sum(getattr(each, name) is not None for each in self.verdicts)
            told.append(f"{name} {'-' if mean is None else f'{mean:.2f}'} of {most} ({count})")
        return (
            f"Judged by {self.model}, {len(self.verdicts)} answers (in brackets how many got a "
            f"verdict): {', '.join(told)}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the judgement as a JSON object."""
        return asdict(self)


def judge(
    results: Sequence[Result],
    llm: LLM,
    model: str,
    on_progress: Callable[[int, int], None] | None = None,
) -> Judgement:
    """Let a model judge every answer of a run; refusals are not judged.

    Args:
        results: Of the run.
        llm: The judge.
        model: Its name, as it is told.
        on_progress: Called after each answer with how many are done and how many there are.
    """
    from llama_index.core.evaluation import (
        CorrectnessEvaluator,
        FaithfulnessEvaluator,
        RelevancyEvaluator,
    )

    answered = [result for result in results if result.answer and result.answer.answered]
    faithfulness, relevancy = FaithfulnessEvaluator(llm=llm), RelevancyEvaluator(llm=llm)
    correctness = CorrectnessEvaluator(llm=llm)
    verdicts = []
    for result in answered:
        verdicts.append(
            Verdict(
                result.case.id,
                _score(faithfulness, result),
                _score(relevancy, result),
                _score(correctness, result) if result.case.expect else None,
            )
        )
        if on_progress:
            on_progress(len(verdicts), len(answered))
    return Judgement(model, tuple(verdicts))


def _score(evaluator: BaseEvaluator, result: Result) -> float | None:
    if result.answer is None:
        return None
    expected = "; ".join(" or ".join(group) for group in result.case.expect)
    try:
        verdict = evaluator.evaluate(
            query=result.case.question,
            response=result.answer.text,
            contexts=[citation.quote for citation in result.answer.citations],
            reference=expected,
        )
    except Exception:  # noqa: BLE001 - each model's client raises errors of its own kind
        return None
    return verdict.score
