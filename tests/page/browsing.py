"""A running application, and a page of it in a real browser that is watched."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

import app

ROOT = Path(app.__file__).parent
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
MISSION = "who first confirmed the deployment?"


@dataclass(frozen=True)
class Server:
    """A running application."""

    port: int
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Watched:
    """A page, and what it did that no page may do."""

    page: Page
    offences: list[str]

    def ask(self, question: str) -> None:
        """Ask and wait for the complete answer."""
        answers = self.page.locator("#chat .bot-row")
        count = answers.count()
        box = self.page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        expect(answers).to_have_count(count + 1)
        self.wait_for(question)

    def wait_for(self, question: str) -> None:
        """Wait until a question is answered completely."""
        expect(self.page.locator("#evidence h2").first).to_have_text(question)
        expect(self.page.locator("#question textarea")).to_be_enabled()

    def open_articles(self) -> None:
        """Go to the list of articles and wait for it."""
        self.page.locator('button[role="tab"]').nth(1).click()
        expect(self.page.locator(".articles tbody tr").first).to_be_visible()


@contextmanager
def watching(browser: Browser, address: str, **options: Any) -> Iterator[Watched]:
    """Open a fresh page; at the end it must have asked nothing of the outside."""
    context = browser.new_context(**{"locale": "en-GB", **options})
    offences: list[str] = []

    def keep_inside(route: Route) -> None:
        offences.append(f"asked for {route.request.url}")
        route.abort()

    # Whatever is not the server is stopped and counted.
    context.route(lambda url: not url.startswith((address, "data:", "blob:")), keep_inside)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.on("dialog", lambda dialog: offences.append(f"opened a dialog: {dialog.message}"))
    page.on("pageerror", lambda error: offences.append(f"failed: {error}"))
    page.on(
        "console",
        lambda message: offences.append(message.text) if message.type == "error" else None,
    )
    page.goto(address)
    yield Watched(page, offences)
    assert offences == []
    context.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def widest(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))
