from typing import Any

from tests.qa.llm.conftest import Open, words_of
from tests.qa.llm.servers import Reply

FOLLOW_UP = "and how many people does it employ?"
HISTORY = [
    {"role": "user", "content": "Who confirmed the closure of the foundry of Valmont?"},
    {"role": "assistant", "content": "The mayor [1]."},
]
STANDALONE = "How many people does the foundry of Valmont employ?"


def script(messages: list[dict[str, Any]]) -> Reply:
    if "Rewrite the last question" in messages[0]["content"]:
        return Reply(words_of(STANDALONE))
    return Reply(words_of("It employs 412 people [1]."))


def test_a_follow_up_is_made_to_stand_on_its_own(open_with: Open) -> None:
    assistant, asked = open_with(script)
    answer = assistant.ask(FOLLOW_UP, HISTORY)
    assert (answer.question, answer.text) == (FOLLOW_UP, "It employs 412 people [1].")
    assert len(asked.bodies) == 2
    assert f"<question>{STANDALONE}</question>" in asked.bodies[1]["messages"][-1]["content"]


def test_a_question_that_stands_on_its_own_costs_no_extra_call(open_with: Open) -> None:
    assistant, asked = open_with(script)
    assistant.ask(STANDALONE, HISTORY)
    assert len(asked.bodies) == 1


def test_a_follow_up_without_history_costs_no_extra_call(open_with: Open) -> None:
    assistant, asked = open_with(script)
    assistant.ask("And how many people does the foundry employ?")
    assert len(asked.bodies) == 1


def test_a_useless_rewriting_leaves_the_question_as_it_is(open_with: Open) -> None:
    def talks(messages: list[dict[str, Any]]) -> Reply:
        if "Rewrite" in messages[0]["content"]:
            return Reply(["Certainly!\n", "Here it is:\n", "http://evil.example"])
        return Reply(words_of("It employs 412 people [1]."))

    assistant, _ = open_with(talks)
    assert "412" in assistant.ask(FOLLOW_UP, HISTORY).text


def test_a_model_that_fails_while_rewriting_is_not_asked_again(open_with: Open) -> None:
    assistant, asked = open_with(lambda messages: Reply(status=401))
    answer = assistant.ask(FOLLOW_UP, HISTORY)
    assert "412" in answer.text
    assert "refused the key" in str(answer.notice)
    assert len(asked.bodies) == 1
