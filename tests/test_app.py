"""The page in a real browser, against the real application on a free port."""

from __future__ import annotations

import concurrent.futures
import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

import app
from corpus.reading import BUNDLED
from qa.settings import Settings

ROOT = Path(app.__file__).parent
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
MISSION = "who first confirmed the deployment?"

HOSTILE_TITLE = "<img src=http://evil.example/t.png onerror=alert(1)> Fusée <b>Zorblax</b>"
HOSTILE_TEXT = (
    "La fusée Zorblax a décollé mardi de Kourou <script>window.taken = true</script> avec "
    "<img src='http://evil.example/x.png' onerror='window.taken = true'> trois satellites. "
    "![photo](http://evil.example/y.png) L’ingénieure Maëlle Corre a confirmé le lancement de la "
    "fusée Zorblax [ici](javascript:window.taken=true). <form action='http://evil.example/'>"
    "<style>body {background: url(http://evil.example/z.png)}</style>"
)


@dataclass(frozen=True)
class Server:
    """A running application."""

    port: int
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application over the bundled articles and a hostile one."""
    folder = tmp_path_factory.mktemp("page")
    articles = folder / "articles"
    shutil.copytree(BUNDLED, articles)
    hostile = {"title": HOSTILE_TITLE, "text": HOSTILE_TEXT, "language": "fr"}
    (articles / "hostile.json").write_text(json.dumps(hostile), encoding="utf-8")
    port = free_port()
    environment = os.environ | {"QA_STORE": str(folder / "store"), "PORT": str(port)}
    run([sys.executable, "-m", "qa", "index", str(articles)], environment)
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install it (Debian: apt install chromium) to test the page")
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


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
        expect(self.page.locator("#question textarea")).to_be_enabled()
        expect(self.page.locator("#evidence h2").first).to_have_text(question)


@pytest.fixture
def watched(server: Server, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A fresh page; at the end it must have asked nothing of the outside."""
    options: dict[str, Any] = {"locale": "en-GB"} | getattr(request, "param", {})
    context = browser.new_context(**options)
    offences: list[str] = []

    def keep_inside(route: Route) -> None:
        offences.append(f"asked for {route.request.url}")
        route.abort()

    # Whatever is not the server is stopped and counted.
    context.route(lambda url: not url.startswith((server.address, "data:", "blob:")), keep_inside)
    page = context.new_page()
    page.on("dialog", lambda dialog: offences.append(f"opened a dialog: {dialog.message}"))
    page.on("pageerror", lambda error: offences.append(f"failed: {error}"))
    page.on(
        "console",
        lambda message: offences.append(message.text) if message.type == "error" else None,
    )
    page.goto(server.address)
    expect(page.locator("#question textarea")).to_be_visible()
    expect(page.locator(".masthead")).to_be_visible()
    yield Watched(page, offences)
    assert offences == []
    context.close()


def test_mission_question_leads_to_the_highlighted_quotation(watched: Watched) -> None:
    watched.page.get_by_role("button", name=MISSION).click()
    marker = watched.page.locator("#chat .answer .marker").first
    number = marker.inner_text()
    marker.click()
    mark = watched.page.locator(f"#source-1-{number} blockquote mark")
    expect(mark).to_be_in_viewport()
    quotation = watched.page.locator("#chat .answer .quotation").first.inner_text()
    assert " ".join(mark.inner_text().split()) == quotation


def test_whole_article_opens_at_the_quotation(watched: Watched) -> None:
    watched.ask(MISSION)
    reading = watched.page.locator(".card details.reading").first
    reading.locator("summary").click()
    expect(reading.locator("mark")).to_be_in_viewport()


def test_sources_of_an_earlier_answer_open_again(watched: Watched) -> None:
    watched.ask(MISSION)
    watched.ask("Where did Putin thank Kim Jong-un?")
    expect(watched.page.locator("#source-1-1")).not_to_be_visible()
    watched.page.locator("#marker-1-1").click()
    expect(watched.page.locator("#source-1-1 blockquote mark")).to_be_in_viewport()


def test_undone_answer_takes_its_sources_away(watched: Watched) -> None:
    watched.ask(MISSION)
    watched.page.get_by_label("Undo").last.click()
    expect(watched.page.locator("#chat .bot-row")).to_have_count(0)
    expect(watched.page.locator("#evidence .card")).to_have_count(0)


def test_refusal_offers_near_passages_and_advice(watched: Watched) -> None:
    watched.ask("what is the capital of Brazil?")
    expect(watched.page.locator("#chat .tries")).to_contain_text("What you can try")
    expect(watched.page.locator("#evidence .card").first).to_be_visible()
    expect(watched.page.locator("#evidence mark")).to_have_count(0)


