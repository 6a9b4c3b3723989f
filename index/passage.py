"""What a passage and a hit are.

A passage is a run of whole sentences of one article; a hit is a passage with its rank for one
query and what a reader needs to know about its article.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A slice of an article: ``article.text[start:end] == text``.

    Attributes:
        article_id: The article it is a slice of.
        ordinal: Its place in the article, from 0.
        start: First code point of the slice.
        end: One past the last code point.
        text: The slice itself.
        tokens: Its length in tokens of tiktoken's ``cl100k_base``.
    """

    article_id: str
    ordinal: int
    start: int
    end: int
    text: str
    tokens: int


@dataclass(frozen=True)
class StoredPassage:
    """A passage as the store returns it, with its article's metadata.

    Attributes:
        id: The store's number for the passage, unique within the store.
        article_id, ordinal, start, end, text: As in `Passage`.
        title, outlet, published, language: As in `corpus.article.Article`.
        cluster: Id of the earliest article among its near-identical copies; its own article's id
            when there are none.
    """

    id: int
    article_id: str
    ordinal: int
    start: int
    end: int
    text: str
    title: str
    outlet: str
    published: str | None
    language: str
    cluster: str


@dataclass(frozen=True)
class Hit:
    """A passage found for a query.

    Attributes:
        rank: From 1.
        score: Comparable across queries of one store; higher is better.
        passage: What was found.
        copies: Ids of other articles that carry the same agency text and were left out.
    """

    rank: int
    score: float
    passage: StoredPassage
    copies: tuple[str, ...] = ()

    @property
    def article_id(self) -> str:
        return self.passage.article_id

    @property
    def start(self) -> int:
        return self.passage.start

    @property
    def end(self) -> int:
        return self.passage.end

    @property
    def text(self) -> str:
        return self.passage.text
