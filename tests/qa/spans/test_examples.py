import json
import random
from pathlib import Path
from typing import Any

import pytest

from index.embedding.static import load_static_vectors
from qa.spans.examples import (
    STORY_FILE,
    Example,
    from_stories,
    gaps,
    in_other_language,
    near_misses,
    read_stories,
    split_articles,
    with_a_wrong_name,
    without_the_answer,
)

VECTORS = load_static_vectors()
POOL = "La maire Anne Morel ferme la piscine. Le préfet Paul Roux la soutient."


def example(
    question: str = "Qui ferme la piscine avec Anne ?", said: str = "Anne Morel"
) -> Example:
    start = POOL.index(said)
    return Example("1", question, POOL, ((start, start + len(said)),))


def test_no_article_is_both_trained_on_and_held_out(tmp_path: Path) -> None:
    articles = [
        {"paragraphs": [{"context": f"texte {k}", "qas": [{"id": k, "question": "Quoi ?"}]}]}
        for k in range(20)
    ]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")
    train, held_out = split_articles(path)
    assert {e.passage for e in train}.isdisjoint(e.passage for e in held_out)
    assert len(train) + len(held_out) == 20


def test_a_translated_question_keeps_its_passage_and_answer(tmp_path: Path) -> None:
    path = tmp_path / "translations.tsv"
    path.write_text('1\tWho closes the "pool"?\n2\tNever asked\n', encoding="utf-8")
    (found,) = in_other_language([example()], path)
    assert found.question == 'Who closes the "pool"?'
    assert found.answers == example().answers


def test_without_its_sentence_a_passage_no_longer_answers() -> None:
    (cut,) = without_the_answer([example()])
    assert "Anne Morel" not in cut.passage
    assert cut.passage and not cut.answers


def test_a_near_miss_does_not_hold_the_answer() -> None:
    other = Example("2", "Combien ?", "Le stade rouvre. Anne Morel s'en réjouit.", ((0, 2),))
    far = Example("3", "Où ?", "Le musée expose des toiles.", ((0, 2),))
    missed = {e.id: e.passage for e in near_misses([example(), other, far], VECTORS)}
    assert missed["1"] == far.passage


def test_a_wrong_name_makes_a_question_unanswerable() -> None:
    swapped = list(with_a_wrong_name([example()] * 8, random.Random(1)))
    assert all(e.question != example().question and not e.answers for e in swapped)


def test_gaps_are_answered_at_their_offsets(tmp_path: Path) -> None:
    rows = [
        f"The minister of {topic} met {number} farmers in Ottawa yesterday.\t"
        f"Le ministre {topic} a rencontré {number} fermiers à Ottawa hier."
        for number, topic in enumerate(["health", "trade", "sport", "justice"] * 5, start=100)
    ]
    path = tmp_path / "pairs.tsv"
    path.write_text("\n".join(rows), encoding="utf-8")
    made = gaps(path, 60, VECTORS, random.Random(0))
    answered = [e for e in made if e.answers]
    assert len(made) == 60
    assert answered and len(answered) < 60
    for gap in answered:
        ((start, end),) = gap.answers
        assert gap.passage[start:end].strip() == gap.passage[start:end] != ""


@pytest.mark.parametrize("story", read_stories(STORY_FILE), ids=lambda story: story["id"])
def test_every_story_quotes_its_answers(story: dict[str, Any]) -> None:
    for asked in story["questions"]:
        if asked["answer"] is None:
            assert asked["passage"] is None
        else:
            assert asked["answer"] in story["passages"][asked["passage"]]


def test_a_story_question_that_nothing_answers_has_no_answer() -> None:
    story = {
        "id": "s",
        "passages": [POOL, "Le stade rouvre."],
        "questions": [
            {"q": "Qui ferme la piscine ?", "passage": 0, "answer": "Anne Morel"},
            {"q": "Qui ouvre la gare ?", "passage": None, "answer": None},
        ],
    }
    found = from_stories([story], random.Random(0))
    assert [bool(e.answers) for e in found] == [True, False, False]
