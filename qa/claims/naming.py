"""How an answer names a speaker and his date, and by which telling it proves an event."""

from __future__ import annotations

from babel import Locale

from corpus.characters import fold
from qa.claims.identity import full_name
from qa.claims.nouns import speaking_noun
from qa.claims.order import Event, Told
from qa.claims.speakers import Speaker
from qa.claims.tokens import tokenise
from qa.claims.words import DETERMINERS
from qa.dates_in_words import date_in_words


def name_and_date(event: Event, language: str) -> str:
    name = name_of(event, language)
    country = ""
    if event.speaker.names and len(event.countries) == 1:
        (code,) = event.countries
        country = str(Locale(language).territories.get(code, ""))
    inside = ", ".join(each for each in (country, _date(event, language)) if each)
    return f"{name} ({inside})" if inside else name


def name_of(event: Event, language: str) -> str:
    """Return the fullest name of an event's speaker."""
    shown = proof_of(event)[0].statement.speaker
    name = name_in(shown, language)
    full = event.speaker
    is_bare = shown.names and full.names and not full_name(name)
    return name_in(full, language) if is_bare else name


def name_in(speaker: Speaker, language: str) -> str:
    """Return how an answer names a speaker: a person by name, a country in the answer's language,
    anybody else in the article's words."""
    text = " ".join(speaker.text.split())
    if speaker.is_country and len(speaker.countries) == 1 and text[-1].isalpha():
        (code,) = speaker.countries
        name = str(Locale("fr").territories.get(code, ""))
        if language == "en" and fold(name) in fold(text):
            return str(Locale("en").territories[code])
        return _lowered(text)
    if speaker.is_person and speaker.names:
        return full_name(text) or speaker.known_as or _lowered(text)
    return _lowered(text)


def _lowered(text: str) -> str:
    """Return a phrase as it stands inside a sentence: a determiner at its head in lower case."""
    first = tokenise(text)[0]
    is_common = first.low in DETERMINERS or (speaking_noun(first.low) and not text.isupper())
    return text[0].lower() + text[1:] if is_common else text


def _date(event: Event, language: str) -> str:
    for each in event.told:
        if each.statement.date:
            return date_in_words(each.statement.date, language)
    for each in proof_of(event):
        if each.statement.date_text:
            return f"“{each.statement.date_text.lower()}”"
    return ""


def proof_of(event: Event) -> tuple[Told, ...]:
    """Return the telling that says most, and a dated one where that has no date."""
    best = max(
        event.told,
        key=lambda each: (
            not each.statement.is_about_before,
            bool(each.statement.speaker.names or each.statement.speaker.is_country),
            # A heading proves less than a sentence.
            each.statement.text.rstrip(' »”"').endswith((".", "!")),
            bool(each.statement.first),
            bool(each.statement.date),
            each.score,
        ),
    )
    dated = [each for each in event.told if each.statement.date or each.statement.date_text]
    dated.sort(key=lambda each: (each.statement.date is None, -each.score))
    if best.statement.date or (best.statement.date_text and not dated[0].statement.date):
        return (best,)
    return (best, *dated[:1])
