import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.embedding.static import load_static_vectors
from index.late_interaction import match

VECTORS = load_static_vectors()


def test_a_translation_scores_above_another_sentence() -> None:
    texts = ["La recette de la tarte aux pommes.", "Le nombre de soldats blessés."]
    scores = match(VECTORS, "how many wounded soldiers", texts).scores()
    assert scores[1] > scores[0] + 0.3


def test_a_text_that_holds_every_word_scores_one() -> None:
    scores = match(VECTORS, "soldats blessés", ["Des soldats ont été blessés.", "Rien."]).scores()
    assert np.isclose(scores[0], 1, atol=1e-4)


def test_a_piece_that_every_text_holds_weighs_less() -> None:
    matches = match(
        VECTORS, "usine fermeture", ["L'usine.", "L'usine rit.", "Une usine fermeture."]
    )
    in_all = matches.similarity.min(axis=1) > 0.9
    assert matches.weights[in_all].sum() < matches.weights[~in_all].sum()


@given(st.text(max_size=30), st.lists(st.text(max_size=40), max_size=5))
def test_scores_lie_between_zero_and_one_whatever_the_text(query: str, texts: list[str]) -> None:
    scores = match(VECTORS, query, texts).scores()
    assert scores.shape == (len(texts),)
    assert ((scores >= 0) & (scores <= 1 + 1e-5)).all()


@given(st.permutations(["soldats", "blessés", "nombre"]))
def test_the_order_of_the_words_of_a_query_does_not_matter(words: list[str]) -> None:
    texts = ["Le nombre de soldats.", "Les blessés."]
    expected = match(VECTORS, "soldats blessés nombre", texts).scores()
    assert np.allclose(match(VECTORS, " ".join(words), texts).scores(), expected)
