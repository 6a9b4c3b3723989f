from __future__ import annotations

import dataclasses

from qa.web.answers import render_answer, render_failure, split_statements
from tests.qa.web.fake import harbour_answer, refusal
from tests.qa.web.structure import Structure


def test_marker_leads_to_the_card_of_its_turn() -> None:
    structure = Structure(render_answer(harbour_answer(), turn=3))
    assert structure.values("a", "data-leads-to")[-2:] == ["source-3-1", "source-3-2"]


def test_every_line_is_a_paragraph() -> None:
    answer = dataclasses.replace(harbour_answer(), short=None)
    growing = dataclasses.replace(answer, is_complete=False)
    assert [tag for tag, _ in Structure(render_answer(growing, 1)).tags].count("p") == 2


def test_marker_without_citation_stays_text() -> None:
    answer = dataclasses.replace(harbour_answer(), text="Nobody knows [7].", short=None)
    structure = Structure(render_answer(answer, 1))
    assert structure.values("a", "href") == []
    assert "Nobody knows [7]." in structure.words


def test_repeated_marker_has_one_address() -> None:
    answer = dataclasses.replace(harbour_answer(), text="One [1]. Again [1].", short=None)
    structure = Structure(render_answer(answer, 1))
    assert structure.values("a", "id") == ["marker-1-1"]


def test_quotation_carries_its_language() -> None:
    structure = Structure(render_answer(harbour_answer("en"), 1))
    assert structure.values("span", "lang") == ["fr", "fr"]


def test_quotation_over_two_lines_is_found_on_one() -> None:
    first, *rest = harbour_answer().citations
    broken = dataclasses.replace(first, quote="Selon la préfecture,\n120 navires")
    answer = dataclasses.replace(
        harbour_answer(), text="Selon la préfecture, 120 navires [1]", citations=(broken, *rest)
    )
    assert [run.language for run in split_statements(answer)[0]] == ["fr", None, None]


def test_short_answer_leads_with_the_marker_that_proves_it() -> None:
    structure = Structure(render_answer(harbour_answer(), 1))
    assert structure.words.split()[:3] == ["120", "navires", "1"]


def test_short_answer_that_no_quotation_holds_is_not_shown() -> None:
    answer = dataclasses.replace(harbour_answer(), short="999")
    assert "999" not in render_answer(answer, 1)


def test_marker_tells_source_and_quotation_on_hover() -> None:
    structure = Structure(render_answer(harbour_answer(), 1))
    assert structure.values("a", "data-origin")[-1] == "La Criée, March 4, 2025"
    assert structure.values("a", "data-quote")[-1] == "Les pêcheurs, eux, en ont compté 150."


def test_refusal_says_what_to_try() -> None:
    assert "What you can try" in render_answer(refusal(), 1)


def test_refusal_leads_to_the_nearest_passages() -> None:
    assert Structure(render_answer(refusal(), 2)).values("a", "data-leads-to") == ["near-2-1"]


def test_copy_carries_the_answer_and_its_sources() -> None:
    (copied,) = Structure(render_answer(harbour_answer(), 1)).values("button", "data-copy")
    assert str(copied).startswith(harbour_answer().text)
    assert "[2] La Criée, March 4, 2025: “Les pêcheurs, eux, en ont compté 150.”" in str(copied)


def test_growing_answer_gives_no_advice_yet() -> None:
    growing = dataclasses.replace(refusal(), is_complete=False)
    assert "What you can try" not in render_answer(growing, 1)


def test_words_are_in_the_language_of_the_question() -> None:
    label = Structure(render_answer(harbour_answer("fr"), 1)).values("a", "aria-label")[-1]
    assert label == "Source 2 : La Criée, 4 mars 2025"


def test_failure_is_announced() -> None:
    assert Structure(render_failure("The store is locked.")).values("div", "role") == ["alert"]
