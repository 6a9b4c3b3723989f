"""What the statements around the evidence say to a question: the one place where claims are made.

evidence ─▶ read_statements ─▶ those that fit ─▶ order, disagreement ─▶ Findings ─▶ write_answer
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.article import Article
from index.embedding.static import StaticVectors
from index.passage import StoredPassage
from qa.claims.denial import find_denials
from qa.claims.disagreement import find_conflicts, names_and_countries
from qa.claims.fitting import LEAST_SHARE, fit, least_score
from qa.claims.lead import Lead
from qa.claims.order import Told, group, order
from qa.claims.request import Request, fits_side, read_request
from qa.claims.statements import read_statements
from qa.claims.wording import word_conflict, word_denial, word_order, word_timeline
from qa.question import Question
from qa.reader import Evidence
from qa.support import find_contradictions, own_words

# Of the hits, the articles of the best are read for statements.
ARTICLES_READ = 8
# A denial opens the answer where one of so many best sentences holds it, or yes or no is asked.
BEST_EVIDENCE = 2
# Where only those who acted are listed, a statement has to fit nearly as well as the best.
_SURELY = 0.75
_EASIER = 0.8
_ABOUT_FIGURES = re.compile(
    r"\b(?:chiffres?|bilans?|estimations?|estimates?|figures?|tolls?|numbers?)\b", re.IGNORECASE
)


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

    def names_of(article_id: str) -> frozenset[str]:
        article = article_of(article_id)
        return names_and_countries(f"{article.title}\n{article.text}")

    leads = _leads(question, request, told, evidence[:BEST_EVIDENCE], vectors, names_of)
    proven = [lead for lead in leads if _is_proven(lead, question.language, article_of)]
    return Findings(tuple(told), passages, tuple(proven))


def _is_proven(lead: Lead, language: str, article_of: Callable[[str], Article]) -> bool:
    """Return whether the sentences cited hold what each part of a lead says of them."""
    for part in lead.parts:
        articles = [article_of(each.article_id) for each in part.told]
        if find_contradictions(
            own_words(part.words),
            [each.statement.text for each in part.told],
            language=language,
            quoted_in=articles[0].language,
            published=articles[0].published,
            article="\n".join(article.text for article in articles),
        ):
            return False
    return True


def _leads(
    question: Question,
    request: Request,
    told: Sequence[Told],
    best: Sequence[Evidence],
    vectors: StaticVectors,
    names_of: Callable[[str], frozenset[str]],
) -> list[Lead]:
    fitted = fit(request.topic, told, vectors)
    leads: list[Lead] = []
    if request.is_first or request.is_timeline:
        leads += _who_and_when(question, request, fitted)
    fitting = [each for each in fitted if each.score >= least_score(fitted)]
    if question.kind == "howmany" or _ABOUT_FIGURES.search(question.text):
        conflicts = find_conflicts(fitting, vectors, names_of)
        leads += [word_conflict(each, question.language) for each in conflicts[:1]]
    elif not request.is_first and request.topic and not request.side:
        denials = [
            each
            for each in find_denials(fitting)
            if question.kind == "yesno" or _is_among(each.denial, best)
        ]
        leads += [word_denial(each, question.language) for each in denials[:1]]
    return leads


def _is_among(told: Told, evidence: Sequence[Evidence]) -> bool:
    """Return whether a statement stands in one of the sentences."""
    return any(
        told.article_id == each.passage.article_id
        and told.statement.start < each.end
        and each.start < told.statement.end
        for each in evidence
    )


def _who_and_when(question: Question, request: Request, fitted: Sequence[Told]) -> list[Lead]:
    wanted = [
        each
        for each in fitted
        if _is_asked_act(each, request)
        and not each.statement.is_hedged
        and (not request.side or fits_side(each.statement.speaker, request.side))
    ]
    least = least_score(wanted) if request.is_first else least_score(wanted, _SURELY)
    events = [
        event
        for event in group(wanted)
        if any(_is_wanted(each, request, least) for each in event.told) and len(event.countries) < 2
    ]
    before = order(events, fitted)
    if request.is_first and request.acts:
        return word_order(events, before, question.language)
    return word_timeline(events, before, question.language)


def _is_asked_act(told: Told, request: Request) -> bool:
    """Return whether a statement does what is asked; an announcement that the article calls the
    first confirms as well."""
    act = told.statement.act
    if not request.acts or act == request.acts[0]:
        return True
    return act in request.acts and bool(told.statement.first)


def _is_wanted(told: Told, request: Request, least: float) -> bool:
    """Return whether a statement is about the topic; what an article calls the first, or what is
    just the act asked for, need hold less of it."""
    if request.is_first and told.statement.first:
        return told.score >= LEAST_SHARE
    if request.is_first and told.statement.act == request.acts[0]:
        return told.score >= max(LEAST_SHARE, least * _EASIER)
    return told.score >= least
