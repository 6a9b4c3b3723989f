from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import Span
from qa.answer_types import (
    find_candidates,
    find_dates_and_times,
    find_figures,
    find_names,
    find_places,
)


def words(finder: Callable[[str], list[Span]], sentence: str) -> list[str]:
    return [sentence[span.start : span.end] for span in finder(sentence)]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Il y a entre 10 000 et 12 000 arbres.", ["entre 10 000 et 12 000"]),
        ("Il y a 14.000 arbres.", ["14.000"]),
        ("Il y a 4\u202f000 arbres.", ["4\u202f000"]),
        ("La hausse est de 3,5 % cette fois.", ["3,5 %"]),
        ("Au moins quatre blessés.", ["quatre"]),
        ("It cost 2 million euros.", ["2 million"]),
        ("Le 28 avril 2025, il neige.", []),
        ("En 2024, il neige.", []),
        ("Un accord entre les deux pays.", []),
        ("The two countries agree.", []),
    ],
)
def test_figures_are_found_and_dates_are_not_figures(sentence: str, figures: list[str]) -> None:
    assert words(find_figures, sentence) == figures


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("Fermé le lundi 28 avril 2025 à midi.", ["lundi 28 avril 2025"]),
        ("Signé en juin 2024.", ["juin 2024"]),
        ("It closed on April 28, 2025.", ["April 28, 2025"]),
        ("Il l'a dit samedi.", ["samedi"]),
        ("Depuis avril dernier.", ["avril dernier"]),
        ("Il l'a dit hier.", ["hier"]),
        ("They left last week.", ["last week"]),
    ],
)
def test_words_for_dates_are_found(sentence: str, dates: list[str]) -> None:
    assert words(find_dates_and_times, sentence) == dates


def test_names_do_not_include_the_word_that_opens_the_sentence() -> None:
    assert words(find_names, "Hier, Jeanne Petit a vu Paul.") == ["Jeanne Petit", "Paul"]
    assert words(find_names, "Jeanne Petit a ri.") == ["Jeanne Petit"]
    assert words(find_names, "Demain il rit.") == []


def test_places_follow_a_preposition() -> None:
    assert words(find_places, "Réunis à Valmont, ils ont vu Jeanne.") == ["Valmont"]


def test_a_kind_without_a_type_has_no_candidates() -> None:
    assert find_candidates("what", "Jeanne a vu 3 chats à Valmont lundi.") == []


@given(
    st.text(alphabet="aéB1 .,%«»'’-\u202f à", max_size=80),
    st.sampled_from(["who", "when", "where", "howmany", "why", "how"]),
)
def test_candidates_are_ordered_slices(sentence: str, kind: str) -> None:
    place = 0
    for span in find_candidates(kind, sentence):
        assert place <= span.start < span.end <= len(sentence)
        place = span.end
