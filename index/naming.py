"""Ids for the articles of a file, told apart from those of all other files."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.article import Article
from index.survey import Found


def name_articles(
    articles: Sequence[Article], base: str, found: Found, taken: set[str]
) -> tuple[list[Article], str]:
    """Return the articles of one file under free ids, and what these ids begin with.

    Args:
        articles: As read, with ids that are `base` or begin with it.
        base: The id that the file should have.
        found: The file.
        taken: Ids of all other articles; they stay who they are, the newcomer gets a longer one.
    """
    candidates = _bases(base, found)
    while True:
        other = next(candidates)
        ids = _distinct(other + article.id.removeprefix(base) for article in articles)
        if taken.isdisjoint(ids):
            named = [
                replace(article, id=each, path=found.path)
                for each, article in zip(ids, articles, strict=True)
            ]
            return named, other


def _bases(base: str, found: Found) -> Iterator[str]:
    """Yield ids for a file: the plain one, with its suffix, with the folders' names in front."""
    yield base
    yield base + found.way.suffix
    root = Path(found.root)
    folder = root.parent if found.way == root else root
    front = ""
    for name in reversed(folder.parts[1:]):
        front = f"{name}/{front}"
        yield front + base
        yield front + base + found.way.suffix
    for number in itertools.count(2):
        yield f"{base}~{number}"


def _distinct(ids: Iterator[str]) -> list[str]:
    """Return ids with a number added where one would come a second time."""
    given: list[str] = []
    for each in ids:
        candidates = itertools.chain([each], (f"{each}~{n}" for n in itertools.count(2)))
        given.append(next(candidate for candidate in candidates if candidate not in given))
    return given
