import pytest

from corpus.markdown import to_paragraphs


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Titre\n\n## Un *inter*titre", "Titre\nUn intertitre"),
        ("Une ligne\nqui continue.", "Une ligne qui continue."),
        ("Une ligne.  \nUne autre.", "Une ligne.\nUne autre."),
        ("Un mot **gras**, _italique_ et `code`.", "Un mot gras, italique et code."),
        ("Un [lien](https://example.org) ici.", "Un lien ici."),
        ("<https://example.org>", "https://example.org"),
        ("Avant ![légende](image.png) après.", "Avant  après."),
        ("- un\n- deux\n  - trois", "un\ndeux\ntrois"),
        ("1. un\n2. deux", "un\ndeux"),
        ("> Une citation\n> sur deux lignes.", "Une citation sur deux lignes."),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("Un texte<br>coupé", "Un texte\ncoupé"),
        ("<div>Un <b>bloc</b><script>x()</script></div>", "Un bloc"),
        ("<!-- caché -->\n\nVisible.", "Visible."),
        ("Avant\n\n---\n\nAprès", "Avant\nAprès"),
        ("    du code", "du code"),
        ("3 \\* 4", "3 * 4"),
        ("&eacute;t&eacute;", "été"),
        ("", ""),
    ],
)
def test_markup_goes_and_words_stay(source: str, expected: str) -> None:
    assert to_paragraphs(source) == expected


def test_long_lines_without_blank_lines_between_are_paragraphs() -> None:
    lines = [
        "Une longue phrase " * 10 + "finit.",
        "Une courte.",
        "Une autre phrase " * 10 + "finit.",
    ]
    assert to_paragraphs("\n".join(lines)) == "\n".join(lines)
