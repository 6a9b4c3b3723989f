"""Take HTML apart as a browser does, to see what is markup in it and what is text."""

from __future__ import annotations

from html.parser import HTMLParser


class Structure(HTMLParser):
    """The parts of some HTML.

    Attributes:
        tags: Each start tag with the names of its attributes, in order.
        words: All text outside tags.
        marked: The text of each ``<mark>``.
        attributes: Each start tag with its attributes and their values.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.marked: list[str] = []
        self._is_in_mark = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.attributes.append((tag, dict(attrs)))
        if tag == "mark":
            self._is_in_mark = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._is_in_mark = False

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._is_in_mark:
            self.marked[-1] += data

    def values(self, tag: str, attribute: str) -> list[str | None]:
        """Return the values of an attribute on the tags of this name that carry it."""
        return [
            found[attribute]
            for name, found in self.attributes
            if name == tag and attribute in found
        ]
