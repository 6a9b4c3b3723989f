"""The peer's way to retrieve: LlamaIndex's default pipeline with MiniLM, Chroma's default model.

The model is used where Chroma has it (`~/.cache/chroma`), and never downloaded: Chroma's own first
use does that.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr


class MiniLM(BaseEmbedding):
    """Chroma's default embedding model as LlamaIndex sees one."""

    _function: ONNXMiniLM_L6_V2 = PrivateAttr(default_factory=ONNXMiniLM_L6_V2)

    @staticmethod
    def is_present() -> bool:
        """Return whether Chroma has the model at hand."""
        folder = ONNXMiniLM_L6_V2.DOWNLOAD_PATH / ONNXMiniLM_L6_V2.EXTRACTED_FOLDER_NAME
        return (folder / "model.onnx").exists()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in vector] for vector in self._function(texts)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


@dataclass(frozen=True)
class Peer:
    """LlamaIndex's default index over some texts: its retriever and how fast it was filled."""

    retriever: BaseRetriever
    passages_per_second: float


def build_peer(texts: Sequence[str], embedder: BaseEmbedding, depth: int) -> Peer:
    """Index texts as LlamaIndex does by default: its splitter, its store.

    Args:
        texts: Text number n becomes the document ``pn``.
        embedder: The embedding model.
        depth: How many nodes the retriever returns.
    """
    documents = [Document(text=text, doc_id=f"p{n}") for n, text in enumerate(texts)]
    started = time.perf_counter()
    index = VectorStoreIndex.from_documents(documents, embed_model=embedder)
    seconds = time.perf_counter() - started
    nodes = len(index.docstore.docs)
    return Peer(index.as_retriever(similarity_top_k=depth), nodes / seconds)
