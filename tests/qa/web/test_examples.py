from __future__ import annotations

from qa.web.examples import EXAMPLES, offered_examples
from tests.qa.web.fake import FakeAssistant, harbour_answer, refusal


def test_examples_are_offered_when_the_articles_answer_them() -> None:
    assert offered_examples(FakeAssistant(harbour_answer())) == EXAMPLES


def test_no_example_is_offered_on_other_articles() -> None:
    assert offered_examples(FakeAssistant(refusal())) == ()


def test_first_example_is_the_question_the_product_was_made_for() -> None:
    assert EXAMPLES[0] == "who first confirmed the deployment?"
