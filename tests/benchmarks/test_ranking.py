import pytest

from benchmarks.ranking import ndcg, recall_at, reciprocal_rank


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
