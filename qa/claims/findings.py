"""What the statements around the evidence say to a question: the one place where claims are made.

evidence ─▶ read_statements ─▶ those that fit ─▶ order, disagreement ─▶ Findings ─▶ write_answer
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.article import Article
from index.embedding.static import StaticVectors
from index.late_interaction import match
from index.passage import StoredPassage
from qa.claims.disagreement import find_conflicts
from qa.claims.order import Told, group, order
from qa.claims.request import Request, fits_side, read_request
from qa.claims.statements import read_statements
from qa.claims.wording import Lead, word_conflict, word_order
from qa.question import Question
from qa.reader import Evidence

# Of the hits, the articles of the best are read for statements.
ARTICLES_READ = 8
# A statement is about the question's topic when it holds this share of it, and this share of what
# the best statement holds. Chosen by hand on invented stories.
LEAST_SHARE = 0.35
SHARE_OF_BEST = 0.6


@dataclass(frozen=True)
class Findings:
    """What statements say to a question.

    Attributes:
        told: Every statement of the articles read; an answer's claims are those that it cites.
        passages: A passage of each article, by article id, for citing a statement.
        leads: Sentences to open the answer with, each with the statements that it cites.
    """

    told: tuple[Told, ...] = ()
    passages: Mapping[str, StoredPassage] = field(default_factory=dict)
    leads: tuple[Lead, ...] = ()


NOTHING_FOUND = Findings()


def find_claims(
    question: Question,
    evidence: Sequence[Evidence],
    article_of: Callable[[str], Article],
    vectors: StaticVectors,
) -> Findings:
    """Return what the statements in the articles of the evidence say to a question.

    Args:
        question: The analysed question.
        evidence: Sentences that may answer it, best first.
        article_of: Gives the stored article of an id.
        vectors: The bilingual piece vectors.
    """
    passages: dict[str, StoredPassage] = {}
    for each in evidence:
        if len(passages) < ARTICLES_READ or each.passage.article_id in passages:
            passages.setdefault(each.passage.article_id, each.passage)
    told = [
        Told(statement, article.id, passage.cluster, article.published)
        for passage in passages.values()
        for article in [article_of(passage.article_id)]
        for statement in read_statements(article.text, article.published, article.language)
    ]
    request = read_request(question)
    return Findings(tuple(told), passages, tuple(_leads(question, request, told, vectors)))


def _leads(
    question: Question, request: Request, told: Sequence[Told], vectors: StaticVectors
) -> list[Lead]:
    leads = []
    fitting = fit(request, told, vectors)
    if request.is_first or request.is_timeline:
        acts = request.acts
        wanted = [each for each in fitting if not acts or each.statement.act in acts]
        if request.side:
            wanted = [each for each in wanted if fits_side(each.statement.speaker, request.side)]
        if request.is_first and request.acts:
            events = group(wanted)
            before = order(events, told)
            lead = word_order(events, before, request, question.language)
            if lead:
                leads.append(lead)
    if question.kind in ("howmany", "yesno", "what", "other", "list"):
        for conflict in find_conflicts(fitting, vectors)[:1]:
            leads.append(word_conflict(conflict, question.language))
    return leads


def fit(request: Request, told: Sequence[Told], vectors: StaticVectors) -> list[Told]:
    """Return the statements about the question's topic with how well each fits, in order."""
    if not told or not request.topic:
        return []
    texts = [each.statement.text for each in told]
    scores = match(vectors, request.topic, texts).scores()
    best = float(scores.max())
    return [
        Told(each.statement, each.article_id, each.cluster, each.published, float(score))
        for each, score in zip(told, scores, strict=True)
        if score >= max(LEAST_SHARE, SHARE_OF_BEST * best)
    ]
