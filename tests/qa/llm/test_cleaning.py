import html
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.llm.cleaning import clean, clean_so_far
from tests.qa.llm.hostile import ADDRESSES, hostile_replies

BITS = st.sampled_from(
    "[ ]( ) <a\xa0href= > < ! http :// evil .example &#58; %2F // \\ ` ** [1] word &lt; &amp;lt; "
    "<b> </b> www. @ ( 【 \u200b : [x]:\xa0 javascript: & lt; \ue000 \ue001".split(" ")
)
HOSTILE = st.lists(BITS | st.sampled_from([" ", "\n"]), max_size=12).map("".join)


def has_address(text: str) -> bool:
    """True where a text, read as generously as a browser could, holds an address or a tag."""
    read = unicodedata.normalize("NFKC", unquote(html.unescape(text))).casefold()
    return any(
        sign in read
        for sign in ("://", "evil.example", "www.", "javascript:", "](", "<a", "<img", "198.51")
    )


@pytest.mark.parametrize("reply", hostile_replies())
def test_nothing_of_a_hostile_reply_leads_anywhere(reply: str) -> None:
    assert not has_address(clean(reply))


@given(HOSTILE)
def test_no_combination_of_hostile_bits_makes_an_address(text: str) -> None:
    assert not has_address(clean(text))


@given(HOSTILE)
def test_no_beginning_of_them_shows_one(text: str) -> None:
    assert not any(has_address(clean_so_far(text[:end])) for end in range(len(text) + 1))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The **mayor** confirmed it [1].", "The mayor confirmed it [1]."),
        ("The mayor confirmed it. [1][2]", "The mayor confirmed it [1] [2]."),
        ("# Answer\n- The mayor [1]", "Answer\nThe mayor [1]"),
        ("« 14 000 soldats », dit-il [1].", "« 14 000 soldats », dit-il [1]."),
        ("M. Macron, à 14.30 h [1].", "M. Macron, à 14.30 h [1]."),
        ("<think>Hm.</think>Yes [1].", "Yes [1]."),
        ("See [the page](http://evil.example) [1].", "See the page [1]."),
    ],
)
def test_plain_words_stay(written: str, shown: str) -> None:
    assert clean(written) == shown


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_growing_address_is_never_shown(address: str) -> None:
    text = f"See {address} now"
    assert not any(has_address(clean_so_far(text[:end])) for end in range(len(text)))


def test_a_word_of_letters_is_shown_at_once() -> None:
    assert clean_so_far("The") == "The"
