"""Make the pictures of docs/images: ``make pictures``, or ``python docs/screenshots.py``.

Opens the real application over the bundled articles, in Chromium, without touching the user's own
store. ``--all FOLDER`` also takes each state at each width, light and dark, to look them over.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
QUESTION = "who first confirmed the deployment?"
UNANSWERABLE = "what is the capital of Brazil?"
# The bundled articles date none of their statements; this one, made up, does.
DATED = json.dumps(
    {
        "title": "Le port de Lorient fermé",
        "outlet": "La Criée",
        "published": "2025-03-14",
        "text": "Le 1er mars 2025, la maire Anne Le Goff a confirmé la fermeture du port de "
        "Lorient. Le 4 mars 2025, le préfet Paul Ferrand a démenti la fermeture du port de "
        "Lorient. Le 10 mars 2025, le ministre Luc Hamel a confirmé la fermeture du port de "
        "Lorient pour trois semaines.",
    }
)
DATED_QUESTION = "Qui a confirmé la fermeture du port de Lorient, et quand ?"
SIZES = {1440: 900, 1024: 768, 390: 844}


def main() -> int:
    """Take the pictures and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python docs/screenshots.py")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every state, for looking over")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("There is no Chromium here; on Debian: apt install chromium.", file=sys.stderr)
        return 1
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        IMAGES.mkdir(exist_ok=True)
        take_readme_pictures(browser, address)
        take_report_picture(browser)
        if options.all:
            options.all.mkdir(parents=True, exist_ok=True)
            take_every_state(browser, address, options.all)
        browser.close()
    return 0


def take_report_picture(browser: Browser) -> None:
    """Evaluate the fixed set against its baseline and take the head of the HTML report."""
    with tempfile.TemporaryDirectory() as folder:
        qa = [sys.executable, "-m", "qa"]
        store = ["--store", f"{folder}/store"]
        compared = ["--peers", "--baseline", "tests/baseline.json", "--report", folder]
        subprocess.run([*qa, "index", *store], cwd=ROOT, check=True, capture_output=True)
        subprocess.run([*qa, "evaluate", *store, *compared], cwd=ROOT, capture_output=True)
        (report,) = Path(folder).glob("*.html")
        page = browser.new_page(viewport={"width": 1180, "height": 1500})
        page.goto(report.as_uri())
        page.screenshot(path=IMAGES / "report.png")
        page.close()


@contextmanager
def served() -> Iterator[str]:
    """Serve the application over the bundled articles while the block runs; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=os.environ | {"QA_STORE": f"{folder}/store", "PORT": str(port)},
            stdout=subprocess.PIPE,
        )
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def take_readme_pictures(browser: Browser, address: str) -> None:
    """Take the states that the README shows."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
    ask(page, address, QUESTION)
    page.locator("#chat .answer .marker").first.click()
    settle(page)
    page.screenshot(path=IMAGES / "chat.png")
    ask(page, address, UNANSWERABLE)
    page.screenshot(path=IMAGES / "refusal.png")
    page.get_by_role("tab", name="Articles").click()
    settle(page)
    upload = page.locator('#upload input[type="file"]')
    upload.set_input_files(
        {"name": "lorient.json", "mimeType": "application/json", "buffer": DATED.encode()}
    )
    page.locator("#report .counts").wait_for()
    page.locator("button.read").first.click()
    settle(page)
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=IMAGES / "articles.png")
    ask(page, address, DATED_QUESTION)
    page.screenshot(path=IMAGES / "timeline.png")
    page.close()
    phone = browser.new_page(
        viewport={"width": 390, "height": 844}, locale="fr-FR", color_scheme="dark"
    )
    ask(phone, address, QUESTION)
    phone.screenshot(path=IMAGES / "phone.png")
    phone.close()


def take_every_state(browser: Browser, address: str, folder: Path) -> None:
    """Take the start, an answer, a refusal and the list at each width, light and dark."""
    for width, height in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                locale="fr-FR" if scheme == "dark" else "en-GB",
            )
            page = context.new_page()
            stem = f"{folder}/{width}-{scheme}"
            page.goto(address)
            settle(page)
            page.screenshot(path=f"{stem}-start.png")
            ask(page, address, QUESTION)
            page.screenshot(path=f"{stem}-answer.png", full_page=True)
            page.locator("#evidence details.reading summary").first.click()
            settle(page)
            page.screenshot(path=f"{stem}-reading.png")
            ask(page, address, UNANSWERABLE)
            page.screenshot(path=f"{stem}-refusal.png", full_page=True)
            page.get_by_role("tab", name="Articles").click()
            settle(page)
            page.screenshot(path=f"{stem}-articles.png", full_page=True)
            context.close()


def ask(page: Page, address: str, question: str) -> None:
    """Open the page anew, ask, and wait until the answer and its sources stand still."""
    page.goto(address)
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")
    page.locator("#evidence .card").first.wait_for()
    settle(page)


def settle(page: Page) -> None:
    """Wait until what moves has come to rest."""
    page.locator(".masthead").wait_for()
    page.wait_for_timeout(1200)


if __name__ == "__main__":
    sys.exit(main())
