"""Measure reading: answers over all of PIAF, abstention, conflicting documents, and the promises.

    python -m benchmarks.reading --data DIR [--questions N]

DIR holds qa/piaf_dev.json, rag/nomiracl_fr_*_dev.jsonl, rag/clapnq_*_dev.jsonl and
rag/ramdocs_dev.jsonl; for the kinds of questions also qa/xquad_en.json and
rag/miracl_fr_questions.tsv. PIAF is asked openly: every paragraph is indexed, and the questions
are those of the articles that trained nothing. EM and F1 are of the short answer, a refusal
counting as wrong; 'cited' is the share of questions whose own paragraph is among the citations.
NoMIRACL and CLAPNQ bring their own passages. On RAMDocs an answer is right when it gives every
correct answer and none of the misinformed ones. A kind of question fits when the answer that
people gave holds such a thing: a figure, a date, a name.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from qa.answer import Answer
from qa.answer_types import find_candidates
from qa.assistant import Assistant
from qa.evaluation.datasets import (
    Asked,
    ReadingSet,
    read_clapnq,
    read_nomiracl,
    read_ramdocs,
    read_squad,
)
from qa.evaluation.grading import fold
from qa.question import understand
from qa.spans.examples import DATA, HELD_OUT
from qa.spans.overlap import exact, overlap

SEED = 0
LONGEST = 120


def ask_piaf(
    assistant: Assistant, reading: ReadingSet, questions: Sequence[tuple[str, Asked]], name: str
) -> list[Answer]:
    """Ask questions over all paragraphs and print a row; return the answers."""
    answers, same, shared, cited, times = [], [], [], [], []
    for text, asked in tqdm(questions, desc=name, disable=None, leave=False):
        begun = time.perf_counter()
        answer = assistant.ask(text)
        times.append((time.perf_counter() - begun) * 1000)
        golds = [reading.paragraphs[asked.paragraph][start:end] for start, end in asked.answers]
        said = answer.short or ""
        same.append(max(exact(said, gold) for gold in golds))
        shared.append(max(overlap(said, gold) for gold in golds))
        own = f"p{asked.paragraph}"
        cited.append(any(citation.article_id == own for citation in answer.citations))
        answers.append(answer)
    refused = statistics.mean(not answer.answered for answer in answers)
    print(
        f"{name:32} n {len(answers):4}  EM {statistics.mean(same):.3f}  "
        f"F1 {statistics.mean(shared):.3f}  cited {statistics.mean(cited):.3f}  "
        f"refused {refused:.3f}  p50 {statistics.median(times):.0f} ms",
        flush=True,
    )
    return answers


def piaf(data: Path, count: int) -> tuple[Assistant, list[Answer]]:
    """Measure on PIAF, in French and for the questions translated by hand."""
    reading = read_squad(data / "qa/piaf_dev.json")
    held_out = {asked.id for asked in read_squad(data / "qa/piaf_dev.json", HELD_OUT).questions}
    assistant = Assistant.from_texts(
        [
            {"id": f"p{place}", "text": text, "title": reading.titles[place], "language": "fr"}
            for place, text in enumerate(reading.paragraphs)
        ]
    )
    asked = [entry for entry in reading.questions if entry.id in held_out]
    chosen = random.Random(SEED).sample(asked, min(count, len(asked)))
    answers = ask_piaf(assistant, reading, [(e.text, e) for e in chosen], "PIAF, open")
    with (DATA / "piaf_held_out_in_english.tsv").open(encoding="utf-8", newline="") as lines:
        english = dict(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    both = [entry for entry in asked if entry.id in english]
    ask_piaf(assistant, reading, [(english[e.id], e) for e in both], "PIAF, asked in English")
    ask_piaf(assistant, reading, [(e.text, e) for e in both], "the same, asked in French")
    return assistant, answers


def abstention(data: Path) -> None:
    """Print how often the unanswerable is answered and the answerable refused."""
    for name, read, splits in (
        ("NoMIRACL, French", read_nomiracl, ("nomiracl_fr_relevant", "nomiracl_fr_non_relevant")),
        ("CLAPNQ", read_clapnq, ("clapnq_answerable", "clapnq_unanswerable")),
    ):
        shares = []
        for split in splits:
            given = read(data / f"rag/{split}_dev.jsonl")
            wrong = []
            for entry in tqdm(given, desc=split, disable=None, leave=False):
                assistant = Assistant.from_texts(
                    [{"id": f"p{k}", "text": text} for k, text in enumerate(entry.passages)]
                )
                wrong.append(assistant.ask(entry.text).answered != entry.is_answerable)
                assistant.close()
            shares.append(statistics.mean(wrong) * 100)
        refuses, answers = shares
        print(
            f"{name:32} answers the unanswerable {answers:.1f} %  refuses the answerable "
            f"{refuses:.1f} %  together {answers + refuses:.1f}",
            flush=True,
        )


def conflicts(data: Path) -> None:
    """Print how often an answer gives every correct value, and how often a wrong one alone."""
    outcomes: dict[str, list[tuple[bool, bool]]] = {"Sourcier": [], "top passage": []}
    for row in tqdm(
        read_ramdocs(data / "rag/ramdocs_dev.jsonl"), desc="RAMDocs", disable=None, leave=False
    ):
        assistant = Assistant.from_texts(
            [{"id": f"d{k}", "text": text} for k, text in enumerate(row.passages)]
        )
        right, wrong = row.answers, row.wrong
        top = assistant.search(row.text, 1)
        texts = {
            "Sourcier": assistant.ask(row.text).text,
            "top passage": top[0].text if top else "",
        }
        for name, text in texts.items():
            found = [fold(gold) in fold(text) for gold in right]
            misled = any(fold(value) in fold(text) for value in wrong) and not any(found)
            outcomes[name].append((all(found), misled))
        assistant.close()
    for name, pairs in outcomes.items():
        complete = statistics.mean(pair[0] for pair in pairs)
        misled_alone = statistics.mean(pair[1] for pair in pairs)
        print(
            f"RAMDocs, {name:23} all correct answers {complete:.3f}  "
            f"only a wrong one {misled_alone:.3f}"
        )


def kinds(data: Path) -> None:
    """Print how often a question's kind is known, and how often the answers given to a kind are of
    that kind."""
    for name, file in (("PIAF", "piaf_dev"), ("XQuAD, English", "xquad_en")):
        reading = read_squad(data / f"qa/{file}.json")
        of_kind: dict[str, list[bool]] = {}
        for asked in reading.questions:
            for start, end in asked.answers[:1]:
                kind = understand(asked.text).kind
                gold = reading.paragraphs[asked.paragraph][start:end]
                of_kind.setdefault(kind, []).append(bool(find_candidates(kind, gold)))
        total = sum(map(len, of_kind.values()))
        fitting = "  ".join(
            f"{kind} {statistics.mean(of_kind[kind]):.2f} of {len(of_kind[kind])}"
            for kind in ("howmany", "when", "who")
        )
        print(f"{name:32} kind known {1 - len(of_kind['other']) / total:.3f}  fitting {fitting}")
    lines = (data / "rag/miracl_fr_questions.tsv").read_text(encoding="utf-8").splitlines()
    known = [understand(line.split("\t")[1]).kind != "other" for line in lines]
    print(f"{'MIRACL, French':32} kind known {statistics.mean(known):.3f}")


def promises(assistant: Assistant, answers: Sequence[Answer]) -> None:
    """Print how many answers break what every answer promises."""
    long = sum(len(answer.text.split()) > LONGEST for answer in answers)
    bare = sum(
        answer.answered and not re.search(r"\[\d+\]\.?$", line)
        for answer in answers
        for line in answer.text.split("\n")
    )
    moved = sum(
        assistant.show(citation.article_id).text[citation.start : citation.end] != citation.quote
        for answer in answers
        for citation in answer.citations
    )
    print(
        f"Of {len(answers)} answers: {long} over {LONGEST} words, {bare} statements without a "
        f"marker, {moved} quotations not at their offsets"
    )


def main() -> None:
    """Run every measurement."""
    parser = argparse.ArgumentParser(description="Measure reading.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=1000, help="of PIAF, at most")
    options = parser.parse_args()
    assistant, answers = piaf(options.data, options.questions)
    promises(assistant, answers)
    abstention(options.data)
    conflicts(options.data)
    kinds(options.data)


if __name__ == "__main__":
    main()
