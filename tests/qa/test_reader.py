import json

import numpy as np

from index.embedding.static import load_static_vectors
from index.passage import Hit, StoredPassage
from qa.question import understand
from qa.reader import (
    QUESTION_FEATURES,
    SENTENCE_FEATURES,
    WEIGHTS,
    Reading,
    gather,
    load_weights,
    question_features,
    read,
)
from qa.spans.reader import load_span_reader

VECTORS = load_static_vectors()
FACTORY = (
    "Le maire de Valmont a confirmé lundi la fermeture de la fonderie. "
    "Elle emploie 412 personnes, selon la direction. Faut-il s'en étonner ? "
    "Les habitants sont en colère."
)
FLOOD = "La rivière a débordé dans la nuit. Trois personnes sont mortes."


def hit(text: str, article_id: str = "a", start: int = 0) -> Hit:
    passage = StoredPassage(
        hash(article_id) % 97, article_id, 0, start, start + len(text), text, "", "", None, "fr", ""
    )
    return Hit(1, 0.8, passage)


def reading(question: str, *hits: Hit) -> Reading:
    return read(understand(question), hits, VECTORS, load_span_reader(), load_weights())


def test_the_sentence_that_answers_comes_first() -> None:
    found = reading(
        "Combien de personnes la fonderie emploie-t-elle ?", hit(FACTORY), hit(FLOOD, "b")
    )
    assert found.evidence[0].text == "Elle emploie 412 personnes, selon la direction."
    assert found.is_answered


def test_evidence_is_a_slice_at_the_articles_offsets() -> None:
    found = reading("Qui a confirmé la fermeture ?", hit(FACTORY, start=1000))
    for evidence in found.evidence:
        assert FACTORY[evidence.start - 1000 : evidence.end - 1000] == evidence.text


def test_the_shortest_answer_lies_in_its_sentence() -> None:
    found = reading("Combien de personnes la fonderie emploie-t-elle ?", hit(FACTORY, start=1000))
    for evidence in found.evidence:
        start, end = evidence.answer
        assert evidence.start <= start <= end <= evidence.end
    start, end = found.evidence[0].answer
    assert "412" in FACTORY[start - 1000 : end - 1000]


def test_a_question_in_an_article_is_no_evidence() -> None:
    texts = [evidence.text for evidence in reading("Faut-il s'étonner ?", hit(FACTORY)).evidence]
    assert texts
    assert not any(text.endswith("?") for text in texts)


def test_a_heading_is_no_evidence() -> None:
    text = "La fermeture de la fonderie\n\n" + FACTORY
    texts = [each.text for each in reading("Qui a confirmé la fermeture ?", hit(text)).evidence]
    assert texts
    assert "La fermeture de la fonderie" not in texts


def test_how_many_is_not_answered_without_a_figure() -> None:
    found = reading("Combien de fonderies le maire de Valmont ferme-t-il ?", hit(FACTORY[:66]))
    assert not found.is_answered
    assert found.evidence == ()


def test_nothing_found_is_nothing_answered() -> None:
    assert reading("Qui a confirmé la fermeture ?") == Reading((), 0.0, False)


def test_a_sentence_in_two_passages_counts_once() -> None:
    once = reading("Qui a confirmé ?", hit(FACTORY))
    assert len(reading("Qui a confirmé ?", hit(FACTORY), hit(FACTORY)).evidence) == len(
        once.evidence
    )


def test_a_name_that_the_passages_lack_lowers_the_confidence() -> None:
    right = reading("Le maire de Valmont a-t-il confirmé la fermeture ?", hit(FACTORY))
    wrong = reading("Le maire de Bordeaux a-t-il confirmé la fermeture ?", hit(FACTORY))
    assert wrong.confidence < right.confidence


def test_another_spelling_of_a_name_is_that_name() -> None:
    text = "Poutine a remercié les habitants de Koursk."
    same = reading("Who did Putin thank in Kursk?", hit(text))
    other = reading("Who did Pétain thank in Kharkiv?", hit(text))
    assert other.confidence < same.confidence


def test_features_have_the_named_shapes() -> None:
    question = understand("Qui a confirmé la fermeture ?")
    candidates = gather(question, [hit(FACTORY)], VECTORS, load_span_reader())
    assert candidates.features.shape == (len(candidates.texts), len(SENTENCE_FEATURES))
    order = np.arange(len(candidates.texts))
    features = question_features(question, candidates, order, VECTORS)
    assert features.shape == (len(QUESTION_FEATURES),)


def test_the_shipped_weights_name_every_feature() -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(stored["sentence"]) == {*SENTENCE_FEATURES, "bias"}
    assert set(stored["question"]) == {*QUESTION_FEATURES, "bias"}
    assert 0 < stored["threshold"] < 1
