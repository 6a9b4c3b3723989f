from __future__ import annotations

import dataclasses
from typing import Any

import gradio as gr

from qa.answer import Answer
from qa.web.chat import REMEMBERED_SECTIONS, Update, reply_with
from qa.web.sources import Section
from tests.qa.web.fake import FakeAssistant, harbour_answer


def ask(
    assistant: FakeAssistant,
    question: str = "how many?",
    messages: list[dict[str, Any]] | None = None,
    sections: tuple[Section, ...] = (),
) -> list[Update]:
    return list(reply_with(assistant)(question, messages or [], sections))


def turns(count: int) -> list[dict[str, Any]]:
    """Return a conversation of this many answered questions."""
    return [
        {"role": role, "content": f"{role} {number}"}
        for number in range(count)
        for role in ("user", "assistant")
    ]


def test_answer_grows_and_ends_complete() -> None:
    updates = ask(FakeAssistant(harbour_answer()))
    values = [str(message.value) for message, _, _ in updates]
    assert [value.count("quotation") for value in values] == [1, 2]


def test_message_carries_the_plain_words_of_the_answer() -> None:
    message, _, _ = ask(FakeAssistant(harbour_answer()))[-1]
    assert message.constructor_args["plain_text"] == harbour_answer().text


def test_sources_of_the_complete_answer_reach_the_panel() -> None:
    _, panel, sections = ask(FakeAssistant(harbour_answer()))[-1]
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
        -1
    ]
    assert [section.turn for section in sections] == [1, 2]
    assert 'id="source-2-1"' in panel


def test_sources_that_the_conversation_no_longer_holds_go() -> None:
    undone = Section(1, "undone", "<p></p>")
    _, panel, _ = ask(FakeAssistant(harbour_answer()), sections=(undone,))[-1]
    assert "undone" not in panel


def test_panel_forgets_the_oldest_sources() -> None:
    count = REMEMBERED_SECTIONS + 5
    old = tuple(Section(turn, "", "") for turn in range(1, count + 1))
    _, _, sections = ask(FakeAssistant(harbour_answer()), messages=turns(count), sections=old)[-1]
    assert len(sections) == REMEMBERED_SECTIONS + 1


def test_expected_failure_is_a_message() -> None:
    message, panel, sections = ask(FakeAssistant(harbour_answer()), question=" ")[-1]
    assert "The question is empty" in str(message.value)
    assert panel == gr.skip()
    assert sections == ()


def test_panel_is_left_alone_while_only_words_come() -> None:
    class WordByWord(FakeAssistant):
        def stream(self, question: str, history: Any = ()) -> Any:
            for count in (2, 4, 6):
                yield dataclasses.replace(
                    self.answer, text=" ".join(self.answer.text.split()[:count]), is_complete=False
                )
            yield self.answer

    answer: Answer = harbour_answer()
    updates = ask(WordByWord(answer))
    assert [panel == gr.skip() for _, panel, _ in updates] == [False, True, True, False]
