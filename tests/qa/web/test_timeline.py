from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer, Claim
from qa.web.sources import render_section
from qa.web.timeline import LEFT, RIGHT, Timeline, draw_timeline
from tests.qa.web.fake import HARBOUR, harbour_answer
from tests.qa.web.structure import Structure

DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
)


def saying(*said: tuple[str, str | None], language: str = "en") -> Answer:
    """Return an answer whose claims are of these speakers and dates."""
    claims = tuple(Claim(speaker, "confirm", date, None, None, 1) for speaker, date in said)
    return dataclasses.replace(harbour_answer(language), claims=claims)


def drawn(answer: Answer) -> Timeline:
    timeline = draw_timeline(answer)
    assert timeline is not None
    return timeline


def test_each_speaker_has_a_row_the_earliest_above() -> None:
    timeline = drawn(saying(("Luc", "2025-03-09"), ("Anne", "2025-03-01"), ("luc", "2025-03-02")))
    assert [(row.speaker, len(row.points)) for row in timeline.rows] == [("Anne", 1), ("luc", 2)]


def test_later_stands_further_right() -> None:
    answer = saying(("Anne", "2025-03-01"), ("Luc", "2025-03-05"), ("Zoé", "2025-03-09"))
    places = [row.points[0].x for row in drawn(answer).rows]
    assert places == [LEFT, (LEFT + RIGHT) / 2, RIGHT]


def test_month_is_drawn_as_all_its_days() -> None:
    answer = saying(("Anne", "2025-03"), ("Luc", "2025-04-10"))
    points = [row.points[0] for row in drawn(answer).rows]
    assert [point.width > 0 for point in points] == [True, False]


def test_points_of_one_day_do_not_cover_each_other() -> None:
    (row,) = drawn(saying(("Anne", "2025-03-01"), ("Anne", "2025-03-01"))).rows
    assert row.points[0].y != row.points[1].y


def test_one_date_makes_no_chart() -> None:
    assert draw_timeline(saying(("Anne", "2025-03-01"), ("Luc", None))) is None


@given(st.lists(DATES, min_size=2, max_size=8))
def test_whatever_the_dates_everything_stands_within_the_chart(dates: list[str]) -> None:
    timeline = drawn(saying(*((f"speaker {n % 3}", date) for n, date in enumerate(dates))))
    points = [point for row in timeline.rows for point in row.points]
    assert len(points) == len(dates)
    assert all(point.x >= LEFT and point.x + point.width <= RIGHT + 0.1 for point in points)
    assert all(LEFT <= tick.x <= RIGHT for tick in timeline.ticks)
    assert all(point.y < timeline.height for point in points)
    assert 1 <= len(timeline.ticks) <= 4


def test_point_leads_to_its_source_and_carries_the_quotation() -> None:
    answer = saying(("Anne", "2025-03-01"), ("Luc", "2025-03-05"))
    structure = Structure(render_section(answer, 2, lambda _: HARBOUR).html)
    points = [found for tag, found in structure.attributes if found.get("class") == "point"]
    assert [point["data-leads-to"] for point in points] == ["source-2-1", "source-2-1"]
    assert points[0]["data-quote"] == answer.citations[0].quote
    assert points[0]["aria-label"] == "Anne: confirmed, March 1, 2025. Source 1"


def test_chart_is_absent_when_nothing_is_dated() -> None:
    html = render_section(saying(("Anne", None)), 1, lambda _: HARBOUR).html
    assert "<svg" not in html
