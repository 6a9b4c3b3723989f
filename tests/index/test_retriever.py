from collections.abc import Iterator

import pytest

from corpus.article import Article
from index.embedding import load_embedder
from index.embedding.static import load_static_vectors
from index.ingest import add_articles
from index.passage import Hit
from index.retriever import HybridRetriever
from index.store import Filters, Store

STORY = (
    "La rivière a débordé dans la nuit de mardi à mercredi. Au moins trois personnes sont mortes, "
    "a indiqué la préfecture. Les habitants ont été évacués vers le gymnase de Bellerive. "
    "Le maire a demandé la reconnaissance de l'état de catastrophe naturelle. "
    "La circulation des trains reste interrompue sur toute la ligne jusqu'à vendredi soir."
)
ARTICLES = [
    Article("agence", STORY, outlet="Agence", published="2025-03-05"),
    Article("copie", STORY.replace("a indiqué", "a précisé"), outlet="Journal"),
    Article("usine", "La fonderie de Valmont ferme. Elle emploie 412 personnes."),
    Article("plant", "The foundry strike enters its third week.", language="en"),
]


@pytest.fixture(scope="module")
def retriever() -> Iterator[HybridRetriever]:
    store = Store.open(":memory:", load_embedder(), "embedded", create=True)
    add_articles(store, ARTICLES)
    yield HybridRetriever(store, load_static_vectors())
    store.close()


def ids(hits: list[Hit]) -> list[str]:
    return [hit.article_id for hit in hits]


def test_the_passage_is_found_in_the_other_language(retriever: HybridRetriever) -> None:
    assert retriever.search("How many people died in the flood?")[0].article_id == "agence"
    assert "plant" in ids(retriever.search("grève à la fonderie", k=2))


def test_copies_of_an_agency_text_collapse_to_the_earliest(retriever: HybridRetriever) -> None:
    hits = retriever.search("La rivière a débordé")
    assert ids(hits).count("agence") == 1
    assert "copie" not in ids(hits)
    assert hits[0].copies == ("copie",)


def found_for_pair(other: str, outlet: str = "") -> list[Hit]:
    store = Store.open(":memory:", load_embedder(), "embedded", create=True)
    add_articles(store, [Article("one", STORY), Article("other", other, outlet=outlet)])
    hits = HybridRetriever(store, load_static_vectors()).search("La rivière a débordé")
    store.close()
    return hits


@pytest.mark.parametrize(
    ("word", "instead"), [("trois personnes", "14 personnes"), ("Bellerive", "Fontenay")]
)
def test_texts_after_one_pattern_with_other_names_or_figures_are_no_copies(
    word: str, instead: str
) -> None:
    assert set(ids(found_for_pair(STORY.replace(word, instead)))) == {"one", "other"}


def test_who_prints_a_copy_makes_no_other_text_of_it() -> None:
    printed = STORY.replace("la préfecture.", "la préfecture à l'AFP et au Courrier.")
    (hit,) = found_for_pair(printed, "Le Courrier")
    assert hit.copies == ("other",)


def test_ranks_count_from_one_by_falling_score(retriever: HybridRetriever) -> None:
    hits = retriever.search("fonderie Valmont rivière")
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_filters_are_kept(retriever: HybridRetriever) -> None:
    assert ids(retriever.search("rivière", filters=Filters(article="usine"))) == ["usine"]
    assert retriever.search("rivière", filters=Filters(outlet="nobody")) == []


def test_k_bounds_the_hits(retriever: HybridRetriever) -> None:
    assert len(retriever.search("fonderie", k=1)) == 1


@pytest.mark.parametrize("query", ['"AND (title:', "*", "l'", "ñandú 北京", "a" * 500])
def test_any_text_is_a_query(retriever: HybridRetriever, query: str) -> None:
    assert all(hit.text for hit in retriever.search(query))
