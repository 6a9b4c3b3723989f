import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import split_sentences


def sentences(text: str, language: str = "fr") -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("M. Petit est venu. Il part.", "M. Petit est venu."),
        ("Mme. Petit est venue. Elle part.", "Mme. Petit est venue."),
        ("Le Dr. Petit opère. Il part.", "Le Dr. Petit opère."),
        ("Le gén. Petit commande. Il part.", "Le gén. Petit commande."),
        ("J.-C. Petit chante. Il part.", "J.-C. Petit chante."),
        ("L'O.N.U. hésite encore. Elle attend.", "L'O.N.U. hésite encore."),
        ("Le n° 5 vaut 14.000 euros. Il baisse.", "Le n° 5 vaut 14.000 euros."),
        ("Voir art. 5 du code. Il change.", "Voir art. 5 du code."),
        ("Le 3 janv. 2024 il neige. Il gèle.", "Le 3 janv. 2024 il neige."),
        ("Le 1er. mai est férié. Il pleut.", "Le 1er. mai est férié."),
        ("C'est fini... Il part.", "C'est fini..."),
        ("Il hésite… puis part. Elle reste.", "Il hésite… puis part."),
        ("Fini l'été.»Il part.", "Fini l'été.»"),
        ("« Nous irons. » Il part.", "« Nous irons. »"),
        ("« Nous irons. Vous aussi. » Il part.", "« Nous irons. Vous aussi. »"),
        ("« Partez ! » a-t-il dit. Il reste.", "« Partez ! » a-t-il dit."),
        ("Il rit. « Bon », dit-elle.", "Il rit."),
        ('"Nous irons. Vous aussi." Il part.', '"Nous irons. Vous aussi."'),
    ],
)
def test_french_news_is_not_cut_inside_a_sentence(text: str, first: str) -> None:
    assert sentences(text)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Mr. Smith left. He ran.", "Mr. Smith left."),
        ("The U.S. Army left. It ran.", "The U.S. Army left."),
        ("It costs $3.5 million. They paid.", "It costs $3.5 million."),
        ("“We go. You too.” He left.", "“We go. You too.”"),
        ("They left the U.N. The talks ended.", "They left the U.N."),
        ("On Jan. 5 it snowed. It froze.", "On Jan. 5 it snowed."),
    ],
)
def test_english_news_is_not_cut_inside_a_sentence(text: str, first: str) -> None:
    assert sentences(text, "en")[0] == first


def test_a_line_break_always_ends_a_sentence() -> None:
    assert sentences("Un titre\nUne phrase. Une autre.") == [
        "Un titre",
        "Une phrase.",
        "Une autre.",
    ]


def test_an_endless_quotation_is_cut_after_all() -> None:
    text = "« " + "Une phrase assez longue pour compter. " * 40 + "»"
    assert len(sentences(text)) > 1


@given(
    st.text(alphabet="aBé1.!?…«»“”\"'() \n\u00a0-,", max_size=200), st.sampled_from(["fr", "en"])
)
def test_spans_are_ordered_trimmed_and_leave_out_only_blanks(text: str, language: str) -> None:
    place = 0
    for span in split_sentences(text, language):
        assert span.start < span.end
        assert not text[place : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        place = span.end
    assert not text[place:].strip()
