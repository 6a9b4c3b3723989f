import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.errors import ReadingError
from corpus.reading import (
    BUNDLED,
    Limits,
    Reading,
    article_id_of,
    find_files,
    read_articles,
    read_file,
)
from tests.corpus.files import STORY, make_pdf, make_word, make_zip


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(folder: Path, name: str, data: bytes | str, limits: Limits | None = None) -> Reading:
    return read_file(write(folder, name, data), "it", limits)


def only(reading: Reading) -> Article:
    assert reading.skipped == ()
    (article,) = reading.articles
    return article


def reason(reading: Reading) -> str:
    assert reading.articles == ()
    (skipped,) = reading.skipped
    assert "\n" not in skipped.reason
    return skipped.reason


def test_files_are_found_recursively_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.html"):
        write(tmp_path, name, STORY)
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)]
    assert found == ["a/b/c.html", "a/z.md", "b.txt"]


@pytest.mark.parametrize(
    "name", [".hidden.txt", ".git/a.txt", "README.md", "readme.txt", "sub/Readme", "__MACOSX.txt"]
)
def test_hidden_files_and_readmes_are_left_out(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, STORY)
    assert find_files(tmp_path) == []


def test_a_file_gives_itself_even_if_it_is_a_readme(tmp_path: Path) -> None:
    path = write(tmp_path, "README.md", STORY)
    assert find_files(path) == [path]


def test_a_missing_path_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="nowhere does not exist"):
        find_files(tmp_path / "nowhere")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/secret.txt", STORY)
    folder = tmp_path / "folder"
    inside = write(folder, "a.txt", STORY)
    (folder / "out.txt").symlink_to(outside)
    (folder / "out").symlink_to(outside.parent)
    (folder / "loop").symlink_to(folder)
    (folder / "in.txt").symlink_to(inside)
    assert [path.name for path in find_files(folder)] == ["a.txt", "in.txt"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert find_files(tmp_path) == []
    assert reason(read_file(tmp_path / "pipe.txt", "pipe")) != ""


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        ("/in/2025/avril/koursk.md", "/in", "2025/avril/koursk"),
        ("/in/004_458fad.txt", "/in", "004_458fad"),
        ("/in/004_458fad.txt", "/in/004_458fad.txt", "004_458fad"),
        ("/in/v1.2.txt", "/in", "v1.2"),
        ("/in/e\u0301te\u0301.txt", "/in", "été"),
        ("/in/a\nb\u202e.txt", "/in", "a\ufffdb\ufffd"),
        ("/in/\udce9.txt", "/in", "\ufffd"),
    ],
)
def test_ids_are_paths_without_suffix(path: str, root: str, expected: str) -> None:
    assert article_id_of(Path(path), Path(root)) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", STORY),
        ("a.TXT", STORY),
        ("a.md", STORY.replace("\n", "\n\n")),
        ("a.html", "".join(f"<p>{line}</p>" for line in STORY.split("\n"))),
        ("a.json", json.dumps({"text": STORY})),
        ("a.docx", make_word(STORY.split("\n"))),
    ],
)
def test_every_kind_gives_the_same_paragraphs(tmp_path: Path, name: str, data: str | bytes) -> None:
    text = only(read(tmp_path, name, data)).text
    assert text.removesuffix("\nCoût | 4 millions") == STORY


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", "", "empty"),
        ("a.txt", " \n\n ", "empty"),
        ("a.txt", "\u200b\u200b", "no text"),
        ("a.txt", "Partager\nFacebook", "no text"),
        ("a.txt", bytes(range(256)) * 4, "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "binary"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "(.jpg) that is not read"),
        ("a", STORY, "(no suffix) that is not read"),
        ("a.md", "---\ntitle: [unclosed\n---\nTexte.", "front matter"),
        ("a.html", "", "empty"),
        ("a.html", "<html></html>", "no text"),
        ("a.pdf", "not a PDF", "not a PDF"),
        ("a.pdf", make_pdf([["Secret"]], password="x"), "encrypted"),
        ("a.pdf", make_pdf([[], []]), "no text"),
        ("a.docx", "not a document", "not a Word document"),
        ("a.docx", make_zip({"a.txt": STORY}), "not a Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted"),
        ("a.json", "{broken", "not valid JSON"),
        ("a.json", "[" * 100_000, "not valid JSON"),
        ("a.json", '{"setting": 1}', "no object with a text field"),
        ("a.json", "[1, 2]", "no text, body or content field"),
        ("a.jsonl", "{broken", "not valid JSON"),
        ("a.zip", "not an archive", "not a ZIP archive"),
        ("a.zip", make_zip({}), "no files"),
    ],
)
def test_what_cannot_be_read_is_skipped_with_its_reason(
    tmp_path: Path, name: str, data: str | bytes, expected: str
) -> None:
    assert expected in reason(read(tmp_path, name, data))


