import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import QuestionError, SourcierError, StoreError, UnknownArticleError
from qa import Assistant
from qa.settings import Settings
from qa.verification import find_faults

FACTORY = """Le maire de Valmont a confirmé lundi la fermeture de la fonderie.
Elle emploie 412 personnes, selon la direction.
Le syndicat parle de 450 emplois supprimés.
La direction invoque la hausse du prix de l'énergie pour justifier sa décision."""
FLOOD = """La rivière a débordé dans la nuit de mardi à mercredi.
Au moins trois personnes sont mortes, a indiqué la préfecture.
Les habitants ont été évacués vers le gymnase de Bellerive."""
TEXTS = [
    {"id": "usine", "text": FACTORY, "outlet": "La Gazette", "published": "2025-03-04"},
    {"id": "crue", "text": FLOOD, "title": "La crue de mars"},
]


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    built = Assistant.from_texts(TEXTS)
    yield built
    built.close()


def test_a_french_question_is_answered_with_its_span(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de personnes la fonderie emploie-t-elle ?")
    assert answer.answered
    assert "412" in answer.text
    citation = answer.citations[0]
    assert FACTORY[citation.start : citation.end] == citation.quote
    assert (citation.outlet, citation.published) == ("La Gazette", "2025-03-04")


def test_an_english_question_finds_the_french_passage(assistant: Assistant) -> None:
    answer = assistant.ask("Who confirmed the closure of the foundry?")
    assert answer.answered
    assert answer.language == "en"
    assert "maire de Valmont" in answer.text
    assert answer.citations[0].article_id == "usine"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is the boiling point of tungsten?", "do not answer"),
        ("Quelle est la recette de la tarte Tatin ?", "ne répondent pas"),
    ],
)
def test_what_the_articles_do_not_hold_is_refused_in_the_questions_language(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert words in answer.text
    assert answer.short is None
    assert answer.citations == ()
    assert all(near.article_id in ("usine", "crue") for near in answer.nearest)


def test_a_follow_up_is_about_what_was_asked_before(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "Qui a confirmé la fermeture de la fonderie de Valmont ?"},
        {"role": "assistant", "content": "La Gazette : « … » [1]"},
    ]
    answer = assistant.ask("et combien de personnes emploie-t-elle ?", history)
    assert answer.answered
    assert answer.citations[0].article_id == "usine"
    assert "412" in answer.text


def test_the_stream_grows_and_ends_in_the_answer(assistant: Assistant) -> None:
    question = "Combien de personnes la fonderie emploie-t-elle ?"
    *growing, last = assistant.stream(question)
    same = dataclasses.replace(last, elapsed_ms=0)
    assert same == dataclasses.replace(assistant.ask(question), elapsed_ms=0)
    assert last.is_complete
    for partial in growing:
        assert not partial.is_complete
        assert last.text.startswith(partial.text)
        assert {c.marker for c in partial.citations} <= {c.marker for c in last.citations}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(
            "qui combien où quand why how many personnes fonderie mortes maire river lundi 412 "
            "evacuated ? premier Valmont closure préfecture emplois".split()
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_asked_nothing_faulty_is_shown(assistant: Assistant, words: list[str]) -> None:
    answer = assistant.ask(" ".join([*words, "usine"]))
    assert find_faults(answer, lambda article_id: assistant.show(article_id).text) == []
    assert len(answer.text.split()) <= 120
    assert 0 <= answer.confidence <= 1


def test_an_answer_with_a_fault_is_withheld(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa import assistant as module

    sound = assistant.ask("Combien de personnes la fonderie emploie-t-elle ?")
    assert sound.answered
    forged = dataclasses.replace(sound.citations[0], quote="Elle emploie 9 personnes.")
    monkeypatch.setattr(
        module, "write_answer", lambda *_: dataclasses.replace(sound, citations=(forged,))
    )
    answer = assistant.ask("Combien de personnes la fonderie emploie-t-elle ?")
    assert not answer.answered
    assert "9 personnes" not in answer.text


def test_search_ranks_from_one_and_slices_the_article(assistant: Assistant) -> None:
    hits = assistant.search("flooded river", k=1)
    assert [hit.rank for hit in hits] == [1]
    assert hits[0].article_id == "crue"
    assert FLOOD[hits[0].start : hits[0].end] == hits[0].text


def test_search_keeps_to_its_filters(assistant: Assistant) -> None:
    assert {hit.article_id for hit in assistant.search("rivière", outlet="la gazette")} == {"usine"}
    assert {hit.article_id for hit in assistant.search("rivière", after="2025")} == {"usine"}
    assert assistant.search("rivière", before="2024") == []


def test_search_for_no_hits_is_refused(assistant: Assistant) -> None:
    with pytest.raises(SourcierError, match="k is 0"):
        assistant.search("rivière", k=0)


def test_empty_questions_are_refused(assistant: Assistant) -> None:
    with pytest.raises(QuestionError):
        assistant.ask(" ")
    with pytest.raises(QuestionError):
        list(assistant.stream(""))


def test_a_text_without_an_id_is_refused() -> None:
    with pytest.raises(SourcierError, match="lacks id"):
        Assistant.from_texts([{"text": "Une phrase."}])


def test_two_assistants_in_memory_share_nothing(assistant: Assistant) -> None:
    other = Assistant.from_texts([{"id": "b", "text": "Le pain coûte plus cher."}])
    assert [row.id for row in other.articles()] == ["b"]
    assert len(assistant.articles()) == 2
    with pytest.raises(UnknownArticleError):
        other.show("usine")
    other.close()


def test_an_assistant_without_articles_refuses_everything() -> None:
    empty = Assistant.from_texts([])
    answer = empty.ask("Qui a confirmé la fermeture ?")
    assert not answer.answered
    assert answer.nearest == ()
    empty.close()


def test_it_is_a_llama_index_query_engine_with_a_llama_index_retriever(
    assistant: Assistant,
) -> None:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.schema import TextNode

    assert isinstance(assistant, BaseQueryEngine)
    assert isinstance(assistant.retriever, BaseRetriever)
    response = assistant.query("Combien de personnes la fonderie emploie-t-elle ?")
    assert "412" in str(response)
    nodes = response.source_nodes
    assert nodes
    assert nodes[0].node.metadata["article_id"] == "usine"
    found = assistant.retriever.retrieve("fonderie")
    node = found[0].node
    assert isinstance(node, TextNode)
    assert FACTORY[node.start_char_idx : node.end_char_idx] == node.text


def test_a_store_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="index"):
        Assistant.open(tmp_path / "none", Settings())


def test_indexing_then_forgetting_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "usine.txt").write_text(FACTORY, encoding="utf-8")
    assistant = Assistant.open(tmp_path / "store", Settings(), create=True)
    assert assistant.index([folder]).added == 1
    assert assistant.index([folder]).unchanged == 1
    assert assistant.ask("Combien de personnes la fonderie emploie-t-elle ?").answered
    assert assistant.forget(["usine"]).removed == 1
    assert not assistant.ask("Combien de personnes la fonderie emploie-t-elle ?").answered
    assistant.close()
