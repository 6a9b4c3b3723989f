"""The folder beside the store where the page keeps what people give it: uploads and feedback."""

from __future__ import annotations

from pathlib import Path

from index.store import MEMORY
from qa.settings import Settings


def kept_folder(settings: Settings) -> Path | None:
    """Return the folder, which may not be there yet.

    None where there is no place for one: the store is in memory or on a server, and ``QA_KEEP``
    names no folder.
    """
    if settings.keep:
        return Path(settings.keep).expanduser().absolute()
    if settings.store == MEMORY or "://" in settings.store:
        return None
    store = Path(settings.store).expanduser().absolute()
    return store.with_name(f"{store.name}-page")
