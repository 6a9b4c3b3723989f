"""What a passage and a hit are.

A passage is a run of whole sentences of one article; a hit is a passage with its rank for one
query and what a reader needs to know about its article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.article import Article
from corpus.sentences import Span, split_sentences
from index.tokens import count_tokens


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


def split_article(article: Article, max_tokens: int = 160, overlap: int = 1) -> list[Passage]:
    """Pack whole sentences into passages of at most ``max_tokens`` tokens.

    Args:
        article: What to cut; its text is not changed.
        max_tokens: Budget of a passage. A sentence that alone exceeds it is cut between words.
        overlap: Sentences that a passage repeats from the end of the one before it, as far as
            the budget allows.

    Returns:
        Passages in order; together they cover every sentence.
    """
    text = article.text
    units = [
        unit
        for sentence in split_sentences(text, article.language)
        for unit in _within_budget(text, sentence, max_tokens)
    ]

    def tokens_of(first: int, last: int) -> int:
        return count_tokens(text[units[first].start : units[last].end])

    passages: list[Passage] = []
    first = 0
    while first < len(units):
        last, tokens = first, tokens_of(first, first)
        while last + 1 < len(units) and (longer := tokens_of(first, last + 1)) <= max_tokens:
            last, tokens = last + 1, longer
        start, end = units[first].start, units[last].end
        passages.append(Passage(article.id, len(passages), start, end, text[start:end], tokens))
        if last + 1 == len(units):
            break
        # The overlap must leave room for a new sentence, or the same passage would come again.
        first = max(last + 1 - overlap, first + 1)
        while first <= last and tokens_of(first, last + 1) > max_tokens:
            first += 1
    return passages


def _within_budget(text: str, sentence: Span, max_tokens: int) -> list[Span]:
    """Return the sentence, or pieces of it cut between words when it exceeds the budget."""
    if count_tokens(text[sentence.start : sentence.end]) <= max_tokens:
        return [sentence]
    pieces: list[Span] = []
    start = sentence.start
    words = [
        Span(sentence.start + word.start(), sentence.start + word.end())
        for word in re.finditer(r"\S{1,200}", text[sentence.start : sentence.end])
    ]
    previous = start
    for word in words:
        if previous > start and count_tokens(text[start : word.end]) > max_tokens:
            pieces.append(Span(start, previous))
            start = word.start
        previous = word.end
    pieces.append(Span(start, previous))
    return pieces
