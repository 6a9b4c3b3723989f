import pytest

from corpus.cleaning import clean
from corpus.head import Head, read_head

LEAD = "La préfecture a confirmé mardi la fermeture du pont pour une durée de trois mois."
BODY = f"{LEAD}\nLes travaux doivent commencer en mai, selon les services de l’État à Rennes."


def head(text: str, language: str = "fr") -> Head:
    return read_head(clean(text), language)


@pytest.mark.parametrize(
    ("line", "outlet", "byline", "published"),
    [
        ("Par Jeanne Roux", "", "Jeanne Roux", None),
        ("PAR JEANNE ROUX ET PAUL PETIT", "", "JEANNE ROUX ET PAUL PETIT", None),
        ("By Ann Lee and Tom Roy", "", "Ann Lee and Tom Roy", None),
        ("Par Jeanne Roux, correspondante à Moscou", "", "Jeanne Roux", None),
        ("Par Le Figaro avec AFP", "Le Figaro", "Le Figaro avec AFP", None),
        ("La Tribune de Rennes - Jeanne Roux", "La Tribune de Rennes", "Jeanne Roux", None),
        ("Brittany Times- Ann Lee", "Brittany Times", "Ann Lee", None),
        ("AFP", "AFP", "", None),
        ("AFP Agence France-Presse", "AFP", "", None),
        ("(Reuters)", "Reuters", "", None),
        ("avec AFP", "", "avec AFP", None),
        ("Publié le 28 avril 2025 à 10h15", "", "", "2025-04-28"),
        ("Publié le 28/04/2025 à 10:15, mis à jour le 29/04/2025 à 9:02", "", "", "2025-04-28"),
        ("Mis à jour le 29 avril 2025 - Publié le 28 avril 2025", "", "", "2025-04-28"),
        ("Par Jeanne Roux le lundi 28 avril 2025", "", "Jeanne Roux", "2025-04-28"),
        ("Jeanne Roux | 28 avril 2025", "", "Jeanne Roux", "2025-04-28"),
        ("Published April 28, 2025 10:15 AM EDT", "", "", "2025-04-28"),
        ("28 avril 2025", "", "", "2025-04-28"),
        ("Date : 28 avril 2025", "", "", "2025-04-28"),
        ("Source : Ouest-France", "Ouest-France", "", None),
    ],
)
def test_a_line_of_names_and_dates_becomes_metadata(
    line: str, outlet: str, byline: str, published: str | None
) -> None:
    language = "en" if line.startswith(("By", "Published")) else "fr"
    read = head(f"{line}\n{BODY}", language)
    said = (read.metadata.outlet, read.metadata.byline, read.metadata.published)
    assert said == (outlet, byline, published)
    assert read.cleaned.text == BODY
    assert [removal.text for removal in read.cleaned.removed] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Publié le 28 avril 2025, le rapport accable la préfecture.",
        "Par prudence, le pont ferme",
        "Par Toutatis !",
        "Rennes - Le pont ferme",
        "Guerre en Ukraine - Vladimir Poutine",
        "Le pont ferme, la colère monte",
        "12:36",
        "En 2024",
        "Juin 2024",
        "L’AFP se trompe",
        "Le Monde",
        "Radio Rennes - Saint-Malo",
        "Travaux Express - Rennes Attend",
        "By the river",
        "Mis à jour le 29 avril 2025 par nos soins hier",
    ],
)
def test_other_lines_stay_and_say_nothing(line: str) -> None:
    read = head(f"{line}\n{BODY}")
    metadata = read.metadata
    assert read.cleaned.text == f"{line}\n{BODY}"
    assert (metadata.outlet, metadata.byline, metadata.published) == ("", "", None)


@pytest.mark.parametrize(
    ("start", "outlet", "published"),
    [
        ("PARIS, 28 avril 2025 (AFP) – ", "AFP", "2025-04-28"),
        ("PARIS (AFP) - ", "AFP", None),
        ("Rennes, le 28 avril (AFP) — ", "AFP", None),
        ("LONDON, April 28 (Reuters) – ", "Reuters", None),
        ("SEOUL, April 28, 2025 (Yonhap) -- ", "Yonhap", "2025-04-28"),
        ("KIEV, 28 avril 2025 – ", "", "2025-04-28"),
        ("Selon l’agence officielle (KCNA) - ", "", None),
        ("Le 28 avril 2025, ", "", None),
    ],
)
def test_datelines_are_read_and_stay(start: str, outlet: str, published: str | None) -> None:
    language = "en" if "April" in start else "fr"
    read = head(start + BODY, language)
    assert (read.metadata.outlet, read.metadata.published) == (outlet, published)
    assert read.cleaned.text == clean(start + BODY).text


def test_dates_of_captions_and_sentences_are_not_those_of_publication() -> None:
    caption = "Le pont, le 28 avril 2025. (Photo : Jean Petit/AFP)"
    read = head(f"{caption}\nFermé depuis le 3 mai 2025, le pont inquiète.\n{BODY}")
    assert (read.metadata.published, read.metadata.outlet) == (None, "")


def test_dates_as_headings_of_a_chronology_stay() -> None:
    text = f"19 juin 2024\n{LEAD}\n6 août 2024\n{LEAD.replace('mardi', 'jeudi')}"
    read = head(text)
    assert (read.metadata.published, read.cleaned.text) == (None, text)


def test_a_date_label_leaves_the_rest_of_its_line() -> None:
    read = head(f"date 2025-04 {BODY}")
    assert (read.metadata.published, read.cleaned.text) == ("2025-04", BODY)
    assert [removal.text for removal in read.cleaned.removed] == ["date 2025-04"]


def test_an_address_alone_is_that_of_the_article() -> None:
    read = head(f"https://example.org/pont\n{BODY}")
    assert (read.metadata.url, read.cleaned.text) == ("https://example.org/pont", BODY)


def test_a_signature_at_the_end_is_read() -> None:
    lines = [BODY, *(f"Le quartier numéro {number} attend une réponse." for number in range(9))]
    read = head("\n".join([*lines, "AFP"]))
    assert read.metadata.outlet == "AFP"
    assert read.cleaned.text == "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Le pont de la Rance fermé trois mois\n{BODY}", "Le pont de la Rance fermé trois mois"),
        (f"Pont de la Rance : qui va payer ?\n{BODY}", "Pont de la Rance : qui va payer ?"),
        (f"Bretagne\nLe pont de la Rance sera fermé pendant trois mois dès mai\n{BODY}",
         "Le pont de la Rance sera fermé pendant trois mois dès mai"),
        (f"{LEAD}\nRance : la préfecture confirme la fermeture du pont en mai\n{BODY}",
         "Rance : la préfecture confirme la fermeture du pont en mai"),
        (BODY, ""),
        (f"{LEAD}\nLa colère des riverains\n{BODY}", ""),
        (f"Le pont, à Dinard (Photo : Jean Petit/AFP)\n{BODY}", ""),
        ("Le pont de la Rance fermé trois mois", ""),
        (f"fermé trois mois pour travaux\n{BODY}", ""),
        (f"Le pont ferme. La colère monte\n{BODY}", ""),
    ],
)  # fmt: skip
def test_the_headline_is_read_only_where_it_reads_like_one(text: str, title: str) -> None:
    assert head(text).metadata.title == title


def test_an_outlet_behind_the_headline_is_told_apart() -> None:
    metadata = head(f"Le pont de la Rance fermé trois mois | Ouest-France\n{BODY}").metadata
    assert (metadata.title, metadata.outlet) == (
        "Le pont de la Rance fermé trois mois",
        "Ouest-France",
    )
