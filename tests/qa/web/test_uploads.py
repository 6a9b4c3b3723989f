from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadingError, SettingsError, StoreLockedError
from index.ingest import Progress, Summary
from qa.assistant import Assistant
from qa.settings import Settings
from qa.web.background import run_with_progress
from qa.web.kept import kept_folder
from qa.web.uploads import MOST_FILES, Uploads, safe_name

ROCKET = "La fusée Zorblax a décollé. Maëlle Corre a confirmé le lancement de la fusée Zorblax."
PORT = "Le port de Lorient a rouvert mardi. La maire Anne Le Goff a confirmé sa réouverture."


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    opened = Assistant.open(tmp_path / "store", Settings(), create=True)
    yield opened
    opened.close()


@pytest.fixture
def uploads(assistant: Assistant, tmp_path: Path) -> Uploads:
    return Uploads(assistant, tmp_path / "store-page")


def temporary(folder: Path, name: str, text: str) -> Path:
    """Return a file as the server leaves it for us."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ids(assistant: Assistant) -> list[str]:
    return [row.id for row in assistant.articles()]


def test_uploaded_file_is_kept_and_answers(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    file = temporary(tmp_path / "t", "fusee.txt", ROCKET)
    assert uploads.add([file]).added == 1
    assert not file.exists()
    assert "Maëlle Corre" in assistant.ask("Qui a confirmé le lancement de la fusée ?").text
    assert assistant.index().unchanged == 1


def test_file_that_holds_nothing_to_read_is_told_and_not_kept(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    file = temporary(tmp_path / "t", "a.xyz", "x")
    (skipped,) = uploads.add([file]).skipped
    assert "kind (.xyz)" in skipped.reason
    assert list((tmp_path / "store-page" / "uploads").iterdir()) == []
    assert assistant.index().skipped == ()


def test_upload_of_the_same_name_takes_the_place_of_the_first(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    uploads.add([temporary(tmp_path / "t", "a.txt", ROCKET)])
    assert uploads.add([temporary(tmp_path / "t", "a.txt", PORT)]).updated == 1
    assert ids(assistant) == ["a"]


def test_files_of_one_name_in_one_upload_are_both_kept(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    files = [temporary(tmp_path / n, "a.txt", text) for n, text in (("x", ROCKET), ("y", PORT))]
    assert uploads.add(files).added == 2


def test_removed_article_stays_away_when_files_are_looked_at_again(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    uploads.add([temporary(tmp_path / "t", "a.txt", ROCKET)])
    rows = assistant.articles()
    assert uploads.remove(rows[0], rows).removed == 1
    uploads.add([temporary(tmp_path / "t", "b.txt", PORT)])
    assistant.index()
    assert ids(assistant) == ["b"]


def test_removing_one_article_of_an_archive_keeps_the_others(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    archive = tmp_path / "lot.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.txt", ROCKET)
        packed.writestr("b.txt", PORT)
    assert uploads.add([archive]).added == 2
    rows = assistant.articles()
    uploads.remove(rows[0], rows)
    assert ids(assistant) == [rows[1].id]


def test_removing_does_not_touch_files_that_were_not_uploaded(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    own = temporary(tmp_path / "own", "a.txt", ROCKET)
    assistant.index([own])
    rows = assistant.articles()
    uploads.remove(rows[0], rows)
    assert own.exists()


def test_file_that_could_not_be_indexed_is_not_kept(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    uploads.add([temporary(tmp_path / "t", "a.txt", ROCKET)])
    with assistant.store.writing(), pytest.raises(StoreLockedError):
        uploads.add([temporary(tmp_path / "t", name, PORT) for name in ("a.txt", "b.txt")])
    kept = {path.name for path in (tmp_path / "store-page" / "uploads").iterdir()}
    assert kept == {"a.txt"}


def test_too_many_files_are_refused(uploads: Uploads) -> None:
    with pytest.raises(ReadingError, match=f"{MOST_FILES} is the most"):
        uploads.add(["a.txt"] * (MOST_FILES + 1))


def test_store_without_a_folder_says_what_to_do(assistant: Assistant) -> None:
    with pytest.raises(SettingsError, match="QA_KEEP"):
        Uploads(assistant, kept_folder(Settings(store=":memory:"))).add(["a.txt"])


def test_files_are_kept_beside_the_store_or_where_asked(tmp_path: Path) -> None:
    beside = kept_folder(Settings(store=str(tmp_path / "store")))
    assert beside == tmp_path / "store-page"
    asked = Settings(store="http://localhost:8000", keep=str(tmp_path / "k"))
    assert kept_folder(asked) == tmp_path / "k"


def test_questions_are_answered_while_files_are_indexed(
    assistant: Assistant, uploads: Uploads, tmp_path: Path
) -> None:
    uploads.add([temporary(tmp_path / "t", "a.txt", PORT)])
    asked: list[str] = []

    file = temporary(tmp_path / "t", "b.txt", ROCKET)

    def add(tell: Callable[[Progress], None]) -> Summary:
        def ask_and_tell(progress: Progress) -> None:
            asked.append(assistant.ask("Qui a confirmé la réouverture du port ?").text)
            tell(progress)

        return uploads.add([file], ask_and_tell)

    *_, summary = run_with_progress(add)
    assert isinstance(summary, Summary)
    assert asked
    assert all("Anne Le Goff" in text for text in asked)


def test_failure_beside_the_page_reaches_the_one_who_waits() -> None:
    def fail(_: object) -> Summary:
        raise ReadingError(f"failed in {threading.current_thread().name}")

    with pytest.raises(ReadingError, match="failed in indexing"):
        list(run_with_progress(fail))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\news\\b.md", "b.md"),
        (".bashrc", "bashrc"),
        ("x\n\u202e.txt", "x__.txt"),
        ("", "unnamed"),
    ],
)
def test_name_of_an_upload_leads_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_is_one_that_can_be_written(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set("/\\\0")
    assert not safe.startswith(".")
