"""What holds of the code as a whole: who imports whom, and that importing does nothing."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Each room and the rooms it may import from.
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "qa": {"corpus", "index", "qa"},
    "app": {"app", "corpus", "index", "qa"},
    "benchmarks": {"app", "benchmarks", "corpus", "index", "qa"},
}
OWN = {*MAY_IMPORT, "tests"}
# Slow to import, so nothing loads them before they are needed.
HEAVY = {"chromadb", "gradio", "llama_index", "numpy", "onnxruntime", "tantivy", "trafilatura"}
# Outside qa/settings.py the environment is touched only where a library can be told in no other
# way: tiktoken where its tables are, Gradio not to call home.
MAY_TOUCH_ENVIRONMENT = {"qa/settings.py", "index/tokens.py", "app.py", "benchmarks/page.py"}
# Needs requirements-train.txt.
NOT_INSTALLED = {"index.embedding.train", "qa.spans.train", "qa.spans.train_body"}


def python_files(*rooms: str) -> list[Path]:
    """The product's modules, without the tests."""
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    files += [path for room in rooms if (path := ROOT / f"{room}.py").exists()]
    return sorted(files)


PRODUCT = python_files(*MAY_IMPORT)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    return place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("path", PRODUCT, ids=place)
def test_imports_go_one_way(path: Path) -> None:
    room = place(path).removesuffix(".py").split("/")[0]
    own = {name.split(".")[0] for name in imported(path)} & OWN
    assert own <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", PRODUCT, ids=place)
def test_imports_are_absolute(path: Path) -> None:
    assert [name for name in imported(path) if name.startswith(".")] == []


@pytest.mark.parametrize("path", PRODUCT, ids=place)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


@pytest.mark.parametrize("path", PRODUCT, ids=place)
def test_settings_are_the_only_reader_of_the_environment(path: Path) -> None:
    touching = [
        node.attr
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "environb", "getenv", "putenv")
    ]
    assert not touching or place(path) in MAY_TOUCH_ENVIRONMENT


@pytest.mark.parametrize("path", PRODUCT, ids=place)
def test_no_module_is_a_drawer_for_odds_and_ends(path: Path) -> None:
    assert path.stem not in ("common", "helpers", "manager", "misc", "util", "utils")


def run_python(program: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.mark.parametrize(
    "program",
    [
        "import qa",
        "import qa.evaluation",
        "from qa import SourcierError",
        "from qa.__main__ import main\ntry: main(['--help'])\nexcept SystemExit: pass",
    ],
)
def test_a_light_start_loads_nothing_heavy(program: str) -> None:
    loaded = run_python(f"{program}\nimport sys\nprint('loaded:', *sys.modules)")
    assert set(loaded.split("loaded:")[1].split()) & HEAVY == set()


# Notes what our modules do while they are imported: the files they open, the connections, child
# processes and folders they make (told by Python's audit events) and the environment they read. The
# innermost frame outside the standard library says who did it; what packages do is theirs.
SPY = """
import importlib, json, os, sys, sysconfig
ROOT, NAMES, EVENTS = {root!r}, {names!r}, {events!r}
STANDARD = (sysconfig.get_path("stdlib"), "<frozen")
seen = []

def is_ours():
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if "site-packages" in name or not name.startswith(STANDARD):
            return name.startswith(ROOT) and "site-packages" not in name
        frame = frame.f_back
    return False

def note(event, details):
    wanted = event in EVENTS and not str(details[0]).endswith((".py", ".pyc"))
    if wanted and is_ours():
        seen.append(event + " " + str(details[0]))

plain = type(os.environ).__getitem__
def watched(environment, name):
    if is_ours():
        seen.append("environment " + name)
    return plain(environment, name)

sys.addaudithook(note)
type(os.environ).__getitem__ = watched
for name in NAMES:
    importlib.import_module(name)
print("seen:" + json.dumps(seen))
"""
EVENTS = ["open", "socket.connect", "subprocess.Popen", "sqlite3.connect", "os.mkdir", "os.putenv"]


def seen_while_importing(names: list[str], root: Path) -> list[str]:
    program = SPY.format(root=str(root), names=names, events=EVENTS)
    if root != ROOT:
        program = f"import sys\nsys.path.insert(0, {str(root)!r})\n{program}"
    seen: list[str] = json.loads(run_python(program).split("seen:")[1])
    return seen


def test_importing_does_nothing() -> None:
    names = [module_name(path) for path in python_files("corpus", "index", "qa", "app")]
    names = [name for name in names if name not in NOT_INSTALLED and "__main__" not in name]
    assert seen_while_importing(names, ROOT) == []


def test_a_module_that_does_something_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "busy.py").write_text(
        "import os, pathlib\n"
        "os.environ.get('QA_STORE')\n"
        "pathlib.Path(__file__).with_name('words.txt').write_text('x')\n"
        "import numpy\n"
    )
    seen = seen_while_importing(["busy"], tmp_path)
    assert seen == ["environment QA_STORE", f"open {tmp_path / 'words.txt'}"]


@pytest.mark.parametrize("package", ["corpus", "index", "index.embedding", "qa", "qa.evaluation"])
def test_what_a_package_offers_is_there(package: str) -> None:
    module = importlib.import_module(package)
    offered = getattr(module, "__all__", [])
    assert [name for name in offered if getattr(module, name, None) is None] == []


def test_what_qa_does_not_offer_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        importlib.import_module("qa").Nothing  # noqa: B018


def text_files() -> list[Path]:
    kept = (".py", ".md", ".toml", ".txt", ".json", ".jsonl", ".css", ".js", ".html", ".svg", "")
    folders = [*MAY_IMPORT, "tests", "docs", ".ci"]
    files = [path for path in ROOT.iterdir() if path.is_file()]
    files += [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return sorted(path for path in files if path.suffix in kept and "__pycache__" not in path.parts)


UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
# A folder of somebody's machine; not the path of a web address.
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|Users)/\w")


@pytest.mark.parametrize("pattern", [UNFINISHED, MACHINE_PATH], ids=["unfinished", "machine"])
def test_no_file_holds_unfinished_marks_or_paths_of_a_machine(pattern: re.Pattern[str]) -> None:
    found = {
        place(path): match.group()
        for path in text_files()
        if path != Path(__file__) and (match := pattern.search(path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("text", ["see /home/ann/notes", "'/Users/ann'", "# TODO: later"])
def test_such_marks_and_paths_are_recognised(text: str) -> None:
    assert UNFINISHED.search(text) or MACHINE_PATH.search(text)
