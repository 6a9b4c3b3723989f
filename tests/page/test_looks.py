"""Languages, widths, light and dark, and who cannot see or use a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.browsing import MISSION, ROOT, Watched, widest

# `.ci/run` puts it there; by hand: npm install --prefix .venv/axe axe-core
AXE = ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core here: npm install --prefix .venv/axe axe-core")
    return Path(AXE).read_text("utf-8")


def serious_issues(watched: Watched, axe: str) -> list[str]:
    """Return what axe finds serious or critical, with the elements concerned."""
    watched.page.evaluate(axe)
    found = watched.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{issue['id']}: {node['html'][:160]}"
        for issue in found["violations"]
        if issue["impact"] in ("serious", "critical")
        for node in issue["nodes"]
    ]


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_phone_needs_no_sideways_scrolling(watched: Watched) -> None:
    watched.ask(MISSION)
    assert widest(watched.page) <= 390
    watched.open_articles()
    assert widest(watched.page) <= 390


@pytest.mark.parametrize("watched", [{"locale": "fr-FR"}], indirect=True)
def test_french_browser_gets_a_french_page(watched: Watched) -> None:
    page = watched.page
    expect(page.locator(".masthead")).to_contain_text("Interrogez vos articles")
    box = page.locator("#question textarea")
    expect(box).to_have_attribute("placeholder", "Posez une question sur les articles")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#outlet input")).to_have_value("Tous les médias")


def test_header_tells_what_is_indexed(watched: Watched) -> None:
    expect(watched.page.locator(".holdings")).to_contain_text("7 articles")


def test_light_and_dark_are_chosen_and_remembered(watched: Watched) -> None:
    body = watched.page.locator("body")
    assert "dark" not in (body.get_attribute("class") or "")
    watched.page.get_by_role("button", name="Light or dark").click()
    watched.page.reload()
    expect(watched.page.locator("body.dark")).to_have_count(1)


def test_keyboard_alone_asks_and_reaches_the_source(watched: Watched) -> None:
    page = watched.page
    page.locator("#question textarea").focus()
    page.keyboard.type(MISSION)
    page.keyboard.press("Enter")
    watched.wait_for(MISSION)
    page.locator("#chat .answer .marker").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-1-1")).to_be_focused()


@pytest.mark.parametrize(
    "watched",
    [{}, {"color_scheme": "dark"}, {**PHONE, "locale": "fr-FR"}],
    ids=["light", "dark", "phone"],
    indirect=True,
)
def test_axe_finds_no_serious_issue(watched: Watched, axe: str) -> None:
    assert serious_issues(watched, axe) == []
    watched.ask(MISSION)
    assert serious_issues(watched, axe) == []
    watched.ask("what is the capital of Brazil?")
    assert serious_issues(watched, axe) == []
    watched.open_articles()
    assert serious_issues(watched, axe) == []
