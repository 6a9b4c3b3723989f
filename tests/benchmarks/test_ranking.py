import pytest

from benchmarks.ranking import interval, ndcg, recall_at, reciprocal_rank


@pytest.mark.parametrize(
    ("rank", "recall_5", "reciprocal", "gain"),
    [(1, 1.0, 1.0, 1.0), (3, 1.0, 1 / 3, 0.5), (7, 0.0, 1 / 7, 1 / 3), (11, 0.0, 0.0, 0.0)],
)
def test_figures_of_a_rank_are_those_worked_out_by_hand(
    rank: int, recall_5: float, reciprocal: float, gain: float
) -> None:
    assert recall_at(5, rank) == recall_5
    assert reciprocal_rank(rank) == pytest.approx(reciprocal)
    assert ndcg(rank) == pytest.approx(gain)


def test_what_is_not_found_counts_nothing() -> None:
    assert (recall_at(10, None), reciprocal_rank(None), ndcg(None)) == (0.0, 0.0, 0.0)


def test_the_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    few, many = interval([0.0, 1.0] * 20), interval([0.0, 1.0] * 2000)
    assert few[0] < 0.5 < few[1]
    assert many[1] - many[0] < few[1] - few[0]
    assert interval([1.0] * 10) == (1.0, 1.0)
