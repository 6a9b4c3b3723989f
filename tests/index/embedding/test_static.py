import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.embedding.static import load_static_vectors

VECTORS = load_static_vectors()


def test_an_english_question_is_nearest_to_its_french_passage() -> None:
    passages = VECTORS.embed(
        [
            "Le ministre a confirmé la fermeture de l'usine.",
            "La rivière a débordé dans la nuit.",
            "Le prix du pain augmente.",
        ]
    )
    question = VECTORS.embed(["Why did the river flood the town at night?"])[0]
    assert int((passages @ question).argmax()) == 1


@given(st.lists(st.text(max_size=60), max_size=6))
def test_vectors_have_unit_norm_or_are_zero(texts: list[str]) -> None:
    rows = VECTORS.embed(texts)
    assert rows.shape == (len(texts), VECTORS.dimension)
    lengths = np.linalg.norm(rows, axis=1)
    assert all(np.isclose(length, 1, atol=1e-5) or length == 0 for length in lengths)


def test_a_text_embeds_alike_alone_and_in_company() -> None:
    together = VECTORS.embed(["Une phrase.", "Another sentence."])
    assert np.array_equal(together[0], VECTORS.embed(["Une phrase."])[0])


def test_rare_pieces_carry_more_information() -> None:
    the, rare = VECTORS.piece_ids(["the", "tungsten"])
    assert VECTORS.rarity(rare).mean() > VECTORS.rarity(the).mean()
