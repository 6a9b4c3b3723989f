"""A language model's opinion of the answers, with a small scripted model."""

from __future__ import annotations

from typing import Any

import pytest
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata

from qa.evaluation.judges import Judgement, Verdict, judge
from tests.qa.evaluation.fake import answer, cite, refusal, result


class Judge(CustomLLM):
    """Says the same of everything, or fails."""

    said: str

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata()

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        if self.said == "fails":
            raise ConnectionError
        return CompletionResponse(text=self.said)

    def stream_complete(
        self, prompt: str, formatted: bool = False, **_: Any
    ) -> CompletionResponseGen:
        raise NotImplementedError


ANSWERED = result(
    "right", given=answer("L’usine ferme [1]", cite("usine", "L’usine ferme.")), expect=(("x",),)
)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("YES", Verdict("right", 1.0, 1.0, None)),
        ("NO", Verdict("right", 0.0, 0.0, None)),
        ("4.5\nIt is nearly right.", Verdict("right", 0.0, 0.0, 4.5)),
        ("fails", Verdict("right", None, None, None)),
    ],
)
def test_a_verdict_is_what_the_model_says(said: str, verdict: Verdict) -> None:
    assert judge([ANSWERED], Judge(said=said), "judge").verdicts == (verdict,)


def test_refusals_and_failures_are_not_judged() -> None:
    results = [result("no", given=refusal()), result("error", error="it failed")]
    assert judge(results, Judge(said="YES"), "judge").verdicts == ()


def test_correctness_needs_something_to_be_held_against() -> None:
    (verdict,) = judge([result("open")], Judge(said="4.0\nFine."), "judge").verdicts
    assert verdict.correctness is None


def test_the_remark_tells_means_and_how_many_got_a_verdict() -> None:
    given = Judgement("judge", (Verdict("a", 1.0, 0.0, 4.0), Verdict("b", 0.0, 0.0, None)))
    assert given.remark() == (
        "Judged by judge, 2 answers (in brackets how many got a verdict): faithfulness 0.50 of 1 "
        "(2), relevancy 0.00 of 1 (2), correctness 4.00 of 5 (1)."
    )
