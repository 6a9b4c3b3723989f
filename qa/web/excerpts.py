"""Cut what is shown of an article around a quotation."""

from __future__ import annotations

from dataclasses import dataclass

# A card shows about two sentences on either side of the quotation.
CARD_REACH = 260
# The reading view shows whole articles; one as long as a book would stall the browser.
READING_REACH = 30_000


@dataclass(frozen=True)
class Excerpt:
    """A quotation in its context; ``before + quote + after`` is one slice of the article.

    Attributes:
        before, quote, after: The three parts, as they stand in the article.
        is_cut_before, is_cut_after: The article goes on beyond the excerpt.
    """

    before: str
    quote: str
    after: str
    is_cut_before: bool = False
    is_cut_after: bool = False


def cut_excerpt(text: str, start: int, end: int, reach: int = CARD_REACH) -> Excerpt:
    """Return the quotation ``text[start:end]`` with its context, cut between words.

    Args:
        text: The article's.
        start, end: Code points of the quotation.
        reach: At most this many characters on either side.
    """
    first = max(0, start - reach)
    last = min(len(text), end + reach)
    # Move inwards to the edge of a word, but never into the quotation.
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return Excerpt(
        before=text[first:start],
        quote=text[start:end],
        after=text[end:last],
        is_cut_before=first > 0,
        is_cut_after=last < len(text),
    )
