"""From texts to the claims of an answer; every story here is invented."""

import re
from collections.abc import Iterator

import pytest

from qa import Answer, Assistant
from qa.verification import find_faults

STRIKE = [
    {
        "id": "annonce",
        "outlet": "Le Courrier du Val",
        "published": "2024-03-14",
        "text": "La CGT a annoncé mardi une grève à l'usine Dermont de Valmont. Selon la CGT, 450 "
        "salariés font grève à l'usine. Selon la direction, 210 salariés font grève à l'usine. "
        "La direction a démenti mercredi la fermeture de l'usine.",
    },
    {
        "id": "fermeture",
        "outlet": "La Gazette",
        "published": "2024-04-03",
        "text": "Paul Vasseur, directeur du site, a reconnu lundi la fermeture de l'usine Dermont "
        "de Valmont. Le maire de Valmont avait déjà confirmé la fermeture de l'usine le 28 mars. "
        "La ministre du Travail, Anne Lorrain, a promis mardi un plan pour les salariés.",
    },
]
ESSAIS = [
    {
        "id": "lima",
        "outlet": "Le Cahier",
        "text": "Le général péruvien Luis Mora a confirmé samedi les essais de fusée dans le "
        "désert, une première de la part des autorités péruviennes. Le Chili n'a toujours pas "
        "confirmé les essais de fusée.",
    },
    {
        "id": "santiago",
        "outlet": "La Dépêche australe",
        "text": "Le Chili a confirmé lundi pour la première fois les essais de fusée dans "
        "le désert.",
    },
]


@pytest.fixture(scope="module")
def strike() -> Iterator[Assistant]:
    built = Assistant.from_texts(STRIKE)
    yield built
    built.close()


@pytest.fixture(scope="module")
def essais() -> Iterator[Assistant]:
    built = Assistant.from_texts(ESSAIS)
    yield built
    built.close()


def check(assistant: Assistant, answer: Answer) -> None:
    """Check what holds of every answer."""
    assert find_faults(answer, lambda article_id: assistant.show(article_id).text) == []
    assert len(answer.text.split()) <= 120
    for line in answer.text.split("\n"):
        assert re.search(r"\[\d+\]\.?$", line)
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    for claim in answer.claims:
        assert claim.speaker.split(",")[0] in quotes[claim.marker] or claim.speaker


def test_who_confirmed_first_is_ordered_by_date(strike: Assistant) -> None:
    answer = strike.ask("Qui a confirmé en premier la fermeture de l'usine ?")
    check(strike, answer)
    opening = answer.text.split("\n")[0]
    assert opening.startswith("Premier dans ce corpus : le maire de Valmont (28 mars 2024) [1]")
    assert "avant Paul Vasseur (1er avril 2024)" in opening
    assert [claim.date for claim in answer.claims[:2]] == ["2024-03-28", "2024-04-01"]


def test_the_opening_is_in_the_question_s_language(strike: Assistant) -> None:
    answer = strike.ask("Who first confirmed the closure of the plant?")
    check(strike, answer)
    assert answer.text.startswith("First in this corpus: le maire de Valmont (March 28, 2024) [1]")


def test_figures_that_disagree_stand_side_by_side(strike: Assistant) -> None:
    answer = strike.ask("Combien de salariés font grève à l'usine ?")
    check(strike, answer)
    assert "450 selon la CGT" in answer.text and "210 selon la direction" in answer.text
    (disagreement,) = answer.disagreements
    assert disagreement.about == "salariés"
    assert {value.value for value in disagreement.values} == {"450", "210"}


def test_not_yet_orders_articles_without_dates(essais: Assistant) -> None:
    answer = essais.ask("Who first confirmed the rocket tests?")
    check(essais, answer)
    first, firsts = answer.text.split("\n")[:2]
    assert first.startswith("First in this corpus: Luis Mora (Peru, “samedi”) [1]")
    assert "before Chile (“lundi”) [2]" in first
    assert firsts == "The articles speak of several firsts: Peru [1], Chile [2]."


def test_the_first_of_one_side_is_told(essais: Assistant) -> None:
    answer = essais.ask("When did Chile first confirm the rocket tests?")
    check(essais, answer)
    assert answer.text.startswith("First in this corpus: Chile (“lundi”) [1]")


def test_what_is_not_settled_is_said_to_be_open() -> None:
    assistant = Assistant.from_texts(
        [
            {"id": "a", "text": "Ana Ruiz a confirmé la fuite de gaz à Soria. L'école est close."},
            {
                "id": "b",
                "text": "Une odeur inquiète les habitants du port. Interrogé hier, Luis Mora a "
                "confirmé la fuite de gaz à Soria, sans en dire plus.",
            },
        ]
    )
    answer = assistant.ask("Qui a confirmé en premier la fuite de gaz à Soria ?")
    check(assistant, answer)
    assert answer.text.startswith("Les articles ne permettent pas de dire qui est premier")
    assert "Ana Ruiz" in answer.text and "Luis Mora" in answer.text


def test_every_answer_carries_the_claims_of_its_quotations(strike: Assistant) -> None:
    answer = strike.ask("Qui a promis un plan pour les salariés ?")
    check(strike, answer)
    assert [(each.act, each.date_text) for each in answer.claims] == [("promise", "mardi")]


def test_partial_answers_cite_what_they_show(essais: Assistant) -> None:
    *partial, _ = essais.stream("Who first confirmed the rocket tests?")
    for answer in partial:
        assert find_faults(answer, lambda article_id: essais.show(article_id).text) == [] or (
            len(answer.citations) < 1
        )
