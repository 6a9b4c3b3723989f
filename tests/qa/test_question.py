import pytest

from corpus.errors import QuestionError
from qa.question import LONGEST_QUESTION, is_follow_up, understand


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Qui a signé l'accord ?", "who"),
        ("Quel ministre a signé l'accord ?", "who"),
        ("Who signed the agreement?", "who"),
        ("Which minister signed the agreement?", "who"),
        ("Quand l'usine a-t-elle fermé ?", "when"),
        ("À quelle date l'usine ferme-t-elle ?", "when"),
        ("On which day did the plant close?", "when"),
        ("Où se sont-ils rencontrés ?", "where"),
        ("Dans quelle ville se trouve l'usine ?", "where"),
        ("Which country sent help?", "where"),
        ("Combien de personnes l'usine emploie-t-elle ?", "howmany"),
        ("Quel est le bilan de la crue ?", "howmany"),
        ("How many people died?", "howmany"),
        ("Pourquoi l'usine ferme-t-elle ?", "why"),
        ("Why did it close?", "why"),
        ("Comment a-t-il réagi ?", "how"),
        ("En quels termes a-t-il réagi ?", "how"),
        ("How did he react?", "how"),
        ("Quels pays ont aidé ?", "list"),
        ("What were the demands?", "list"),
        ("L'usine va-t-elle fermer ?", "yesno"),
        ("Est-ce que l'usine ferme ?", "yesno"),
        ("Les employés peuvent ils voter ?", "yesno"),
        ("ou se trouve l'usine", "where"),
        ("Did the plant close?", "yesno"),
        ("Que prévoit l'accord ?", "what"),
        ("Qu'a dit le maire ?", "what"),
        ("What does the agreement say?", "what"),
        ("Quel accord lie les deux pays qui se battent ?", "what"),
        ("Le maire a-t-il dit que l'usine ferme ?", "yesno"),
        ("usine Bexley", "other"),
    ],
)
def test_kind_is_what_the_question_asks_for(text: str, kind: str) -> None:
    assert understand(text).kind == kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Qui a signé l'accord ?", "fr"),
        ("who first confirmed the closure?", "en"),
        ("Combien ?", "fr"),
        ("How many?", "en"),
    ],
)
def test_language_of_the_question_is_found(text: str, language: str) -> None:
    assert understand(text).language == language


def test_words_that_only_ask_are_not_searched_for() -> None:
    assert understand("Combien de personnes l'usine emploie-t-elle ?").query == (
        "personnes l'usine emploie"
    )
    assert understand("How many people work there?").query == "people work there"


def test_a_question_for_the_first_is_recognised() -> None:
    assert understand("Qui a confirmé en premier ?").asks_first
    assert understand("Who was the first to confirm?").asks_first
    assert not understand("Qui a confirmé ?").asks_first


@pytest.mark.parametrize("text", ["", "   ", "?!", "\n\t"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        understand(text)


def test_an_endless_question_is_refused_with_both_lengths() -> None:
    with pytest.raises(QuestionError, match=r"2,001 characters, but 2,000"):
        understand("a" * (LONGEST_QUESTION + 1))


@pytest.mark.parametrize(
    "text", ["et combien ?", "when was that?", "And according to Seoul?", "Où ?", "Que dit-il ?"]
)
def test_a_question_that_leans_on_the_last_is_a_follow_up(text: str) -> None:
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "Combien de personnes l'usine de Bexley emploie-t-elle ?",
        "Who signed the agreement with Norway?",
    ],
)
def test_a_question_that_stands_alone_is_not_a_follow_up(text: str) -> None:
    assert not is_follow_up(text)


def test_a_follow_up_takes_its_topic_from_the_conversation() -> None:
    history = [
        {"role": "user", "content": "Qui a annoncé la fermeture de l'usine ?"},
        {"role": "assistant", "content": "Le maire [1]"},
    ]
    follow_up = understand("et quand ?", history)
    assert "fermeture de l'usine" in follow_up.query
    assert follow_up.kind == "when"
    assert "Le maire" not in follow_up.query


def test_history_does_not_change_a_question_that_stands_alone() -> None:
    history = [{"role": "user", "content": "Qui a annoncé la fermeture de l'usine ?"}]
    text = "Quels dégâts la crue de Valmont a-t-elle faits ?"
    assert understand(text, history).query == understand(text).query
