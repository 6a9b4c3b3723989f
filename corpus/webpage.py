"""The main text of a web page, and what its metadata say.

trafilatura finds the text. The metadata are read here, because only what the page states counts:
JSON-LD, OpenGraph and other meta elements, and ``<time>``, in this order.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.document import Document
from corpus.errors import ReadingError
from corpus.metadata import Metadata, from_fields, read_date

_BLOCKS = (
    "address article aside blockquote dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tr ul"
).split()
_HIDDEN = (
    "script style noscript template svg iframe head nav aside footer form button select".split()
)
# Below this many characters trafilatura is unsure what is text, and all of the page is taken.
_SHORT_PAGE = 250
# Names of meta elements, in order of preference.
_META = {
    "headline": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "publisher": ("og:site_name", "application-name", "dc.publisher"),
    "author": ("author", "article:author", "dc.creator", "parsely-author", "byl"),
    "datePublished": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "pubdate",
        "publish-date",
        "publication_date",
        "date",
    ),
    "url": ("og:url",),
}
# Marks the edges of blocks in a text; a private character, so no page's own.
_EDGE = "\ue000"
_SENTENCE_ENDS = (".", "!", "?", "…", "»", "”", '"', ":")


def read_page(source: str) -> Document:
    """Read a web page.

    Raises:
        ReadingError: It is no HTML, or holds no text.
    """
    import trafilatura

    page = _parse(source)
    metadata = _read_metadata(page)
    _join_broken_lines(page)
    text = (
        trafilatura.extract(copy.deepcopy(page), include_comments=False, include_tables=True) or ""
    )
    if len(text) < _SHORT_PAGE:
        text = _block_text(page)
    lines = [_plain(line) for line in text.split("\n")]
    return Document("\n".join(filter(None, lines)), metadata)


def fragment_to_paragraphs(fragment: str) -> str:
    """Return the text of a piece of HTML, one line a block element."""
    page = _parse(f"<html><body>{fragment}</body></html>")
    _join_broken_lines(page)
    return _block_text(page)


def _parse(source: str) -> Any:
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    encoded = source.encode("utf-8", errors="replace")
    try:
        return lxml.html.document_fromstring(encoded, parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise ReadingError("is no web page that can be read") from error


def _plain(line: str) -> str:
    """Take off the marks that trafilatura writes for list items and table cells."""
    line = re.sub(r"^(?:- )+", "", line.strip())
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        return " | ".join(cell for cell in cells if cell and set(cell) != {"-"})
    return line


def _join_broken_lines(page: Any) -> None:
    """Make a single ``<br>`` within a sentence a blank; others stay line ends."""
    for line_break in list(page.iter("br")):
        before, after = line_break.getprevious(), line_break.getnext()
        text = (before.tail if before is not None else line_break.getparent().text) or ""
        is_run = any(
            other is not None and other.tag == "br" and not (space or "").strip()
            for other, space in ((before, text), (after, line_break.tail))
        )
        if text.strip() and not is_run and not text.rstrip().endswith(_SENTENCE_ENDS):
            line_break.tail = " " + (line_break.tail or "")
            line_break.drop_tag()


def _block_text(page: Any) -> str:
    """Return the visible text, one line a block element."""
    for hidden in list(page.iter(*_HIDDEN)):
        if hidden.getparent() is not None:
            hidden.drop_tree()
    for line_break in page.iter("br"):
        line_break.tail = _EDGE + (line_break.tail or "")
    for block in page.iter(*_BLOCKS):
        block.text = _EDGE + (block.text or "")
        block.tail = _EDGE + (block.tail or "")
    lines = (" ".join(line.split(" ")) for line in page.text_content().split(_EDGE))
    return "\n".join(filter(None, (re.sub(r"[ \t\r\n]+", " ", line).strip() for line in lines)))


def _read_metadata(page: Any) -> Metadata:
    elements = [
        _from_linked_data(page),
        _from_meta(page),
        _from_time(page),
        Metadata(title=_headline(page)),
    ]
    found = Metadata()
    for each in elements:
        found = found.or_else(each)
    return found


def _from_linked_data(page: Any) -> Metadata:
    for script in page.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(str(kind).endswith(("Article", "BlogPosting", "Report")) for kind in kinds):
                names = ("headline", "datePublished", "author", "publisher", "url")
                return from_fields({name: node[name] for name in names if name in node})
    return Metadata()


def _nodes(data: object) -> Iterator[Mapping[str, Any]]:
    """Give the objects of JSON-LD: one, a list of them, or those of a graph."""
    for node in data if isinstance(data, list) else [data]:
        if isinstance(node, Mapping):
            yield node
            graph = node.get("@graph")
            for inner in graph if isinstance(graph, list) else ():
                if isinstance(inner, Mapping):
                    yield inner


def _from_meta(page: Any) -> Metadata:
    said: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        said.setdefault(name.lower(), (element.get("content") or "").strip())
    fields = {
        field: next((said[name] for name in names if said.get(name)), "")
        for field, names in _META.items()
    }
    if fields["author"].startswith("http"):
        fields["author"] = ""
    canonical = page.find(".//link[@rel='canonical']")
    if canonical is not None and canonical.get("href", "").startswith("http"):
        fields["url"] = canonical.get("href")
    return from_fields(fields)


def _from_time(page: Any) -> Metadata:
    """Read ``<time>`` where it says that it is the date of publication, or is the only one."""
    times = [(each, read_date(each.get("datetime"))) for each in page.iter("time")]
    marked = [
        date
        for each, date in times
        if date and (each.get("itemprop") == "datePublished" or each.get("pubdate") is not None)
    ]
    dates = marked[:1] or list({date for _, date in times if date})
    return Metadata(published=dates[0] if len(dates) == 1 else None)


def _headline(page: Any) -> str:
    headings = [" ".join(each.text_content().split()) for each in page.iter("h1")]
    if len(headings) == 1:
        return headings[0]
    title = page.find(".//title")
    return " ".join((title.text or "").split()) if title is not None else ""
