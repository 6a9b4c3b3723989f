from __future__ import annotations

import gradio as gr
from hypothesis import given
from hypothesis import strategies as st

from qa.web.typed_text import escape, show_text_as_text, unescape


@given(st.text())
def test_what_was_typed_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.text(alphabet="&<>;ampltg# "))
def test_entities_that_were_typed_come_back(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.text())
def test_no_tag_reaches_the_browser(text: str) -> None:
    assert not set(escape(text)) & {"<", ">"}


def test_message_is_escaped_once_however_often_it_is_shown() -> None:
    chatbot = gr.Chatbot()
    show_text_as_text(chatbot)
    messages = [{"role": "user", "content": "<b>"}]
    once = chatbot.postprocess(messages)  # type: ignore[arg-type]
    twice = chatbot.postprocess(once.root)  # type: ignore[arg-type]
    again = chatbot.postprocess(chatbot.preprocess(once))  # type: ignore[arg-type]
    assert once.root[0].content[0].text == "&lt;b&gt;"  # type: ignore[union-attr]
    assert again == once
    assert twice.root[0] is not once.root[0]
