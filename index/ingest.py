"""Bring a store to what the given files and folders hold now.

A *root* is a file or folder that was asked for; the store remembers its roots. What lies below a
root is wanted, what lay below it and is gone is taken out, and other roots stay as they are. A
file that two roots reach, such as a folder and a folder inside it, is one file: it keeps the id
that it got through the root that came first.

What has not changed costs nothing: a file whose size and time of change are as they were is not
read. Where its time of change was too close to the moment of looking to be sure, its bytes are
compared by their hash. A run that finds nothing to do takes no lock and writes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.errors import ReadingError, UnknownArticleError
from corpus.reading import BUNDLED, Limits, Skipped, article_id_of, find_files, read_file
from index.records import Record
from index.store import Store
from index.update import Changes, Effect, File, Update, digest_of

# A file that changed less than this before it was looked at may have changed again within the same
# tick of its clock: two seconds on FAT, a few milliseconds elsewhere.
RACY = 2_000_000_000


@dataclass(frozen=True)
class Progress:
    """How far a run has come: `done` of `total` in the stage ``reading`` or ``embedding``."""

    done: int
    total: int
    stage: str


@dataclass(frozen=True)
class Summary:
    """What a run did.

    Attributes:
        added, updated, unchanged, removed: Articles. Unchanged are those below the given paths.
        duplicates: Documents below the given paths whose text another article has already.
        skipped: Files, or parts of files, that could not be read.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    skipped: tuple[Skipped, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as a JSON object."""
        fields = {name: value for name, value in vars(self).items() if name != "skipped"}
        skipped = [{"path": each.path, "reason": each.reason} for each in self.skipped]
        return {**fields, "skipped": skipped}


OnProgress = Callable[[Progress], None]


def bring_up_to_date(
    store: Store,
    paths: Sequence[str | Path],
    on_progress: OnProgress | None = None,
) -> Summary:
    """Make the store hold what the paths hold now.

    Args:
        store: What to change; its readers in this process see the result at once.
        paths: Files and folders; none means those the store knows, or else the bundled articles.
        on_progress: Called as the run goes on.

    Raises:
        ReadingError: A path does not exist, or is an empty folder that the store does not know.
        StoreLockedError: Another process is writing to the store.
        StoreError: The store cannot be written to.
    """
    record = store.contents.record
    wanted = _look(record, paths)
    plan = _plan(record, wanted)
    if plan.is_settled() and not store.is_behind():
        return _summary(record, wanted, Effect(frozenset(), frozenset(), frozenset()))
    with store.writing() as record:
        plan = _plan(record, wanted)
        changes = _read(record, plan, on_progress)
        effect = _apply(store, record, changes, on_progress)
        return _summary(record, wanted, effect)


def add_articles(store: Store, articles: Sequence[Article]) -> Summary:
    """Put articles in that come from no file; one with a known id replaces that article.

    Raises:
        StoreLockedError: Another process is writing to the store.
        StoreError: The store cannot be written to.
    """
    with store.writing() as record:
        changes = Changes()
        known = dict(record.rows("SELECT article_id, digest FROM documents"))
        for article in {article.id: article for article in articles}.values():
            if known.get(article.id) == digest_of(article):
                continue
            if article.id in known:
                changes.documents_out.append(article.id)
            changes.documents_in.append(article)
        effect = _apply(store, record, changes, None)
        count = len({article.id for article in articles})
        new = len(effect.added) + len(effect.updated)
        duplicates = _duplicates(record, [article.id for article in articles])
        return Summary(
            added=len(effect.added),
            updated=len(effect.updated),
            unchanged=count - new - duplicates,
            removed=len(effect.removed),
            duplicates=duplicates,
        )


def forget(store: Store, targets: Sequence[str]) -> Summary:
    """Take articles out: those with the given ids, and all below the given paths.

    A path that the store knows as a root is no longer one. Files that stay below another root come
    back when that root is indexed again.

    Raises:
        UnknownArticleError: A target is neither the id of an article nor a path with articles.
        StoreLockedError: Another process is writing to the store.
        StoreError: The store cannot be written to.
    """
    with store.writing() as record:
        changes = Changes()
        for target in targets:
            _forget_one(record, target, changes)
        effect = _apply(store, record, changes, None)
        return Summary(
            added=len(effect.added), updated=len(effect.updated), removed=len(effect.removed)
        )


@dataclass(frozen=True)
class _Found:
    """A file that is there: its real path, and how it was reached."""

    path: str
    way: Path
    root: str


@dataclass(frozen=True)
class _Wanted:
    """What the roots of a run hold."""

    roots: tuple[str, ...]
    found: tuple[_Found, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _Plan:
    """What a run has to do.

    Attributes:
        new_roots: Roots that the store does not know yet.
        seen: Files whose bytes are as they were, although their time is not.
        to_read: Files that are new or changed, with what was known about them.
        gone: Real paths of files that are no longer there.
    """

    new_roots: tuple[str, ...]
    seen: tuple[File, ...]
    to_read: tuple[tuple[_Found, File], ...]
    gone: tuple[str, ...]

    def is_settled(self) -> bool:
        return not (self.new_roots or self.seen or self.to_read or self.gone)


def _look(record: Record, paths: Sequence[str | Path]) -> _Wanted:
    known = [path for (path,) in record.rows("SELECT path FROM roots ORDER BY number")]
    asked = [_absolute(path) for path in paths]
    roots = list(dict.fromkeys(asked or known or [str(BUNDLED)]))
    found: dict[str, _Found] = {}
    missing = []
    for root in roots:
        if not asked and known and not Path(root).exists():
            missing.append(root)
            continue
        files = find_files(Path(root))
        if not files and root not in known:
            raise ReadingError(f"the folder {root} holds no file to read")
        for file in files:
            real = os.path.realpath(file)
            found.setdefault(real, _Found(real, file, root))
    return _Wanted(tuple(roots), tuple(found.values()), tuple(missing))


def _absolute(path: str | Path) -> str:
    return os.path.abspath(Path(path).expanduser())  # noqa: PTH100 - resolve() follows links


def _plan(record: Record, wanted: _Wanted) -> _Plan:
    known_roots = {path for (path,) in record.rows("SELECT path FROM roots")}
    known = {file.path: file for file in _files(record)}
    seen, to_read = [], []
    for found in wanted.found:
        before = known.get(found.path)
        now = _state(found, before)
        if (
            before
            and (before.size, before.modified) == (now.size, now.modified)
            and not _is_racy(before)
        ):
            continue
        now = replace(now, digest=_hash(found.path, now.size))
        if before and before.digest == now.digest and before.size == now.size:
            if before.modified != now.modified:
                seen.append(replace(now, skipped=before.skipped))
            continue
        to_read.append((found, now))
    there = {found.path for found in wanted.found}
    asked = set(wanted.roots) - set(wanted.missing)
    gone = [path for path, file in known.items() if path not in there and _is_gone(file, asked)]
    return _Plan(
        tuple(
            root for root in wanted.roots if root not in known_roots and root not in wanted.missing
        ),
        tuple(seen),
        tuple(to_read),
        tuple(gone),
    )


def _is_gone(file: File, asked: set[str]) -> bool:
    if file.root in asked:
        return True
    below = any(_is_below(file.path, os.path.realpath(root)) for root in asked)
    return below and not Path(file.path).exists()


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _files(record: Record) -> Iterable[File]:
    for row in record.rows(
        "SELECT path, root, base, size, modified, seen, digest, skipped FROM files"
    ):
        yield File(*row[:7], skipped=tuple((p, r) for p, r in json.loads(row[7])))


def _state(found: _Found, before: File | None) -> File:
    moment = time.time_ns()
    try:
        stat = Path(found.path).stat()
    except OSError:
        return File(found.path, found.root, "", -1, 0, moment, b"")
    return File(
        path=found.path,
        root=before.root if before else found.root,
        base=before.base if before else "",
        size=stat.st_size,
        modified=stat.st_mtime_ns,
        seen=moment,
        digest=b"",
    )


def _is_racy(file: File) -> bool:
    return file.modified > file.seen - RACY


def _hash(path: str, size: int) -> bytes:
    if not 0 <= size <= Limits().file_bytes:
        return b""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b""


def _read(record: Record, plan: _Plan, on_progress: OnProgress | None) -> Changes:
    changes = Changes(roots_in=list(plan.new_roots), files_in=list(plan.seen))
    ids = dict(record.rows("SELECT article_id, path FROM documents"))
    digests = dict(record.rows("SELECT article_id, digest FROM documents"))
    of_file: dict[str, list[str]] = {}
    for article_id, path in ids.items():
        of_file.setdefault(path, []).append(article_id)
    for path in plan.gone:
        changes.files_out.append(path)
        changes.documents_out += of_file.get(path, [])
    taken = set(ids) - set(changes.documents_out)
    for done, (found, state) in enumerate(plan.to_read):
        if on_progress:
            on_progress(Progress(done, len(plan.to_read), "reading"))
        before = of_file.get(found.path, [])
        taken.difference_update(before)
        base = state.base or article_id_of(found.way, Path(found.root))
        reading = read_file(found.way, base)
        articles, base = _named(reading.articles, base, found, taken)
        taken.update(article.id for article in articles)
        skipped = tuple((each.path, each.reason) for each in reading.skipped)
        changes.files_in.append(replace(state, base=base, skipped=skipped))
        after = {article.id: article for article in articles}
        for article_id in before:
            if article_id not in after or digests[article_id] != digest_of(after[article_id]):
                changes.documents_out.append(article_id)
        changes.documents_in += [
            article
            for article in articles
            if article.id not in before or digests[article.id] != digest_of(article)
        ]
    if on_progress and plan.to_read:
        on_progress(Progress(len(plan.to_read), len(plan.to_read), "reading"))
    return changes


def _named(
    articles: Sequence[Article], base: str, found: _Found, taken: set[str]
) -> tuple[list[Article], str]:
    """Return the articles of a file under ids that no other file has, and what these begin with."""
    for other in _bases(base, found):
        ids = [other + article.id.removeprefix(base) for article in articles]
        if taken.isdisjoint(ids):
            named = [
                replace(article, id=each, path=found.path)
                for each, article in zip(ids, articles, strict=True)
            ]
            return named, other
    raise AssertionError("there is always a free number")


def _bases(base: str, found: _Found) -> Iterable[str]:
    """Yield ids for a file, the plain one first, then ever longer ones."""
    yield base
    yield base + found.way.suffix
    folder = Path(found.root) if found.way != Path(found.root) else found.way.parent
    front = ""
    for name in reversed(folder.parts[1:]):
        front = f"{name}/{front}"
        yield front + base
        yield front + base + found.way.suffix
    number = 2
    while True:
        yield f"{base}~{number}"
        number += 1


def _apply(
    store: Store, record: Record, changes: Changes, on_progress: OnProgress | None
) -> Effect:
    def tell(done: int, total: int) -> None:
        if on_progress:
            on_progress(Progress(done, total, "embedding"))

    effect = Effect(frozenset(), frozenset(), frozenset())
    if changes:
        update = Update(record, store.identity, store.embedder)
        effect = update.apply(changes, store.oldest_in_use(), tell)
    if store.is_behind():
        store.publish(record)
    return effect


def _summary(record: Record, wanted: _Wanted, effect: Effect) -> Summary:
    there = {found.path for found in wanted.found}
    documents = [
        article_id
        for article_id, path in record.rows("SELECT article_id, path FROM documents")
        if path in there
    ]
    duplicates = _duplicates(record, documents)
    skipped = [
        Skipped(*each) for file in _files(record) if file.path in there for each in file.skipped
    ]
    skipped += [
        Skipped(root, "is not there now; its articles stay until you forget it")
        for root in wanted.missing
    ]
    new = len((effect.added | effect.updated) & set(documents))
    return Summary(
        added=len(effect.added),
        updated=len(effect.updated),
        unchanged=len(documents) - duplicates - new,
        removed=len(effect.removed),
        duplicates=duplicates,
        skipped=tuple(sorted(skipped, key=lambda each: each.path)),
    )


def _duplicates(record: Record, documents: Sequence[str]) -> int:
    heads = {
        row[0]
        for row in record.rows(
            "SELECT article_id FROM documents d WHERE arrival = "
            "(SELECT min(arrival) FROM documents o WHERE o.text = d.text)"
        )
    }
    return sum(article_id not in heads for article_id in set(documents))


def _forget_one(record: Record, target: str, changes: Changes) -> None:
    text = record.rows("SELECT text FROM documents WHERE article_id = ?", (target,))
    if text:
        rows = record.rows("SELECT article_id, path FROM documents WHERE text = ?", text[0])
        changes.documents_out += [article_id for article_id, _ in rows]
        changes.files_out += [path for _, path in rows if path]
        return
    root = _absolute(target)
    real = os.path.realpath(root)
    files = [f for f in _files(record) if f.root == root or _is_below(f.path, real)]
    roots = [path for (path,) in record.rows("SELECT path FROM roots") if _is_below(path, root)]
    if not files and not roots:
        raise UnknownArticleError(
            f"{target!r} is neither the id of an article nor a path that was indexed"
        )
    changes.roots_out += roots
    for file in files:
        changes.files_out.append(file.path)
        changes.documents_out += [
            row[0]
            for row in record.rows("SELECT article_id FROM documents WHERE path = ?", (file.path,))
        ]
