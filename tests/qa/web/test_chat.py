from __future__ import annotations

import dataclasses
from typing import Any

import gradio as gr

from index.store import Filters
from qa.answer import Answer
from qa.web.chat import Update, reply_with
from qa.web.holdings import Shelf
from qa.web.sources import REMEMBERED_SECTIONS, Section
from tests.qa.web.fake import FakeAssistant, harbour_answer, refusal


def ask(
    assistant: FakeAssistant,
    question: str = "how many?",
    messages: list[dict[str, Any]] | None = None,
    sections: tuple[Section, ...] = (),
    chosen: tuple[str, str, str] = ("", "", ""),
) -> list[Update]:
    reply = reply_with(assistant, Shelf(assistant))
    return list(reply(question, messages or [], sections, *chosen))


def html_of(update: Update) -> str:
    """Return what the message of an update shows."""
    return str(update[0]["content"].value)


def turns(count: int) -> list[dict[str, Any]]:
    """Return a conversation of this many answered questions."""
    return [
        {"role": role, "content": f"{role} {number}"}
        for number in range(count)
        for role in ("user", "assistant")
    ]


def test_answer_grows_and_ends_complete() -> None:
    updates = ask(FakeAssistant(harbour_answer()))
    counts = [html_of(update).count('class="quotation"') for update in updates]
    # A stage, the first line, all lines, and all lines with what may come next.
    assert counts == [0, 1, 2, 2]


def test_stage_is_told_while_there_are_no_words() -> None:
    assert "Reading 8 passages" in html_of(ask(FakeAssistant(harbour_answer()))[0])


def test_questions_that_the_articles_answer_are_offered() -> None:
    options = ask(FakeAssistant(harbour_answer()))[-1][0]["options"]
    assert options == [{"value": "What did Anne Le Goff confirm?"}]


def test_question_that_the_articles_do_not_answer_is_not_offered() -> None:
    assistant = FakeAssistant(harbour_answer())
    assistant.unanswerable.add("What did Anne Le Goff confirm?")
    assert ask(assistant)[-1][0]["options"] == []


def test_filters_reach_the_assistant_and_are_told_in_the_panel() -> None:
    assistant = FakeAssistant(harbour_answer())
    _, panel, _ = ask(assistant, chosen=("La Criée", " 2025 ", ""))[-2]
    assert assistant.filters == [Filters(outlet="La Criée", after="2025")]
    assert "Only: La Criée, from 2025" in panel


def test_filter_that_is_no_date_is_a_message() -> None:
    assert "not a date" in html_of(ask(FakeAssistant(harbour_answer()), chosen=("", "x", ""))[-1])


def test_refusal_tells_what_was_looked_for() -> None:
    html = html_of(ask(FakeAssistant(refusal()), "Where is the capital of Brazil?")[1])
    assert "capital of Brazil" in html
    assert "1 article" in html


def test_message_carries_the_plain_words_of_the_answer() -> None:
    message, _, _ = ask(FakeAssistant(harbour_answer()))[-1]
    assert message["content"].constructor_args["plain_text"] == harbour_answer().text


def test_sources_of_the_complete_answer_reach_the_panel() -> None:
    _, panel, sections = ask(FakeAssistant(harbour_answer()))[-2]
    assert 'id="source-1-2"' in panel
    assert [section.turn for section in sections] == [1]


def test_earlier_turns_go_to_the_assistant() -> None:
    assistant = FakeAssistant(harbour_answer())
    ask(assistant, messages=turns(1))
    assert assistant.histories == [
        [{"role": "user", "content": "user 0"}, {"role": "assistant", "content": "assistant 0"}]
    ]


def test_sources_of_earlier_turns_stay() -> None:
    first = Section(1, "first", "<p></p>")
    _, panel, sections = ask(FakeAssistant(harbour_answer()), messages=turns(1), sections=(first,))[
        -2
    ]
    assert [section.turn for section in sections] == [1, 2]
    assert 'id="source-2-1"' in panel


def test_sources_that_the_conversation_no_longer_holds_go() -> None:
    undone = Section(1, "undone", "<p></p>")
    _, panel, _ = ask(FakeAssistant(harbour_answer()), sections=(undone,))[-2]
    assert "undone" not in panel


def test_panel_forgets_the_oldest_sources() -> None:
    count = REMEMBERED_SECTIONS + 5
    old = tuple(Section(turn, "", "<p></p>") for turn in range(1, count + 1))
    _, _, sections = ask(FakeAssistant(harbour_answer()), messages=turns(count), sections=old)[-1]
    assert len([section for section in sections if section.html]) == REMEMBERED_SECTIONS
    assert len(sections) == count + 1


def test_expected_failure_is_a_message() -> None:
    update = ask(FakeAssistant(harbour_answer()), question=" ")[-1]
    _, panel, sections = update
    assert "The question is empty" in html_of(update)
    assert panel == gr.skip()
    assert sections == ()


def test_panel_is_left_alone_while_only_words_come() -> None:
    class WordByWord(FakeAssistant):
        def stream(self, question: str, history: Any = (), *, filters: Any = None) -> Any:
            for count in (2, 4, 6):
                yield dataclasses.replace(
                    self.answer, text=" ".join(self.answer.text.split()[:count]), is_complete=False
                )
            yield self.answer

    answer: Answer = harbour_answer()
    updates = ask(WordByWord(answer))
    assert [panel == gr.skip() for _, panel, _ in updates] == [False, True, True, False, True]
