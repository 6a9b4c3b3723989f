"""Starting the application; `tests.page` looks at its page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import app
from corpus.reading import BUNDLED
from qa.settings import Settings

ROOT = Path(app.__file__).parent


def refused(**environment: str) -> str:
    """Return the one sentence with which the application refuses to start."""
    finished = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 1
    assert finished.stderr.count("\n") == 1
    return finished.stderr


def test_busy_port_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert f"port {port}" in refused(PORT=str(port))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7"])
def test_listening_where_others_are_needs_a_login(host: str) -> None:
    assert "QA_AUTH" in refused(QA_HOST=host)


def test_empty_store_gets_the_bundled_articles(tmp_path: Path) -> None:
    assistant = app.open_assistant(Settings(store=str(tmp_path / "store")))
    bundled = {path.stem for path in BUNDLED.glob("*.md")} - {"README"}
    assert {row.id for row in assistant.articles()} == bundled