def test_failure_is_a_sentence(watched: Watched) -> None:
    box = watched.page.locator("#question textarea")
    box.fill("?!")
    box.press("Enter")
    expect(watched.page.locator("#chat .failure")).to_contain_text("The question is empty")


@pytest.mark.parametrize("watched", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_phone_needs_no_sideways_scrolling(watched: Watched) -> None:
    watched.ask(MISSION)
    assert widest(watched.page) <= 390
    watched.page.get_by_role("tab", name="Articles").click()
    expect(watched.page.locator(".articles tbody tr").first).to_be_visible()
    assert widest(watched.page) <= 390


@pytest.mark.parametrize("watched", [{"locale": "fr-FR"}], indirect=True)
def test_french_browser_gets_a_french_page(watched: Watched) -> None:
    expect(watched.page.locator(".masthead")).to_contain_text("Interrogez vos articles")
    box = watched.page.locator("#question textarea")
    expect(box).to_have_attribute("placeholder", "Posez une question sur les articles")


def test_hostile_article_stays_text(watched: Watched) -> None:
    watched.ask("Qui a confirmé le lancement de la fusée Zorblax ?")
    card = watched.page.locator("#evidence .card").first
    expect(card).to_contain_text("<img src=http://evil.example/t.png")
    shown = watched.page.locator("#evidence, #chat .answer")
    expect(shown.locator("img, form, script, style")).to_have_count(0)
    assert watched.page.locator("#evidence a:not([data-leads-to])").count() == 0
    assert watched.page.evaluate("window.taken") is None


def test_hostile_title_stays_text_in_the_list(watched: Watched) -> None:
    watched.page.get_by_role("tab", name="Articles").click()
    expect(watched.page.locator(".articles tbody tr")).to_have_count(6)
    watched.page.locator("#article-search textarea, #article-search input").fill("zorblax")
    expect(watched.page.locator(".articles tbody tr")).to_have_count(1)
    expect(watched.page.locator(".articles tbody")).to_contain_text("<b>Zorblax</b>")


def test_typed_markup_stays_text(watched: Watched) -> None:
    typed = "<img src=http://evil.example/q.png> **who** [x](http://evil.example) first confirmed?"
    watched.ask(typed)
    expect(watched.page.locator("#chat .user-row")).to_have_text(typed)
    expect(watched.page.locator("#chat .user-row img")).to_have_count(0)


def test_header_tells_what_is_indexed(watched: Watched) -> None:
    expect(watched.page.locator(".holdings")).to_contain_text("6 articles")


def test_programs_get_the_answer_as_json(server: Server) -> None:
    answer = call(server, "ask", {"question": MISSION})
    assert answer["question"] == MISSION
    assert answer["citations"][0]["quote"]


def test_programs_get_ranked_passages(server: Server) -> None:
    found = call(server, "search", {"query": "Koursk", "k": 3})
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]


def test_programs_get_a_sentence_when_a_question_cannot_be_asked(server: Server) -> None:
    with pytest.raises(RuntimeError, match="The question is empty"):
        call(server, "ask", {"question": ""})


def test_several_people_can_ask_at_once(server: Server) -> None:
    questions = [MISSION, "Where did Putin thank Kim Jong-un?", "Qui dirige la Russie ?"] * 4
    with concurrent.futures.ThreadPoolExecutor(len(questions)) as people:
        answers = list(people.map(lambda each: call(server, "ask", {"question": each}), questions))
    assert [answer["question"] for answer in answers] == questions
    assert len({answer["answer"] for answer in answers}) == len({*questions})


def test_every_response_carries_the_security_headers(server: Server) -> None:
    with urllib.request.urlopen(f"{server.address}/config") as response:
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_name_of_another_site_is_refused(server: Server) -> None:
    request = urllib.request.Request(server.address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)


def test_busy_port_is_told_in_one_sentence(server: Server) -> None:
    finished = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=server.environment, capture_output=True, text=True
    )
    assert finished.returncode == 1
    assert finished.stderr.count("\n") == 1
    assert f"port {server.port}" in finished.stderr


def test_empty_store_gets_the_bundled_articles(tmp_path: Path) -> None:
    assistant = app.open_assistant(Settings(store=str(tmp_path / "store")))
    bundled = {path.stem for path in BUNDLED.glob("*.md")} - {"README"}
    assert {row.id for row in assistant.articles()} == bundled


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)


def call(server: Server, endpoint: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Call a named endpoint as a program does: send the arguments, then read the result."""
    address = f"{server.address}/gradio_api/call/v2/{endpoint}"
    body = json.dumps(arguments).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{server.address}/gradio_api/call/{endpoint}/{event}") as response:
        *_, name, data = filter(None, response.read().decode().split("\n"))
    if name != "event: complete":
        raise RuntimeError(data)
    result: dict[str, Any] = json.loads(data.removeprefix("data: "))[0]
    return result


def widest(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))
