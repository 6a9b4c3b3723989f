import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.characters import fold, settle_characters

HOSTILE = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\u061c\u180e"
    "\U000e0001\U000e0041\ufe0f\U000e0100\x00\x07\x1b\x9f\ud800\ue000\ufdd0\u3164\u2800"
)


@pytest.mark.parametrize("letter", HOSTILE)
def test_characters_that_hide_text_are_removed(letter: str) -> None:
    assert settle_characters(f"ca{letter}ché") == "caché"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_one(line_end: str) -> None:
    assert settle_characters(f"un{line_end}deux") == "un\ndeux"


def test_typography_is_kept() -> None:
    text = "« L’été — 10\u202f000 hommes\u00a0! » “quoted”…"
    assert settle_characters(text) == text


def test_accents_are_composed() -> None:
    assert settle_characters("e\u0301te\u200b\u0301") == "été"


def test_runs_of_blanks_become_one() -> None:
    assert settle_characters(" deux  pays,\t \u00a0 a dit \n fin ") == "deux pays,\u00a0a dit\nfin"


def test_folding_leaves_words_alone() -> None:
    assert fold("« L’Œuvre — ÉTÉ »\u00a0!") == '" l\'oeuvre - ete " !'


@given(st.text(st.characters(), max_size=80))
def test_settled_text_is_settled(text: str) -> None:
    settled = settle_characters(text)
    assert settle_characters(settled) == settled
    assert unicodedata.is_normalized("NFC", settled)
    forbidden = {"Cf", "Cs", "Co", "Cc"}
    assert not any(
        unicodedata.category(letter) in forbidden for letter in settled if letter != "\n"
    )
    settled.encode("utf-8")
