"""Asking, and what is shown beside the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.browsing import MISSION, Watched

DATED_QUESTION = "Qui a confirmé la fermeture du port de Lorient, et quand ?"


def test_mission_question_leads_to_the_highlighted_quotation(watched: Watched) -> None:
    watched.page.get_by_role("button", name=MISSION).click()
    watched.wait_for(MISSION)
    marker = watched.page.locator("#chat .answer .marker").first
    number = marker.inner_text()
    marker.click()
    mark = watched.page.locator(f"#source-1-{number} blockquote mark")
    expect(mark).to_be_in_viewport()
    quotation = watched.page.locator("#chat .answer .quotation").first.inner_text()
    assert " ".join(mark.inner_text().split()) == quotation


def test_marker_shows_its_quotation_to_the_pointer_and_to_the_keyboard(watched: Watched) -> None:
    watched.ask(MISSION)
    marker = watched.page.locator("#chat .answer .marker").first
    hint = watched.page.locator("#hint")
    marker.hover()
    expect(hint).to_contain_text(str(marker.get_attribute("data-quote")))
    watched.page.keyboard.press("Escape")
    expect(hint).to_be_hidden()
    marker.focus()
    expect(hint).to_be_visible()


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


def test_follow_up_is_about_what_was_asked_before(watched: Watched) -> None:
    watched.ask("Combien de soldats nord-coréens ont été envoyés en Russie ?")
    watched.ask("et selon qui ?")
    expect(watched.page.locator("#chat .answer").last).to_contain_text("soldats")


def test_offered_question_is_asked_and_answered(watched: Watched) -> None:
    watched.ask(MISSION)
    offered = watched.page.locator("#chat .options button").first
    question = offered.inner_text()
    offered.click()
    watched.wait_for(question)
    expect(watched.page.locator("#evidence mark").first).to_be_visible()


def test_timeline_leads_to_the_source(watched: Watched) -> None:
    watched.ask(DATED_QUESTION)
    points = watched.page.locator("#evidence .timeline .point")
    expect(points).to_have_count(2)
    points.last.click()
    mark = watched.page.locator(".card.is-shown blockquote mark")
    expect(mark).to_contain_text("10 mars 2025")
    expect(mark).to_be_in_viewport()


def test_undone_answer_takes_its_sources_away(watched: Watched) -> None:
    watched.ask(MISSION)
    watched.page.get_by_label("Undo").last.click()
    expect(watched.page.locator("#chat .bot-row")).to_have_count(0)
    expect(watched.page.locator("#evidence .card")).to_have_count(0)


def test_edited_question_is_asked_anew_as_it_was_typed(watched: Watched) -> None:
    watched.ask("who <b>first</b> confirmed & when?")
    watched.page.get_by_label("Edit").first.click()
    box = watched.page.locator("#chat textarea")
    box.fill("who <b>first</b> confirmed it?")
    watched.page.get_by_label("Submit", exact=True).first.click()
    watched.wait_for("who <b>first</b> confirmed it?")
    expect(watched.page.locator("#chat .user-row .user")).to_have_text(
        "who <b>first</b> confirmed it?"
    )


def test_refusal_tells_what_was_looked_for_and_offers_near_passages(watched: Watched) -> None:
    watched.ask("what is the capital of Brazil?")
    tries = watched.page.locator("#chat .tries")
    expect(tries).to_contain_text("capital of Brazil")
    expect(tries).to_contain_text("What you can try")
    expect(watched.page.locator("#evidence mark")).to_have_count(0)
    tries.locator("a").first.click()
    expect(watched.page.locator("#near-1-1")).to_be_in_viewport()


def test_failure_is_a_sentence(watched: Watched) -> None:
    box = watched.page.locator("#question textarea")
    box.fill("?!")
    box.press("Enter")
    expect(watched.page.locator("#chat .failure")).to_contain_text("The question is empty")


def test_filter_by_outlet_keeps_other_outlets_out(watched: Watched) -> None:
    watched.page.locator("#outlet input").click()
    watched.page.get_by_role("option", name="La Criée").click()
    watched.ask(DATED_QUESTION)
    expect(watched.page.locator("#evidence .only")).to_contain_text("La Criée")
    watched.ask(MISSION)
    expect(watched.page.locator("#chat .tries")).to_contain_text("La Criée")


def test_filter_by_date_keeps_earlier_articles_out(watched: Watched) -> None:
    watched.page.locator("#after input, #after textarea").fill("2025-05")
    watched.ask(DATED_QUESTION)
    expect(watched.page.locator("#chat .tries")).to_contain_text("mai 2025")


def test_conversation_is_kept_as_markdown_and_as_json(watched: Watched) -> None:
    watched.ask(MISSION)
    kept = {}
    for label in ("Conversation as Markdown", "Conversation as JSON"):
        with watched.page.expect_download() as download:
            watched.page.get_by_role("button", name=label).click()
        kept[label] = Path(download.value.path()).read_text("utf-8")
    quote = json.loads(kept["Conversation as JSON"])["answers"][0]["citations"][0]["quote"]
    assert quote.split()[0] in kept["Conversation as Markdown"]
    assert "### Sources" in kept["Conversation as Markdown"]


def test_thumb_and_comment_become_a_question_for_evaluation(watched: Watched) -> None:
    watched.ask("Where did Putin thank Kim Jong-un?")
    watched.page.get_by_label("Like", exact=True).first.click()
    comment = watched.page.locator("#comment textarea, #comment input")
    comment.fill("as I remember it")
    comment.press("Enter")
    expect(comment).to_be_hidden()
    with watched.page.expect_download() as download:
        watched.page.get_by_role("button", name="Feedback as questions").click()
    (line,) = Path(download.value.path()).read_text("utf-8").splitlines()
    question = json.loads(line)
    assert question["question"] == "Where did Putin thank Kim Jong-un?"
    assert question["comment"] == "as I remember it"
    assert question["sources"]


@pytest.mark.parametrize(
    "watched", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True
)
def test_answer_is_copied_with_its_sources(watched: Watched) -> None:
    watched.ask(MISSION)
    watched.page.get_by_role("button", name="Copy the answer").click()
    expect(watched.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = watched.page.evaluate("navigator.clipboard.readText()")
    assert "\n[1] " in copied
