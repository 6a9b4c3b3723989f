from __future__ import annotations

import dataclasses

import pytest

from qa.web.wording import (
    ENGLISH,
    FRENCH,
    Words,
    language_name,
    preferred_language,
    translations,
    words_in,
)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de-DE,de;q=0.9,fr;q=0.5", "fr"),
        ("de", "en"),
        ("", "en"),
        ("*;q=0.1, FR", "fr"),
    ],
)
def test_browser_chooses_the_language(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_language_that_the_page_does_not_speak_is_answered_in_english() -> None:
    assert words_in("de") is ENGLISH


def test_both_languages_say_everything() -> None:
    for field in dataclasses.fields(Words):
        assert getattr(ENGLISH, field.name), field.name
        assert getattr(FRENCH, field.name), field.name


def test_both_languages_name_the_same_acts() -> None:
    assert ENGLISH.acts.keys() == FRENCH.acts.keys()


def test_browser_words_exist_in_both_languages() -> None:
    assert translations()["en"].keys() == translations()["fr"].keys()


def test_unknown_language_keeps_its_code() -> None:
    assert language_name("zz", "en") == "zz"
    assert language_name("en", "fr") == "anglais"
