from __future__ import annotations

import dataclasses

from corpus.article import Article
from corpus.errors import UnknownArticleError
from index.store import ArticleRow
from qa.web.excerpts import READING_REACH
from qa.web.sources import Section, render_panel, render_section
from tests.qa.web.fake import HARBOUR, citation_of, harbour_answer, refusal
from tests.qa.web.structure import Structure


def show(article_id: str) -> Article:
    assert article_id == HARBOUR.id
    return HARBOUR


def missing(article_id: str) -> Article:
    raise UnknownArticleError(f"There is no article '{article_id}'.")


def test_each_citation_has_a_card_with_its_address() -> None:
    structure = Structure(render_section(harbour_answer(), 2, show).html)
    assert structure.values("article", "id") == ["source-2-1", "source-2-2"]


def test_quotation_is_marked_in_its_context_and_in_the_whole_article() -> None:
    answer = harbour_answer()
    marked = Structure(render_section(answer, 1, show).html).marked
    quotes = [citation.quote for citation in answer.citations]
    assert marked == [quotes[0], quotes[0], quotes[1], quotes[1]]


def test_whole_article_can_be_read() -> None:
    words = " ".join(Structure(render_section(harbour_answer(), 1, show).html).words.split())
    assert " ".join(HARBOUR.text.split()) in words


def test_quotation_in_another_language_says_so() -> None:
    html = render_section(harbour_answer("en"), 1, show).html
    assert "Quoted in French" in html


def test_quotation_in_the_language_of_the_question_says_nothing() -> None:
    html = render_section(harbour_answer("fr"), 1, show).html
    assert "Cité en" not in html


def test_quotation_carries_its_language() -> None:
    structure = Structure(render_section(harbour_answer(), 1, show).html)
    assert structure.values("blockquote", "lang") == ["fr", "fr"]


def test_undated_source_is_called_undated() -> None:
    citation = dataclasses.replace(harbour_answer().citations[0], published=None)
    answer = dataclasses.replace(harbour_answer(), citations=(citation,))
    assert "undated" in render_section(answer, 1, show).html


def test_quotation_outlives_its_article() -> None:
    structure = Structure(render_section(harbour_answer(), 1, missing).html)
    assert structure.marked == [citation.quote for citation in harbour_answer().citations]
    assert "changed or gone" in structure.words


def test_changed_article_is_not_shown_as_context() -> None:
    changed = dataclasses.replace(HARBOUR, text="Tout autre chose. " * 30)
    words = Structure(render_section(harbour_answer(), 1, lambda _: changed).html).words
    assert "Tout autre chose" not in words


def test_article_as_long_as_a_book_is_shortened_around_the_quotation() -> None:
    filler = "mot " * READING_REACH
    book = dataclasses.replace(HARBOUR, text=f"{filler}LA PHRASE{filler}")
    answer = dataclasses.replace(harbour_answer(), citations=(citation_of(book, "LA PHRASE"),))
    html = render_section(answer, 1, lambda _: book).html
    assert len(html) < 3 * READING_REACH
    assert "Long article" in html


def test_claims_make_a_table() -> None:
    structure = Structure(render_section(harbour_answer(), 1, show).html)
    assert [tag for tag, _ in structure.tags].count("tr") == 3
    assert "estimated" in structure.words


def test_date_that_the_text_does_not_settle_stays_in_its_words() -> None:
    assert "mardi" in Structure(render_section(harbour_answer(), 1, show).html).words


def test_disagreement_names_each_side() -> None:
    words = " ".join(Structure(render_section(harbour_answer(), 1, show).html).words.split())
    assert "120 according to the prefecture" in words
    assert "150 according to the fishermen" in words


def test_claims_and_disagreements_vanish_when_there_are_none() -> None:
    plain = dataclasses.replace(harbour_answer(), claims=(), disagreements=())
    html = render_section(plain, 1, show).html
    assert "<table" not in html
    assert "disagree" not in html


def test_nearest_passages_of_a_refusal_are_not_marked() -> None:
    structure = Structure(render_section(refusal(), 1, show).html)
    assert structure.values("article", "id") == ["near-1-1"]
    assert structure.marked == []


def test_copies_of_the_same_text_are_named() -> None:
    row = ArticleRow("b", "", "Le Cargo", None, "fr", 1, (), ())
    html = render_section(harbour_answer(), 1, show, lambda _: [row]).html
    assert "also in: Le Cargo" in html


def test_panel_without_answers_says_what_it_is_for() -> None:
    assert "appear here" in render_panel([], "en")


def test_newest_sources_come_first_and_earlier_ones_are_folded_away() -> None:
    sections = [Section(turn, f"question {turn}", "<p></p>") for turn in (1, 2, 3)]
    structure = Structure(render_panel(sections, "en"))
    assert structure.values("section", "id") == ["turn-3", "turn-2", "turn-1"]
    assert [tag for tag, _ in structure.tags].count("details") == 1


def test_id_tells_an_untitled_article_apart() -> None:
    untitled = dataclasses.replace(harbour_answer().citations[0], title="")
    answer = dataclasses.replace(harbour_answer(), citations=(untitled,))
    assert "port/harbour" in Structure(render_section(answer, 1, show).html).words
