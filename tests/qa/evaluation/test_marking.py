"""What is marked in an answer, and what a comparison of two texts shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.grading import missing_groups
from qa.evaluation.marking import mark_changes, mark_expected


def marked(text: str, *strings: str) -> list[str]:
    return [piece.text for piece in mark_expected(text, [strings]) if piece.mark]


@pytest.mark.parametrize(
    ("text", "string", "shown"),
    [
        ("Valéry GUÉRASSIMOV l’a dit [1]", "guerassimov", "GUÉRASSIMOV"),
        ("quelque 14\u202f000 soldats", "14000", "14\u202f000"),
        ("il a confirmé [1] samedi", "confirme samedi", "confirmé [1] samedi"),
        ("die STRASSE, die Straße", "strasse", "STRASSE"),
    ],
)
def test_an_expected_string_is_marked_as_it_stands(text: str, string: str, shown: str) -> None:
    assert marked(text, string)[0] == shown


def test_every_occurrence_is_marked() -> None:
    assert marked("ici, là, ici", "ici") == ["ici", "ici"]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_the_pieces_are_the_text(text: str, strings: list[str]) -> None:
    assert "".join(piece.text for piece in mark_expected(text, [strings])) == text


@given(st.text(alphabet="aéÉ1 2\u202f[]x", max_size=20), st.text(alphabet="ae12x", min_size=1))
def test_what_is_marked_is_what_counts_as_found(text: str, string: str) -> None:
    assert bool(marked(text, string)) == (missing_groups([[string]], text) == ())


def test_changes_are_shown_word_by_word() -> None:
    pieces = mark_changes("Le port rouvre samedi.", "Le port ferme samedi.")
    assert [(piece.text, piece.mark) for piece in pieces] == [
        ("Le port ", ""),
        ("rouvre", "removed"),
        ("ferme", "added"),
        (" samedi.", ""),
    ]


@given(st.text(alphabet="ab \n", max_size=30), st.text(alphabet="ab \n", max_size=30))
def test_both_texts_can_be_read_off_their_changes(before: str, now: str) -> None:
    pieces = mark_changes(before, now)
    assert "".join(piece.text for piece in pieces if piece.mark != "added") == before
    assert "".join(piece.text for piece in pieces if piece.mark != "removed") == now
