import hashlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.syndication import THRESHOLD, band_keys, signature, similarity

DISPATCH = [
    "Le pont de la Rance restera fermé pendant trois mois, a annoncé lundi la préfecture.",
    "Quelque 30 000 véhicules l’empruntent chaque jour entre Dinard et Saint-Malo.",
    "Des fissures ont été découvertes en mars sur deux des piles de l’ouvrage.",
    "Les travaux coûteront quatre millions d’euros, financés pour moitié par la région.",
    "Un bateau gratuit transportera les piétons et les cyclistes toutes les vingt minutes.",
    "Les commerçants de la rive droite redoutent de perdre la moitié de leur clientèle.",
    "Le maire demande que le chantier s’interrompe pendant les vacances d’été.",
    "La préfecture répond que le calendrier dépend de la météo et du niveau des marées.",
]
SAME_EVENT = [
    "À Saint-Malo, automobilistes et marchands s’apprêtent à vivre un printemps difficile.",
    "La route qui franchit la Rance sera coupée dès la semaine prochaine pour un trimestre.",
    "En cause, deux piles fissurées que les ingénieurs surveillaient depuis le mois de mars.",
    "La facture atteint quatre millions d’euros ; la région en paiera la moitié.",
    "En attendant, une navette maritime fera la traversée, gratuite pour qui va à pied.",
]


def alike(left: list[str], right: list[str]) -> float:
    return similarity(signature("\n".join(left)), signature("\n".join(right)))


@pytest.mark.parametrize(
    "copy",
    [
        ["Saint-Malo : trois mois sans le pont", *DISPATCH],
        DISPATCH[:-1],
        ["Mauvaise nouvelle pour les Malouins au retour des vacances.", *DISPATCH[1:]],
        [line.replace("’", "'").replace("é", "e").upper() for line in DISPATCH],
    ],
    ids=["headline", "cut", "lead", "typography"],
)
def test_copies_of_a_dispatch_are_recognised(copy: list[str]) -> None:
    assert alike(DISPATCH, copy) >= THRESHOLD
    keys = [set(band_keys(signature("\n".join(text)))) for text in (DISPATCH, copy)]
    assert keys[0] & keys[1]


def test_another_article_on_the_same_event_is_no_copy() -> None:
    assert alike(DISPATCH, SAME_EVENT) < THRESHOLD / 2


def test_signatures_of_other_processes_are_the_same() -> None:
    program = "from corpus.syndication import signature; print(signature('Le pont ferme').hex())"
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == signature("Le pont ferme").hex()


def test_signatures_stored_by_earlier_versions_stay_valid() -> None:
    digest = hashlib.sha256(signature("\n".join(DISPATCH))).hexdigest()
    assert digest == "bbab9e05c219b9212b04251da01b51341e6efee922835f5d14ab4fcf0dda53bf"


@given(st.text(max_size=200))
def test_every_text_is_its_own_copy(text: str) -> None:
    made = signature(text)
    assert (len(made), similarity(made, made)) == (504, 1.0)
    assert len(set(band_keys(made))) == 42


@given(st.text(max_size=80), st.text(max_size=80))
def test_similarity_has_no_direction(left: str, right: str) -> None:
    one, other = signature(left), signature(right)
    assert similarity(one, other) == similarity(other, one)
