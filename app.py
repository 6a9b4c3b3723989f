"""Open the chat in the browser: ``python app.py``.

The outermost layer of the flow: it opens an assistant on the store, indexes the bundled articles
when the store is empty, and serves the page of `qa.web`. `qa.settings.Settings` names what the
environment can change.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

from corpus.errors import SourcierError
from qa.settings import Settings
from qa.web.port import check_address

if TYPE_CHECKING:
    from qa.assistant import Assistant

logger = logging.getLogger("app")


def main() -> int:
    """Serve the page until it is stopped, and return the exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    logger.setLevel(logging.INFO)
    # Read when gradio is imported, which is why the imports of the page come after it.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    try:
        _open_and_serve(Settings.from_env())
    except SourcierError as error:
        print(f"sourcier: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _open_and_serve(settings: Settings) -> None:
    check_address(settings)
    import gradio as gr

    from qa.web.examples import offered_examples
    from qa.web.page import build_page
    from qa.web.serving import serve
    from qa.web.wording import translations

    assistant = open_assistant(settings)
    texts = gr.I18n(**translations())
    page = build_page(assistant, texts, offered_examples(assistant))
    serve(page, texts, settings)


def open_assistant(settings: Settings) -> Assistant:
    """Open the store that the settings name; an empty one gets the bundled articles.

    Raises:
        SourcierError: The store cannot be opened or written.
    """
    from qa.assistant import Assistant

    assistant = Assistant.open(settings=settings, create=True)
    if not assistant.status().articles:
        logger.info("The store is empty: indexing the bundled articles.")
        assistant.index()
    return assistant


if __name__ == "__main__":
    sys.exit(main())
