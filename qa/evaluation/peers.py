"""Plain ways to answer the same questions, so that a run's figures can be read against something.

Neither refuses or writes: the answer is the text of what was retrieved, which is generous to them
where "correct" asks only for words to occur. ``evaluate --peers`` adds a row each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from corpus.article import Article
from index.contents import ArticleRow, StoreStatus
from index.passage import Hit, StoredPassage
from qa.answer import Answer, Citation
from qa.assistant import Assistant
from qa.evaluation.result import SEARCH_DEPTH
from qa.question import understand
from qa.settings import Settings

Retrieve = Callable[[str, int], list[StoredPassage]]

# What CitationQueryEngine retrieves unless told otherwise: LlamaIndex's default.
_CITED_NODES = 2


class MiniLM(BaseEmbedding):
    """Chroma's default embedding model as LlamaIndex sees one; used where it is, not downloaded."""

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
    """A way to answer by what is retrieved; an `Answerer` over an assistant's store."""

    name: str
    assistant: Assistant
    retrieve: Retrieve
    cited: int

    @property
    def settings(self) -> Settings:
        """The assistant's."""
        return self.assistant.settings

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = (), /) -> Answer:
        """Return the text of the first passages, each cited, as the answer."""
        passages = self.retrieve(question, self.cited)
        citations = tuple(
            Citation(
                marker,
                passage.article_id,
                passage.title,
                passage.outlet,
                passage.published,
                passage.language,
                passage.start,
                passage.end,
                passage.text,
            )
            for marker, passage in enumerate(passages, start=1)
        )
        text = "\n".join(f"{each.quote} [{each.marker}]" for each in citations)
        language = understand(question, history).language
        return Answer(question, language, "other", bool(citations), text, None, 1.0, citations)

    def search(self, query: str, k: int = SEARCH_DEPTH, /) -> list[Hit]:
        """Return the passages retrieved, best first."""
        return [
            Hit(rank, 1 / rank, passage)
            for rank, passage in enumerate(self.retrieve(query, k), start=1)
        ]

    def show(self, article_id: str, /) -> Article:
        """Return a stored article."""
        return self.assistant.show(article_id)

    def articles(self) -> list[ArticleRow]:
        """Return the rows of the assistant's store."""
        return self.assistant.articles()

    def status(self) -> StoreStatus:
        """Return the status of the assistant's store."""
        return self.assistant.status()


def top_passage(assistant: Assistant) -> Peer:
    """Return the plain peer: the one passage that BM25 puts first."""
    store = assistant.store

    def retrieve(question: str, k: int) -> list[StoredPassage]:
        found = [scored.passage_id for scored in store.matching(question, k)]
        return store.passages(found)

    return Peer("BM25's top passage", assistant, retrieve, cited=1)


def citation_engine(assistant: Assistant) -> Peer:
    """Return LlamaIndex's `CitationQueryEngine` as far as it goes without a language model.

    It indexes the assistant's articles with its own splitter and store, by MiniLM where Chroma has
    it at hand, else by the assistant's embedder.
    """
    rows = {row.id: row for row in assistant.articles()}
    documents = [Document(text=assistant.show(id).text, doc_id=id) for id in rows]
    embedder = MiniLM() if MiniLM.is_present() else assistant.store.embedder
    index = VectorStoreIndex.from_documents(documents, embed_model=embedder)

    def passage(found: NodeWithScore) -> StoredPassage:
        node = found.node
        assert isinstance(node, TextNode)
        row = rows[str(node.ref_doc_id)]
        start = node.start_char_idx or 0
        return StoredPassage(
            0,
            row.id,
            0,
            start,
            start + len(node.text),
            node.text,
            row.title,
            row.outlet,
            row.published,
            row.language,
            row.id,
        )

    def retrieve(question: str, k: int) -> list[StoredPassage]:
        engine = CitationQueryEngine.from_args(index, llm=MockLLM(), similarity_top_k=k)
        return [passage(found) for found in engine.retrieve(QueryBundle(question))]

    model = "MiniLM" if MiniLM.is_present() else "our embedder"
    return Peer(f"CitationQueryEngine, {model}", assistant, retrieve, cited=_CITED_NODES)
