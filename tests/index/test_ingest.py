"""Bringing a store to what folders hold, at each place that a store can be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import ReadingError, UnknownArticleError
from index.ingest import Progress, Summary, add_articles, bring_up_to_date, forget
from index.store import Store
from tests.index.conftest import NAME, Folder, WordEmbedding, story


def ids(store: Store) -> list[str]:
    return [row.id for row in store.articles()]


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return (
        summary.added,
        summary.updated,
        summary.unchanged,
        summary.removed,
        summary.duplicates,
    )


def test_files_of_a_folder_become_articles_under_their_paths(store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    folder.write("2025/avril/musée.txt", story("le musée"))
    summary = bring_up_to_date(store, [folder.path])
    assert counts(summary) == (2, 0, 0, 0, 0)
    assert ids(store) == ["2025/avril/musée", "pont"]


def test_every_passage_is_a_slice_of_its_article(store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont", "la gare", "l’école «Jean-Moulin» 😀", "le musée"))
    bring_up_to_date(store, [folder.path])
    text = store.article("pont").text
    passages = store.passages_of("pont")
    assert passages
    assert [text[each.start : each.end] for each in passages] == [each.text for each in passages]


def test_second_run_finds_everything_unchanged(store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    folder.write("gare.txt", story("la gare"))
    bring_up_to_date(store, [folder.path])
    generation = store.generation
    assert counts(bring_up_to_date(store, [folder.path])) == (0, 0, 2, 0, 0)
    assert store.generation == generation


def test_changed_file_replaces_its_article(store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    folder.write("gare.txt", story("la gare"))
    bring_up_to_date(store, [folder.path])
    folder.write("pont.txt", story("le tunnel"))
    assert counts(bring_up_to_date(store, [folder.path])) == (0, 1, 1, 0, 0)
    assert "tunnel" in store.article("pont").text
    assert not store.matching("pont", 5)


def test_vanished_file_takes_its_article_along(store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    folder.write("gare.txt", story("la gare"))
    bring_up_to_date(store, [folder.path])
    folder.remove("pont.txt")
    assert counts(bring_up_to_date(store, [folder.path])) == (0, 0, 1, 1, 0)
    assert ids(store) == ["gare"]


def test_articles_of_other_paths_stay(store: Store, tmp_path: Path) -> None:
    north, south = Folder(tmp_path / "north"), Folder(tmp_path / "south")
    north.write("pont.txt", story("le pont"))
    south.write("gare.txt", story("la gare"))
    bring_up_to_date(store, [north.path, south.path])
    north.remove("pont.txt")
    north.write("quai.txt", story("le quai"))
    bring_up_to_date(store, [north.path])
    assert ids(store) == ["gare", "quai"]


def test_run_without_paths_takes_the_known_ones(memory_store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    bring_up_to_date(memory_store, [folder.path])
    folder.write("gare.txt", story("la gare"))
    assert counts(bring_up_to_date(memory_store, [])) == (1, 0, 1, 0, 0)


def test_run_without_paths_on_a_new_store_takes_the_bundled_articles(memory_store: Store) -> None:
    assert bring_up_to_date(memory_store, []).added == 5


def test_single_file_is_an_article_by_its_name(memory_store: Store, folder: Folder) -> None:
    path = folder.write("deep/pont.txt", story("le pont"))
    bring_up_to_date(memory_store, [path])
    assert ids(memory_store) == ["pont"]


def test_touched_file_is_unchanged_and_not_embedded_again(
    folder_store: Store, folder: Folder, embedder: WordEmbedding
) -> None:
    folder.write("pont.txt", story("le pont"))
    bring_up_to_date(folder_store, [folder.path])
    asked, generation = embedder.embedded, folder_store.generation
    folder.write("pont.txt", story("le pont"))
    assert counts(bring_up_to_date(folder_store, [folder.path])) == (0, 0, 1, 0, 0)
    assert (embedder.embedded, folder_store.generation) == (asked, generation)


def test_change_that_keeps_size_and_time_of_a_fresh_file_is_seen(
    memory_store: Store, folder: Folder
) -> None:
    path = folder.path / "pont.txt"
    path.write_text(story("le pont"))
    bring_up_to_date(memory_store, [folder.path])
    before = path.stat()
    path.write_text(story("le parc"))
    import os

    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert bring_up_to_date(memory_store, [folder.path]).updated == 1


def test_only_changed_passages_are_embedded(
    memory_store: Store, folder: Folder, embedder: WordEmbedding
) -> None:
    words = [f"le pont {number}" for number in range(40)]
    folder.write("pont.txt", story(*words))
    bring_up_to_date(memory_store, [folder.path])
    asked = embedder.embedded
    assert asked > 5
    folder.write("pont.txt", story(*words[:-1], "le tunnel"))
    bring_up_to_date(memory_store, [folder.path])
    assert embedder.embedded - asked <= 2


def test_identical_texts_are_one_article_with_two_paths(store: Store, folder: Folder) -> None:
    first = folder.write("a.txt", story("le pont"))
    second = folder.write("b.txt", story("le pont"))
    assert counts(bring_up_to_date(store, [folder.path])) == (1, 0, 0, 0, 1)
    (row,) = store.articles()
    assert row.id == "a"
    assert row.paths == (str(first), str(second))


def test_next_document_takes_over_when_the_first_leaves(store: Store, folder: Folder) -> None:
    folder.write("a.txt", story("le pont"))
    folder.write("b.txt", story("le pont"))
    bring_up_to_date(store, [folder.path])
    folder.remove("a.txt")
    assert counts(bring_up_to_date(store, [folder.path])) == (1, 0, 0, 1, 0)
    assert ids(store) == ["b"]
    assert [passage.article_id for passage in store.passages_of("b")] == ["b"]
    assert store.vectors([passage.id for passage in store.passages_of("b")]).shape[1] == 64


def test_first_document_stays_the_article_when_an_earlier_name_comes(
    memory_store: Store, folder: Folder
) -> None:
    folder.write("b.txt", story("le pont"))
    bring_up_to_date(memory_store, [folder.path])
    folder.write("a.txt", story("le pont"))
    assert counts(bring_up_to_date(memory_store, [folder.path])) == (0, 0, 1, 0, 1)
    assert ids(memory_store) == ["b"]


def test_same_stem_in_one_folder_keeps_the_suffix(memory_store: Store, folder: Folder) -> None:
    folder.write("pont.md", story("le pont"))
    folder.write("pont.txt", story("le tunnel"))
    bring_up_to_date(memory_store, [folder.path])
    assert ids(memory_store) == ["pont", "pont.txt"]


def test_same_path_in_two_folders_gets_the_folders_name_in_front(
    memory_store: Store, tmp_path: Path
) -> None:
    for name in ("north", "south"):
        Folder(tmp_path / name).write("pont.txt", story(f"le pont {name}"))
    bring_up_to_date(memory_store, [tmp_path / "north", tmp_path / "south"])
    assert ids(memory_store) == ["pont", "south/pont"]


def test_ids_stay_when_files_change(memory_store: Store, tmp_path: Path) -> None:
    north, south = Folder(tmp_path / "north"), Folder(tmp_path / "south")
    north.write("pont.txt", story("le pont"))
    south.write("pont.txt", story("le tunnel"))
    bring_up_to_date(memory_store, [north.path, south.path])
    south.write("pont.txt", story("le viaduc"))
    north.remove("pont.txt")
    bring_up_to_date(memory_store, [])
    assert ids(memory_store) == ["south/pont"]


def test_file_reached_by_two_roots_is_one_document(memory_store: Store, folder: Folder) -> None:
    folder.write("2025/pont.txt", story("le pont"))
    folder.write("gare.txt", story("la gare"))
    bring_up_to_date(memory_store, [folder.path])
    summary = bring_up_to_date(memory_store, [folder.path / "2025"])
    assert counts(summary) == (0, 0, 1, 0, 0)
    assert ids(memory_store) == ["2025/pont", "gare"]
    assert counts(bring_up_to_date(memory_store, [])) == (0, 0, 2, 0, 0)


def test_vanished_file_below_an_asked_subfolder_leaves(memory_store: Store, folder: Folder) -> None:
    folder.write("2025/pont.txt", story("le pont"))
    folder.write("2025/quai.txt", story("le quai"))
    bring_up_to_date(memory_store, [folder.path])
    folder.remove("2025/pont.txt")
    assert bring_up_to_date(memory_store, [folder.path / "2025"]).removed == 1


def test_link_to_a_file_is_the_same_document(memory_store: Store, folder: Folder) -> None:
    path = folder.write("pont.txt", story("le pont"))
    (folder.path / "zoo.txt").symlink_to(path)
    assert counts(bring_up_to_date(memory_store, [folder.path])) == (1, 0, 0, 0, 0)


def test_rows_of_a_file_are_told_apart(memory_store: Store, folder: Folder) -> None:
    rows = [f'{{"title": "Titre {n}", "text": "{story(f"le pont {n}").strip()}"}}' for n in (1, 2)]
    folder.write("press.jsonl", "\n".join(row.replace("\n", " ") for row in rows))
    assert bring_up_to_date(memory_store, [folder.path]).added == 2
    assert all(each.startswith("press/") for each in ids(memory_store))


def test_only_the_changed_row_of_a_file_is_updated(memory_store: Store, folder: Folder) -> None:
    def write(*words: str) -> None:
        rows = ['{"text": "' + story(word).replace("\n", " ") + '"}' for word in words]
        folder.write("press.jsonl", "\n".join(rows))

    write("le pont", "la gare", "le quai")
    bring_up_to_date(memory_store, [folder.path])
    write("le pont", "le port")
    assert counts(bring_up_to_date(memory_store, [folder.path])) == (0, 1, 1, 1, 0)


def test_skipped_files_are_told_again_in_the_second_run(store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    folder.write("empty.txt", "")
    first = bring_up_to_date(store, [folder.path])
    second = bring_up_to_date(store, [folder.path])
    assert [Path(each.path).name for each in first.skipped] == ["empty.txt"]
    assert second.skipped == first.skipped
    assert second.to_dict()["skipped"][0]["reason"] == first.skipped[0].reason


def test_file_that_becomes_empty_loses_its_article(memory_store: Store, folder: Folder) -> None:
    folder.write("pont.txt", story("le pont"))
    bring_up_to_date(memory_store, [folder.path])
    folder.write("pont.txt", "")
    summary = bring_up_to_date(memory_store, [folder.path])
    assert (summary.removed, len(summary.skipped)) == (1, 1)


def test_missing_path_is_an_error(memory_store: Store, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="nowhere"):
        bring_up_to_date(memory_store, [tmp_path / "nowhere"])


def test_empty_folder_is_an_error(memory_store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadingError, match="empty"):
        bring_up_to_date(memory_store, [tmp_path / "empty"])


def test_bad_path_beside_a_good_one_changes_nothing(
    folder_store: Store, folder: Folder, tmp_path: Path
) -> None:
    folder.write("pont.txt", story("le pont"))
    with pytest.raises(ReadingError):
        bring_up_to_date(folder_store, [folder.path, tmp_path / "nowhere"])
    assert not (tmp_path / "store").exists()


def test_known_folder_that_became_empty_loses_its_articles(
    memory_store: Store, folder: Folder
) -> None:
    folder.write("pont.txt", story("le pont"))
    bring_up_to_date(memory_store, [folder.path])
    folder.remove("pont.txt")
    assert bring_up_to_date(memory_store, [folder.path]).removed == 1


def test_known_folder_that_is_not_there_keeps_its_articles(
    memory_store: Store, folder: Folder
) -> None:
    folder.write("pont.txt", story("le pont"))
    bring_up_to_date(memory_store, [folder.path])
    shutil.rmtree(folder.path)
    summary = bring_up_to_date(memory_store, [])
    assert summary.removed == 0
    assert [each.path for each in summary.skipped] == [str(folder.path)]
    assert ids(memory_store) == ["pont"]
    with pytest.raises(ReadingError, match="forget"):
        bring_up_to_date(memory_store, [folder.path])


def test_forgotten_article_is_gone_and_comes_back_with_its_folder(
    store: Store, folder: Folder
) -> None:
    folder.write("pont.txt", story("le pont"))
    folder.write("gare.txt", story("la gare"))
    bring_up_to_date(store, [folder.path])
    assert forget(store, ["pont"]).removed == 1
    assert ids(store) == ["gare"]
    assert bring_up_to_date(store, []).added == 1


def test_forgotten_folder_is_no_longer_known(memory_store: Store, tmp_path: Path) -> None:
    for name in ("north", "south"):
        Folder(tmp_path / name).write(f"{name}.txt", story(f"le pont {name}"))
    bring_up_to_date(memory_store, [tmp_path / "north", tmp_path / "south"])
    assert forget(memory_store, [str(tmp_path / "south")]).removed == 1
    bring_up_to_date(memory_store, [])
    assert ids(memory_store) == ["north"]


def test_article_with_two_paths_is_forgotten_as_a_whole(
    memory_store: Store, folder: Folder
) -> None:
    folder.write("a.txt", story("le pont"))
    folder.write("b.txt", story("le pont"))
    bring_up_to_date(memory_store, [folder.path])
    forget(memory_store, ["a"])
    assert ids(memory_store) == []


def test_forgetting_what_is_not_there_is_an_error(memory_store: Store) -> None:
    with pytest.raises(UnknownArticleError, match="nobody"):
        forget(memory_store, ["nobody"])


def test_progress_is_told_to_the_end(memory_store: Store, folder: Folder) -> None:
    for number in range(3):
        folder.write(f"{number}.txt", story(f"le pont {number}"))
    told: list[Progress] = []
    bring_up_to_date(memory_store, [folder.path], told.append)
    last = {progress.stage: progress for progress in told}
    assert list(last) == ["reading", "cutting", "embedding", "writing"]
    assert all(progress.done == progress.total > 0 for progress in last.values())


def test_articles_without_files_are_added_and_replaced(memory_store: Store) -> None:
    first = Article(id="a", text=story("le pont"), published="2025-04-28")
    assert add_articles(memory_store, [first]).added == 1
    assert add_articles(memory_store, [first]).unchanged == 1
    assert add_articles(memory_store, [Article(id="a", text=story("le parc"))]).updated == 1
    assert forget(memory_store, ["a"]).removed == 1


def test_article_with_a_date_that_is_none_is_refused(memory_store: Store) -> None:
    with pytest.raises(ReadingError, match="28/04/2025"):
        add_articles(memory_store, [Article(id="a", text="Texte.", published="28/04/2025")])


def test_article_with_broken_text_is_refused(memory_store: Store) -> None:
    with pytest.raises(ReadingError, match="'a'"):
        add_articles(memory_store, [Article(id="a", text="Texte \ud800.")])


def test_other_passage_size_cuts_all_articles_anew(
    folder_store: Store, folder: Folder, embedder: WordEmbedding
) -> None:
    folder.write("pont.txt", story(*(f"le pont {number}" for number in range(20))))
    bring_up_to_date(folder_store, [folder.path])
    few = len(folder_store.passages_of("pont"))
    finer = Store.open(folder_store.location, embedder, NAME, passage_tokens=40)
    assert counts(bring_up_to_date(finer, [])) == (0, 1, 0, 0, 0)
    assert len(finer.passages_of("pont")) > few
    assert counts(bring_up_to_date(finer, [])) == (0, 0, 1, 0, 0)
