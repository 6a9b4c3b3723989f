"""What programs get: the two endpoints, called as programs call them."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Iterator
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from tests.page.browsing import MISSION, Server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        # Either alone does not keep the client from calling home.
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        client = Client(server.address, verbose=False, analytics_enabled=False)
        yield client
        client.close()


def test_answer_comes_as_json(client: Client) -> None:
    answer = client.predict(MISSION, api_name="/ask")
    assert answer["question"] == MISSION
    assert answer["citations"][0]["quote"]


def test_passages_come_ranked(client: Client) -> None:
    found = client.predict("Koursk", k=3, api_name="/search")
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]


def test_filters_are_kept_to(client: Client) -> None:
    found = client.predict("Lorient", outlet="la criée", after="2025-03", api_name="/search")
    assert {hit["article_id"] for hit in found["hits"]} == {"dated"}
    answer = client.predict(MISSION, outlet="La Criée", api_name="/ask")
    assert not answer["answered"]


def test_arguments_are_typed_and_documented(client: Client) -> None:
    endpoints: dict[str, Any] = client.view_api(return_format="dict", print_info=False)
    named = endpoints["named_endpoints"]
    assert set(named) == {"/ask", "/search"}
    types = {
        each["parameter_name"]: each["python_type"]["type"]
        for each in named["/search"]["parameters"]
    }
    assert types["k"] == "int"
    assert types["query"] == "str"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"question": ""}, "The question is empty"),
        ({"question": MISSION, "after": "soon"}, "'soon' is not a date"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(
    client: Client, arguments: dict[str, str], sentence: str
) -> None:
    with pytest.raises(AppError, match=sentence):
        client.predict(**arguments, api_name="/ask")


def test_too_many_passages_are_refused(client: Client) -> None:
    with pytest.raises(AppError, match="100 is the most"):
        client.predict("Koursk", k=101, api_name="/search")


def test_several_people_can_ask_at_once(client: Client) -> None:
    questions = [MISSION, "Where did Putin thank Kim Jong-un?", "Qui dirige la Russie ?"] * 4

    def ask(question: str) -> dict[str, Any]:
        answer: dict[str, Any] = client.predict(question, api_name="/ask")
        return answer

    with concurrent.futures.ThreadPoolExecutor(len(questions)) as people:
        answers = list(people.map(ask, questions))
    assert [answer["question"] for answer in answers] == questions
    assert len({answer["answer"] for answer in answers}) == len({*questions})
