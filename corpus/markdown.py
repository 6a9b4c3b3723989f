"""Markdown to plain paragraphs: markup goes, words stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.paragraphs import WIDEST

if TYPE_CHECKING:
    from markdown_it.token import Token

# Stands for a soft line break until the whole paragraph is known; never in a parsed text.
_SOFT = "\0"


def to_paragraphs(source: str) -> str:
    """Return one line for each paragraph, heading, list item and table row of a Markdown text.

    Links leave their words, images nothing; hard line breaks stay line ends. Soft ones become
    blanks, except in a paragraph with lines longer than an editor wraps: it was pasted with one
    paragraph a line.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    lines: list[str] = []
    cells: list[str] = []
    in_row = False
    for token in parser.parse(source):
        if token.type == "tr_open":
            in_row, cells = True, []
        elif token.type == "tr_close":
            in_row = False
            lines.append(" | ".join(cells))
        elif token.type == "inline" and in_row:
            cells.append(_words(token))
        elif token.type == "inline":
            lines.append(_words(token))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content)
        elif token.type == "html_block":
            lines.append(_strip_tags(token.content))
    return "\n".join(line.strip() for line in lines if line.strip())


def _words(inline: Token) -> str:
    parts = []
    for token in inline.children or []:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(_SOFT)
        elif token.type == "hardbreak" or token.content.lower().startswith("<br"):
            parts.append("\n")
    words = "".join(parts)
    is_wrapped = max(map(len, words.split(_SOFT))) <= WIDEST
    return words.replace(_SOFT, " " if is_wrapped else "\n")


def _strip_tags(fragment: str) -> str:
    import lxml.etree
    import lxml.html

    try:
        element = lxml.html.fromstring(f"<div>{fragment}</div>")
    except lxml.etree.LxmlError:
        return ""
    for hidden in element.xpath(".//script | .//style | .//comment()"):
        hidden.drop_tree()
    return " ".join(element.text_content().split())
