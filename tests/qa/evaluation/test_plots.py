"""The pictures are well-formed, need nothing from outside, and show their figures."""

from __future__ import annotations

import pytest
from lxml import etree

from qa.evaluation.calibration import Bin
from qa.evaluation.plots import Share, draw_histogram, draw_reliability, draw_shares

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> etree._Element:
    return etree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [str(element.text) for element in drawn(svg).iter(f"{SVG}text")]


def test_shares_are_as_long_as_they_are_large() -> None:
    svg = draw_shares([Share("all", 4, 4), Share("half", 2, 4)])
    bars = [float(bar.get("width")) for bar in drawn(svg).iter(f"{SVG}rect") if bar.get("x")]
    assert bars[1] == 2 * bars[3]
    assert "2 of 4" in texts(svg)


def test_the_highest_bar_of_a_histogram_is_that_of_the_largest_count() -> None:
    svg = draw_histogram([("1", 3), ("2", 6), ("none", 0)], "rank")
    heights = [float(bar.get("height")) for bar in drawn(svg).iter(f"{SVG}rect") if bar.get("x")]
    assert heights[1] == 2 * heights[0] and heights[2] == 0
    assert {"3", "6", "none", "rank"} <= set(texts(svg))


def test_a_reliable_confidence_lies_on_the_diagonal() -> None:
    svg = draw_reliability([Bin(0.25, 0.25, 4), Bin(0.75, 0.75, 1)], "share right")
    low, high = drawn(svg).iter(f"{SVG}circle")
    assert float(low.get("cx")) + float(low.get("cy")) == pytest.approx(
        float(high.get("cx")) + float(high.get("cy"))
    )


@pytest.mark.parametrize(
    "svg",
    [
        draw_shares([Share("<script>&", 1, 2)]),
        draw_histogram([("<script>&", 1)], "<script>&"),
        draw_reliability([Bin(0.5, 0.5, 1)], "<script>&"),
        draw_histogram([], "nothing"),
        draw_shares([]),
        draw_reliability([], "nothing"),
    ],
)
def test_names_are_text_and_nothing_comes_from_outside(svg: str) -> None:
    tags = {element.tag.removeprefix(SVG) for element in drawn(svg).iter()}
    assert tags <= {"svg", "rect", "text", "path", "circle", "title"}
    assert "href" not in svg
