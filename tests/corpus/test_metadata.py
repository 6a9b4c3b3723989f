import datetime

import pytest

from corpus.metadata import Metadata, from_fields, from_file_name, read_date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-04-28", "2025-04-28"),
        ("2025-04", "2025-04"),
        ("2025", "2025"),
        (2025, "2025"),
        ("2025-04-28T23:30:00-05:00", "2025-04-28"),
        ("2025-04-28 10:00", "2025-04-28"),
        (datetime.date(2025, 4, 28), "2025-04-28"),
        (datetime.datetime(2025, 4, 28, 23, 30), "2025-04-28"),
        ("Mon, 28 Apr 2025 10:00:00 GMT", "2025-04-28"),
        ("28 avril 2025", "2025-04-28"),
        ("April 28, 2025 10:15 AM", "2025-04-28"),
        ("28/04/2025", "2025-04-28"),
        (1745800000, "2025-04-28"),
        (1745800000000, "2025-04-28"),
        ("2025-02-30", None),
        ("2025-13", None),
        ("lundi", None),
        ("hier", None),
        ("", None),
        (None, None),
        (True, None),
        (12, None),
        ([2025], None),
    ],
)
def test_dates_are_read_and_never_guessed(value: object, expected: str | None) -> None:
    assert read_date(value) == expected


@pytest.mark.parametrize(("language", "expected"), [("fr", "2025-05-04"), ("en", None), ("", None)])
def test_the_order_of_day_and_month_is_known_in_french_only(
    language: str, expected: str | None
) -> None:
    assert read_date("04/05/2025", language) == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("2025-04-28-koursk", "2025-04-28"),
        ("20250428_koursk", "2025-04-28"),
        ("koursk.2025.04.28", "2025-04-28"),
        ("2025-02-30-koursk", None),
        ("2025-04-koursk", None),
        ("2025-04-28-et-2025-04-29", None),
        ("000_0f9f61b314b29a61", None),
        ("a20250428", None),
        ("1234567890", None),
    ],
)
def test_a_file_name_gives_a_date_only_if_it_holds_exactly_one(
    stem: str, expected: str | None
) -> None:
    assert from_file_name(stem) == Metadata(published=expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("fr", "fr"), ("fr-FR", "fr"), ("EN_us", "en"), ("French", "fr"), ("français", "fr"),
     ("texte", ""), (None, ""), (["fr"], "")],
)  # fmt: skip
def test_languages_become_their_codes(value: object, expected: str) -> None:
    assert from_fields({"language": value}).language == expected


def test_field_names_are_read_without_case_and_hyphens() -> None:
    fields = {"Date-Published": "2025-04-28", "SITE_NAME": "Le Soir", "Headline": "Un titre"}
    expected = Metadata(title="Un titre", outlet="Le Soir", published="2025-04-28")
    assert from_fields(fields) == expected


def test_the_preferred_name_of_a_field_wins() -> None:
    assert from_fields({"date": "2024", "published": "2025"}).published == "2025"


def test_values_lose_line_breaks_and_hidden_characters() -> None:
    assert from_fields({"title": "Un\u200b  titre\nlong\u202e"}).title == "Un titre long"


@pytest.mark.parametrize("value", [{"a": {"b": 1}}, [[["x"]]], True, object()])
def test_values_that_are_no_text_are_ignored(value: object) -> None:
    assert from_fields({"title": value}).title == ""


def test_what_is_known_first_is_kept() -> None:
    first, second = Metadata(title="a"), Metadata(title="b", outlet="c")
    assert first.or_else(second) == Metadata(title="a", outlet="c")
