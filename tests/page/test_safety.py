"""Hostile articles and questions, headers, other hosts, and the login."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

import gradio as gr
import pytest
from playwright.sync_api import Browser, expect

from qa.assistant import Assistant
from qa.settings import Settings
from qa.web.page import build_page
from qa.web.serving import launch_options
from qa.web.wording import translations
from tests.page.browsing import Server, Watched, free_port, watching


def test_hostile_article_stays_text(watched: Watched) -> None:
    watched.ask("Qui a confirmé le lancement de la fusée Zorblax ?")
    card = watched.page.locator("#evidence .card").first
    expect(card).to_contain_text("<img src=http://evil.example/t.png")
    watched.page.locator("#chat .answer .marker").first.hover()
    expect(watched.page.locator("#hint")).to_contain_text("<i>spatiale</i>")
    shown = watched.page.locator("#evidence, #chat .answer, #hint")
    expect(shown.locator("img, form, script, style, i, b")).to_have_count(0)
    assert watched.page.locator("#evidence a:not([data-leads-to])").count() == 0
    assert watched.page.evaluate("window.taken") is None


def test_hostile_article_stays_text_when_it_is_read(watched: Watched) -> None:
    watched.open_articles()
    watched.page.locator("button.read", has_text="Zorblax").click()
    article = watched.page.locator("#reading article")
    expect(article).to_contain_text("<img src=")
    expect(article.locator("img, form, script, style, i, b, a")).to_have_count(0)


def test_typed_markup_stays_text(watched: Watched) -> None:
    typed = "<img src=http://evil.example/q.png> **who** [x](http://evil.example) first confirmed?"
    watched.ask(typed)
    expect(watched.page.locator("#chat .user-row .user")).to_have_text(typed)
    expect(watched.page.locator("#chat .user-row img")).to_have_count(0)


def test_every_response_carries_the_security_headers(server: Server) -> None:
    with urllib.request.urlopen(f"{server.address}/config") as response:
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_name_of_another_site_is_refused(server: Server) -> None:
    request = urllib.request.Request(server.address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)


@pytest.fixture
def locked() -> Iterator[str]:
    """The address of a page that asks for a login."""
    assistant = Assistant.from_texts([{"id": "a", "text": "Le pain coûte plus cher."}])
    settings = Settings(store=":memory:", port=free_port(), auth=(("ann", "secret"),))
    texts = gr.I18n(**translations())
    page = build_page(assistant, texts)
    page.launch(**launch_options(texts, settings))
    yield f"http://127.0.0.1:{settings.port}"
    page.close()
    assistant.close()


def test_login_is_asked_for_before_anything_is_shown(locked: str, browser: Browser) -> None:
    for path in ("/config", "/gradio_api/info"):
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{locked}{path}")
    with watching(browser, locked) as watched:
        page = watched.page
        for password in ("wrong", "secret"):
            page.get_by_label("username").fill("ann")
            page.get_by_label("password").fill(password)
            page.get_by_role("button", name="Login").click()
            if password == "wrong":
                expect(page.get_by_text("Incorrect")).to_be_visible()
                # It is told on the console as well, and empties the form.
                watched.offences.clear()
        expect(page.locator(".masthead")).to_contain_text("1 article")
