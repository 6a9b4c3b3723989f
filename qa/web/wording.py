"""The page's own words in English and French.

What belongs to an answer is in the question's language; the rest of the page is in the browser's.
"""

from __future__ import annotations

from babel import Locale
from babel.numbers import format_decimal

from qa.web.words import Words
from qa.web.words_english import ENGLISH
from qa.web.words_french import FRENCH

__all__ = [
    "ENGLISH",
    "FRENCH",
    "Words",
    "language_name",
    "number_in_words",
    "preferred_language",
    "translations",
    "words_in",
]

LANGUAGES = ("en", "fr")

# The words that the browser chooses by its own language, by Gradio's `I18n`.
BROWSER_WORDS = (
    "chat_tab",
    "articles_tab",
    "question_hint",
    "welcome",
    "search_hint",
    "outlet_filter",
    "after_filter",
    "before_filter",
    "date_hint",
    "add_articles",
    "index_again",
    "keep_markdown",
    "keep_json",
    "keep_feedback",
    "comment_hint",
    "comment_send",
)


def translations() -> dict[str, dict[str, str]]:
    """Return `BROWSER_WORDS` in each language, by the language's code."""
    return {
        words.language: {name: getattr(words, name) for name in BROWSER_WORDS}
        for words in (ENGLISH, FRENCH)
    }


def words_in(language: str) -> Words:
    """Return the words of a language; English where the page does not speak it."""
    return FRENCH if language == "fr" else ENGLISH


def preferred_language(accept_language: str) -> str:
    """Return ``fr`` or ``en`` from a browser's ``Accept-Language``; English when it asks for none.

    The first of the two that it names counts, which is how browsers order their list.
    """
    for entry in accept_language.split(","):
        code = entry.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return "en"


def number_in_words(number: int, language: str) -> str:
    """Return a number with its thousands set apart as the language does."""
    return str(format_decimal(number, locale=language))


def language_name(code: str, in_language: str) -> str:
    """Return the name of a language, such as ``French`` or ``français``; its code when unknown."""
    return str(Locale.parse(in_language).languages.get(code, code))
