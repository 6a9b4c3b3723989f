import pytest

from qa.spans.reader import load_span_reader

PASSAGE = (
    "La maire de Valmont, Anne Morel, a annoncé mardi la fermeture de la piscine municipale. "
    "Les travaux coûteront entre 300 000 et 400 000 euros, selon la préfecture. "
    "Ils dureront jusqu'au 14 mars."
)
OTHER = (
    "La récolte de blé a souffert de la sécheresse cette année, d'après les coopératives. "
    "Les prix restent stables."
)


def answer(question: str, passage: str = PASSAGE) -> str:
    span = load_span_reader().read(question, [passage])[0].best(0, len(passage))
    return passage[span.start : span.end]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Qui a annoncé la fermeture de la piscine ?", "Anne Morel"),
        ("Who announced that the swimming pool would close?", "Anne Morel"),
        ("Combien coûteront les travaux ?", "300 000 et 400 000"),
        ("How much will the work cost?", "300 000 et 400 000"),
        ("Jusqu'à quand dureront les travaux ?", "14 mars"),
    ],
)
def test_the_answer_is_found_in_either_language(question: str, expected: str) -> None:
    assert expected in answer(question)


def test_a_passage_that_answers_scores_above_one_that_does_not() -> None:
    question = "Who announced that the swimming pool would close?"
    scores = load_span_reader().read(question, [OTHER, PASSAGE])
    there, here = scores[1].best(0, len(PASSAGE)), scores[0].best(0, len(OTHER))
    assert there.score > here.score


def test_a_passage_reads_the_same_alone_and_among_others() -> None:
    question = "Qui a annoncé la fermeture ?"
    alone = load_span_reader().read(question, [OTHER])[0].best(0, len(OTHER))
    among = load_span_reader().read(question, [PASSAGE * 3, OTHER])[1].best(0, len(OTHER))
    assert alone == among


def test_an_answer_far_into_a_long_passage_is_found() -> None:
    long = OTHER * 12 + PASSAGE
    assert "Anne Morel" in answer("Qui a annoncé la fermeture de la piscine ?", long)


def test_no_passages_give_no_scores() -> None:
    assert load_span_reader().read("Qui ?", []) == []
