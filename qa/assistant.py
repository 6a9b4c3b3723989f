"""The assistant: the one place where the parts are put together.

    question ─▶ understand ─▶ HybridRetriever ─▶ read ─▶ write ─▶ find_faults ─▶ Answer

With a language model, `qa.llm` writes once more what was found, and its words are proved again.

It is a LlamaIndex query engine, so LlamaIndex programs, agents and evaluators take it as it is.
"""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import QueryBundle

from corpus.article import Article
from corpus.errors import SourcierError
from corpus.language import detect_language
from index import ingest
from index.embedding import load_embedder
from index.embedding.static import load_static_vectors
from index.passage import Hit
from index.retriever import HybridRetriever, as_node
from index.store import ArticleRow, Filters, Store, StoreStatus
from qa.answer import Answer, Citation, Stage
from qa.claims.findings import NOTHING_FOUND, Findings, find_claims
from qa.explanation import explain
from qa.extractive import write_answer, write_refusal
from qa.llm.condensing import Condensed, condense
from qa.llm.generation import Writer
from qa.llm.providers import load_model
from qa.question import History, Question, understand
from qa.reader import Reading, load_weights, read
from qa.settings import DEFAULT_STORE, Settings
from qa.spans.reader import load_span_reader
from qa.verification import MARKER, find_faults

logger = logging.getLogger(__name__)

Progress = Callable[[ingest.Progress], None]

EXTRACTIVE = "extractive"


