"""Which articles count as copies of one agency text."""

from __future__ import annotations

import itertools

import pytest

from corpus.article import Article
from index.ingest import add_articles, forget
from index.store import Store
from tests.index.conftest import WordEmbedding, article, story

AGENCY = story("le pont", "la gare", "le musée", "le quai", "le parc", "le port")
COPY = AGENCY.replace("trois millions", "quatre millions", 1)
SECOND_COPY = AGENCY.replace("au public", "aux visiteurs", 1)
OTHER = story("une école", "une piscine").replace("Le maire", "La directrice")


def clusters(store: Store) -> dict[str, str]:
    return {row.id: store.passages_of(row.id)[0].cluster for row in store.articles()}


def test_near_identical_articles_form_a_cluster_of_the_earliest(memory_store: Store) -> None:
    add_articles(
        memory_store,
        [
            article("undated", COPY),
            article("late", AGENCY, published="2025-04-29"),
            article("early", SECOND_COPY, published="2025-04-28"),
            article("other", OTHER),
        ],
    )
    assert clusters(memory_store) == {
        "undated": "early",
        "late": "early",
        "early": "early",
        "other": "other",
    }
    rows = {row.id: row.copies for row in memory_store.articles()}
    assert rows["late"] == ("early", "undated")
    assert rows["other"] == ()


def test_article_that_comes_later_joins_its_copies(memory_store: Store) -> None:
    add_articles(memory_store, [article("late", AGENCY, published="2025-04-29")])
    add_articles(memory_store, [article("early", COPY, published="2025-04-28")])
    assert clusters(memory_store) == {"late": "early", "early": "early"}


def test_cluster_goes_on_without_its_earliest(memory_store: Store) -> None:
    add_articles(
        memory_store,
        [
            article("a", AGENCY, published="2025-04-27"),
            article("b", COPY, published="2025-04-28"),
            article("c", SECOND_COPY, published="2025-04-29"),
        ],
    )
    forget(memory_store, ["a"])
    assert clusters(memory_store) == {"b": "b", "c": "b"}


def test_article_that_changes_leaves_its_cluster(memory_store: Store) -> None:
    add_articles(memory_store, [article("a", AGENCY), article("b", COPY)])
    add_articles(memory_store, [article("a", OTHER)])
    assert clusters(memory_store) == {"a": "a", "b": "b"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_clusters_do_not_depend_on_the_order_of_arrival(
    embedder: WordEmbedding, order: tuple[int, ...]
) -> None:
    articles: list[Article] = [
        article("a", AGENCY, published="2025-04-26"),
        article("b", COPY, published="2025-04-27"),
        article("c", SECOND_COPY, published="2025-04-28"),
        article("d", OTHER, published="2025-04-25"),
    ]
    store = Store.open(":memory:", embedder, "words")
    for number in order:
        add_articles(store, [articles[number]])
    assert clusters(store) == {"a": "a", "b": "a", "c": "a", "d": "d"}
