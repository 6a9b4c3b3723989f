"""Bring a store to what the given files and folders hold now.

A *root* is a file or folder that was asked for; the store remembers its roots. What lies below a
root is wanted, what lay below it and is gone is taken out, and other roots stay as they are. A
file that two roots reach, such as a folder and a folder inside it, is one document: it keeps the
id that it got through the root that came first.

What has not changed costs nothing, and a run that finds nothing to do takes no lock and writes
nothing. A run that is killed has either changed nothing that searches see or everything; the next
one finishes its work, see `index.generations`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.errors import ReadingError, UnknownArticleError
from corpus.reading import Skipped, article_id_of, read_file
from index.changes import Changes, Effect, OnProgress, Progress, digest_of
from index.filters import check_date
from index.naming import name_articles
from index.preparation import Preparation
from index.records import Record, article_to_json
from index.store import Store
from index.survey import Plan, Survey, absolute, is_below, known_files, make_plan, survey
from index.update import Update

__all__ = ["Progress", "Summary", "add_articles", "bring_up_to_date", "forget"]


@dataclass(frozen=True)
class Summary:
    """What a run did.

    Attributes:
        added, updated, removed: Articles.
        unchanged: Articles below the given paths that are as they were.
        duplicates: Documents below the given paths whose text another document had before.
        skipped: Files below the given paths, or parts of them, that could not be read.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    skipped: tuple[Skipped, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as a JSON object."""
        skipped = [{"path": each.path, "reason": each.reason} for each in self.skipped]
        return {**vars(self), "skipped": skipped}


_NOTHING = Effect(frozenset(), frozenset(), frozenset())


def bring_up_to_date(
    store: Store, paths: Sequence[str | Path], on_progress: OnProgress | None = None
) -> Summary:
    """Make a store hold what the paths hold now.

    Args:
        store: What to change; its searches see the result when this returns.
        paths: Files and folders; none means those the store knows, or else the bundled articles.
        on_progress: Called as the run goes on.

    Raises:
        ReadingError: A path does not exist, or is an empty folder that the store does not know.
        StoreLockedError: Another process is writing to the store.
        StoreError: The store cannot be written to.
    """
    record = store.record
    surveyed = survey(record, paths, store.folder)
    plan = make_plan(record, surveyed, store.identity.reader)
    if plan.is_settled() and store.is_settled():
        return _summary(record, surveyed, plan, _NOTHING)
    tell = on_progress or (lambda progress: None)
    with store.writing() as record:
        plan = make_plan(record, surveyed, store.identity.reader)
        effect = _apply(store, record, _collect(record, plan, tell), tell)
        return _summary(record, surveyed, plan, effect)


def add_articles(store: Store, articles: Sequence[Article]) -> Summary:
    """Put articles in that come from no file; one with a known id replaces that article.

    Raises:
        ReadingError: An article's text or date is not one.
        StoreLockedError: Another process is writing to the store.
        StoreError: The store cannot be written to.
    """
    distinct = {article.id: article for article in articles}
    for article in distinct.values():
        _check(article)
    with store.writing() as record:
        changes = Changes()
        known = dict(record.rows("SELECT article_id, digest FROM documents"))
        for article in distinct.values():
            if known.get(article.id) == digest_of(article):
                continue
            if article.id in known:
                changes.documents_out.append(article.id)
            changes.documents_in.append(article)
        effect = _apply(store, record, changes, lambda progress: None)
        return _count(record, list(distinct), effect)


def forget(store: Store, targets: Sequence[str]) -> Summary:
    """Take articles out: those with the given ids, and all that came from below the given paths.

    A target that is the id of an article is taken as that. A root at or below a given path is no
    longer one. A file that still lies below another root comes back when that is indexed again.

    Raises:
        UnknownArticleError: A target is neither the id of an article nor a path with articles.
        StoreLockedError: Another process is writing to the store.
        StoreError: The store cannot be written to.
    """
    with store.writing() as record:
        changes = Changes()
        for target in targets:
            if not _forget_article(record, target, changes):
                _forget_path(record, target, changes)
        effect = _apply(store, record, changes, lambda progress: None)
        return _count(record, [], effect)


def _collect(record: Record, plan: Plan, tell: OnProgress) -> Changes:
    """Read what has to be read, and compare it with the documents of the record."""
    changes = Changes(roots_in=list(plan.new_roots), files_out=list(plan.gone))
    changes.files_in += [*plan.touched, *plan.doubtful]
    digests: dict[str, bytes] = {}
    of_file: dict[str, list[str]] = {}
    for article_id, path, digest in record.rows("SELECT article_id, path, digest FROM documents"):
        digests[article_id] = digest
        of_file.setdefault(path, []).append(article_id)
    changes.documents_out += [each for path in plan.gone for each in of_file.get(path, [])]
    taken = {each: path for path, owned in of_file.items() for each in owned}
    for article_id in changes.documents_out:
        del taken[article_id]
    for done, (found, file) in enumerate(plan.to_read):
        tell(Progress(done, len(plan.to_read), "reading"))
        before = of_file.get(found.path, [])
        for article_id in before:
            del taken[article_id]
        wanted = file.base or article_id_of(found.way, Path(found.root))
        reading = read_file(found.way, wanted)
        articles, base = name_articles(reading.articles, wanted, found, taken)
        taken.update({article.id: found.path for article in articles})
        skipped = tuple((each.path, each.reason) for each in reading.skipped)
        changes.files_in.append(replace(file, base=base, skipped=skipped))
        same = {each.id for each in articles if digests.get(each.id) == digest_of(each)}
        changes.documents_out += [each for each in before if each not in same]
        changes.documents_in += [each for each in articles if each.id not in same]
    if plan.to_read:
        tell(Progress(len(plan.to_read), len(plan.to_read), "reading"))
    return changes


def _apply(store: Store, record: Record, changes: Changes, tell: OnProgress) -> Effect:
    effect = _NOTHING
    if changes or not record.is_cut_by(store.identity):
        preparation = Preparation(record, store.identity, store.embedder)
        update = Update(record, store.identity, preparation)
        effect = update.apply(changes, store.oldest_in_use(), tell)
    if not store.is_settled():
        tell(Progress(0, 1, "writing"))
        store.publish(record)
        tell(Progress(1, 1, "writing"))
    return effect


def _summary(record: Record, surveyed: Survey, plan: Plan, effect: Effect) -> Summary:
    there = {found.path for found in surveyed.found}
    documents = record.rows("SELECT article_id, path FROM documents")
    counted = _count(record, [each for each, path in documents if path in there], effect)
    skipped = [
        Skipped(*each)
        for file in known_files(record)
        if file.path in there
        for each in file.skipped
    ]
    skipped += plan.unreadable
    reason = "is not there now; its articles stay until you forget it"
    skipped += [Skipped(root, reason) for root in surveyed.missing]
    return replace(counted, skipped=tuple(sorted(skipped, key=lambda each: each.path)))


def _count(record: Record, documents: list[str], effect: Effect) -> Summary:
    """Return the figures of a run over some documents, by their ids."""
    heads = {
        article_id
        for (article_id,) in record.rows(
            "SELECT article_id FROM documents d WHERE arrival = "
            "(SELECT min(arrival) FROM documents o WHERE o.text = d.text)"
        )
    }
    wanted = heads.intersection(documents)
    return Summary(
        added=len(effect.added),
        updated=len(effect.updated),
        unchanged=len(wanted - effect.added - effect.updated),
        removed=len(effect.removed),
        duplicates=len(documents) - len(wanted),
    )


def _check(article: Article) -> None:
    try:
        f"{article.id} {article_to_json(article)} {article.text}".encode()
    except UnicodeEncodeError as error:
        raise ReadingError(f"the article {article.id!r} is not all text: {error}") from error
    if article.published is not None:
        check_date(article.published, f"the date of article {article.id!r}")


def _forget_article(record: Record, article_id: str, changes: Changes) -> bool:
    """Take out all documents with the text of an article; return whether there is one."""
    texts = record.rows("SELECT text FROM documents WHERE article_id = ?", (article_id,))
    for (text,) in texts:
        for each, path in record.rows(
            "SELECT article_id, path FROM documents WHERE text = ?", (text,)
        ):
            changes.documents_out.append(each)
            changes.files_out += [path] if path else []
    return bool(texts)


def _forget_path(record: Record, target: str, changes: Changes) -> None:
    """Take out what came from below a path."""
    root = absolute(target)
    real = str(Path(root).resolve())
    roots = [path for (path,) in record.rows("SELECT path FROM roots") if is_below(path, root)]
    paths = [
        file.path for file in known_files(record) if file.root in roots or is_below(file.path, real)
    ]
    if not paths and not roots:
        raise UnknownArticleError(
            f"{target!r} is neither the id of an article nor a path that was indexed; "
            "`python -m qa search` shows ids"
        )
    changes.roots_out += roots
    for path in paths:
        changes.files_out.append(path)
        changes.documents_out += [
            each
            for (each,) in record.rows("SELECT article_id FROM documents WHERE path = ?", (path,))
        ]
