import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.llm.markers import MarkerParser, renumber

KNOWN = range(1, 6)
# What makes markers and nearly makes them.
TEXTS = st.lists(
    st.sampled_from(
        (
            "[1]|[2]|[ 3 , 1 ]|【4】|【5†source】|[99]|［2］|[1-3]|[|]|1|2|, |【|†|a |[a]|\n|]("
        ).split("|")
    ),
    max_size=25,
).map("".join)


def parse(chunks: list[str]) -> str:
    parser = MarkerParser(KNOWN)
    return "".join([*map(parser.feed, chunks), parser.close()])


@given(TEXTS, st.data())
def test_every_split_ends_in_the_one_shot_result(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)))))
    chunks = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert parse(chunks) == renumber(text, KNOWN)[0]


@given(TEXTS)
def test_one_character_at_a_time_is_no_different(text: str) -> None:
    assert parse(list(text)) == renumber(text, KNOWN)[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a [3] b [1].", "a [1] b [2]."),
        ("a [2][4].", "a [1][2]."),
        ("a [2, 4].", "a [1][2]."),
        ("a 【2】【4†source】.", "a [1][2]."),
        ("a [1-3].", "a [1][2][3]."),
        ("a [4], b [4].", "a [1], b [1]."),
    ],
)
def test_markers_are_renumbered_in_order_of_appearance(written: str, read: str) -> None:
    assert renumber(written, KNOWN)[0] == read


@pytest.mark.parametrize("marker", ["[6]", "[0]", "[99]", "【77】", "[2025]"])
def test_an_unknown_marker_is_dropped(marker: str) -> None:
    assert renumber(f"a {marker} b", KNOWN) == ("a  b", {})


def test_what_may_become_a_marker_is_held_back() -> None:
    parser = MarkerParser(KNOWN)
    assert [parser.feed(chunk) for chunk in ("a [", "1", "] b")] == ["a ", "", "[1] b"]


def test_an_open_bracket_at_the_end_is_given_back() -> None:
    assert parse(["a [1"]) == "a [1"
