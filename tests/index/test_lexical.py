"""Search by words, in French and English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import Lexical, Searchable, Words, untie

TEXTS = [
    "L'usine de Lyon emploie 14 000 salariés, selon l’O.N.U.",
    "The minister's factory in Lyon has employed fourteen people",
    "Le ministre a confirmé le déploiement de soldats à Koursk",
    "Des soldats déployés depuis l’été, d’après l’état-major",
    "Qu’est-ce que la ville prévoit ? Aujourd’hui, rien",
]


def searchable(*texts: str) -> Searchable:
    lexical = Lexical(None)
    lexical.change([], [Words(number, "", text) for number, text in enumerate(texts)])
    return lexical.searchable()


@pytest.fixture(scope="module")
def words() -> Searchable:
    return searchable(*TEXTS)


def found(words: Searchable, query: str) -> list[int]:
    return [scored.passage_id for scored in words.matching(query, 10)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("usines", [0]),
        ("l’usine", [0]),
        ("ONU", [0]),
        ("14.000", [0]),
        ("14000", [0]),
        ("14,000", [0]),
        ("ministers", [1]),
        ("the employees' factories", [1]),
        ("deploiement", [2]),
        ("DÉPLOIEMENT", [2]),
        ("confirme", [2]),
        ("ete", [3]),
        ("d'état major", [3]),
        ("prévoir qu’aujourd’hui", [4]),
        ("introuvable", []),
    ],
)
def test_form_of_a_word_does_not_matter(words: Searchable, query: str, expected: list[int]) -> None:
    assert found(words, query)[:1] == expected


def test_title_counts() -> None:
    lexical = Lexical(None)
    lexical.change([], [Words(1, "Un pont à Nantes", "Il ouvrira."), Words(2, "", "Il ouvrira.")])
    assert found(lexical.searchable(), "pont") == [1]


def test_rare_words_count_more_than_common_ones() -> None:
    words = searchable("le soldat parle", "le soldat part", "le soldat et Koursk", "un soldat")
    assert found(words, "soldat Koursk")[0] == 2


def test_shorter_of_two_equal_passages_comes_first() -> None:
    words = searchable("Koursk est une ville de l'ouest du pays et un carrefour", "Koursk tombe")
    assert found(words, "Koursk") == [1, 0]


def test_equal_scores_go_by_passage_id() -> None:
    words = searchable(*["Koursk tombe"] * 5)
    assert found(words, "Koursk") == [0, 1, 2, 3, 4]


def test_best_of_many_equal_passages_are_the_first() -> None:
    words = searchable(*["Koursk tombe"] * 5)
    assert [scored.passage_id for scored in words.matching("Koursk", 2)] == [0, 1]


def test_repeated_word_in_the_query_counts_once(words: Searchable) -> None:
    assert words.matching("Koursk Koursk koursk", 3) == words.matching("Koursk", 3)


def test_filter_loses_nothing(words: Searchable) -> None:
    everything = words.matching("soldats ministre Lyon", 10)
    allowed = frozenset({0, 3, 99})
    kept = [scored for scored in everything if scored.passage_id in allowed]
    assert words.matching("soldats ministre Lyon", 1, allowed) == kept[:1]
    assert words.matching("soldats ministre Lyon", 10, allowed) == kept


def test_empty_filter_allows_nothing(words: Searchable) -> None:
    assert words.matching("soldats", 10, frozenset()) == []


def test_nothing_is_found_in_an_empty_index() -> None:
    assert Lexical(None).searchable().matching("soldats", 10) == []


def test_removed_passages_are_not_found() -> None:
    lexical = Lexical(None)
    lexical.change([], [Words(number, "", text) for number, text in enumerate(TEXTS)])
    lexical.change([2], [Words(9, "", "Un autre déploiement")])
    assert found(lexical.searchable(), "déploiement")[0] == 9
    assert 2 not in found(lexical.searchable(), "déploiement soldats Koursk")
    assert len(lexical.searchable()) == len(TEXTS)


def test_searchable_stays_as_it_was_taken() -> None:
    lexical = Lexical(None)
    lexical.change([], [Words(1, "", "Koursk")])
    before = lexical.searchable()
    lexical.change([1], [Words(2, "", "Koursk")])
    assert found(before, "Koursk") == [1]


@given(st.text(max_size=300))
def test_any_text_is_a_query(words: Searchable, query: str) -> None:
    assert len(words.matching(query, 3)) <= 3


@pytest.mark.parametrize("query", ['title:"soldats', "text_fr:soldats", "-soldats", "soldats~9"])
def test_query_syntax_is_words(words: Searchable, query: str) -> None:
    assert set(found(words, query)) == set(found(words, "soldats"))


@given(st.text(alphabet="l'’ dqu14.,0AO-é \u202f", max_size=40))
def test_untying_twice_changes_nothing_more(text: str) -> None:
    assert untie(untie(text)) == untie(text)