class Assistant(BaseQueryEngine):
    """Answers questions over the articles of a store, with citations that are checked spans."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Put an assistant on an open store; `open` and `from_texts` are the usual ways to one."""
        super().__init__(callback_manager=None)
        self.store = store
        self.settings = settings
        self._vectors = load_static_vectors()
        self.retriever = HybridRetriever(store, self._vectors, settings.passages_read)
        self._model = load_model(settings)

    @classmethod
    def open(
        cls,
        location: str | Path | None = None,
        settings: Settings | None = None,
        *,
        create: bool = False,
    ) -> Assistant:
        """Open a store.

        Args:
            location: A folder, ``:memory:`` or ``http://host:port``; None takes the settings'.
            settings: None reads them from the environment.
            create: Make the store when there is none. The default store is always made, from the
                bundled articles, so that a fresh machine answers at once.

        Raises:
            StoreError: The store is not there, not a store or cannot be used.
            SettingsError, ProviderError: The embedder or the language model is unknown or not
                installed.
        """
        settings = settings or Settings.from_env()
        if location is not None:
            settings = dataclasses.replace(settings, store=str(location))
        is_fresh_default = settings.store == DEFAULT_STORE and not Path(DEFAULT_STORE).exists()
        assistant = cls(_open_store(settings, create=create or is_fresh_default), settings)
        if is_fresh_default and not create:
            logger.info("No store yet: indexing the bundled articles.")
            assistant.index()
        return assistant

    @classmethod
    def from_texts(
        cls, texts: Sequence[Mapping[str, str | None]], settings: Settings | None = None
    ) -> Assistant:
        """Build an assistant in memory.

        Args:
            texts: Each with ``id`` and ``text``, and as far as known ``title``, ``outlet``,
                ``byline``, ``published`` (ISO 8601), ``language`` and ``url``.
            settings: None takes the defaults; the environment is not read.

        Raises:
            SourcierError: An entry lacks ``id`` or ``text``.
        """
        settings = dataclasses.replace(settings or Settings(), store=":memory:")
        assistant = cls(_open_store(settings, create=True), settings)
        ingest.add_articles(assistant.store, [_article(entry) for entry in texts])
        return assistant

    def ask(
        self, question: str, history: History = (), *, filters: Filters | None = None
    ) -> Answer:
        """Answer a question.

        Args:
            question: In French or English.
            history: Earlier turns, oldest first, each with ``role`` and ``content``.
            filters: Only articles that satisfy them are read.

        Raises:
            QuestionError: It is empty or too long, or a filter's date is not one.
        """
        *_, last = self.stream(question, history, filters=filters)
        return last

    def stream(
        self, question: str, history: History = (), *, filters: Filters | None = None
    ) -> Iterator[Answer]:
        """Answer a question bit by bit; the last answer is complete, and equals `ask`'s.

        The first have no words yet, but a stage.

        Args:
            question: In French or English.
            history: Earlier turns, oldest first, each with ``role`` and ``content``.
            filters: Only articles that satisfy them are read.

        Raises:
            QuestionError: It is empty or too long, or a filter's date is not one.
        """
        started = time.perf_counter()
        understood = understand(question, history)
        yield _at_work(understood, Stage("searching"))
        condensed = condense(self._model, question, history) if self._model else Condensed()
        if condensed.question:
            understood = dataclasses.replace(
                understand(condensed.question),
                text=understood.text,
                language=understood.language,
            )
        hits = self._find(understood, filters)
        yield _at_work(understood, Stage("reading", len(hits)))
        reading = self._read(understood, hits)
        yield _at_work(understood, Stage("checking"))
        answer, findings = self._answer(understood, hits, reading)
        if self._model and answer.answered:
            writer = Writer(self._model, self._vectors, self._text_of)
            for written in writer.write(understood, reading, findings, answer, condensed):
                if not written.is_complete:
                    yield written
            answer = written
        elapsed_ms = round((time.perf_counter() - started) * 1000, 1)
        answer = dataclasses.replace(answer, elapsed_ms=elapsed_ms)
        if answer.provider == EXTRACTIVE:
            yield from _growing(answer)
        yield answer

    def explain(self, question: str, history: History = ()) -> str:
        """Return how the answer to a question comes about, in lines for a person to read.

        Args:
            question: In French or English.
            history: Earlier turns, oldest first, each with ``role`` and ``content``.

        Raises:
            QuestionError: It is empty or too long.
        """
        understood = understand(question, history)
        hits = self._find(understood)
        reading = self._read(understood, hits)
        answer, _ = self._answer(understood, hits, reading)
        return explain(understood, hits, reading, load_weights().threshold, answer)

    @property
    def provider(self) -> str:
        """Who writes the answers: ``extractive`` or the language model's name."""
        return self._model.name if self._model else EXTRACTIVE

    def can_answer(
        self, question: str, history: History = (), *, filters: Filters | None = None
    ) -> bool:
        """Return whether the articles answer a question, without writing the answer.

        Raises:
            QuestionError: It is empty or too long, or a filter's date is not one.
        """
        understood = understand(question, history)
        return self._read(understood, self._find(understood, filters)).is_answered

    def _find(self, question: Question, filters: Filters | None = None) -> list[Hit]:
        self.store.refresh()
        return self.retriever.search(question.query, self.settings.passages_read, filters)

    def _read(self, question: Question, hits: Sequence[Hit]) -> Reading:
        return read(question, hits, self._vectors, load_span_reader(), load_weights())

    def _answer(
        self, question: Question, hits: Sequence[Hit], reading: Reading
    ) -> tuple[Answer, Findings]:
        """Return the answer without a language model, and what the statements say to it."""
        findings = NOTHING_FOUND
        if reading.is_answered:
            findings = find_claims(question, reading.evidence, self.store.article, self._vectors)
            answer = write_answer(question, reading, self._vectors, findings)
        else:
            answer = write_refusal(question, reading.confidence, hits)
        faults = find_faults(answer, self._text_of)
        if faults:
            logger.error("An answer was withheld: %s.", "; ".join(faults))
            answer = write_refusal(question, 0.0, hits)
        return answer, findings

    def _text_of(self, article_id: str) -> str:
        return self.store.article(article_id).text

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        after: str | None = None,
        before: str | None = None,
        outlet: str | None = None,
        language: str | None = None,
        article: str | None = None,
    ) -> list[Hit]:
        """Return the ranked passages for a query.

        Args:
            query: Words or a question, in French or English.
            k: At most this many hits.
            after, before: ISO 8601, whole or partial; both inclusive.
            outlet, language, article: Only passages of such articles.

        Raises:
            QuestionError: The query is empty or too long.
            SourcierError: ``k`` is below 1.
        """
        if k < 1:
            raise SourcierError(f"k is {k}, but at least one hit must be asked for.")
        understood = understand(query)
        self.store.refresh()
        filters = Filters(
            after=after, before=before, outlet=outlet, language=language, article=article
        )
        return self.retriever.search(understood.text, k, None if filters == Filters() else filters)

    def index(
        self, paths: Sequence[str | Path] = (), on_progress: Progress | None = None
    ) -> ingest.Summary:
        """Bring the store to what the paths hold now.

        Args:
            paths: Files and folders; none takes those that the store knows, or the bundled
                articles if it knows none.
            on_progress: Called as the work goes on.

        Raises:
            ReadingError: A path is not there or holds nothing to read.
            StoreError: The store cannot be written, or another process is writing.
        """
        return ingest.bring_up_to_date(self.store, paths, on_progress)

    def forget(self, targets: Sequence[str]) -> ingest.Summary:
        """Take articles out, by id or by path.

        Raises:
            UnknownArticleError: A target is neither an article nor an indexed path.
        """
        return ingest.forget(self.store, targets)

    def show(self, article_id: str) -> Article:
        """Return a stored article.

        Raises:
            UnknownArticleError: The store does not hold it.
        """
        return self.store.article(article_id)

    def articles(self) -> list[ArticleRow]:
        """Return a row for each stored article."""
        return self.store.articles()

    def status(self) -> StoreStatus:
        """Return what the store holds."""
        return self.store.status()

    def refresh(self) -> bool:
        """Move to the newest state of the store; True when there was a newer one."""
        return self.store.refresh()

    def close(self) -> None:
        """Let go of the store's files and connections."""
        self.store.close()

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self.ask(query_bundle.query_str)
        cited = {(citation.article_id, citation.start) for citation in answer.citations}
        hits = self.retriever.search(query_bundle.query_str, self.settings.passages_read)
        return Response(
            response=answer.text,
            source_nodes=[
                as_node(hit)
                for hit in hits
                if any(
                    hit.article_id == article_id and hit.start <= start < hit.end
                    for article_id, start in cited
                )
            ],
            metadata={"answer": answer.to_dict()},
        )

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        import asyncio

        return await asyncio.to_thread(self._query, query_bundle)


