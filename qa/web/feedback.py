"""What people think of answers, kept beside the store and given back as a question file.

``feedback.jsonl`` only grows: a line for each opinion, and again when a comment follows; of lines
with one id the last counts.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import SettingsError
from qa.answer import Answer
from qa.question import History

LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class Opinion:
    """One opinion on one answer.

    Attributes:
        is_right: Thumbs up, or down.
        answer: As JSON.
        generation: Of the store that gave the answer.
        history: The turns before the question.
        comment: May be empty.
        id: Unique.
        time: ISO 8601, in UTC.
    """

    is_right: bool
    answer: Mapping[str, Any]
    generation: str
    history: Sequence[Mapping[str, str]] = ()
    comment: str = ""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))


class FeedbackLog:
    """The opinions kept in one folder; safe to share between threads."""

    def __init__(self, folder: Path | None) -> None:
        """
        Args:
            folder: Where ``feedback.jsonl`` is or will be; None where nothing can be kept.
        """
        self._path = folder / "feedback.jsonl" if folder else None
        self._lock = threading.Lock()

    def add(self, opinion: Opinion) -> None:
        """Keep an opinion; one with the id of an earlier opinion takes its place.

        Raises:
            SettingsError: There is no folder for it, or it cannot be written.
        """
        if self._path is None:
            raise SettingsError(
                "This store has no folder for feedback: name one in QA_KEEP and start again."
            )
        kept = {**asdict(opinion), "comment": opinion.comment.strip()[:LONGEST_COMMENT]}
        line = json.dumps(kept, ensure_ascii=False)
        try:
            with self._lock:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(f"{line}\n")
        except OSError as error:
            raise SettingsError(
                f"{self._path} cannot be written ({error.strerror}): name another folder in "
                "QA_KEEP."
            ) from error

    def read(self) -> list[Opinion]:
        """Return the opinions in the order in which they came."""
        if self._path is None or not self._path.exists():
            return []
        opinions: dict[str, Opinion] = {}
        for line in self._path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                opinion = Opinion(**json.loads(line))
                opinions[opinion.id] = opinion
        return list(opinions.values())


def opinion_of(answer: Answer, *, is_right: bool, generation: str, history: History) -> Opinion:
    """Return an opinion on an answer, still without a comment."""
    turns = [{"role": turn["role"], "content": turn["content"]} for turn in history]
    return Opinion(is_right, answer.to_dict(), generation, turns)


def as_questions(opinions: Sequence[Opinion]) -> str:
    """Return the answers found right as a question file for ``python -m qa evaluate``.

    What is expected is the shortest answer, where there is one, and one of the cited articles.
    Answers found wrong are left out: that they are wrong does not tell what is right.
    """
    lines = []
    for opinion in opinions:
        if not opinion.is_right:
            continue
        answer = opinion.answer
        question: dict[str, Any] = {
            "id": opinion.id,
            "question": answer["question"],
            "answerable": answer["answered"],
            "kind": answer["kind"],
            "language": answer["language"],
            "expect": [[answer["short"]]] if answer["short"] else [],
            "sources": list(dict.fromkeys(each["article_id"] for each in answer["citations"])),
        }
        if opinion.history:
            question["history"] = list(opinion.history)
        if opinion.comment:
            question["comment"] = opinion.comment
        lines.append(json.dumps(question, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)
