"""An index run may die at any moment; the next one makes everything good."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.crash import Crash
from index.ingest import bring_up_to_date
from index.store import Store
from tests.index.conftest import NAME, Folder, WordEmbedding, story

# Everything through which an update reaches the disk.
STEPS = [
    "index.records.Record.transaction",
    "index.records.Record.set_fact",
    "index.generations._copy",
    "index.generations._sync_tree",
    "index.generations._replace",
    "index.generations._sync",
    "index.generations.shutil.copyfile",
    "index.generations.shutil.rmtree",
    "index.generations.change_collection",
    "index.lexical.Lexical.change",
]


class Death(BaseException):
    """The process ends here."""


class Countdown:
    """Lets some calls of the steps pass and dies at the next."""

    def __init__(self, patch: pytest.MonkeyPatch, passes: int) -> None:
        self.left = passes
        for step in STEPS:
            owner, _, name = step.rpartition(".")
            patch.setattr(step, self._counted(resolve(owner), name))

    def _counted(self, owner: Any, name: str) -> Callable[..., Any]:
        original = getattr(owner, name)

        def step(*arguments: Any, **options: Any) -> Any:
            if self.left == 0:
                raise Death
            self.left -= 1
            return original(*arguments, **options)

        return step


def resolve(name: str) -> Any:
    """Return a module, or a class or module inside one, by its name."""
    import importlib

    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        owner, _, last = name.rpartition(".")
        return getattr(resolve(owner), last)


def state(location: Path, embedder: WordEmbedding) -> tuple[Any, ...]:
    """Return what a store holds, by articles and places."""
    store = Store.open(str(location), embedder, NAME)
    passages = {p.id: p for row in store.articles() for p in store.passages_of(row.id)}
    vectors = store.vectors(list(passages))
    found = [
        (passages[scored.passage_id].text, round(scored.score, 4))
        for scored in store.matching("le maire annonce la préfecture", 100)
    ]
    result = (
        store.articles(),
        [store.article(row.id) for row in store.articles()],
        [(p.article_id, p.start, p.end, p.text, p.cluster) for p in passages.values()],
        vectors.tobytes(),
        sorted(found),
        store.record.rows("SELECT article_id, digest FROM documents ORDER BY article_id"),
        store.status().healthy,
    )
    store.close()
    return result


def test_death_at_any_step_leaves_a_store_that_the_next_run_completes(
    tmp_path: Path, embedder: WordEmbedding
) -> None:
    press, base = Folder(tmp_path / "press"), tmp_path / "base"
    for number in range(8):
        press.write(f"{number}.txt", story(f"le pont {number}", "la gare", f"le quai {number}"))
    store = Store.open(str(base), embedder, NAME, create=True)
    bring_up_to_date(store, [press.path])
    store.close()
    before = state(base, embedder)
    press.write("0.txt", story("le tunnel"))
    press.remove("1.txt")
    press.write("9.txt", story("le viaduc"))
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(base, undisturbed)
    bring_up_to_date(Store.open(str(undisturbed), embedder, NAME), [press.path])
    after = state(undisturbed, embedder)

    victim = tmp_path / "victim"
    deaths = 0
    while True:
        shutil.rmtree(victim, ignore_errors=True)
        shutil.copytree(base, victim)
        store = Store.open(str(victim), embedder, NAME)
        with pytest.MonkeyPatch.context() as patch:
            countdown = Countdown(patch, passes=deaths)
            try:
                bring_up_to_date(store, [press.path])
            except Death:
                deaths += 1
            else:
                assert countdown.left >= 0
                break
        seen = Store.open(str(victim), embedder, NAME)
        expected = before if seen.generation == "1" else after
        assert seen.articles() == expected[0]
        bring_up_to_date(seen, [press.path])
        assert state(victim, embedder) == after, f"differs after death at step {deaths}"
    assert deaths > 20


def test_killed_command_is_made_good_by_the_next(tmp_path: Path) -> None:
    crash = Crash(tmp_path, seed=1, articles=12)
    times = crash.prepare()
    kills = [
        crash.kill(target, sign, times[target][sign])
        for target, sign in (("first", "record"), ("second", "generation"))
    ]
    assert [kill.difference for kill in kills] == ["", ""]
