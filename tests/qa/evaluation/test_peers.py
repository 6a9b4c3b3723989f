"""The plain ways to answer that a run is read against."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.assistant import Assistant
from qa.evaluation.peers import MiniLM, Peer, citation_engine, top_passage


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    texts = [
        {"id": "usine", "text": "L’usine de Brest ferme lundi. Elle emploie 300 personnes."},
        {"id": "port", "text": "Le port de Lorient rouvre samedi, après douze jours de grève."},
    ]
    made = Assistant.from_texts(texts)
    yield made
    made.close()


@pytest.fixture(params=["words", "nodes"])
def peer(
    assistant: Assistant, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Peer:
    # So that the test is the same whether or not Chroma's model is on this machine.
    monkeypatch.setattr(MiniLM, "is_present", staticmethod(lambda: False))
    return {"words": top_passage, "nodes": citation_engine}[str(request.param)](assistant)


def test_a_peer_answers_with_what_it_retrieves_first(peer: Peer) -> None:
    answer = peer.ask("Quand le port de Lorient rouvre-t-il ?")
    assert answer.answered
    assert answer.citations[0].article_id == "port"
    assert answer.citations[0].quote in answer.text


def test_what_a_peer_cites_is_a_span(peer: Peer) -> None:
    for citation in peer.ask("Combien de personnes l’usine emploie-t-elle ?").citations:
        text = peer.show(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_a_peer_ranks_passages_for_the_retrieval_metrics(peer: Peer) -> None:
    hits = peer.search("le port de Lorient", 2)
    assert (hits[0].rank, hits[0].article_id) == (1, "port")