def test_a_file_above_the_limit_is_skipped(tmp_path: Path) -> None:
    told = reason(read(tmp_path, "a.txt", STORY * 40_000, Limits(file_bytes=2**20)))
    assert told == "is larger than 1 MiB"


def test_a_missing_file_is_skipped(tmp_path: Path) -> None:
    assert reason(read_file(tmp_path / "gone.txt", "gone")).startswith("cannot be opened")


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", STORY)
    write(tmp_path, "b.pdf", "broken")
    write(tmp_path, "c.txt", STORY)
    reading = read_articles([tmp_path])
    assert [article.id for article in reading.articles] == ["a", "c"]
    assert [skipped.path for skipped in reading.skipped] == [str(tmp_path / "b.pdf")]


def test_an_object_of_json_is_one_article(tmp_path: Path) -> None:
    row = {
        "id": "ignored",
        "Headline": "Le pont ferme",
        "body": STORY,
        "publishedAt": "2025-04-28T10:00:00Z",
        "source": {"id": None, "name": "Le Quotidien"},
        "author": [{"name": "Jeanne Roux"}, "Paul Petit"],
        "link": "https://example.org/pont",
        "lang": "fr-FR",
    }
    article = only(read(tmp_path, "a.json", json.dumps(row)))
    assert (article.id, article.text, article.title) == ("it", STORY, "Le pont ferme")
    assert (article.outlet, article.byline) == ("Le Quotidien", "Jeanne Roux, Paul Petit")
    assert (article.published, article.language) == ("2025-04-28", "fr")
    assert article.url == "https://example.org/pont"


def test_rows_get_their_own_ids_or_their_numbers(tmp_path: Path) -> None:
    rows: list[object] = [
        {"text": STORY},
        {"id": "../x/y z", "text": STORY},
        {"id": 7, "text": STORY},
        {"id": 7, "text": STORY},
    ]
    reading = read(tmp_path, "a.json", json.dumps({"status": "ok", "articles": rows}))
    assert [article.id for article in reading.articles] == ["it/1", "it/x-y-z", "it/7", "it/4"]


def test_a_broken_row_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [json.dumps({"text": STORY}), "{broken", json.dumps({"title": "Sans texte"})]
    reading = read(tmp_path, "a.jsonl", "\n".join(lines))
    assert [article.id for article in reading.articles] == ["it/1"]
    assert [skipped.path.rpartition(": ")[2] for skipped in reading.skipped] == ["row 2", "row 3"]


def test_thousands_of_broken_rows_are_counted_not_listed(tmp_path: Path) -> None:
    lines = [json.dumps({"text": STORY}), *["{broken"] * 1000]
    skipped = read(tmp_path, "a.jsonl", "\n".join(lines)).skipped
    assert len(skipped) == 21
    assert skipped[-1].reason == "980 more could not be read either"


def test_html_in_a_field_becomes_paragraphs(tmp_path: Path) -> None:
    markup = "<p>Le pont <b>ferme</b>.</p><p>Les travaux<br>durent trois mois.</p>"
    article = only(read(tmp_path, "a.json", json.dumps({"content": markup})))
    assert article.text == "Le pont ferme.\nLes travaux durent trois mois."


