"""Ids for the articles of a file, told apart from those of all other files."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.article import Article
from index.survey import Found, is_below


def name_articles(
    articles: Sequence[Article], base: str, found: Found, taken: Mapping[str, str]
) -> tuple[list[Article], str]:
    """Return the articles of one file under free ids, and what these ids begin with.

    Args:
        articles: As read, with ids that are `base` or begin with it.
        base: The id that the file should have.
        found: The file.
        taken: Ids of all other articles and the files they came from. They stay who they are; the
            newcomer gets a longer id.
    """
    candidates = _bases(base, found, taken)
    while True:
        other = next(candidates)
        ids = _distinct(other + article.id.removeprefix(base) for article in articles)
        if taken.keys().isdisjoint(ids):
            named = [
                replace(article, id=each, path=found.path)
                for each, article in zip(ids, articles, strict=True)
            ]
            return named, other


def _bases(base: str, found: Found, taken: Mapping[str, str]) -> Iterator[str]:
    """Yield ids for a file: the plain one, then ever longer ones.

    The suffix tells it from a file below the same root, the folder's name from one elsewhere.
    """
    yield base
    root = Path(found.root)
    folder = root.parent if found.way == root else root
    rival = next((taken[each] for each in taken if each == base or each.startswith(base + "/")), "")
    if is_below(rival, os.path.realpath(folder)):
        yield base + found.way.suffix
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
