"""Count tokens with tiktoken, by the tables that llama-index-core ships: no download."""

from __future__ import annotations

import functools
import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken


def count_tokens(text: str) -> int:
    """Return the length of a text in tokens of ``cl100k_base``."""
    return len(_encoding().encode(text, disallowed_special=()))


@functools.cache
def _encoding() -> tiktoken.Encoding:
    import tiktoken

    found = importlib.util.find_spec("llama_index.core")
    if found is not None and found.submodule_search_locations:
        tables = Path(found.submodule_search_locations[0], "_static", "tiktoken_cache")
        # tiktoken has no other way to be told where its tables are.
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(tables))
    return tiktoken.get_encoding("cl100k_base")
