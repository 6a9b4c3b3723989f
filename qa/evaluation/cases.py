"""Reads and checks a question file, and chooses among its questions.

A file is JSON Lines; each line has ``id``, ``question`` and ``answerable``, and as far as they
apply ``kind``, ``expect``, ``sources``, ``history``, ``after``, ``short``, ``wrong`` and
``difficulty``. Other fields are kept, so that ``--only part=dev`` can choose by them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import SourcierError
from corpus.language import detect_language
from qa.evaluation.grading import fold

DEFAULT_QUESTIONS = Path(__file__).resolve().parents[2] / "tests" / "questions.jsonl"


@dataclass(frozen=True)
class Case:
    """A question of a fixed set, and what its answer is held against.

    Attributes:
        id: Unique in its file.
        question: As it is asked.
        answerable: Whether the corpus holds the answer.
        kind: The set's own name for what is asked, or "".
        language: The line's ``language``, else the question's as detected.
        expect: For each group, at least one of its strings has to occur in the answer.
        sources: Article ids; where there are any, one of them has to be cited.
        history: Earlier turns given with the question, each with ``role`` and ``content``.
        after: Earlier questions, asked one after the other to make the history.
        short: Short answers, any of which is right; none where they are not graded.
        wrong: Values that the corpus gives and that are not true.
        fields: The whole line, with ``language``.
    """

    id: str
    question: str
    answerable: bool
    kind: str
    language: str
    expect: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    history: tuple[Mapping[str, str], ...]
    after: tuple[str, ...]
    short: tuple[str, ...]
    wrong: tuple[str, ...]
    fields: Mapping[str, Any]

    @property
    def difficulty(self) -> str:
        """The set's own word for how hard it is, or ""."""
        return str(self.fields.get("difficulty", ""))

    @property
    def is_follow_up(self) -> bool:
        """True where the question is asked within a conversation."""
        return bool(self.history or self.after)


def read_cases(path: str | Path) -> list[Case]:
    """Read a question file.

    Raises:
        SourcierError: The file cannot be read, is empty, repeats an id, or has a line that is not
            a question; the message names the line.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourcierError(
            f"The question file '{path}' cannot be read ({error.strerror}): give the path of a "
            "JSON Lines file."
        ) from error
    except UnicodeDecodeError as error:
        raise SourcierError(f"The question file '{path}' is not UTF-8: save it as that.") from error
    cases: list[Case] = []
    lines_of_ids: dict[str, int] = {}
    # Not splitlines(): JSON strings may hold the line separators that it also splits at.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = _case(line)
        except _LineError as fault:
            raise SourcierError(f"{path}:{number}: {fault}") from fault
        if case.id in lines_of_ids:
            raise SourcierError(
                f"{path}:{number}: the id '{case.id}' is taken by line {lines_of_ids[case.id]}; "
                "give each question its own."
            )
        lines_of_ids[case.id] = number
        cases.append(case)
    if not cases:
        raise SourcierError(f"The question file '{path}' is empty: write one question a line.")
    return cases


def choose_cases(cases: Sequence[Case], conditions: Sequence[str]) -> list[Case]:
    """Return the cases that meet the conditions, in their order.

    Args:
        cases: Of one file.
        conditions: Each ``FIELD=VALUE``, such as ``kind=who`` or ``answerable=false``. Of those
            on one field any may hold; those on different fields must all hold.

    Raises:
        SourcierError: A condition has no ``=`` or names a field that no line has, or nothing is
            left.
    """
    wanted: dict[str, set[str]] = {}
    for condition in conditions:
        field, separator, value = condition.partition("=")
        if not separator or not field:
            raise SourcierError(f"--only '{condition}' is not FIELD=VALUE, such as kind=who.")
        if not any(field in case.fields for case in cases):
            known = ", ".join(sorted({name for case in cases for name in case.fields}))
            raise SourcierError(
                f"--only '{condition}': no question has '{field}'; some have {known}."
            )
        wanted.setdefault(field, set()).add(value.casefold())
    chosen = [
        case
        for case in cases
        if all(_as_word(case.fields.get(field)) in values for field, values in wanted.items())
    ]
    if not chosen:
        raise SourcierError(f"No question meets {' '.join(conditions)}: loosen --only.")
    return chosen


def _as_word(value: Any) -> str:
    return (value if isinstance(value, str) else json.dumps(value)).casefold()


class _LineError(Exception):
    """What is wrong with one line and what to do about it."""


def _case(line: str) -> Case:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise _LineError(f"this line is not JSON ({error}); write one object a line.") from error
    if not isinstance(fields, dict):
        raise _LineError('this line is not an object; write {"id": …, "question": …}.')
    question = _text(fields, "question")
    answerable = fields.get("answerable")
    if not isinstance(answerable, bool):
        raise _LineError(f"'answerable' is {_shown(answerable)}; it must be true or false.")
    language = _text(fields, "language") if "language" in fields else None
    language = language or detect_language(question, ("en", "fr"))
    case = Case(
        id=_text(fields, "id"),
        question=question,
        answerable=answerable,
        kind=_text(fields, "kind") if "kind" in fields else "",
        language=language,
        expect=_groups(fields),
        sources=_texts(fields, "sources", fields.get("sources", [])),
        history=_history(fields),
        after=_texts(fields, "after", fields.get("after", [])),
        short=_texts(fields, "short", fields.get("short", [])),
        wrong=_texts(fields, "wrong", fields.get("wrong", [])),
        fields={**fields, "language": language},
    )
    if answerable and not case.expect and not case.sources:
        raise _LineError("an answerable question needs 'expect' or 'sources' to be held against.")
    if case.history and case.after:
        raise _LineError("it has both 'history' and 'after'; keep one.")
    return case


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _LineError(f"'{name}' is {_shown(value)}; it must be a string that is not empty.")
    return value


def _texts(fields: Mapping[str, Any], name: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(
        isinstance(value, str) and value.strip() for value in values
    ):
        raise _LineError(
            f"'{name}' has {_shown(values)}; it must be a list of strings, none empty."
        )
    return tuple(values)


def _groups(fields: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    groups = fields.get("expect", [])
    if not isinstance(groups, list):
        raise _LineError(f"'expect' is {_shown(groups)}; it must be a list of lists of strings.")
    expect = tuple(_texts(fields, "expect", group) for group in groups)
    # Every answer contains the empty string, so such a group would hold nothing to account.
    if any(not group or not all(fold(text).strip() for text in group) for group in expect):
        raise _LineError("'expect' has a group or a string with nothing to look for; take it out.")
    return expect


def _history(fields: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    turns = fields.get("history", [])
    if not isinstance(turns, list) or not all(
        isinstance(turn, dict)
        and turn.get("role") in ("user", "assistant")
        and isinstance(turn.get("content"), str)
        for turn in turns
    ):
        raise _LineError(
            "'history' must be a list of objects with a 'role', user or assistant, and a 'content'."
        )
    return tuple(turns)


def _shown(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    return "missing" if value is None else shown if len(shown) <= 60 else f"{shown[:59]}…"
