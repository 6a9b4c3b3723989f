import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.claims.figures import find_figures


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("entre 10 000 et 12 000 soldats", 10_000, 12_000, "soldat"),
        ("14.000 manifestants", 14_000, 14_000, "manifestant"),
        ("quelque 3.000 personnes", 3_000, 3_000, "personne"),
        ("between 300 and 400 people were hurt", 300, 400, "personne"),
        ("2,5 millions d'euros", 2_500_000, 2_500_000, "euro"),
        ("12 % des salariés", 12, 12, "%"),
        ("12 pour cent", 12, 12, "%"),
        ("plus de 40 maisons", 40, 40, "maison"),
        ("quatre blessés", 4, 4, "blesse"),
        ("5,000 protesters", 5_000, 5_000, "protester"),
        ("$3.5 billion in damage", 3.5e9, 3.5e9, "$"),
        ("à environ 4 000 le nombre de victimes", 4_000, 4_000, "victime"),
        ("the number of destroyed homes at 650.", 650, 650, "home"),
    ],
)
def test_a_figure_has_bounds_and_a_unit(text: str, low: float, high: float, unit: str) -> None:
    (figure,) = find_figures(text)
    assert (figure.low, figure.high, figure.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "le 12 mars 2024",
        "à 14 heures",
        "en 2024",
        "deux jours après",
        "les deux pays",
        "le 3e étage",
        "May 12",
    ],
)
def test_dates_times_and_ordinals_count_nothing(text: str) -> None:
    assert find_figures(text) == ()


def test_a_range_is_shown_with_a_dash() -> None:
    (figure,) = find_figures("entre 10 000 et 12 000 soldats")
    assert figure.shown == "10 000 – 12 000"


def test_the_article_s_hedge_is_shown() -> None:
    (figure,) = find_figures("environ 4 000 soldats")
    assert figure.shown == "environ 4 000"


@given(st.text(alphabet="0123456789 .,-%€$demilnoprsuàt'’", max_size=40))
def test_a_figure_is_a_slice_with_bounds_in_order(text: str) -> None:
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.low <= figure.high
