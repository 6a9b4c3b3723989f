import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_dates

MONDAY = "2025-04-28"
WORDS = (
    "lundi samedi Monday yesterday hier demain dernier prochain last next avril April mai May en "
    "in le on 1er 31 29 2024 2025-04-31 31/02/2024 été il y a deux jours ago \n , ."
).split(" ")


def dates(text: str, language: str = "fr", published: str | None = MONDAY) -> dict[str, str | None]:
    return {mention.text: mention.iso for mention in find_dates(text, published, language)}


@pytest.mark.parametrize(
    ("text", "language", "words", "iso"),
    [
        ("le 28 avril 2025 à Paris", "fr", "28 avril 2025", "2025-04-28"),
        ("Lundi 28 avril 2025.", "fr", "Lundi 28 avril 2025", "2025-04-28"),
        ("le 1er mai 2024", "fr", "1er mai 2024", "2024-05-01"),
        ("le 3 août\u00a02024", "fr", "3 août\u00a02024", "2024-08-03"),
        ("le 5 déc. 2023", "fr", "5 déc. 2023", "2023-12-05"),
        ("le 04/05/2025", "fr", "04/05/2025", "2025-05-04"),
        ("le 28.04.2025", "fr", "28.04.2025", "2025-04-28"),
        ("le 2025-04-28", "fr", "2025-04-28", "2025-04-28"),
        ("signé en juin 2024", "fr", "juin 2024", "2024-06"),
        ("l’été 2024", "fr", "été 2024", "2024"),
        ("en 2024, la guerre", "fr", "2024", "2024"),
        ("on April 28, 2025, he", "en", "April 28, 2025", "2025-04-28"),
        ("on 28 April 2025", "en", "28 April 2025", "2025-04-28"),
        ("on Monday, April 28th, 2025", "en", "Monday, April 28th, 2025", "2025-04-28"),
        ("the 3rd of May 2024", "en", "3rd of May 2024", "2024-05-03"),
        ("on 28/04/2025", "en", "28/04/2025", "2025-04-28"),
        ("on 04/28/2025", "en", "04/28/2025", "2025-04-28"),
        ("in June 2024", "en", "June 2024", "2024-06"),
        ("since 2022.", "en", "2022", "2022"),
        ("the 2015 nuclear deal", "en", "2015", "2015"),
    ],
)
def test_explicit_dates_need_no_date_of_publication(
    text: str, language: str, words: str, iso: str
) -> None:
    assert dates(text, language, published=None) == {words: iso}


@pytest.mark.parametrize(
    ("text", "language", "words", "iso"),
    [
        ("a dit lundi que", "fr", "lundi", "2025-04-28"),
        ("confirme ce lundi son", "fr", "ce lundi", "2025-04-28"),
        ("samedi (heure locale)", "fr", "samedi", "2025-04-26"),
        ("samedi dernier", "fr", "samedi dernier", "2025-04-26"),
        ("lundi dernier", "fr", "lundi dernier", "2025-04-21"),
        ("lundi prochain", "fr", "lundi prochain", "2025-05-05"),
        ("samedi 26 avril", "fr", "samedi 26 avril", "2025-04-26"),
        ("hier soir", "fr", "hier", "2025-04-27"),
        ("avant-hier", "fr", "avant-hier", "2025-04-26"),
        ("il y a deux jours", "fr", "il y a deux jours", "2025-04-26"),
        ("le 6 août", "fr", "6 août", "2024-08-06"),
        ("le 26 avril", "fr", "26 avril", "2025-04-26"),
        ("le 9 mai prochain", "fr", "9 mai prochain", "2025-05-09"),
        ("en mars, l’armée", "fr", "mars", "2025-03"),
        ("depuis octobre dernier", "fr", "octobre dernier", "2024-10"),
        ("le mois dernier", "fr", "le mois dernier", "2025-03"),
        ("l’an dernier", "fr", "l’an dernier", "2024"),
        ("cette année", "fr", "cette année", "2025"),
        ("said on Monday", "en", "Monday", "2025-04-28"),
        ("last Saturday", "en", "last Saturday", "2025-04-26"),
        ("next Tuesday", "en", "next Tuesday", "2025-04-29"),
        ("yesterday", "en", "yesterday", "2025-04-27"),
        ("two days ago", "en", "two days ago", "2025-04-26"),
        ("in March", "en", "March", "2025-03"),
        ("on August 6", "en", "August 6", "2024-08-06"),
        ("last month", "en", "last month", "2025-03"),
    ],
)
def test_relative_dates_resolve_against_the_day_of_publication(
    text: str, language: str, words: str, iso: str
) -> None:
    assert dates(text, language) == {words: iso}


@pytest.mark.parametrize("published", [None, "2025", "2025-04", "someday"])
@pytest.mark.parametrize(
    ("text", "language"),
    [("lundi", "fr"), ("hier", "fr"), ("samedi dernier", "fr"), ("Monday", "en")],
)
def test_days_stay_words_without_a_full_date(
    text: str, language: str, published: str | None
) -> None:
    assert dates(text, language, published) == {text: None}


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("la veille", "fr", "la veille"),
        ("le lendemain", "fr", "le lendemain"),
        ("l’automne dernier", "fr", "automne dernier"),
        ("il y a un an", "fr", "il y a un an"),
        ("la semaine dernière", "fr", "la semaine dernière"),
        ("le 31 avril 2025", "fr", "31 avril 2025"),
        ("le 9 mai", "fr", "9 mai"),
        ("avril dernier", "fr", "avril dernier"),
        ("ils se réuniront lundi", "fr", "lundi"),
        ("the day before", "en", "the day before"),
        ("three years ago", "en", "three years ago"),
        ("they will meet on Monday", "en", "Monday"),
        ("on 04/05/2025", "en", "04/05/2025"),
        ("last autumn", "en", "last autumn"),
    ],
)
def test_what_the_words_do_not_settle_stays_words(text: str, language: str, words: str) -> None:
    assert dates(text, language) == {words: None}


def test_a_month_of_publication_settles_months_and_days_near_it() -> None:
    found = dates("le 26 avril, en mars et le 19 juin", published="2025-04")
    assert found == {"26 avril": "2025-04-26", "mars": "2025-03", "19 juin": None}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("tous les lundis, le lundi ou chaque mardi", "fr"),
        ("environ 2000 soldats et 1950 chars", "fr"),
        ("dans les années 1990", "fr"),
        ("14.000 soldats, 3,5 % et 10 h 30", "fr"),
        ("la planète Mars", "fr"),
        ("in the 1990s he may march", "en"),
        ("every Monday, the Sunday Times", "en"),
        ("2000 soldiers marched", "en"),
        ("Black Friday", "en"),
    ],
)
def test_what_is_no_date_is_not_found(text: str, language: str) -> None:
    assert dates(text, language) == {}


def test_both_ends_of_a_span_of_years_are_found() -> None:
    assert dates("la guerre de 1950-1953") == {"1950": "1950", "1953": "1953"}


@given(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.sampled_from(["fr", "en"]),
    st.sampled_from([None, "2025", "2025-04", MONDAY, "0001-01-01", "9999-12-31"]),
)
def test_mentions_are_slices_in_order(text: str, language: str, published: str | None) -> None:
    end = 0
    for mention in find_dates(text, published, language):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text != ""
        end = mention.end


@given(st.dates(min_value=datetime.date(1900, 1, 1)), st.sampled_from(["fr", "en"]))
def test_every_day_written_in_full_comes_back(day: datetime.date, language: str) -> None:
    assert dates(f"({day})", language, None) == {str(day): str(day)}
