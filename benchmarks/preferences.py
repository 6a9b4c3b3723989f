"""How much an outlet or a date named in the question should count: the bonuses of
`index.preferences`.

    python -m benchmarks.preferences --data DIR [--questions 300]

DIR holds parallel/news_commentary_5k.tsv. Seven French lines at a time are told twice, the first
five and the last five, by outlets and in months drawn by chance. A question is the English of a
line that both tell. "right": it also names the outlet (or the month) of one telling, which should
then come first. "wrong": it names one that neither telling has; either of them should still come
first. A good bonus brings the named telling up without losing both where the name is wrong.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import index.preferences
from corpus.article import Article
from index.ingest import add_articles
from qa.assistant import Assistant
from qa.evaluation.datasets import read_pairs
from qa.evaluation.statistics import interval
from qa.settings import Settings

SEED = 0
# Of a story; the first and the last so many of them are its two tellings.
LINES, TOLD = 7, 5
BONUSES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
OUTLETS = ("Le Courrier", "La Gazette", "The Herald", "L'Écho", "The Tribune", "AFP", "Le Matin")
MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True)
class Asked:
    """A question that names an outlet or a month, and the articles that may come first."""

    question: str
    right: frozenset[str]


def tell_twice(pairs: Sequence[tuple[str, str]], chooser: random.Random) -> list[Article]:
    """Return the two tellings of each story, one after the other."""
    articles = []
    for first in range(0, len(pairs) - LINES + 1, LINES):
        outlets = chooser.sample(OUTLETS, 2)
        months = chooser.sample(range(1, 13), 2)
        for number, begin in enumerate((first, first + LINES - TOLD)):
            articles.append(
                Article(
                    f"{first // LINES}-{number}",
                    " ".join(french for _, french in pairs[begin : begin + TOLD]),
                    outlet=outlets[number],
                    published=f"2024-{months[number]:02d}-{chooser.randint(1, 28):02d}",
                    language="fr",
                )
            )
    return articles


def ask(
    pairs: Sequence[tuple[str, str]], articles: Sequence[Article], count: int, *, outlet: bool
) -> dict[str, list[Asked]]:
    """Return questions that name what one telling has, and some that name what none has."""
    chooser = random.Random(SEED)
    asked: dict[str, list[Asked]] = {"right": [], "wrong": []}
    for story in chooser.choices(range(len(articles) // 2), k=count):
        tellings = articles[2 * story : 2 * story + 2]
        line = pairs[story * LINES + chooser.randrange(LINES - TOLD, TOLD)][0].rstrip(".")
        meant = chooser.choice(tellings)
        names = OUTLETS if outlet else MONTHS
        other = chooser.choice(sorted(set(names) - {_name(each, outlet) for each in tellings}))
        both = frozenset(each.id for each in tellings)
        for kind, name, right in (
            ("right", _name(meant, outlet), frozenset({meant.id})),
            ("wrong", other, both),
        ):
            named = f"according to {name}" if outlet else f"in {name} 2024"
            asked[kind].append(Asked(f"{line}, {named}?", right))
    return asked


def _name(article: Article, outlet: bool) -> str:
    return article.outlet if outlet else MONTHS[int((article.published or "")[5:7]) - 1]


def found_first(assistant: Assistant, questions: Sequence[Asked]) -> str:
    """Return how often a right telling comes first, with its interval."""
    rows = [
        [float(assistant.search(each.question, 1)[0].article_id in each.right)]
        for each in questions
    ]
    low, high = interval(rows)
    return f"{sum(row[0] for row in rows) / len(rows):.3f} [{low:.3f} {high:.3f}]"


def main() -> None:
    """Print how often a right telling comes first, for each bonus."""
    parser = argparse.ArgumentParser(description="Measure what naming an outlet or date should do.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=300, help="of each kind")
    options = parser.parse_args()
    pairs = read_pairs(options.data / "parallel/news_commentary_5k.tsv")
    articles = tell_twice(pairs, random.Random(SEED))
    assistant = Assistant.open(":memory:", Settings(), create=True)
    add_articles(assistant.store, articles)
    for constant in ("OUTLET_BONUS", "DATE_BONUS"):
        asked = ask(pairs, articles, options.questions, outlet=constant == "OUTLET_BONUS")
        usual = getattr(index.preferences, constant)
        for bonus in BONUSES:
            setattr(index.preferences, constant, bonus)
            cells = "  ".join(
                f"{kind} {found_first(assistant, questions)}" for kind, questions in asked.items()
            )
            print(f"{constant:13} {bonus:4.2f}  R@1 where the name is {cells}", flush=True)
        setattr(index.preferences, constant, usual)


if __name__ == "__main__":
    main()
