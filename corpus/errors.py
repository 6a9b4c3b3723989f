"""What can go wrong, as one small tree that every room shares.

    SourcierError            an expected failure; its message is one sentence for the user
    ├── ReadingError         a path that holds nothing to read, or is not there
    ├── QuestionError        a question that cannot be asked (empty, endless)
    ├── SettingsError        a setting with a value that means nothing
    ├── UnknownArticleError  an article id that the store does not hold
    ├── ProviderError        a language or embedding model that is missing or fails
    └── StoreError           a store that cannot be opened, read or written
        ├── StoreLockedError     another process is writing
        └── EmbedderMismatchError  the store was made with another embedder

A message says what failed, which value, and what to do.
"""

from __future__ import annotations


class SourcierError(Exception):
    """An expected failure; ``str(error)`` is one sentence to show to the user."""


class ReadingError(SourcierError):
    """A path that is not there or holds nothing that can be read."""


class QuestionError(SourcierError):
    """A question that cannot be asked."""


class SettingsError(SourcierError):
    """A setting whose value means nothing."""


class UnknownArticleError(SourcierError):
    """An article id that the store does not hold."""


class ProviderError(SourcierError):
    """A language or embedding model that is missing or fails."""


class StoreError(SourcierError):
    """A store that cannot be opened, read or written."""


class StoreLockedError(StoreError):
    """Another process is writing to the store."""


class EmbedderMismatchError(StoreError):
    """The store was made with another embedder."""