def test_an_archive_gives_an_article_for_each_member(tmp_path: Path) -> None:
    members = {
        "b/note.md": STORY,
        "a.txt": STORY,
        "a.md": STORY,
        "rows.jsonl": json.dumps({"text": STORY}),
        "README.md": "ignored",
        "__MACOSX/a.txt": "ignored",
        ".hidden.txt": "ignored",
    }
    reading = read(tmp_path, "a.zip", make_zip(members))
    ids = [article.id for article in reading.articles]
    assert ids == ["it/a", "it/a.txt", "it/b/note", "it/rows/1"]
    assert {article.path for article in reading.articles} == {str(tmp_path / "a.zip")}


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "..\\..\\etc\\a.txt"])
def test_a_member_cannot_climb_out_of_the_archive(tmp_path: Path, name: str) -> None:
    assert only(read(tmp_path, "a.zip", make_zip({name: STORY}))).id == "it/etc/a"


def test_an_archive_within_an_archive_is_skipped(tmp_path: Path) -> None:
    inner = make_zip({"a.txt": STORY})
    assert "archive within an archive" in reason(
        read(tmp_path, "a.zip", make_zip({"b.zip": inner}))
    )


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = make_zip({"a.txt": b"a " * (8 * 2**20)})
    assert "packed so tightly" in reason(read(tmp_path, "a.zip", bomb))


def test_an_archive_of_too_many_files_is_skipped(tmp_path: Path) -> None:
    members = make_zip({f"{number}.txt": STORY for number in range(4)})
    told = reason(read(tmp_path, "a.zip", members, Limits(archive_members=3)))
    assert told == "holds 4 files, more than the limit of 3"


def test_unpacking_stops_at_the_limit_for_all_members(tmp_path: Path) -> None:
    members = make_zip({f"{number}.txt": STORY for number in range(4)})
    limits = Limits(archive_bytes=2 * len(STORY.encode()))
    reading = read(tmp_path, "a.zip", members, limits)
    assert [article.id for article in reading.articles] == ["it/0", "it/1"]
    assert len(reading.skipped) == 2


def test_a_member_whose_directory_lies_about_its_size_is_skipped(tmp_path: Path) -> None:
    data = bytearray(make_zip({"a.txt": STORY * 100}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    reading = read(tmp_path, "a.zip", bytes(data))
    assert reason(reading) == "is damaged in the archive"


def test_a_member_name_in_utf_8_without_its_flag_is_understood(tmp_path: Path) -> None:
    data = make_zip({"été.txt": STORY})
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(header) + flags
        data = data[:place] + b"\0\0" + data[place + 2 :]
    assert only(read(tmp_path, "a.zip", data)).id == "it/été"


def test_the_bundled_articles_are_all_read() -> None:
    reading = read_articles([BUNDLED])
    assert reading.skipped == ()
    assert len(reading.articles) == 5
    assert all(article.title and article.outlet for article in reading.articles)
    assert not any(article.removed for article in reading.articles)
    assert not any("#" in article.text for article in reading.articles)


SUFFIXES = [".txt", ".md", ".html", ".pdf", ".docx", ".json", ".jsonl", ".zip", ".jpg", ""]
NOISE = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text("<>{}[]\"':,-#*|%&;=/ \nab1é", max_size=300).map(str.encode),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=NOISE, suffix=st.sampled_from(SUFFIXES))
def test_noise_never_raises_and_its_text_can_be_stored(
    tmp_path: Path, data: bytes, suffix: str
) -> None:
    path = tmp_path / f"noise{suffix}"
    path.write_bytes(data)
    reading = read_file(path, "noise")
    assert reading.articles or reading.skipped
    for article in reading.articles:
        article.text.encode("utf-8")
        assert article.text.strip() == article.text != ""


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(["pdf", "docx", "zip"]),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damaged_files_never_raise(
    tmp_path: Path, kind: str, changes: list[tuple[int, int]]
) -> None:
    made = {
        "pdf": make_pdf([STORY.split("\n")]),
        "docx": make_word([STORY]),
        "zip": make_zip({"a.txt": STORY}),
    }
    data = bytearray(made[kind])
    for place, value in changes:
        data[place % len(data)] = value
    path = tmp_path / f"damaged.{kind}"
    path.write_bytes(data)
    reading = read_file(path, "damaged")
    assert reading.articles or reading.skipped
