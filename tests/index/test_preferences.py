import numpy as np
import pytest

from index.passage import StoredPassage
from index.preferences import prefer

SCORES = np.asarray([0.6, 0.6, 0.6], np.float32)
PASSAGES = [
    StoredPassage(1, "a", 0, 0, 4, "Oui.", "", "Le Monde", "2025-04-28", "fr", "a"),
    StoredPassage(2, "b", 0, 0, 4, "Oui.", "", "L'Agence d'Alma", "2025-06", "fr", "b"),
    StoredPassage(3, "c", 0, 0, 4, "Oui.", "", "", None, "fr", "c"),
]


def raised(query: str, language: str = "fr") -> list[int]:
    """Return the places of the passages that a query prefers."""
    preferred = prefer(query, language, PASSAGES, SCORES)
    assert ((preferred >= 0) & (preferred <= 1)).all()
    return np.flatnonzero(preferred > SCORES).tolist()


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ("Selon Le Monde, qui a confirmé ?", "fr", [0]),
        ("Qui le monde entier a-t-il salué ?", "fr", []),
        ("According to L\u2019Agence d\u2019Alma, who confirmed?", "en", [1]),
        ("Que s'est-il passé en avril 2025 ?", "fr", [0]),
        ("What happened in June 2025?", "en", [1]),
        ("Que s'est-il passé le 26 avril 2025 ?", "fr", [0]),
        ("Que s'est-il passé le 29 avril 2025 ?", "fr", []),
        ("Que s'est-il passé en 2025 ?", "fr", [0, 1]),
        ("Que s'est-il passé lundi ?", "fr", []),
    ],
)
def test_passages_of_the_named_outlet_or_time_come_first(
    query: str, language: str, expected: list[int]
) -> None:
    assert raised(query, language) == expected


def test_a_better_passage_stays_ahead_of_a_preferred_one() -> None:
    scores = np.asarray([0.3, 0.6, 0.9], np.float32)
    assert prefer("Selon Le Monde ?", "fr", PASSAGES, scores).argmax() == 2
