import pytest

from index.embedding.static import load_static_vectors
from index.passage import Hit, StoredPassage
from qa.dates_in_words import date_in_words
from qa.extractive import LONGEST_QUOTATION, write_answer, write_refusal
from qa.question import Question, understand
from qa.reader import SENTENCE_FEATURES, Evidence, Reading

VECTORS = load_static_vectors()


def passage(text: str, article_id: str = "a", outlet: str = "La Gazette") -> StoredPassage:
    return StoredPassage(1, article_id, 0, 0, len(text), text, "Titre", outlet, None, "fr", "a")


def evidence(
    text: str,
    probability: float,
    article_id: str = "a",
    said: str = "",
    outlet: str = "La Gazette",
    span_score: float = -1.0,
) -> Evidence:
    start = text.index(said)
    answer = (start, start + len(said))
    features = tuple(span_score if name == "span" else 0.0 for name in SENTENCE_FEATURES)
    return Evidence(
        passage(text, article_id, outlet), 0, len(text), text, probability, answer, features
    )


def reading(*found: Evidence) -> Reading:
    return Reading(found, confidence=0.8, is_answered=True)


QUESTION: Question = understand("How many jobs are lost?")


def test_each_line_names_its_source_and_carries_its_marker() -> None:
    answer = write_answer(
        QUESTION,
        reading(
            evidence("Le syndicat parle de 450 emplois.", 0.9),
            evidence("La direction annonce 412 suppressions de postes.", 0.8, "b"),
        ),
        VECTORS,
    )
    assert answer.text.split("\n") == [
        "La Gazette (undated): “Le syndicat parle de 450 emplois.” [1]",
        "La Gazette (undated): “La direction annonce 412 suppressions de postes.” [2]",
    ]
    assert [citation.marker for citation in answer.citations] == [1, 2]


def test_a_sure_answer_comes_first_in_the_fewest_words() -> None:
    text = "La direction annonce 412 suppressions de postes."
    sure = evidence(text, 0.9, said="412 suppressions", span_score=2.0)
    answer = write_answer(QUESTION, reading(sure), VECTORS)
    assert answer.text.split("\n") == [
        "“412 suppressions” [1].",
        f"La Gazette (undated): “{text}” [1]",
    ]


def test_a_short_answer_in_the_language_of_the_question_needs_no_quotation_marks() -> None:
    text = "La direction annonce des suppressions de postes."
    sure = evidence(text, 0.9, said="des suppressions", span_score=2.0)
    french = understand("Qu’annonce la direction ?")
    assert write_answer(french, reading(sure), VECTORS).text.startswith("Des suppressions [1].")


def test_figures_that_differ_give_no_short_answer() -> None:
    one = evidence("La direction annonce 412 suppressions de postes.", 0.9, said="412")
    other = evidence("Le syndicat parle de 450 emplois.", 0.8, "b", said="450")
    assert write_answer(QUESTION, reading(one, other), VECTORS).short is None
    assert write_answer(QUESTION, reading(one), VECTORS).short == "412"


def test_an_answer_that_is_most_of_its_quotation_is_not_said_twice() -> None:
    text = "412 suppressions de postes."
    sure = evidence(text, 0.9, said="412 suppressions", span_score=2.0)
    assert write_answer(QUESTION, reading(sure), VECTORS).text.count("412") == 1


def test_an_unlikely_second_sentence_is_left_out() -> None:
    answer = write_answer(
        QUESTION, reading(evidence("450 emplois.", 0.9), evidence("Il pleut.", 0.1, "b")), VECTORS
    )
    assert len(answer.citations) == 1


def test_the_same_statement_is_quoted_once() -> None:
    answer = write_answer(
        QUESTION,
        reading(
            evidence("Le syndicat parle de 450 emplois supprimés.", 0.9),
            evidence("Le syndicat parle de 450 emplois supprimés lundi.", 0.8, "b"),
        ),
        VECTORS,
    )
    assert len(answer.citations) == 1


def test_a_sentence_too_long_to_quote_is_cut_to_a_slice_that_tells() -> None:
    filler = ", ".join(f"dans un pays lointain numéro {number}" for number in range(30))
    text = f"{filler}, 450 emplois sont supprimés à l'usine, {filler}."
    answer = write_answer(QUESTION, reading(evidence(text, 0.9)), VECTORS)
    citation = answer.citations[0]
    assert text[citation.start : citation.end] == citation.quote
    assert "450 emplois" in citation.quote
    assert len(citation.quote.split()) <= LONGEST_QUOTATION


def test_a_sentence_without_any_comma_is_cut_too() -> None:
    text = "mot " * 300 + "fin."
    answer = write_answer(QUESTION, reading(evidence(text, 0.9)), VECTORS)
    assert len(answer.text.split()) <= 120
    citation = answer.citations[0]
    assert text[citation.start : citation.end] == citation.quote


def test_the_short_answer_is_what_the_reader_found_in_the_first_quotation() -> None:
    found = reading(
        evidence("On compte 450 emplois.", 0.9, said="450 emplois"),
        evidence("Les 450 emplois sont à Valmont.", 0.8, "b", said="450 emplois"),
    )
    assert write_answer(QUESTION, found, VECTORS).short == "450 emplois"


def test_an_answer_that_was_cut_off_the_quotation_is_not_given() -> None:
    filler = ", ".join(f"dans un pays lointain numéro {number}" for number in range(30))
    text = f"Lyon, {filler}, 450 emplois sont supprimés à l'usine."
    answer = write_answer(QUESTION, reading(evidence(text, 0.9, said="Lyon")), VECTORS)
    assert "Lyon" not in answer.citations[0].quote
    assert answer.short is None


@pytest.mark.parametrize(
    "question",
    [
        "When was the closure first announced?",
        "Was the closure announced?",
        "List the announced closures.",
    ],
)
def test_no_words_of_one_sentence_answer_such_a_question(question: str) -> None:
    announced = evidence("La fermeture a été annoncée lundi.", 0.9, said="lundi")
    assert write_answer(understand(question), reading(announced), VECTORS).short is None


def test_a_source_without_an_outlet_is_named_by_its_title() -> None:
    nameless = evidence("450 emplois.", 0.9, outlet="")
    assert write_answer(QUESTION, reading(nameless), VECTORS).text.startswith("Titre (undated)")


@pytest.mark.parametrize(
    ("published", "language", "words"),
    [
        ("2025-04-28", "fr", "28 avril 2025"),
        ("2025-04-28", "en", "April 28, 2025"),
        ("2025-04", "fr", "avril 2025"),
        ("2025-04", "en", "April 2025"),
        ("2025", "en", "2025"),
        (None, "fr", "sans date"),
    ],
)
def test_dates_are_written_as_far_as_they_are_known(
    published: str | None, language: str, words: str
) -> None:
    assert date_in_words(published, language) == words


def test_a_refusal_offers_the_nearest_passages() -> None:
    hits = [Hit(rank, 0.5, passage(f"Texte {rank}.")) for rank in range(1, 6)]
    refusal = write_refusal(QUESTION, 0.1, hits)
    assert [near.text for near in refusal.nearest] == ["Texte 1.", "Texte 2.", "Texte 3."]
    assert "nearest" in refusal.to_dict()
