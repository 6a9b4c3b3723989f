import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decoding import decode
from corpus.errors import ReadingError

FRENCH = "L’état-major a confirmé que l’œuvre coûterait 3 millions d’euros à la région, dès août."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac-roman"],
)
def test_french_comes_out_right(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)) == FRENCH


@pytest.mark.parametrize("encoding", ["iso8859-1", "iso8859-15", "cp850"])
def test_french_without_typographic_apostrophes_comes_out_right(encoding: str) -> None:
    text = FRENCH.replace("’", "'").replace("œ", "oe")
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["été", "à Kiev", "L’œuf coûte 3 €"])
def test_a_few_words_in_cp1252_are_enough(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_cyrillic_is_not_taken_for_western_letters() -> None:
    text = "Президент России заявил, что войска освободили область. Об этом сообщает агентство."
    assert decode(text.encode("cp1251")) == text


def test_the_declared_encoding_counts_where_utf_8_does_not_fit() -> None:
    text = "Prezydent Rosji podziękował żołnierzom."
    assert decode(text.encode("iso8859-2"), declared="ISO-8859-2") == text


@pytest.mark.parametrize("declared", ["nonsense", "hex", "utf-16", "idna"])
def test_a_wrong_declaration_does_no_harm(declared: str) -> None:
    assert decode(FRENCH.encode("cp1252"), declared) == FRENCH


def test_a_file_cut_inside_a_letter_stays_utf_8() -> None:
    assert decode(("é" * 20).encode()[:-1]) == "é" * 19 + "\ufffd"


def test_one_broken_letter_does_not_change_the_encoding() -> None:
    broken = FRENCH.encode() * 40 + b"\xff" + FRENCH.encode()
    assert decode(broken) == FRENCH * 40 + "\ufffd" + FRENCH


@pytest.mark.parametrize(
    "data", [b"GIF89a\0\0\1\2", b"\x7fELF\2\1\1\0" * 9, bytes(range(1, 32)) * 4]
)
def test_binary_data_is_told(data: bytes) -> None:
    with pytest.raises(ReadingError, match="binary"):
        decode(data)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=100))
def test_utf_8_is_always_read_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")
