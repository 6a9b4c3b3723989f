"""Tell how an answer came about, with the values that the program really used.

``python -m qa ask --explain`` prints it; docs/reading.md walks through one.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.passage import Hit
from qa.answer import Answer
from qa.question import Question
from qa.reader import SENTENCE_FEATURES, Reading

# Of passages and of sentences, the best are shown.
SHOWN = 6
_LATE = SENTENCE_FEATURES.index("late")


def explain(
    question: Question, hits: Sequence[Hit], reading: Reading, threshold: float, answer: Answer
) -> str:
    """Return lines for a person: question, passages, sentences, decision, statements.

    Args:
        question: The analysed question.
        hits: What the retriever found, best first.
        reading: What the reader made of them.
        threshold: The confidence from which a question counts as answered.
        answer: What was written in the end.
    """
    first = ", asks what came first" if question.asks_first else ""
    lines = [
        f"question   {question.language}, kind {question.kind}{first}",
        f"searched   {question.query}",
        f"asked      {question.standalone}",
        f"passages   {len(hits)} found; their retrieval scores:",
    ]
    lines += [f"  {hit.score:6.3f}  {hit.article_id} {hit.start}-{hit.end}" for hit in hits[:SHOWN]]
    lines.append(
        f"sentences  {len(reading.evidence)} read; probability that it answers, span score, "
        "words found:"
    )
    for evidence in reading.evidence[:SHOWN]:
        start, end = (place - evidence.start for place in evidence.answer)
        lines.append(
            f"  {evidence.probability:6.3f}  {evidence.span_score:+6.1f}  "
            f"{evidence.features[_LATE]:5.2f}  “{evidence.text[start:end]}” in "
            f"{evidence.passage.article_id} {evidence.start}-{evidence.end}"
        )
    decision = "answered" if answer.answered else "refused"
    lines.append(
        f"decision   confidence {reading.confidence:.3f}, threshold {threshold:.2f}: {decision}"
    )
    lines += [
        f"claim      {claim.speaker}, {claim.act}, {claim.date or claim.date_text or 'undated'}"
        f"{f', {claim.value}' if claim.value else ''} [{claim.marker}]"
        for claim in answer.claims
    ]
    return "\n".join(lines)
