"""Show what people type as text.

Gradio's chatbot puts a message into the page as HTML, cleaned of scripts but not of images, forms
and styles, even when Markdown is off. So messages are escaped on their way to the browser, and
taken back to what was typed on their way from it.
"""

from __future__ import annotations

import html
from typing import Any

import gradio as gr
from gradio.components.chatbot import ChatbotDataMessages, NormalizedMessageDict, TextMessage


def show_text_as_text(chatbot: gr.Chatbot) -> None:
    """Make a chatbot show text messages character for character; components stay as they are.

    The chatbot is changed in place: deriving a class from a Gradio component would write a stub
    file beside this one.
    """
    to_browser, from_browser = chatbot.postprocess, chatbot.preprocess

    # Both work on copies, because a message may come by more than once.
    def postprocess(value: Any) -> ChatbotDataMessages:
        data = to_browser(value).model_copy(deep=True)
        for part in _texts(data):
            part.text = escape(part.text)
        return data

    def preprocess(payload: ChatbotDataMessages | None) -> list[NormalizedMessageDict]:
        data = payload and payload.model_copy(deep=True)
        for part in _texts(data):
            part.text = unescape(part.text)
        return from_browser(data)

    chatbot.postprocess = postprocess  # type: ignore[method-assign]
    chatbot.preprocess = preprocess  # type: ignore[method-assign]


def escape(text: str) -> str:
    """Return the text with the characters that open a tag or an entity escaped."""
    return html.escape(text, quote=False)


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _texts(data: ChatbotDataMessages | None) -> list[TextMessage]:
    messages = data.root if data else []
    return [part for message in messages for part in message.content if part.type == "text"]


class TypedChat(gr.ChatInterface):
    """A chat whose messages can be edited although they are shown escaped."""

    def _edit_message(self, history: list[Any], edit_data: gr.EditData) -> tuple[Any, Any, Any]:
        # The box for editing holds the message as it was sent to the browser.
        edit_data.value = unescape(str(edit_data.value))
        return super()._edit_message(history, edit_data)
