"""The HTML report: what it shows, and that nothing in an article or answer becomes markup."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

from lxml import html

from qa.answer import Answer
from qa.evaluation.comparison import compare
from qa.evaluation.metrics import measure
from qa.evaluation.page import format_page
from qa.evaluation.run import Run, run_evaluation
from tests.qa.evaluation.fake import FakeAssistant, answer, case, cite

RIGHT = answer("L’usine ferme [1]", cite("usine", "L’usine ferme."))
WRONG = answer("Le port [1]", cite("port", "Le port"))
CASES = [
    case("shuts", question="shuts", expect=(("FERME",),), sources=("usine",), language="fr"),
    case("none", question="none", answerable=False, difficulty="hard"),
]


def run(**answers: Answer) -> Run:
    return run_evaluation(FakeAssistant(answers), CASES)


def page(whole: Run, baseline: Run | None = None) -> Any:
    kept = json.loads(json.dumps(baseline.to_dict())) if baseline else None
    compared = compare(whole, kept) if kept else None
    return html.fromstring(format_page(whole, compared, kept, {"a peer": measure([])}))


def test_every_question_is_there_with_its_state() -> None:
    chips = [
        (entry.get("id"), entry.xpath("string(.//span[contains(@class, 'chip')])"))
        for entry in page(run(shuts=WRONG)).iter("details")
    ]
    assert chips == [("q-shuts", "wrong"), ("q-none", "right")]


def test_the_expected_words_are_marked_in_the_answer() -> None:
    shown = page(run(shuts=RIGHT))
    assert shown.xpath("//p[@class='answer']/mark/text()") == ["ferme"]


def test_a_quotation_is_marked_between_what_stands_around_it() -> None:
    (quote,) = page(run(shuts=RIGHT)).xpath("//blockquote")
    assert quote.xpath("mark/text()") == ["L’usine ferme."]
    assert "Elle emploie" in quote.text_content()


def test_a_regression_is_the_first_thing_said() -> None:
    shown = page(run(shuts=WRONG), run(shuts=RIGHT))
    assert shown.xpath("string(//div[@class='verdict bad']/p)") == "Worse than the baseline"
    assert "1 broken: shuts" in shown.xpath("string(//div[@class='verdict bad'])")


def test_a_broken_question_is_open_and_shows_what_changed() -> None:
    (broken,) = page(run(shuts=WRONG), run(shuts=RIGHT)).xpath("//details[@open]")
    assert broken.get("id") == "q-shuts"
    assert broken.xpath(".//del/text()") == ["L’usine", "ferme"]
    assert broken.xpath(".//ins/text()") == ["Le", "port"]


def test_a_run_that_is_not_worse_says_so() -> None:
    shown = page(run(shuts=RIGHT), run(shuts=RIGHT))
    assert shown.xpath("string(//div[@class='verdict']/p)") == "Not worse than the baseline"


def test_peers_have_a_row() -> None:
    assert "a peer" in page(run()).xpath("//th[@scope='row']/text()")


HOSTILE = '<script>alert(1)</script><img src="http://evil.example/x"><a href="javascript:0">'


def test_an_answer_cannot_become_markup() -> None:
    hostile = dataclasses.replace(RIGHT, text=HOSTILE)
    shown = page(run(shuts=hostile), run(shuts=RIGHT))
    assert not [element.tag for element in shown.iter("script", "img", "a", "link", "iframe")]
    assert HOSTILE in shown.text_content()


def test_the_page_needs_nothing_from_outside() -> None:
    text = format_page(run(shuts=RIGHT))
    assert re.findall(r"(?:src|href|url)\s*[=(]", text) == []
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) == {"http://www.w3.org/2000/svg"}
