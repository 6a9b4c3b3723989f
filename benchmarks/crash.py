"""Kill an index run at random moments, and see whether the next run makes everything good.

Run it in the project's root:

    python -m benchmarks.crash [--kills 20] [--seed 0] [--articles 60]

A folder of made-up articles is indexed once, then articles are added, changed and removed and it is
indexed again: that is the undisturbed result. Then the same is done over and over with a real
``python -m qa index`` that is killed with SIGKILL: half of the kills hit the first run on an empty
store, half the update. The moment is random between a sign of progress on disk and the time that
an undisturbed run ends after it; the signs take turns, so that the short steps are hit as well.

After each kill a reader has to see a whole generation, old or new. After the next, undisturbed run
the store has to equal the undisturbed one: articles, passages, vectors, and what the BM25 index and
Chroma hold. Prints a line a kill, and a summary; exits 1 on any difference.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.embedding import load_embedder
from index.generations import CHROMA, Generations
from index.store import Store
from index.vectors import open_client, open_collection

EMBEDDER = "embedded"
_SYLLABLES = "ba ke lo mi nu ra ve do si ta pe fu gor lan mer sol tin vak".split()


@dataclass(frozen=True)
class Dump:
    """Everything that a store holds, in a form that two stores can be compared by.

    Passages go by their article and place, since their ids tell only when they came.
    """

    articles: tuple[object, ...]
    passages: dict[tuple[str, int, int], tuple[str, str, bytes]]
    words: tuple[tuple[tuple[str, int, int], float], ...]
    chroma: dict[tuple[str, int, int], tuple[float, ...]]
    is_healthy: bool
    leftovers: tuple[int, ...]


# Signs of progress that a run shows on disk: the lock, the first transaction, the new generation.
SIGNS = ("lock", "record", "generation")


@dataclass(frozen=True)
class Kill:
    """One kill: the store it hit, so many seconds after which sign, and what came of it."""

    target: str
    sign: str
    moment: float
    before: int
    seen: int
    difference: str


class Crash:
    """The folders of one run of the benchmark."""

    def __init__(self, work: Path, seed: int, articles: int) -> None:
        self.work = work
        self.random = random.Random(seed)
        self.press = work / "press"
        self.first, self.second = work / "first", work / "second"
        names = [f"{number % 7}/{number:04d}.txt" for number in range(articles)]
        self.old = {name: self._text() for name in names}
        self.new = dict(self.old)
        for number, name in enumerate(names):
            if number % 5 == 0:
                del self.new[name]
            elif number % 5 == 1:
                self.new[name] = self._text()
        self.new |= {f"new/{number:04d}.txt": self._text() for number in range(articles // 4)}
        self.new["copy.txt"] = self.new[names[2]]

    def prepare(self) -> dict[str, dict[str, float]]:
        """Make the undisturbed stores; return how many seconds each ran on after each sign."""
        self.lay_out(self.old)
        first = self.index(self.first)
        shutil.copytree(self.first, self.second)
        self.lay_out(self.new)
        return {"first": first, "second": self.index(self.second)}

    def lay_out(self, texts: dict[str, str]) -> None:
        """Make the folder hold these articles."""
        for path in self.press.rglob("*.txt"):
            if path.relative_to(self.press).as_posix() not in texts:
                path.unlink()
        for name, text in texts.items():
            path = self.press / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text() != text:
                path.write_text(text)

    def index(self, store: Path, sign: str = "", after: float = 0) -> dict[str, float]:
        """Run the command, killed so many seconds after a sign if one is given.

        Returns:
            How many seconds it ran on after each sign.
        """
        command = [sys.executable, "-m", "qa", "index", str(self.press), "--store", str(store)]
        generations = Generations(store)
        newest = max(generations.numbers(), default=0)
        # What a killed run left would be taken for this run's.
        (store / "lock.json").unlink(missing_ok=True)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        seen: dict[str, float] = {}
        while process.poll() is None:
            now = time.monotonic()
            if (store / "lock.json").exists():
                seen.setdefault("lock", now)
            if (store / "record.sqlite3-journal").exists():
                seen.setdefault("record", now)
            if max(generations.numbers(), default=0) > newest:
                seen.setdefault("generation", now)
            if sign in seen and now > seen[sign] + after:
                process.kill()
                break
            time.sleep(0.0005)
        ended = time.monotonic()
        _, errors = process.communicate()
        if not sign and process.returncode != 0:
            raise SystemExit(f"an undisturbed run failed: {errors.decode()}")
        return {name: ended - moment for name, moment in seen.items()}

    def kill(self, target: str, sign: str, longest: float) -> Kill:
        """Kill a run on a first or a second store, let the next one finish, and compare."""
        store = self.work / "victim"
        shutil.rmtree(store, ignore_errors=True)
        if target == "first":
            self.lay_out(self.old)
        else:
            self.lay_out(self.new)
            shutil.copytree(self.first, store)
        moment = self.random.uniform(0, longest)
        before = Generations(store).current()
        self.index(store, sign, moment)
        seen, difference = self._look(store, target)
        self.index(store)
        expected = self.first if target == "first" else self.second
        difference = difference or compare(dump(store), dump(expected))
        return Kill(target, sign, moment, before, seen, difference)

    def _look(self, store: Path, target: str) -> tuple[int, str]:
        """Return the generation that a reader sees after a kill, and what is wrong with it."""
        seen = Generations(store).current()
        if seen == 0:
            return 0, ""
        expected = self.first if target == "first" or seen == 1 else self.second
        found, wanted = dump(store), dump(expected)
        if (found.passages, found.words) != (wanted.passages, wanted.words):
            return seen, "a reader saw something that was never whole"
        return seen, ""

    def _text(self) -> str:
        sentences = []
        for _ in range(self.random.randint(8, 30)):
            words = [
                "".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 3)))
                for _ in range(self.random.randint(6, 18))
            ]
            sentences.append(f"{' '.join(words).capitalize()}.")
        return "\n".join(sentences) + "\n"


def dump(location: Path) -> Dump:
    """Read everything that a store holds."""
    store = Store.open(str(location), load_embedder(EMBEDDER), EMBEDDER)
    try:
        places = {}
        passages = {}
        rows = store.articles()
        for row in rows:
            for passage in store.passages_of(row.id):
                place = (row.id, passage.start, passage.end)
                places[passage.id] = place
                vector = store.vectors([passage.id]).tobytes()
                passages[place] = (passage.text, passage.cluster, vector)
        words = [
            (places[scored.passage_id], round(scored.score, 4))
            for scored in store.matching("lomi bakeve taraver gormer", 1000)
        ]
        return Dump(
            articles=tuple((row, store.article(row.id)) for row in rows),
            passages=passages,
            words=tuple(sorted(words)),
            chroma=_dump_chroma(location, int(store.generation), places),
            is_healthy=store.status().healthy,
            leftovers=tuple(
                row[0]
                for table in ("texts", "vectors", "documents", "files")
                for row in store.record.rows(f"SELECT count(*) FROM {table}")
            ),
        )
    finally:
        store.close()


def _dump_chroma(
    location: Path, generation: int, places: dict[int, tuple[str, int, int]]
) -> dict[tuple[str, int, int], tuple[float, ...]]:
    with open_client(Generations(location).path(generation) / CHROMA) as client:
        found = open_collection(client).get(include=["embeddings"])
        vectors = np.asarray(found["embeddings"]).round(5) + 0.0
        return {
            places[int(each)]: tuple(vector.tolist())
            for each, vector in zip(found["ids"], vectors, strict=True)
        }


def compare(found: Dump, expected: Dump) -> str:
    """Return in what two stores differ; "" when they hold the same."""
    names = [name for name in vars(expected) if getattr(found, name) != getattr(expected, name)]
    return f"{', '.join(names)} differ" if names else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--articles", type=int, default=60)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        crash = Crash(Path(work), options.seed, options.articles)
        times = crash.prepare()
        print(f"undisturbed: {times['first']['lock']:.2f} s of writing the first store, ", end="")
        print(f"{times['second']['lock']:.2f} s of updating it")
        kills = []
        for number in range(options.kills):
            target, sign = ("first", "second")[number % 2], SIGNS[number % len(SIGNS)]
            kill = crash.kill(target, sign, times[target][sign])
            kills.append(kill)
            print(
                f"kill {number + 1:2}: {target} run, {kill.moment:.3f} s after the {sign}; "
                f"a reader saw generation {kill.seen}; {kill.difference or 'equal in the end'}",
                flush=True,
            )
    failures = sum(bool(kill.difference) for kill in kills)
    print(f"{len(kills)} kills, {failures} differences")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