def _open_store(settings: Settings, *, create: bool) -> Store:
    return Store.open(
        settings.store,
        load_embedder(settings.embedder),
        settings.embedder,
        create=create,
        passage_tokens=settings.passage_tokens,
        passage_overlap=settings.passage_overlap,
    )


def _article(entry: Mapping[str, str | None]) -> Article:
    missing = [field for field in ("id", "text") if not entry.get(field)]
    if missing:
        raise SourcierError(f"A text lacks {' and '.join(missing)}: give both, as strings.")
    text = str(entry["text"])
    return Article(
        id=str(entry["id"]),
        text=text,
        title=entry.get("title") or "",
        outlet=entry.get("outlet") or "",
        byline=entry.get("byline") or "",
        published=entry.get("published"),
        language=entry.get("language") or detect_language(text),
        url=entry.get("url") or "",
    )


def _at_work(question: Question, stage: Stage) -> Answer:
    """Return the answer before it has words."""
    return Answer(
        question=question.text,
        language=question.language,
        kind=question.kind,
        answered=False,
        text="",
        short=None,
        confidence=0.0,
        citations=(),
        is_complete=False,
        stage=stage,
    )


def _growing(answer: Answer) -> Iterator[Answer]:
    """Yield the answer line by line, with the citations of the lines so far."""
    lines = answer.text.split("\n")
    for count in range(1, len(lines)):
        yield dataclasses.replace(
            answer,
            text="\n".join(lines[:count]),
            citations=_cited_by(answer, "\n".join(lines[:count])),
            claims=(),
            disagreements=(),
            is_complete=False,
        )


def _cited_by(answer: Answer, text: str) -> tuple[Citation, ...]:
    used = {int(number) for number in MARKER.findall(text)}
    return tuple(citation for citation in answer.citations if citation.marker in used)
