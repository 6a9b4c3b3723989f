import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names import find_names, name_keys, sound_key


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Poutine", "Putin"),
        ("Koursk", "Kursk"),
        ("Guérassimov", "Gerasimov"),
        ("Kiev", "Kyiv"),
        ("Zelensky", "Zelenskyy"),
        ("Choïgou", "Shoigu"),
        ("Chevtchenko", "Shevchenko"),
        ("Serguei", "Sergey"),
        ("Khrouchtchev", "Khrushchev"),
        ("Tchekhov", "Chekhov"),
        ("l’Ossétie", "Ossetie"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(french: str, english: str) -> None:
    assert sound_key(french) == sound_key(english) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Poutine", "Pétain"), ("Koursk", "Kharkiv"), ("Macron", "Marcon"), ("Séoul", "Sofia")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


def test_names_are_capitalised_words() -> None:
    assert find_names("Hier, Vladimir Poutine a vu Kim à Pékin.") == [
        "Hier",
        "Vladimir",
        "Poutine",
        "Kim",
        "Pékin",
    ]
    assert sound_key("Putin") in name_keys("Vladimir Poutine sourit.")


@given(st.text(max_size=20))
def test_any_word_has_a_key_and_case_does_not_matter(word: str) -> None:
    assert sound_key(word.upper().lower()) == sound_key(word.lower())
