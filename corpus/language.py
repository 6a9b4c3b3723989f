"""Which language a text is in."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any


def detect_language(text: str, candidates: Sequence[str] | None = None) -> str:
    """Return the language of a text as ISO 639-1.

    Args:
        text: Any length; only its beginning is looked at.
        candidates: Codes to choose from; None means every language known.
    """
    ranking = _identifier().rank(text[:2000])
    return next((str(code) for code, _ in ranking if not candidates or code in candidates), "fr")


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
