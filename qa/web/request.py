"""What every tab says to Gradio in the same way."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.web.wording import preferred_language

# For HTML of our own: no style of Gradio's, no script.
AS_IT_IS: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
# For events that are the page's own business.
BACKGROUND: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def language_of(request: gr.Request) -> str:
    """Return the language of the page for this browser."""
    return preferred_language(request.headers.get("accept-language", ""))
