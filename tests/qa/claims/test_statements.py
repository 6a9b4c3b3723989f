"""Every sentence here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.claims.statement import Statement
from qa.claims.statements import read_statements


def read(text: str, published: str | None = None, language: str = "fr") -> list[Statement]:
    return list(read_statements(text, published, language))


def one(text: str, published: str | None = None, language: str = "fr") -> Statement:
    found = read(text, published, language)
    assert len(found) == 1, [(each.speaker.text, each.act) for each in found]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "speaker", "act"),
    [
        ("Le maire de Trévoux a confirmé la fermeture.", "Le maire de Trévoux", "confirm"),
        ("La CGT a annoncé une grève.", "La CGT", "announce"),
        ("Lima dément toute négociation.", "Lima", "deny"),
        ("Les pompiers évaluent à 40 le nombre de sinistrés.", "Les pompiers", "estimate"),
        ("Le Pérou a remercié ses voisins.", "Le Pérou", "thank"),
        ("L'opposition condamne ce vote.", "L'opposition", "condemn"),
        ("La préfète a promis des renforts.", "La préfète", "promise"),
        ("Le syndicat accuse la direction de mentir.", "Le syndicat", "accuse"),
        ("Ana Ruiz, maire de Soria, a reconnu une erreur.", "Ana Ruiz", "confirm"),
        ("« Nous partons demain matin », a déclaré Léo Brun.", "Léo Brun", "other"),
        ("La digue tiendra, assure le préfet.", "le préfet", "other"),
        (
            "Le ministre, interrogé à Dakar, a fini par reconnaître les faits.",
            "Le ministre",
            "confirm",
        ),
        ("L'usine fermera en juin, a indiqué lundi la direction.", "la direction", "other"),
        ("Une version démentie par la police.", "la police", "deny"),
        ("Le bilan a été confirmé par le procureur de Niort.", "le procureur de Niort", "confirm"),
        ("Bogota, Quito et Lima ont dénoncé cet accord.", "Bogota, Quito et Lima", "condemn"),
        ("Selon la mairie, le pont sera fermé.", "la mairie", "other"),
        ("D’après l’agence Lusa, le port rouvrira.", "l’agence Lusa", "other"),
        ("Pour le Chili, cette version est fausse.", "le Chili", "deny"),
        ("Quito qualifie de « fausse » cette version.", "Quito", "deny"),
    ],
)
def test_a_french_sentence_says_who_did_what(sentence: str, speaker: str, act: str) -> None:
    statement = one(sentence)
    assert (statement.speaker.text, statement.act) == (speaker, act)


@pytest.mark.parametrize(
    ("sentence", "speaker", "act"),
    [
        ("The mayor of Soria confirmed the closure.", "The mayor of Soria", "confirm"),
        ("Officials in Lima denied the report.", "Officials in Lima", "deny"),
        ("The Peruvian army said the bridge was lost.", "The Peruvian army", "other"),
        ("The dam is safe, said Maria Holt, an engineer.", "Maria Holt", "other"),
        ("According to the union, 300 workers left.", "the union", "estimate"),
        ("The claim was rejected by the company.", "the company", "deny"),
        (
            "A spokesman for the ministry thanked the rescuers.",
            "A spokesman for the ministry",
            "thank",
        ),
        ("The company has finally acknowledged the leak.", "The company", "confirm"),
    ],
)
def test_an_english_sentence_says_who_did_what(sentence: str, speaker: str, act: str) -> None:
    statements = read(sentence, language="en")
    assert (speaker, act) in [(each.speaker.text, each.act) for each in statements]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le ministre refuse de confirmer ces chiffres.",
        "La direction confirmera sa décision demain.",
        "Qui a confirmé la fermeture ?",
        "Il a confirmé la fermeture.",
        "La confirmation de la fermeture est attendue.",
        "Le pont a été fermé par la tempête.",
    ],
)
def test_what_nobody_is_known_to_have_said_is_no_statement(sentence: str) -> None:
    assert read(sentence) == []


def test_neither_confirmed_nor_denied_is_neither() -> None:
    statements = read("Le club n'a ni confirmé ni infirmé ce départ.")
    assert [each.act for each in statements] == ["confirm", "deny"]
    assert all(each.is_negated for each in statements)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("La mairie n'a toujours pas confirmé la fermeture.", "fr"),
        ("The company has not yet confirmed the leak.", "en"),
    ],
)
def test_not_yet_is_told_from_no(sentence: str, language: str) -> None:
    statement = one(sentence, language=language)
    assert statement.is_negated and statement.is_not_yet


def test_the_conditional_is_hedged() -> None:
    assert one("Le directeur aurait confirmé la vente.").is_hedged
    assert not one("Le directeur confirmait la vente.").is_hedged


def test_x_said_that_y_said_gives_both() -> None:
    statements = read("L'agence Lusa rapporte que le préfet a confirmé deux départs de feu.")
    assert [(each.speaker.text, each.act) for each in statements] == [
        ("L'agence Lusa", "other"),
        ("le préfet", "confirm"),
    ]


def test_a_pronoun_stands_for_the_person_who_spoke_before() -> None:
    statements = read("Léo Brun a confirmé la vente. Il a ajouté que le prix restait secret.")
    assert [each.speaker.text for each in statements] == ["Léo Brun", "Léo Brun"]


def test_a_pronoun_of_the_other_gender_stands_for_nobody() -> None:
    assert len(read("La préfète a confirmé la crue. Il a ajouté une mise en garde.")) == 1


def test_a_pronoun_far_from_its_person_stands_for_nobody() -> None:
    filler = "Le fleuve monte. La pluie tombe. Le vent souffle. "
    assert len(read(f"Léo Brun a confirmé la vente. {filler}Il a ajouté un mot.")) == 1


def test_an_office_is_known_again_by_its_holder() -> None:
    statements = read("Ana Ruiz, maire de Soria, a confirmé la crue. La maire a promis une digue.")
    assert statements[0].speaker.names == statements[1].speaker.names


def test_the_words_of_a_quotation_are_no_statement_of_the_article() -> None:
    statements = read("« Le préfet a confirmé la crue hier soir », raconte Ana Ruiz.")
    assert [each.speaker.text for each in statements] == ["Ana Ruiz"]
    assert statements[0].is_quotation


def test_reported_speech_is_no_quotation() -> None:
    assert not one("Ana Ruiz a déclaré que la crue était finie.").is_quotation


@pytest.mark.parametrize(
    ("sentence", "words", "iso"),
    [
        ("Lundi, le maire a confirmé la crue.", "Lundi", "2024-05-13"),
        ("Le maire a confirmé mardi la crue du 3 mai 2024.", "mardi", "2024-05-14"),
        ("En mars, le maire a annoncé une digue.", "mars", "2024-03"),
        ("Le maire a confirmé la signature de mai 2023.", None, None),
        ("Le maire a déclaré que la crue avait commencé lundi.", None, None),
    ],
)
def test_the_date_of_the_act_is_not_that_of_its_content(
    sentence: str, words: str | None, iso: str | None
) -> None:
    statement = one(sentence, "2024-05-15")
    assert (statement.date_text, statement.date) == (words, iso)


def test_a_weekday_of_an_undated_article_stays_words() -> None:
    statement = one("Le maire a confirmé mardi la crue.")
    assert (statement.date_text, statement.date) == ("mardi", None)


def test_the_same_day_takes_the_day_told_before() -> None:
    statements = read("Samedi, le maire a annoncé la crue. Le même jour, le préfet l'a confirmée.")
    assert [each.date_text for each in statements] == ["Samedi", "Samedi"]


def test_figures_belong_to_those_who_give_them() -> None:
    statements = read("Le syndicat parle de 450 grévistes, la direction en dénombre 200.")
    assert statements[0].figures[0].low == 450


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("Le Pérou a reconnu pour la première fois ces essais.", "country"),
        ("C'est la première fois qu'un ministre péruvien admet ces essais.", "country"),
        ("Léo Brun a avoué pour la première fois.", "speaker"),
        ("Léo Brun a avoué.", ""),
    ],
)
def test_what_an_article_calls_the_first_is_marked(sentence: str, first: str) -> None:
    assert one(sentence).first == first


def test_never_before_makes_what_follows_the_first() -> None:
    statements = read("Le Pérou a reconnu ces essais. Jamais encore Lima n'avait reconnu un essai.")
    assert statements[0].first == "country"


def test_a_noun_of_saying_in_apposition_gives_the_act() -> None:
    statement = one(
        "Le général péruvien Luis Mora a salué ses hommes, première confirmation officielle de "
        "Lima."
    )
    assert (statement.act, statement.first) == ("confirm", "country")


_PIECES = st.sampled_from(
    "Le maire|a confirmé|« oui »|, |. |selon|la mairie|que|lundi|450 personnes|Ana Ruiz|n'a pas|"
    "démenti|pour la première fois|après que|a-t-il dit|The mayor|said|(|)|par|de|et".split("|")
)


@given(st.lists(_PIECES, max_size=14).map(" ".join), st.sampled_from(["fr", "en"]))
def test_a_statement_is_a_slice_whatever_the_text(text: str, language: str) -> None:
    for each in read(text, "2024-05-15", language):
        assert text[each.start : each.end] == each.text
        assert each.speaker.text in text or "," in each.speaker.text
        assert 0 <= each.said[0] <= each.said[1] <= len(each.text)
        for figure in each.figures:
            assert each.text[figure.start : figure.end] == figure.text
