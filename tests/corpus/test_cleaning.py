import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import clean

FRENCH = """\
Inondations : la vallée de la Bruche compte ses dégâts
Trois jours après la crue, les habitants de Mutzig déblaient encore leurs caves. « Partager nos \
pompes, c’est tout ce qu’il nous reste », soupire Odile Kern, 71 ans.
Le préfet a confirmé mardi que 412 maisons avaient été touchées, dont 38 sont inhabitables.
« Facebook nous a permis de retrouver les voisins », raconte un sapeur-pompier.
Un précédent en 1990
La mairie n’accepte plus les cookies et gâteaux offerts par les associations, faute de place.
Abonnez-vous à la prudence, a conseillé le préfet aux automobilistes.
À lire les rapports de 2019, le danger était connu.
Selon l’AFP, deux personnes sont portées disparues.
Il reste 5 minutes pour évacuer quand la sirène retentit.
Lire aussi les courriers des riverains aurait évité le pire, regrette un élu.
Voir plus loin que la prochaine crue : tel est l’objectif.
Le site de la commune utilise des cookies, a reconnu le maire devant la CNIL.
Photo à l’appui, un riverain montre l’eau à hauteur de fenêtre.
La photographe de Reuters était sur place.
Publié mardi, le rapport chiffre les dégâts à 14,5 millions d’euros.
« La suite ? Personne ne la connaît. »
Les articles similaires du code de l’environnement ont été modifiés.
Un numéro vert est ouvert : 0 800 12 34 56.
Commentaires désobligeants, insultes, menaces : le maire a déposé plainte."""

ENGLISH = """\
Bridge closure splits the town of Harlow Ferry
Residents were told on Monday that the bridge will stay closed for three months.
“Share the ferry and be patient,” said the mayor, Ruth Adeyemi.
The council said 30,000 vehicles cross every day.
Read more widely and you will find that the cracks were known since 2019, one engineer said.
Follow the money, residents say.
A cost nobody planned
Subscribe to that view or not, the bill is 4 million pounds.
We use cookies to thank the volunteers, joked the baker, who has handed out hundreds.
More on that point came from the opposition, which asked for an inquiry.
Related costs could reach 2 million.
“Photo evidence is clear,” an inspector told Reuters.
It takes 5 minutes to walk to the ferry.
Sign up sheets for the morning crossing were full by noon.
Advertisement hoardings were removed from the south pier.
The report, published on 3 May 2025, names no culprit.
Comments from the ministry are expected this week.
Print runs of the local paper doubled."""


@pytest.mark.parametrize("text", [FRENCH, ENGLISH], ids=["french", "english"])
def test_sentences_of_an_article_come_out_untouched(text: str) -> None:
    cleaned = clean(text)
    assert (cleaned.removed, cleaned.text) == ((), text)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Partager", "share-button"),
        ("Facebook Twitter WhatsApp", "share-button"),
        ("Partager sur Facebook | Tweeter | Copier le lien", "share-button"),
        ("Share this story on X", "share-button"),
        ("12 Partages • LinkedIn", "share-button"),
        ("2–3 minutes", "reading-time"),
        ("Temps de lecture : 3 min", "reading-time"),
        ("Lecture 3 min.", "reading-time"),
        ("5 min read", "reading-time"),
        ("Afficher plus", "show-more"),
        ("Lire la suite…", "show-more"),
        ("▼ READ MORE", "show-more"),
        ("Bouton retour en haut de la page", "navigation"),
        ("Back to top", "navigation"),
        ("Page d'accueil pour retourner sur le site", "navigation"),
        ("Aller à l’accueil", "navigation"),
        ("Voir l’article original cliquez ci-dessous :", "navigation"),
        ("Skip to main content", "navigation"),
        ("Articles similaires", "related-articles"),
        ("Sur le même sujet", "related-articles"),
        ("You may also like", "related-articles"),
        ("Lire aussi : Crue de la Bruche, ce que l’on sait", "read-also"),
        ("À lire aussi → Les digues en question", "read-also"),
        ("Read also: Floods in pictures", "read-also"),
        ("RELATED: Floods in pictures", "read-also"),
        ("Lire aussi Article réservé à nos abonnés Les digues en question", "read-also"),
        ("3 commentaires", "comments"),
        ("Leave a comment", "comments"),
        ("Article réservé aux abonnés", "subscription"),
        ("Il vous reste 71.4% de cet article à lire.", "subscription"),
        ("Inscrivez-vous à notre newsletter pour ne rien manquer de l’actualité.", "newsletter"),
        ("Sign up for our daily newsletter", "newsletter"),
        ("Suivez l’actualité sur notre chaîne WhatsApp", "newsletter"),
        ("Ce site utilise des cookies pour améliorer votre expérience.", "cookie-notice"),
        ("We use cookies to improve your browsing experience.", "cookie-notice"),
        ("Tout accepter", "cookie-notice"),
        ("Publicité", "advertisement"),
        ("La suite après cette publicité", "advertisement"),
        ("Story continues below", "advertisement"),
        ("© 2025 Agence France-Presse. Tous droits réservés.", "copyright"),
        ("All rights reserved.", "copyright"),
        ("Tags : inondation, Alsace", "tags"),
        ("Reporting by Ann Lee; Editing by Tom Roy", "credits"),
        ("* * *", "ornament"),
        ("(Photo : Jean Petit/AFP)", "photo-credit"),
    ],
)  # fmt: skip
def test_what_the_page_says_is_removed_by_name(line: str, rule: str) -> None:
    before, after = FRENCH.split("\n")[1:3]
    cleaned = clean(f"{before}\n{line}\n{after}")
    assert cleaned.text == f"{before}\n{after}"
    assert [(removal.text, removal.rule) for removal in cleaned.removed] == [(line, rule)]


