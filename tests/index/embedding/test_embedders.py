import importlib.util
import sys

import numpy as np
import pytest

from corpus.errors import ProviderError, SettingsError
from index.embedding import load_embedder


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
