"""No text of an article, a question or a model becomes markup, whatever it is."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from index.store import ArticleRow
from qa.answer import Answer, Citation, Claim, Disagreement, DisagreementValue, Nearest
from qa.web.answers import render_answer, render_failure
from qa.web.overview import render_articles
from qa.web.sources import render_panel, render_section
from tests.qa.web.structure import Structure

# What markup, Markdown, templates and scripts are made of, and some that are none of it.
HOSTILE = st.text(alphabet="<>&\"'/=!-;:()#*_`{}%$ \\aé\u2028😀", min_size=1, max_size=40).map(
    # Blanks at the ends are not what is tested, and a text of blanks counts as none.
    lambda text: "x" + text + "x"
)
TAME = "x"


def answer_saying(text: str) -> tuple[Answer, Article]:
    """Return an answer and its article, made of the text wherever there is text."""
    article = Article(id=text, text=f"{text} {text}", title=text, outlet=text, language="fr")
    citation = Citation(1, text, text, text, None, "fr", 0, len(text), text)
    answer = Answer(
        question=text,
        language="en",
        kind="who",
        answered=True,
        # A statement stands on one line, and so does what it quotes.
        text=f"{' '.join(text.split())} [1]",
        short=text,
        confidence=1.0,
        citations=(citation,),
        claims=(Claim(text, "other", None, text, text, 1),),
        disagreements=(Disagreement(text, (DisagreementValue(text, text, (1,)),)),),
    )
    return answer, article


@given(HOSTILE)
def test_answer_has_the_same_markup_whatever_it_says(text: str) -> None:
    hostile, tame = (Structure(render_answer(answer_saying(each)[0], 1)) for each in (text, TAME))
    assert hostile.tags == tame.tags


@given(HOSTILE)
def test_panel_has_the_same_markup_whatever_the_sources_say(text: str) -> None:
    structures = []
    for each in (text, TAME):
        answer, article = answer_saying(each)
        section = render_section(answer, 1, lambda _, found=article: found)  # type: ignore[misc]
        structures.append(Structure(render_panel([section, section], "en")))
    assert structures[0].tags == structures[1].tags


@given(HOSTILE)
def test_refusal_has_the_same_markup_whatever_comes_near(text: str) -> None:
    structures = []
    for each in (text, TAME):
        answer, article = answer_saying(each)
        near = Nearest(each, each, each, None, "fr", 0, len(each), each)
        refusal = dataclasses.replace(
            answer, answered=False, citations=(), claims=(), disagreements=(), nearest=(near,)
        )
        section = render_section(refusal, 1, lambda _, found=article: found)  # type: ignore[misc]
        structures.append(Structure(render_panel([section], "fr") + render_answer(refusal, 1)))
    assert structures[0].tags == structures[1].tags


@given(HOSTILE)
def test_list_of_articles_has_the_same_markup_whatever_their_titles(text: str) -> None:
    hostile, tame = (
        Structure(
            render_articles([ArticleRow(each, each, each, None, "fr", 1, (each,), (each,))], "en")
        )
        for each in (text, TAME)
    )
    assert hostile.tags == tame.tags


@given(HOSTILE)
def test_failure_is_shown_as_text(text: str) -> None:
    assert text in Structure(render_failure(text)).words


@given(HOSTILE)
def test_quotation_reads_as_the_article_has_it(text: str) -> None:
    answer, article = answer_saying(text)
    section = render_section(answer, 1, lambda _: article)
    assert Structure(section.html).marked == [text, text]
