import io

import pypdf
import pytest

from corpus.document import Document
from corpus.errors import ReadingError
from corpus.formats import read_html, read_markdown, read_pdf, read_plain_text, read_word
from corpus.metadata import Metadata
from tests.corpus.files import STORY, make_pdf, make_word

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>Pont fermé - Le Soir</title>
{head}</head><body>
<nav><a href="/">Accueil</a></nav><article><h1>Le pont de la Rance fermé</h1>{time}
<p>Le ministre des Transports a confirmé la fermeture du pont,<br>pour trois mois au moins.</p>
<p>Les travaux coûteront quatre millions d’euros, selon la préfecture de la région Bretagne.</p>
<p>Un bateau gratuit transportera les piétons et les cyclistes jusqu’à la fin des travaux.</p>
</article><footer>Mentions légales</footer></body></html>"""


def page(head: str = "", time: str = "") -> Document:
    return read_html(PAGE.format(head=head, time=time).encode()).documents[0]


def test_front_matter_is_metadata() -> None:
    source = b"---\ntitle: Le pont\npublished: 2025-04-28\ntags: [a, b]\n---\n\nLe pont ferme."
    (document,) = read_markdown(source).documents
    assert document == Document("Le pont ferme.", Metadata(title="Le pont", published="2025-04-28"))


def test_front_matter_with_an_unquoted_colon_is_understood() -> None:
    (document,) = read_markdown(b"---\ntitle: Rance : le pont ferme\n---\nTexte.").documents
    assert (document.metadata.title, document.text) == ("Rance : le pont ferme", "Texte.")


def test_broken_front_matter_is_told() -> None:
    with pytest.raises(ReadingError, match="front matter that is not valid YAML"):
        read_markdown(b"---\ntitle: {open\n---\nTexte.")


@pytest.mark.parametrize("source", ["---\nUn paragraphe.\n---\nUn autre.", "---\nSans fin."])
def test_rules_around_a_paragraph_are_no_front_matter(source: str) -> None:
    (document,) = read_markdown(source.encode()).documents
    assert document.text.startswith(("Un paragraphe.", "Sans fin."))


def test_an_entity_bomb_in_front_matter_stays_small() -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    source = f"---\na0: &a0 [lol, lol]\n{levels}\ntitle: *a11\n---\nTexte."
    (document,) = read_markdown(source.encode()).documents
    assert document == Document("Texte.")


def test_plain_text_may_have_front_matter() -> None:
    (document,) = read_plain_text(b"---\ntitle: Le pont\n---\nLe pont ferme.").documents
    assert (document.metadata.title, document.text) == ("Le pont", "Le pont ferme.")


def test_the_main_text_of_a_page_is_read() -> None:
    lines = page().text.split("\n")
    assert lines[0] == "Le pont de la Rance fermé"
    assert lines[1].endswith("du pont, pour trois mois au moins.")
    assert len(lines) == 4


def test_a_short_page_is_read_too() -> None:
    (document,) = read_html(b"<p>Le pont <b>ferme</b>.<p>Fin.<script>x</script>").documents
    assert document.text == "Le pont ferme.\nFin."


LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},
{"@type": ["NewsArticle"], "headline": "Le pont ferme", "datePublished": "2025-04-28T08:00:00Z",
"author": [{"@type": "Person", "name": "Jeanne Roux"}], "publisher": {"name": "Le Soir"}}]}
</script>"""


def test_linked_data_come_first() -> None:
    metadata = page(LINKED + '<meta property="og:title" content="Autre titre">').metadata
    assert metadata == Metadata("Le pont ferme", "Le Soir", "Jeanne Roux", "2025-04-28")


def test_meta_elements_are_read() -> None:
    metadata = page(
        '<meta property="og:title" content="Le pont ferme"><meta name="author" content="J. Roux">'
        '<meta property="og:site_name" content="Le Soir">'
        '<meta property="article:published_time" content="2025-04-28T10:00:00+02:00">'
        '<link rel="canonical" href="https://example.org/pont">'
    ).metadata
    assert metadata == Metadata(
        "Le pont ferme", "Le Soir", "J. Roux", "2025-04-28", "", "https://example.org/pont"
    )


def test_the_only_time_of_a_page_is_that_of_publication() -> None:
    time = '<time datetime="2025-04-28T10:00">lundi</time>'
    assert page(time=time).metadata.published == "2025-04-28"


def test_of_several_times_only_a_marked_one_counts() -> None:
    others = '<time datetime="2025-04-01">x</time><time datetime="2025-04-02">y</time>'
    marked = '<time itemprop="datePublished" datetime="2025-04-28">z</time>'
    assert page(time=others).metadata.published is None
    assert page(time=others + marked).metadata.published == "2025-04-28"


def test_the_only_first_heading_is_the_title() -> None:
    assert page().metadata.title == "Le pont de la Rance fermé"


@pytest.mark.parametrize("broken", ["{", "[1, null]", '{"@graph": 3}', '{"@type": null}', "null"])
def test_broken_linked_data_are_ignored(broken: str) -> None:
    script = f'<script type="application/ld+json">{broken}</script>'
    assert page(script).metadata.published is None


def test_the_encoding_that_a_page_declares_is_used() -> None:
    html = '<meta charset="iso-8859-2"><p>Prezydent podziękował żołnierzom.</p>'
    (document,) = read_html(html.encode("iso-8859-2")).documents
    assert document.text == "Prezydent podziękował żołnierzom."


PDF_LINES = [
    "Le ministre des Transports a confirmé la fermeture du pont pour une durée de trois mois, les",
    "travaux devant coûter quatre millions d'euros selon la préfecture, qui a dévoilé son calen-",
    "drier mardi. Un bateau transportera les Nord-",
    "Bretons.",
    "La colère des riverains",
    "Les commerçants de la rive droite redoutent de perdre une bonne moitié de leur clientèle et",
    "demandent de l'aide.",
]


def test_lines_of_a_pdf_become_paragraphs() -> None:
    (document,) = read_pdf(make_pdf([PDF_LINES])).documents
    assert document.text.split("\n") == [
        "Le ministre des Transports a confirmé la fermeture du pont pour une durée de trois mois, "
        "les travaux devant coûter quatre millions d'euros selon la préfecture, qui a dévoilé son "
        "calendrier mardi. Un bateau transportera les Nord-",
        "Bretons.",
        "La colère des riverains",
        "Les commerçants de la rive droite redoutent de perdre une bonne moitié de leur clientèle "
        "et demandent de l'aide.",
    ]


def test_running_titles_and_page_numbers_are_removed_by_name() -> None:
    pages = [["LE SOIR", line, str(number)] for number, line in enumerate(PDF_LINES[:3], start=1)]
    (document,) = read_pdf(make_pdf(pages)).documents
    assert "SOIR" not in document.text
    taken = [removal.text for removal in document.removed]
    assert taken == ["LE SOIR", "1", "LE SOIR", "2", "LE SOIR", "3"]


def test_a_pdf_locked_against_changes_only_is_read() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([PDF_LINES])))
    writer.encrypt("", owner_password="x", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    assert "ministre" in read_pdf(locked.getvalue()).documents[0].text


def test_paragraphs_and_tables_of_a_word_document_are_read() -> None:
    (document,) = read_word(make_word(STORY.split("\n"), title="Le pont ferme")).documents
    assert document.text == f"Le pont ferme\n{STORY}\nCoût | 4 millions"
    assert document.metadata == Metadata(title="Le pont ferme")
