"""Read the statements of an article: who did what with words, resolved within the article.

article text ─▶ sentences ─▶ predicates, subjects, attributions, firsts ─▶ Statement
"""

from __future__ import annotations

import dataclasses
import functools
import re

from corpus.dates import DateMention
from corpus.sentences import split_sentences
from qa.claims.attributions import find_attributions
from qa.claims.figures import Figure, find_figures
from qa.claims.identity import link_speakers
from qa.claims.marking import mark_before, with_firsts
from qa.claims.phrases import leading_speaker
from qa.claims.predicates import Predicate, find_predicates
from qa.claims.speakers import Speaker, is_same_speaker, with_apposition
from qa.claims.statement import Statement
from qa.claims.subjects import Subject, find_subject
from qa.claims.timing import find_time, is_same_day, read_mentions
from qa.claims.tokens import Token, tokenise

_NOT_YET = re.compile(
    r"\bcontinu\w+ (?:de|à) ne pas\b|\b(?:toujours|encore) (?:pas|rien)\b|\bpas encore\b|"
    r"\b(?:not yet|yet to|still (?:has|have|not))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
# A quotation of fewer words than these is a word put in quotation marks.
_WORDS_OF_A_QUOTATION = 3
_APPOSITION = re.compile(r",[^,.;:«»“”]{2,80}(?=[,.;])")
# "si le ministre confirmait", "il faut que l'armée admette", "if the mayor had denied".
_IRREAL = re.compile(
    r"(?:\b(?:si|s['’]|if|unless|whether)\s?|\b(?:faut|faudrait|pour|afin|bien|sans|veu\w+|"
    r"souhait\w+|deman\w+|exig\w+|réclam\w+) (?:que |qu['’]))$",
    re.IGNORECASE,
)
# "avait déjà adressé un hommage similaire": the same act as the one told before.
_LIKEWISE = re.compile(
    r"\b(?:déjà|already)\b.*\b(?:similaires?|semblables?|de (?:la )?même (?:teneur|nature)|similar|"
    r"the same)\b",
    re.IGNORECASE,
)
# A pronoun reaches back over this many sentences.
_REACH = 2


@dataclasses.dataclass(frozen=True)
class _Context:
    """What the sentences before say: the last speakers, people and day."""

    speakers: tuple[tuple[int, Speaker], ...] = ()
    day: DateMention | None = None
    act: str = ""


@functools.lru_cache(maxsize=512)
def read_statements(text: str, published: str | None, language: str) -> tuple[Statement, ...]:
    """Return the statements of an article in order.

    Args:
        text: The article's text, or a run of its sentences.
        published: ISO 8601 date of the article, of any precision, or None.
        language: ``fr``; any other is read as English.
    """
    statements: list[Statement] = []
    context = _Context()
    previous = ""
    for number, span in enumerate(split_sentences(text, language)):
        sentence = text[span.start : span.end]
        found = _read_sentence(sentence, number, context, published, language)
        mark_before(statements, found, previous)
        for each in found:
            statements.append(
                dataclasses.replace(
                    each, start=span.start, end=span.end, text=sentence, before=previous
                )
            )
        previous = sentence
        context = _after(context, number, sentence, found, published, language)
    return link_speakers(statements)


def _after(
    context: _Context,
    number: int,
    sentence: str,
    found: list[Statement],
    published: str | None,
    language: str,
) -> _Context:
    speakers = [pair for pair in context.speakers if number - pair[0] < _REACH]
    speakers += [(number, each.speaker) for each in found if not each.is_negated]
    if not found and (lead := leading_speaker(sentence, tokenise(sentence))):
        speakers.append((number, lead))
    mentions = read_mentions(sentence, published, language) if found or not speakers else []
    day = mentions[-1] if mentions else context.day
    return _Context(tuple(speakers), day, found[-1].act if found else "")


def _read_sentence(
    sentence: str, number: int, context: _Context, published: str | None, language: str
) -> list[Statement]:
    if sentence.rstrip(' »”"').endswith("?"):
        return []
    tokens = tokenise(sentence)
    verbs = find_predicates(sentence, tokens, language)
    mentions: list[DateMention] | None = None
    statements: list[Statement] = []
    subject: Subject | None = None
    for place, verb in enumerate(verbs):
        shared = _shares_subject(tokens, verb, verbs[:place]) and subject
        subject = find_subject(sentence, tokens, verb, verbs) or shared or None
        if not subject or _is_quoted(sentence, tokens[verb.first].start):
            continue
        if _IRREAL.search(sentence[: tokens[subject.first].start]):
            continue
        speaker = subject.speaker or _resolve(subject, sentence, tokens, context, statements)
        if speaker and subject.last < verb.first:
            inserted = sentence[tokens[subject.last - 1].end : tokens[verb.first].start]
            speaker = with_apposition(speaker, inserted)
        elif speaker and subject.first > verb.last:
            behind = _APPOSITION.match(sentence, tokens[subject.last - 1].end)
            speaker = with_apposition(speaker, behind.group()) if behind else speaker
        if not speaker or _is_own_attitude(subject, speaker, statements):
            continue
        if mentions is None:
            mentions = read_mentions(sentence, published, language)
        date = find_time(sentence, tokens, verb, subject, mentions)
        if date is None and is_same_day(sentence) and context.day:
            date = context.day
        end = tokens[verbs[place + 1].first].start if place + 1 < len(verbs) else len(sentence)
        statements.append(_statement(sentence, tokens, verb, subject, speaker, date, end))
    if statements and _LIKEWISE.search(sentence) and context.act:
        statements = [dataclasses.replace(each, act=context.act) for each in statements]
    statements += _attributed(sentence, tokens, statements, language)
    return with_firsts(sentence, statements, _last_speaker(number, context))


def _statement(
    sentence: str,
    tokens: tuple[Token, ...],
    verb: Predicate,
    subject: Subject,
    speaker: Speaker,
    date: DateMention | None,
    end: int,
) -> Statement:
    start = max(tokens[verb.last].end, tokens[subject.last - 1].end)
    is_behind = subject.first > verb.last or verb.form == "participle"
    said = (0, tokens[verb.first].start) if is_behind else (start, len(sentence))
    is_negated = verb.is_negated or bool(
        re.match(r"(?:aucune?|nul|no|ni|neither)\b", speaker.text, re.IGNORECASE)
    )
    before = tokens[subject.first - 1].low if subject.first else ""
    return Statement(
        start=0,
        end=len(sentence),
        text=sentence,
        speaker=speaker,
        act=verb.act,
        verb=verb.verb,
        at=tokens[verb.first].start,
        said=said,
        date=date.iso if date else None,
        date_text=date.text if date else None,
        figures=_figures_within(sentence, said, None if is_behind else end),
        tense=verb.tense,
        is_negated=is_negated or before in ("ni", "neither"),
        is_not_yet=bool(_NOT_YET.search(sentence)),
        is_hedged=verb.is_hedged,
        is_quotation=_has_quotation(sentence, said),
        is_about_before=verb.act == "deny" or _has_object_pronoun(tokens, verb),
    )


def _has_object_pronoun(tokens: tuple[Token, ...], verb: Predicate) -> bool:
    """Return whether "it" or "l'" is all that the verb has for an object."""
    words = [token.low for token in tokens[max(0, verb.first - 1) : verb.last + 2]]
    return "l'" in words or words[-1:] in (["it"], ["this"], ["that,"])


def _figures_within(sentence: str, said: tuple[int, int], end: int | None) -> tuple[Figure, ...]:
    figures = [each for each in find_figures(sentence) if said[0] <= each.start < said[1]]
    # What the next verb's speaker says is told as his; it is this one's too when nothing else is.
    own = [each for each in figures if end is None or each.start < end]
    return tuple(own)


def _shares_subject(tokens: tuple[Token, ...], verb: Predicate, earlier: list[Predicate]) -> bool:
    """Return whether a verb is joined to the one before: "a annoncé … et promis"."""
    return bool(earlier) and verb.first > 0 and tokens[verb.first - 1].low in ("et", "and", "puis")


def _resolve(
    subject: Subject,
    sentence: str,
    tokens: tuple[Token, ...],
    context: _Context,
    statements: list[Statement],
) -> Speaker | None:
    """Return whom a pronoun stands for: the last who spoke or acted, close before."""
    near = [speaker for _, speaker in context.speakers]
    # "La Corée du Nord ne s'en cache plus : elle a admis…"
    own = leading_speaker(sentence, tokens[: subject.first])
    near += [own] if own else []
    near += [each.speaker for each in statements]
    for speaker in reversed(near):
        if speaker.is_plural:
            return None
        if subject.pronoun in ("he", "she") and not speaker.is_person:
            return None
        if subject.pronoun in ("elle", "she") and _is_masculine(speaker):
            return None
        if subject.pronoun in ("il", "he", "ce dernier") and _is_feminine(speaker):
            return None
        return speaker
    return None


def _is_masculine(speaker: Speaker) -> bool:
    return bool(re.match(r"(?:le|un|M\.?|Mr\.?)\s", speaker.text, re.IGNORECASE))


def _is_feminine(speaker: Speaker) -> bool:
    return bool(re.match(r"(?:la|une|Mme|Mrs\.?|Ms\.?)\s", speaker.text, re.IGNORECASE))


def _is_own_attitude(subject: Subject, speaker: Speaker, statements: list[Statement]) -> bool:
    """Return whether "X said that he doubted" comes again as a statement of the same X."""
    return bool(subject.pronoun and statements and statements[-1].speaker == speaker)


def _is_quoted(sentence: str, place: int) -> bool:
    return any(quote.start() < place < quote.end() for quote in _QUOTED.finditer(sentence))


def _has_quotation(sentence: str, said: tuple[int, int]) -> bool:
    return any(
        len(quote.group().strip('«»“”" ').split()) >= _WORDS_OF_A_QUOTATION
        for quote in _QUOTED.finditer(sentence, *said)
    )


def _attributed(
    sentence: str, tokens: tuple[Token, ...], statements: list[Statement], language: str
) -> list[Statement]:
    """Return the statements of "selon X", unless X has the verb too."""
    found = []
    for attribution in find_attributions(sentence, tokens, language):
        if any(is_same_speaker(each.speaker, attribution.speaker) for each in statements):
            continue
        figures = find_figures(sentence)
        act = "deny" if attribution.denies else "estimate" if figures else "other"
        found.append(
            Statement(
                start=0,
                end=len(sentence),
                text=sentence,
                speaker=attribution.speaker,
                act=act,
                verb="",
                at=attribution.start,
                said=(0, len(sentence)),
                figures=figures,
                is_quotation=_has_quotation(sentence, (0, len(sentence))),
            )
        )
    return found


def _last_speaker(number: int, context: _Context) -> Speaker | None:
    return next((speaker for at, speaker in reversed(context.speakers) if at == number - 1), None)
