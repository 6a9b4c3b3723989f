import dataclasses

import pytest

from qa.answer import Answer, Citation, Claim
from qa.verification import find_faults

TEXT = "L'usine ferme lundi. Elle emploie 300 personnes."
CITATION = Citation(1, "a", "", "", None, "fr", 21, 48, TEXT[21:48])
ANSWER = Answer(
    question="Combien ?",
    language="fr",
    kind="howmany",
    answered=True,
    text="a : “Elle emploie 300 personnes.” [1]",
    short="300",
    confidence=0.9,
    citations=(CITATION,),
)


def faults(answer: Answer) -> list[str]:
    return find_faults(answer, lambda _: TEXT)


def test_a_sound_answer_has_no_faults() -> None:
    assert faults(ANSWER) == []


@pytest.mark.parametrize(
    "citation",
    [
        dataclasses.replace(CITATION, start=20),
        dataclasses.replace(CITATION, end=47),
        dataclasses.replace(CITATION, quote="Elle emploie 400 personnes."),
        dataclasses.replace(CITATION, start=100, end=120, quote=""),
        dataclasses.replace(CITATION, start=20, end=21, quote=" "),
    ],
)
def test_a_quote_that_is_not_its_span_is_a_fault(citation: Citation) -> None:
    assert faults(dataclasses.replace(ANSWER, citations=(citation,)))


@pytest.mark.parametrize("text", ["Sans marqueur.", "Deux [1] [2].", "Autre [2]."])
def test_markers_and_citations_must_be_the_same(text: str) -> None:
    assert faults(dataclasses.replace(ANSWER, text=text))


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("La Gazette : “Elle emploie 300 personnes.” [1]", ""),
        ("Premier dans ce corpus : l'usine (300 personnes) [1].", ""),
        ("Les sources divergent : 400 selon l'usine [1].", "400"),
        ("Elle emploie 300 personnes à Sofia [1].", "Sofia"),
        ("Elle n'emploie pas 300 personnes [1].", "deny"),
    ],
)
def test_the_answer_s_own_words_must_be_in_the_quotation(words: str, missing: str) -> None:
    found = faults(dataclasses.replace(ANSWER, text=words))
    assert any(missing in fault for fault in found) if missing else not found


def test_an_answer_without_a_citation_is_a_fault() -> None:
    assert faults(dataclasses.replace(ANSWER, text="Oui.", citations=()))


def test_a_refusal_that_states_something_is_a_fault() -> None:
    refusal = dataclasses.replace(ANSWER, answered=False, text="Non.", citations=())
    assert faults(refusal)
    assert faults(dataclasses.replace(refusal, short=None)) == []


def test_a_claim_needs_its_citation() -> None:
    claim = Claim("Le maire", "confirm", None, "lundi", None, marker=2)
    assert faults(dataclasses.replace(ANSWER, claims=(claim,)))
