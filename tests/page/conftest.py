"""One application for all tests of the page, over the bundled articles and some hostile ones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from corpus.reading import BUNDLED
from tests.page.browsing import CHROMIUM, FLAGS, ROOT, Server, Watched, free_port, watching

HOSTILE = {
    "title": "<img src=http://evil.example/t.png onerror=alert(1)> Fusée <b>Zorblax</b>",
    "text": "La fusée Zorblax a décollé mardi de Kourou <script>window.taken = true</script> avec "
    "<img src='http://evil.example/x.png' onerror='window.taken = true'> trois satellites. "
    "![photo](http://evil.example/y.png) L’ingénieure Maëlle Corre a confirmé le lancement de la "
    "fusée Zorblax [ici](javascript:window.taken=true). <form action='http://evil.example/'>"
    "<style>body {background: url(http://evil.example/z.png)}</style>",
    "outlet": "La Gazette <i>spatiale</i>",
    "language": "fr",
}
DATED = {
    "title": "Le port de Lorient fermé",
    "outlet": "La Criée",
    "published": "2025-03-12",
    "language": "fr",
    "text": "Le 1er mars 2025, la maire Anne Le Goff a confirmé la fermeture du port de Lorient. "
    "Le 10 mars 2025, le ministre Luc Hamel a confirmé la fermeture du port de Lorient pour "
    "trois semaines.",
}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application, running."""
    folder = tmp_path_factory.mktemp("page")
    articles = folder / "articles"
    shutil.copytree(BUNDLED, articles)
    for name, article in (("hostile", HOSTILE), ("dated", DATED)):
        (articles / f"{name}.json").write_text(json.dumps(article), encoding="utf-8")
    port = free_port()
    environment = os.environ | {"QA_STORE": str(folder / "store"), "PORT": str(port)}
    index = [sys.executable, "-m", "qa", "index", str(articles)]
    subprocess.run(index, cwd=ROOT, env=environment, check=True, capture_output=True)
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
    try:
        assert process.stdout is not None
        assert "is open on" in process.stdout.readline(), log.read_text()
        yield Server(port, environment)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install it (Debian: apt install chromium) to test the page")
    # A busy machine is slow; only what fails waits so long.
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def watched(server: Server, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A fresh page, with the browser's options that the test asks for."""
    with watching(browser, server.address, **getattr(request, "param", {})) as watched:
        expect(watched.page.locator("#question textarea")).to_be_visible()
        expect(watched.page.locator(".masthead")).to_be_visible()
        yield watched
