"""Questions to answers: ``from qa import Assistant``.

Importing the package is cheap; the heavy parts load when a name is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.errors import SourcierError
    from qa.answer import Answer, Citation
    from qa.assistant import Assistant
    from qa.settings import Settings

__all__ = ["Answer", "Assistant", "Citation", "Settings", "SourcierError"]

_HOMES = {
    "Answer": "qa.answer",
    "Assistant": "qa.assistant",
    "Citation": "qa.answer",
    "Settings": "qa.settings",
    "SourcierError": "corpus.errors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qa' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
