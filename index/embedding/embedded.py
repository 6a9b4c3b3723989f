"""The embedded vectors as a LlamaIndex embedding model."""

from __future__ import annotations

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.embedding.static import StaticVectors


class EmbeddedEmbedding(BaseEmbedding):
    """Averages the shipped bilingual piece vectors; questions and passages alike."""

    model_name: str = "embedded"
    _vectors: StaticVectors = PrivateAttr()

    def __init__(self, vectors: StaticVectors) -> None:
        super().__init__(model_name="embedded", embed_batch_size=512)
        self._vectors = vectors

    @classmethod
    def class_name(cls) -> str:
        return "EmbeddedEmbedding"

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._vectors.embed(texts).tolist()
        return rows

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)
