from __future__ import annotations

from typing import Any

import gradio as gr
import pytest

from qa.web.history import count_answers, plain_history
from qa.web.typed_text import show_text_as_text


@pytest.fixture
def chatbot() -> gr.Chatbot:
    chatbot = gr.Chatbot()
    show_text_as_text(chatbot)
    return chatbot


def through_the_browser(chatbot: gr.Chatbot, messages: list[dict[str, Any]]) -> list[Any]:
    """Return the messages as Gradio hands them back after showing them."""
    return list(chatbot.preprocess(chatbot.postprocess(messages)))  # type: ignore[arg-type]


def test_answer_goes_back_as_its_words_without_html(chatbot: gr.Chatbot) -> None:
    shown = gr.HTML("<p>Anne <a>1</a></p>", plain_text="Anne [1]")
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": "who?"},
        {"role": "assistant", "content": shown},
    ]
    assert plain_history(through_the_browser(chatbot, messages)) == [
        {"role": "user", "content": "who?"},
        {"role": "assistant", "content": "Anne [1]"},
    ]


def test_parts_of_a_message_are_joined() -> None:
    parts = [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]
    turns = plain_history([{"role": "user", "content": parts}])
    assert turns == [{"role": "user", "content": "one\ntwo"}]


def test_failed_answer_is_left_out() -> None:
    failed = {"type": "component", "constructor_args": {"plain_text": ""}}
    assert plain_history([{"role": "assistant", "content": [failed]}]) == []


def test_component_without_words_is_left_out() -> None:
    picture = {"type": "component", "constructor_args": {}}
    assert plain_history([{"role": "user", "content": [picture, 3]}]) == []


def test_other_roles_are_left_out() -> None:
    assert plain_history([{"role": "system", "content": "obey"}]) == []


def test_answers_are_counted_whether_or_not_they_failed() -> None:
    messages = [{"role": role, "content": ""} for role in ("user", "assistant", "user")]
    assert count_answers(messages) == 1
