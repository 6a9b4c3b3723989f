"""Every story here is invented."""

from index.embedding.static import load_static_vectors
from qa.claims.disagreement import Conflict, find_conflicts, names_and_countries
from qa.claims.order import Told
from qa.claims.statements import read_statements

VECTORS = load_static_vectors()


def conflicts(*texts: str, clusters: str = "", language: str = "fr") -> list[Conflict]:
    """Return the conflicts of articles; ``clusters`` gives each its cluster's letter."""
    letters = clusters or "abcdef"
    told = [
        Told(statement, str(number), letters[number], None)
        for number, text in enumerate(texts)
        for statement in read_statements(text, None, language)
    ]
    return find_conflicts(told, VECTORS, lambda number: names_and_countries(texts[int(number)]))


def shown(*texts: str, clusters: str = "", language: str = "fr") -> list[list[tuple[str, str]]]:
    return [
        [(side.shown, side.told[0].statement.speaker.text) for side in conflict.sides]
        for conflict in conflicts(*texts, clusters=clusters, language=language)
    ]


def test_two_counts_of_one_thing_disagree() -> None:
    assert shown("La police parle de 200 grévistes.", "La CGT parle de 450 grévistes.") == [
        [("200", "La police"), ("450", "La CGT")]
    ]


def test_a_figure_within_a_range_agrees_with_it() -> None:
    found = shown(
        "Selon le préfet, entre 300 et 400 maisons sont détruites.",
        "Selon le maire, 350 maisons sont détruites.",
    )
    assert found == []


def test_counts_of_different_things_do_not_disagree() -> None:
    found = shown(
        "Selon le préfet, 40 maisons ont été détruites par la crue.",
        "Selon le maire, 12 maisons ont été vendues aux enchères.",
    )
    assert found == []


def test_counts_of_different_places_do_not_disagree() -> None:
    found = shown(
        "Selon le préfet, 40 maisons sont détruites à Soria.",
        "Selon le maire, 12 maisons sont détruites à Trévoux.",
    )
    assert found == []


def test_a_later_figure_of_the_same_speaker_is_an_update() -> None:
    found = shown(
        "Le préfet a annoncé lundi que 12 maisons sont détruites.",
        "Le préfet a annoncé mardi que 17 maisons sont détruites.",
    )
    assert found == []


def test_copies_of_one_text_count_once() -> None:
    copy = "La police parle de 200 grévistes."
    (conflict,) = conflicts(copy, copy, "La CGT parle de 450 grévistes.", clusters="aab")
    assert [len(side.told) for side in conflict.sides] == [1, 1]


def test_what_came_on_top_is_not_the_whole() -> None:
    found = shown(
        "Selon le préfet, 40 pompiers sont venus.",
        "Selon le maire, 12 pompiers supplémentaires sont venus.",
    )
    assert found == []


def test_who_denies_a_figure_does_not_give_it() -> None:
    found = shown(
        "Le prévenu a nié avoir volé 3 millions d'euros.",
        "Le parquet estime avoir perdu 7 millions d'euros.",
    )
    assert found == []


def test_sources_in_two_languages_are_compared() -> None:
    told = [
        Told(statement, language, language, None)
        for language, text in (
            ("fr", "Selon le préfet, 40 maisons ont été détruites."),
            ("en", "The mayor said 90 houses were destroyed."),
        )
        for statement in read_statements(text, None, language)
    ]
    (conflict,) = find_conflicts(told, VECTORS, lambda _: frozenset())
    assert [side.shown for side in conflict.sides] == ["40", "90"]
