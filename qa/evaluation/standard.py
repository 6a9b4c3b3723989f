"""Public question sets as questions with a corpus each: ``evaluate --format NAME PATH``.

    file of a public set ─▶ datasets.py ─▶ Trial: texts, and the cases to ask of them

Where a set has one corpus for all questions there is one trial; where each question brings its own
passages each is a trial of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SourcierError
from corpus.language import detect_language
from qa.evaluation.cases import Case
from qa.evaluation.datasets import (
    Given,
    read_beir,
    read_clapnq,
    read_nomiracl,
    read_ramdocs,
    read_squad,
)

SEED = 0

Texts = Sequence[Mapping[str, str | None]]


@dataclass(frozen=True)
class Trial:
    """A corpus and what is asked of it.

    Attributes:
        texts: As `Assistant.from_texts` takes them.
        cases: Asked of these texts.
    """

    texts: Texts
    cases: tuple[Case, ...]


def read_standard(name: str, path: str | Path, sample: int | None = None) -> list[Trial]:
    """Read a public set.

    Args:
        name: A key of `FORMATS`.
        path: The file, or for ``beir`` the folder.
        sample: At most so many questions, drawn with a fixed seed; None takes all.

    Raises:
        SourcierError: The path cannot be read or is not of this format.
    """
    try:
        trials = FORMATS[name](Path(path))
    except OSError as error:
        raise SourcierError(f"'{error.filename}' cannot be read ({error.strerror}).") from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise SourcierError(
            f"'{path}' is not of the format {name} ({type(error).__name__}: {error}): give the "
            "file as its authors publish it."
        ) from error
    asked = [(place, case) for place, trial in enumerate(trials) for case in trial.cases]
    if not asked:
        raise SourcierError(f"'{path}' holds no questions.")
    if sample is not None and sample < len(asked):
        asked = random.Random(SEED).sample(asked, sample)
    chosen: dict[int, list[Case]] = {}
    for place, case in asked:
        chosen.setdefault(place, []).append(case)
    return [Trial(trials[place].texts, tuple(cases)) for place, cases in sorted(chosen.items())]


def _squad(path: Path) -> list[Trial]:
    reading = read_squad(path)
    languages = [detect_language(text, ("en", "fr")) for text in reading.paragraphs]
    texts: Texts = [
        {"id": f"p{place}", "text": text, "title": reading.titles[place], "language": language}
        for place, (text, language) in enumerate(zip(reading.paragraphs, languages, strict=True))
    ]
    cases = []
    for asked in reading.questions:
        paragraph = reading.paragraphs[asked.paragraph]
        answers = tuple(dict.fromkeys(paragraph[start:end] for start, end in asked.answers))
        source = f"p{asked.paragraph}"
        cases.append(_case(asked.id, asked.text, bool(answers), (answers,), answers, (source,)))
    return [Trial(texts, tuple(cases))]


def _own_passages(given: Sequence[Given]) -> list[Trial]:
    return [
        Trial(
            [{"id": f"d{place}", "text": text} for place, text in enumerate(each.passages)],
            (
                _case(
                    each.id,
                    each.text,
                    each.is_answerable,
                    tuple((answer,) for answer in each.answers),
                    wrong=each.wrong,
                ),
            ),
        )
        for each in given
    ]


def _beir(folder: Path) -> list[Trial]:
    found = read_beir(folder)
    texts: Texts = [
        {"id": id, "text": text, "title": title} for id, (title, text) in found.documents.items()
    ]
    cases = [
        _case(id, found.queries[id], True, (), sources=relevant)
        for id, relevant in found.relevant.items()
    ]
    return [Trial(texts, tuple(cases))]


def _case(
    id: str,
    question: str,
    answerable: bool,
    expect: Sequence[tuple[str, ...]],
    short: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
    wrong: tuple[str, ...] = (),
) -> Case:
    groups = tuple(expect) if answerable else ()
    language = detect_language(question, ("en", "fr"))
    fields = {
        "id": id,
        "question": question,
        "answerable": answerable,
        "language": language,
        "expect": [list(group) for group in groups],
        "sources": list(sources) if answerable else [],
    }
    return Case(
        id=id,
        question=question,
        answerable=answerable,
        kind="",
        language=language,
        expect=groups,
        sources=sources if answerable else (),
        history=(),
        after=(),
        short=short,
        wrong=wrong,
        fields=fields,
    )


FORMATS: Mapping[str, Callable[[Path], list[Trial]]] = {
    "squad": _squad,
    "nomiracl": lambda path: _own_passages(read_nomiracl(path)),
    "clapnq": lambda path: _own_passages(read_clapnq(path)),
    "ramdocs": lambda path: _own_passages(read_ramdocs(path)),
    "beir": _beir,
}
