"""The peer's way to retrieve: LlamaIndex's default pipeline, timed while it is filled."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding


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
