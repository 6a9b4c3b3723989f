import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import detect_language
from index.embedding.static import load_static_vectors
from qa.support import LEAST_SHARE, find_contradictions, share_supported

VECTORS = load_static_vectors()
QUOTE = (
    "Samedi, la ministre Anne Morel a annoncé à Koursk que 14 000 tonnes de blé seraient livrées."
)


def contradictions(statement: str) -> list[str]:
    language = detect_language(statement, ("fr", "en"))
    return find_contradictions(
        statement, [QUOTE], language=language, quoted_in="fr", published="2025-04-28"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "La ministre Anne Morel a annoncé la livraison de 14.000 tonnes.",
        "Minister Anne Morel announced in Kursk that 14,000 tonnes would be delivered.",
        "On 26 April 2025 Anne Morel announced a delivery.",
    ],
)
def test_a_supported_statement_has_nothing_against_it(statement: str) -> None:
    assert contradictions(statement) == []


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("Minister Anne Morel promised 15,000 tonnes.", "15,000"),
        ("Minister Paul Roux announced a delivery.", "Roux"),
        ("Anne Morel announced it on 3 May 2025.", "3 May 2025"),
        ("Anne Morel did not announce a delivery.", "deny"),
    ],
)
def test_what_the_quotation_lacks_is_named(statement: str, missing: str) -> None:
    reasons = contradictions(statement)
    assert any(missing in reason for reason in reasons)


def test_a_statement_and_its_translation_are_supported_alike() -> None:
    for statement in ("Anne Morel a annoncé du blé.", "Anne Morel announced wheat."):
        assert share_supported(statement, [QUOTE], VECTORS) >= LEAST_SHARE


def test_another_matter_is_not_supported() -> None:
    assert share_supported("The striker broke his leg.", [QUOTE], VECTORS) < LEAST_SHARE


def test_nothing_quoted_supports_nothing() -> None:
    assert share_supported("Anne Morel announced wheat.", [], VECTORS) == 0.0


@given(st.text(max_size=80))
def test_a_quotation_supports_itself(quote: str) -> None:
    assert find_contradictions(quote, [quote], language="fr", quoted_in="fr") == []
    assert 0 <= share_supported(quote, [quote], VECTORS) <= 1.001


def test_a_country_of_several_words_may_be_named_in_the_other_language() -> None:
    quote = "La Corée du Nord a admis l'envoi de blé."
    for statement in (", before North Korea", "North Korea", "la Corée du Nord"):
        assert find_contradictions(statement, [quote], language="en", quoted_in="fr") == []
    assert find_contradictions("Then South Korea", [quote], language="en", quoted_in="fr")


def test_a_figure_may_be_spaced_otherwise() -> None:
    quote = "Entre 10\u202f000 et 12\u202f000 hommes, selon Séoul."
    for statement in ("Entre 10 000 et 12 000", "Between 10,000 and 12,000 men"):
        assert find_contradictions(statement, [quote], language="fr", quoted_in="fr") == []
