"""Questions that might come next, offered only where the articles answer them."""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale

from corpus.characters import fold
from corpus.errors import SourcierError
from index.store import Filters
from qa.answer import Answer
from qa.claims.naming import name_in
from qa.claims.speakers import Speaker
from qa.claims.statement import Statement
from qa.claims.statements import read_statements
from qa.question import History
from qa.web.answering import Answering

MOST_OFFERED = 3
# More are not tried: each is a search.
MOST_TRIED = 6
# Articles, the answer's own first, whose speakers are asked about.
ARTICLES_READ = 3

_QUESTIONS = {
    "en": {
        "confirm": "What did {name} confirm?",
        "deny": "What did {name} deny?",
        "announce": "What did {name} announce?",
        "estimate": "What did {name} estimate?",
        "accuse": "Whom did {name} accuse?",
        "thank": "Whom did {name} thank?",
        "condemn": "What did {name} condemn?",
        "promise": "What did {name} promise?",
        "other": "What did {name} say?",
    },
    "fr": {
        "confirm": "Qu’{has} confirmé {name} ?",
        "deny": "Qu’{has} démenti {name} ?",
        "announce": "Qu’{has} annoncé {name} ?",
        "estimate": "Qu’{has} estimé {name} ?",
        "accuse": "Qui est accusé par {name} ?",
        "thank": "Qui est remercié par {name} ?",
        "condemn": "Qu’{has} condamné {name} ?",
        "promise": "Qu’{has} promis {name} ?",
        "other": "Qu’{has} dit {name} ?",
    },
}


def suggest(
    assistant: Answering, answer: Answer, history: History, filters: Filters | None = None
) -> list[str]:
    """Return at most `MOST_OFFERED` questions that the articles answer, in the answer's language.

    They ask what the speakers of the articles cited, or of those nearest to a refused question,
    said; who was asked about already is left out.

    Args:
        assistant: Is asked whether the articles answer each of them.
        answer: Complete.
        history: The conversation before it.
        filters: Those that the answer kept to.
    """
    asked = fold(" ".join([answer.question, *(turn.get("content", "") for turn in history)]))
    offered: list[str] = []
    names: set[str] = set()
    tried = 0
    for name, act in _who_did_what(assistant, answer):
        if fold(name) in asked or fold(name) in names:
            continue
        names.add(fold(name))
        question = _word(name, act, answer.language)
        tried += 1
        if _is_answered(assistant, question, filters):
            offered.append(question)
        if len(offered) == MOST_OFFERED or tried == MOST_TRIED:
            break
    return offered


def _who_did_what(assistant: Answering, answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the named speakers of the articles behind an answer, each with an act of his."""
    sources = answer.citations or answer.nearest
    for article_id in list(dict.fromkeys(each.article_id for each in sources))[:ARTICLES_READ]:
        try:
            article = assistant.show(article_id)
        except SourcierError:
            continue
        for statement in read_statements(article.text, article.published, article.language):
            if _is_worth_asking(statement):
                yield _name(statement.speaker, article.language, answer.language), statement.act


def _is_worth_asking(statement: Statement) -> bool:
    speaker = statement.speaker
    is_named = (speaker.is_person and bool(speaker.names)) or speaker.is_country
    return is_named and not statement.is_negated and not statement.is_about_before


def _name(speaker: Speaker, written_in: str, language: str) -> str:
    """Return a speaker's name; a capital that stands for its country is told as that country,
    since cities have other names in the other language."""
    if (
        language == "en"
        and written_in != "en"
        and len(speaker.countries) == 1
        and not speaker.names
    ):
        (code,) = speaker.countries
        return str(Locale("en").territories[code])
    return name_in(speaker, language)


def _word(name: str, act: str, language: str) -> str:
    wording = _QUESTIONS[language]
    is_plural = name.lower().startswith("les ")
    return wording.get(act, wording["other"]).format(name=name, has="ont" if is_plural else "a")


def _is_answered(assistant: Answering, question: str, filters: Filters | None) -> bool:
    try:
        return assistant.can_answer(question, filters=filters)
    except SourcierError:
        return False
