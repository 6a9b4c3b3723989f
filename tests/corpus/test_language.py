import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import detect_language

BOTH = ("fr", "en")


@pytest.mark.parametrize(
    "text",
    [
        "Où se sont-ils rencontrés ?",
        "combien de soldats",
        "Koursk ?",
        "Qui a confirmé le déploiement en premier ?",
        "quand le traite a-t-il ete signe",
        "et ensuite ?",
        "L’armée",
        "Kim Jong-un est-il venu à Pékin ?",
    ],
)
def test_french_questions_are_french(text: str) -> None:
    assert detect_language(text, BOTH) == "fr"


@pytest.mark.parametrize(
    "text",
    [
        "who first confirmed the deployment?",
        "How many soldiers were sent?",
        "casualties",
        "what about Poutine's reaction",
        "When did Kim and Putin meet in Pyongyang?",
        "and then?",
        "Who is Valéry Guérassimov?",
    ],
)
def test_english_questions_are_english(text: str) -> None:
    assert detect_language(text, BOTH) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le pont restera fermé trois mois, a annoncé lundi la préfecture de la région.", "fr"),
        ("The bridge will stay closed for three months, the council announced on Monday.", "en"),
        ("El presidente confirmó el sábado que los soldados participaron en los combates.", "es"),
        ("Der Präsident bestätigte am Samstag, dass die Soldaten an den Kämpfen teilnahmen.", "de"),
        ("Il presidente ha confermato sabato che i soldati hanno partecipato alla guerra.", "it"),
        ("Президент подтвердил в субботу, что солдаты участвовали в боях за освобождение.", "ru"),
    ],
)  # fmt: skip
def test_articles_may_be_in_any_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "???", "2024"])
def test_without_words_the_first_candidate_is_taken(text: str) -> None:
    assert detect_language(text, ("en", "fr")) == "en"
    assert detect_language(text) == "fr"


@given(st.text(max_size=60))
def test_one_of_the_candidates_is_given(text: str) -> None:
    assert detect_language(text, BOTH) in BOTH
