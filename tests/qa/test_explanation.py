import pytest

from qa.assistant import Assistant

TEXT = (
    "Le maire de Valmont a confirmé lundi la fermeture de la fonderie. "
    "Elle emploie 412 personnes, selon la direction."
)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.from_texts([{"id": "fonderie", "text": TEXT}])


def test_the_explanation_holds_the_values_of_the_answer(assistant: Assistant) -> None:
    question = "Combien de personnes la fonderie emploie-t-elle ?"
    answer, told = assistant.ask(question), assistant.explain(question)
    assert "kind howmany" in told
    assert f"confidence {answer.confidence:.3f}" in told
    assert ": answered" in told
    assert f"“{answer.short}” in fonderie" in told


def test_a_refusal_is_explained_too(assistant: Assistant) -> None:
    assert ": refused" in assistant.explain("Who won the Tour de France in 1903?")


def test_a_follow_up_shows_what_it_was_taken_for(assistant: Assistant) -> None:
    history = [{"role": "user", "content": "Qui a confirmé la fermeture de la fonderie ?"}]
    assert "asked      Et quand ? a confirmé la fermeture" in assistant.explain(
        "Et quand ?", history
    )
