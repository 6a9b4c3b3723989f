"""From a document to an article: clean its text, and settle what is known about it.

What the file itself says about the article counts first, then the date in its name, then what the
first lines of the text say.
"""

from __future__ import annotations

from corpus.article import Article
from corpus.cleaning import clean, clean_again
from corpus.document import Document
from corpus.head import read_head
from corpus.language import detect_language
from corpus.metadata import from_file_name


def make_article(document: Document, article_id: str, *, name: str = "", path: str = "") -> Article:
    """Return the article that a document holds; its text is empty if nothing was left.

    Args:
        document: What a reader made of a file, or of a row or member of one.
        article_id: Its id.
        name: The file's name without suffix, for the date in it.
        path: The file.
    """
    cleaned = clean(document.text)
    language = document.metadata.language or detect_language(cleaned.text)
    head = read_head(cleaned, language)
    final = clean_again(head.cleaned)
    metadata = document.metadata.or_else(from_file_name(name)).or_else(head.metadata)
    return Article(
        id=article_id,
        text=final.text,
        title=metadata.title,
        outlet=metadata.outlet,
        byline=metadata.byline,
        published=metadata.published,
        language=language,
        url=metadata.url,
        path=path,
        removed=(*document.removed, *final.removed),
    )
