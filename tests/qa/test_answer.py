from qa.answer import Answer

REFUSAL = Answer(
    question="Why?",
    language="en",
    kind="why",
    answered=False,
    text="No.",
    short=None,
    confidence=0.1,
    citations=(),
)


def test_the_json_has_the_promised_fields() -> None:
    assert set(REFUSAL.to_dict()) == {
        "question",
        "language",
        "kind",
        "answered",
        "answer",
        "short",
        "confidence",
        "citations",
        "claims",
        "disagreements",
        "provider",
        "elapsed_ms",
    }


def test_the_text_is_called_answer_in_json() -> None:
    assert REFUSAL.to_dict()["answer"] == "No."
