"""The list of articles: searching, sorting, reading, adding and removing."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.page.browsing import Watched

QUESTION = "Who inaugurated the Tourbillac lighthouse?"


def test_hostile_title_stays_text_in_the_list(watched: Watched) -> None:
    watched.open_articles()
    watched.page.locator("#article-search textarea, #article-search input").fill("zorblax")
    expect(watched.page.locator(".articles tbody tr")).to_have_count(1)
    expect(watched.page.locator(".articles tbody")).to_contain_text("<b>Zorblax</b>")


def test_list_is_sorted_by_a_column(watched: Watched) -> None:
    watched.open_articles()
    watched.page.get_by_role("button", name="Outlet", exact=True).click()
    head = watched.page.locator('th[aria-sort="ascending"]')
    expect(head).to_have_text("Outlet")
    expect(watched.page.locator(".articles tbody tr").first).to_contain_text("La Criée")


def test_article_is_read_beside_the_list(watched: Watched) -> None:
    watched.open_articles()
    watched.page.get_by_role("button", name="Le port de Lorient fermé", exact=True).click()
    article = watched.page.locator("#reading article")
    expect(article).to_contain_text("pour trois semaines")
    expect(article).to_be_focused()


def test_new_article_is_uploaded_answers_and_is_removed(watched: Watched, tmp_path: Path) -> None:
    lighthouse = {"title": "Le phare", "text": "Rose Quélen a inauguré le phare de Tourbillac."}
    (tmp_path / "phare.json").write_text(json.dumps(lighthouse))
    (tmp_path / "broken.pdf").write_bytes(b"no pdf")
    watched.open_articles()
    files = watched.page.locator('#upload input[type="file"]')
    files.set_input_files([tmp_path / "phare.json", tmp_path / "broken.pdf"])
    report = watched.page.locator("#report")
    expect(report).to_contain_text("1 added")
    expect(report).to_contain_text("broken.pdf")
    watched.page.get_by_role("tab", name="Questions").click()
    watched.ask(QUESTION)
    expect(watched.page.locator("#chat .answer")).to_contain_text("Rose Quélen")

    watched.open_articles()
    remove = watched.page.get_by_label("Remove Le phare")
    remove.click()
    expect(remove).to_have_text("Really remove?")
    remove.click()
    expect(report).to_contain_text("1 removed")
    watched.page.locator("#index-again").click()
    expect(report).to_contain_text("unchanged")
    expect(watched.page.get_by_label("Remove Le phare")).to_have_count(0)
