"""What the page says in one language: a field for each of its sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What the pieces say in one language; ``{…}`` are filled in where they are used."""

    language: str
    purpose: str
    no_articles: str
    one_article: str
    articles: str
    one_passage: str
    passages: str
    from_to: str
    dated: str
    undated: str
    vectors: str
    quotes_only: str
    written_by: str
    sources: str
    nearest: str
    earlier: str
    panel_invitation: str
    source_label: str
    source_of: str
    other_language: str
    not_found: str
    whole_article: str
    shortened: str
    back: str
    try_title: str
    tries: tuple[str, ...]
    claims: str
    speaker: str
    act: str
    date: str
    value: str
    source: str
    acts: dict[str, str]
    disagreement: str
    according_to: str
    title: str
    outlet: str
    article_language: str
    passage_count: str
    copies: str
    failed: str
    chat_tab: str
    articles_tab: str
    question_hint: str
    welcome: str
    search_hint: str
    listed: str
    none_listed: str
    searching: str
    reading_one: str
    reading: str
    checking: str
    copy: str
    copied: str
    sought: str
    only: str
    from_date: str
    to_date: str
    timeline: str
    copies_in: str
    outlet_filter: str
    all_outlets: str
    after_filter: str
    before_filter: str
    date_hint: str
    light_or_dark: str
    add_articles: str
    index_again: str
    stages: dict[str, str]
    counts: dict[str, str]
    skipped: str
    remove: str
    remove_one: str
    remove_sure: str
    keep_markdown: str
    keep_json: str
    keep_feedback: str
    conversation: str
    asked: str
    comment_hint: str
    comment_send: str
    thanks: str