def test_links_after_a_related_heading_go_at_the_end() -> None:
    paragraph = FRENCH.split("\n")[2]
    links = "Articles similaires\nLes digues en question\nCrue : et maintenant ?\nPartager"
    cleaned = clean(f"{paragraph}\n{links}")
    assert cleaned.text == paragraph
    assert [removal.text for removal in cleaned.removed] == links.split("\n")


def test_lines_after_a_related_heading_stay_where_the_article_goes_on() -> None:
    first, second = FRENCH.split("\n")[1:3]
    cleaned = clean(f"{first}\nÀ lire aussi\nUn précédent en 1990\n{second}")
    assert cleaned.text == f"{first}\nUn précédent en 1990\n{second}"


def test_a_caption_loses_its_credit_and_stays() -> None:
    caption = "La rue de l’Église à Mutzig, le 12 mai 2024."
    cleaned = clean(f"{caption} (Photo : Jean Petit/Getty Images)\n{FRENCH}")
    assert cleaned.text.split("\n")[0] == caption


def test_a_caption_that_repeats_the_article_goes() -> None:
    quoted = "« Facebook nous a permis de retrouver les voisins », raconte un sapeur-pompier."
    cleaned = clean(f"{quoted} Photo: AFP\n{FRENCH}")
    assert cleaned.text == FRENCH
    assert [removal.rule for removal in cleaned.removed] == ["repeated-line", "photo-credit"]


def test_a_quotation_shown_large_goes_and_its_paragraph_stays() -> None:
    quoted = "Partager nos pompes, c’est tout ce qu’il nous reste »"
    assert clean(f"{FRENCH}\n« {quoted}").text == FRENCH


def test_a_line_that_stands_twice_stays_once() -> None:
    first = FRENCH.split("\n")[0]
    cleaned = clean(f"{first}\n{FRENCH}")
    assert cleaned.text == FRENCH
    assert [removal.rule for removal in cleaned.removed] == ["repeated-line"]


def test_a_teaser_that_breaks_off_goes() -> None:
    lines = FRENCH.split("\n")
    teaser = " ".join(lines[1].split()[:22])
    assert clean("\n".join([lines[0], teaser, *lines[1:]])).text == FRENCH


@pytest.mark.parametrize(
    "other",
    [
        "Le maire dément que le préfet ait menti sur le nombre de morts de la crue.",
        "Il est faux que le nombre de maisons touchées par la crue soit de 4.",
        "Le nombre de maisons touchées par la crue soit de 4 000.",
        "Le nombre de maisons touchées par la crue soit de 4,5.",
    ],
)
def test_a_sentence_inside_another_statement_stays(other: str) -> None:
    text = f"Le nombre de maisons touchées par la crue soit de 4.\n{other}"
    assert clean(text).text == text


def test_short_lines_may_stand_twice() -> None:
    text = "Le juge :\nÊtes-vous coupable ?\nLe juge :\nRépondez."
    assert clean(text).text == text


def test_a_section_label_goes_above_the_text_only() -> None:
    first, second = FRENCH.split("\n")[1:3]
    assert clean(f"Politique\n{first}\nPolitique\n{second}").text == f"{first}\nPolitique\n{second}"


def test_removals_come_in_the_order_of_the_source() -> None:
    lines = FRENCH.split("\n")
    page = ["Partager", *lines[:3], "Lire aussi : Crue", *lines[3:], "Afficher plus", "© 2025 AFP"]
    assert [removal.rule for removal in clean("\n".join(page)).removed] == [
        "share-button",
        "read-also",
        "show-more",
        "copyright",
    ]


def test_a_long_line_of_buttons_is_matched_in_no_time() -> None:
    # A pattern with nested repetitions would not come back from this.
    assert clean("partager facebook " * 4 + "!" * 40 + "a").text
    assert clean("publicité - " * 7000 + "fin").text


LINES = st.one_of(
    st.sampled_from(
        [
            *FRENCH.split("\n"),
            *ENGLISH.split("\n"),
            *("Partager", "Articles similaires", "Lire aussi : Crue", "5 min", "Politique", ""),
            *("La rue. Photo: AFP", "La rue. (Photo : A/AFP) Photo: AFP", "© AFP © AFP", "***"),
        ]
    ),
    st.text(max_size=30),
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text)
    again = clean(once.text)
    assert (again.text, again.removed) == (once.text, ())


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_lines_that_stay_are_the_source_s_in_order(text: str) -> None:
    cleaned = clean(text)
    numbers = [line.number for line in cleaned.lines]
    assert numbers == sorted(set(numbers))
    assert all(line.text.strip() == line.text != "" for line in cleaned.lines)
