"""The requirements files: everything pinned, nothing that is not used, no heavy frameworks."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.test_architecture import OWN, imported, python_files

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FILES = ["requirements.txt", "requirements-dev.txt", "requirements-train.txt"]


def plain_name(requirement: str) -> str:
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(file: str) -> list[str]:
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith(("#", "-r "))]


DIRECT = {plain_name(each) for each in PROJECT["project"]["dependencies"]}


@pytest.mark.parametrize("file", FILES)
def test_every_version_is_pinned(file: str) -> None:
    pinned = re.compile(r"[a-z0-9._-]+==[\w.!+-]+( ;|\s+#|$)", re.IGNORECASE)
    assert [line for line in requirements(file) if not pinned.match(line)] == []


def test_what_is_asked_for_is_pinned() -> None:
    assert {plain_name(line) for line in requirements("requirements.txt")} >= DIRECT


def test_the_test_tools_are_pinned_on_top_of_the_product() -> None:
    tools = {plain_name(each) for each in PROJECT["dependency-groups"]["dev"]}
    text = (ROOT / "requirements-dev.txt").read_text("utf-8")
    assert text.startswith("-r requirements.txt\n")
    assert {plain_name(line) for line in requirements("requirements-dev.txt")} >= tools


def test_a_version_pinned_twice_is_pinned_alike() -> None:
    first, second = (
        {plain_name(line): re.split(r"[\s;]", line)[0].lower() for line in requirements(file)}
        for file in FILES[:2]
    )
    assert {name: second[name] for name in first.keys() & second} == {
        name: first[name] for name in first.keys() & second
    }


def test_the_product_brings_no_training_framework() -> None:
    heavy = re.compile(r"torch|tensorflow|jax$|transformers|nvidia|cuda|triton|sentence-")
    names = [plain_name(line) for line in requirements("requirements.txt")]
    assert [name for name in names if heavy.match(name)] == []


def used_packages() -> dict[str, set[str]]:
    """Third-party modules that the product imports, with the distributions they come in."""
    modules = {
        name.split(".")[0]
        for path in python_files("corpus", "index", "qa", "app")
        if not path.name.startswith("train")
        for name in imported(path)
    }
    installed = packages_distributions()
    return {
        module: {plain_name(each) for each in installed.get(module, [])}
        for module in modules - OWN - sys.stdlib_module_names
    }


def is_declared(distribution: str) -> bool:
    # llama-index is a bundle: its modules come in llama-index-core and the like.
    return any(distribution == name or distribution.startswith(f"{name}-") for name in DIRECT)


def test_what_the_product_imports_is_asked_for() -> None:
    undeclared = [
        module
        for module, distributions in used_packages().items()
        if not any(is_declared(each) for each in distributions)
    ]
    assert undeclared == []


def test_what_is_asked_for_is_imported() -> None:
    used = set().union(*used_packages().values())
    unused = [name for name in DIRECT if not any(each.startswith(name) for each in used)]
    assert unused == []
