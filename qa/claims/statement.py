"""What a statement is: who did what with words, where the article says so, and when."""

from __future__ import annotations

from dataclasses import dataclass

from qa.claims.figures import Figure
from qa.claims.speakers import Speaker


@dataclass(frozen=True)
class Statement:
    """One reported act of speech; ``text`` is the sentence, a slice of the article.

    Attributes:
        start, end: Code points of the article's text.
        text: The sentence that reports it.
        speaker: Whose act it is.
        act: As in `qa.answer.Claim`.
        verb: The reporting verb's dictionary form; "" for "selon X" and for nouns.
        at: Where in the sentence the verb, or what stands for it, begins.
        said: Where in the sentence the content begins and ends.
        date, date_text: As in `qa.answer.Claim`.
        figures: Those of the content.
        tense: present, past or past perfect.
        is_negated: The speaker did not do it, or not yet.
        is_not_yet: "toujours pas", "not yet": it may come later.
        is_hedged: "aurait confirmé", "reportedly".
        is_quotation: The speaker's own words stand between quotation marks.
        is_about_before: What is said is what the sentence before says: "l'a confirmé", "dément".
        before: The sentence before it in the article, or "".
        first: "speaker" or "country" where the article calls it the first of the speaker's, or of
            the speaker's country; "" otherwise.
    """

    start: int
    end: int
    text: str
    speaker: Speaker
    act: str
    verb: str
    at: int
    said: tuple[int, int]
    date: str | None = None
    date_text: str | None = None
    figures: tuple[Figure, ...] = ()
    tense: str = "past"
    is_negated: bool = False
    is_not_yet: bool = False
    is_hedged: bool = False
    is_quotation: bool = False
    is_about_before: bool = False
    before: str = ""
    first: str = ""
