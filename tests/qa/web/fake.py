"""A hand-written assistant and answers, for tests of the page's pieces."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from corpus.article import Article
from corpus.errors import QuestionError, UnknownArticleError
from index.store import ArticleRow, Filters, StoreStatus
from qa.answer import Answer, Citation, Claim, Disagreement, DisagreementValue, Nearest, Stage

HARBOUR = Article(
    id="port/harbour",
    text=(
        "Le port de Lorient rouvre ses quais.\n"
        "Mardi, la maire Anne Le Goff a confirmé la réouverture. "
        "Selon la préfecture, 120 navires attendaient au large.\n"
        "Les pêcheurs, eux, en ont compté 150."
    ),
    title="Lorient : le port rouvre",
    outlet="La Criée",
    published="2025-03-04",
    language="fr",
)


def citation_of(article: Article, quote: str, marker: int = 1) -> Citation:
    """Return a citation of the first place where the article says so."""
    start = article.text.index(quote)
    return Citation(
        marker=marker,
        article_id=article.id,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        language=article.language,
        start=start,
        end=start + len(quote),
        quote=quote,
    )


def harbour_answer(language: str = "en") -> Answer:
    """Return an answer with two citations, a claim and a disagreement."""
    ships = citation_of(HARBOUR, "Selon la préfecture, 120 navires attendaient au large.", 1)
    fishers = citation_of(HARBOUR, "Les pêcheurs, eux, en ont compté 150.", 2)
    return Answer(
        question="how many ships waited?",
        language=language,
        kind="howmany",
        answered=True,
        text=f"La Criée: “{ships.quote}” [1]\nLa Criée: “{fishers.quote}” [2]",
        short="120 navires",
        confidence=0.9,
        citations=(ships, fishers),
        claims=(
            Claim("la préfecture", "estimate", None, "mardi", "120 navires", 1),
            Claim("les pêcheurs", "other", "2025-03-04", None, "150", 2),
        ),
        disagreements=(
            Disagreement(
                about="ships waiting off Lorient",
                values=(
                    DisagreementValue("120", "the prefecture", (1,)),
                    DisagreementValue("150", "the fishermen", (2,)),
                ),
            ),
        ),
    )


def refusal() -> Answer:
    """Return a refusal that offers a passage."""
    text = "Le port de Lorient rouvre ses quais."
    return Answer(
        question="what is the capital of Brazil?",
        language="en",
        kind="what",
        answered=False,
        text="The indexed articles do not answer this question.",
        short=None,
        confidence=0.1,
        citations=(),
        nearest=(
            Nearest(
                article_id=HARBOUR.id,
                title=HARBOUR.title,
                outlet=HARBOUR.outlet,
                published=HARBOUR.published,
                language=HARBOUR.language,
                start=0,
                end=len(text),
                text=text,
            ),
        ),
    )


class FakeAssistant:
    """Gives prepared answers, line by line, and remembers what it was asked with."""

    def __init__(self, answer: Answer, articles: Sequence[Article] = (HARBOUR,)) -> None:
        self.answer = answer
        self.articles_by_id = {article.id: article for article in articles}
        self.histories: list[list[Mapping[str, str]]] = []
        self.filters: list[Filters | None] = []
        self.unanswerable: set[str] = set()

    def stream(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        *,
        filters: Filters | None = None,
    ) -> Iterator[Answer]:
        """Yield a stage, then the prepared answer line by line; an empty question is refused."""
        self.histories.append(list(history))
        self.filters.append(filters)
        if not question.strip():
            raise QuestionError("The question is empty: type a question about the articles.")
        yield dataclasses.replace(
            self.answer, text="", citations=(), is_complete=False, stage=Stage("reading", 8)
        )
        lines = self.answer.text.split("\n")
        for count in range(1, len(lines)):
            yield dataclasses.replace(
                self.answer,
                text="\n".join(lines[:count]),
                citations=self.answer.citations[:count],
                claims=(),
                disagreements=(),
                is_complete=False,
            )
        yield self.answer

    def can_answer(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        *,
        filters: Filters | None = None,
    ) -> bool:
        """Return True but for the questions in ``unanswerable``."""
        return question not in self.unanswerable

    def articles(self) -> list[ArticleRow]:
        """Return a row for each article; all are copies of each other."""
        ids = list(self.articles_by_id)
        return [
            ArticleRow(
                id=article.id,
                title=article.title,
                outlet=article.outlet,
                published=article.published,
                language=article.language,
                passages=1,
                copies=tuple(other for other in ids if other != article.id),
                paths=(),
            )
            for article in self.articles_by_id.values()
        ]

    def status(self) -> StoreStatus:
        """Return figures that fit the articles."""
        count = len(self.articles_by_id)
        return StoreStatus(count, count, {"fr": count}, None, None, "embedded", "1", True)

    def refresh(self) -> bool:
        """Do nothing: there is one state only."""
        return False

    def show(self, article_id: str) -> Article:
        """Return an article, or fail as the store does."""
        try:
            return self.articles_by_id[article_id]
        except KeyError:
            raise UnknownArticleError(f"There is no article '{article_id}'.") from None
