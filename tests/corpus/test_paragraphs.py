import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.paragraphs import unwrap

PARAGRAPHS = [
    "Le pont de la Rance restera fermé pendant trois mois, a annoncé lundi la préfecture de "
    "région, qui invoque l’état des piles et la sécurité des trente mille usagers quotidiens.",
    "Des fissures ont été découvertes en mars. Elles courent sur deux piles et s’élargissent à "
    "chaque marée, selon les ingénieurs chargés de la surveillance de l’ouvrage depuis dix ans.",
]


@pytest.mark.parametrize("width", [60, 72, 79, 100])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_hard_wrapped_paragraphs_are_joined(width: int, between: str) -> None:
    wrapped = between.join("\n".join(textwrap.wrap(text, width)) for text in PARAGRAPHS)
    assert unwrap(wrapped) == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_one_paragraph_a_line_is_kept(between: str) -> None:
    assert unwrap(between.join(PARAGRAPHS)) == "\n".join(PARAGRAPHS)


def test_a_headline_is_not_joined_to_wrapped_text() -> None:
    wrapped = "\n".join(textwrap.wrap(PARAGRAPHS[0], 70))
    assert unwrap(f"Le pont ferme\n\n{wrapped}") == f"Le pont ferme\n{PARAGRAPHS[0]}"


def test_short_lines_that_end_as_sentences_stay_lines() -> None:
    text = "Le pont ferme ce lundi matin.\nLes élus protestent tous.\nLa région paiera la moitié."
    assert unwrap(text) == text


def test_a_list_of_names_stays_a_list() -> None:
    text = "Jeanne Roux, maire de Dinard\nPaul Petit, préfet\nOdile Kern, ingénieure en chef"
    assert unwrap(text) == text


@given(st.text("ab. \n", max_size=300))
def test_no_word_is_lost_or_moved(text: str) -> None:
    assert unwrap(text).split() == text.split()
