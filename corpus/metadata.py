"""What is known about an article besides its text, from the most to the least explicit source.

Front matter, HTML metadata and JSON fields come first, then the file's name, then the first lines
of the text. Nothing is guessed: no date of today, no date of the file system.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from corpus.characters import fold, settle_characters
from corpus.dates import find_dates

# Names under which front matter and JSON files carry a field, in order of preference, written
# without case, blanks, hyphens and underscores.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "titre"),
    "outlet": ("outlet", "source", "publisher", "publication", "sitename", "site"),
    "byline": ("byline", "author", "authors", "auteur", "creator"),
    "published": (
        "published",
        "publishedat",
        "datepublished",
        "publicationdate",
        "publisheddate",
        "pubdate",
        "date",
    ),
    "language": ("language", "lang", "langue", "inlanguage"),
    "url": ("url", "link", "permalink", "canonicalurl"),
}

_LANGUAGES = {"french": "fr", "francais": "fr", "english": "en", "anglais": "en"}
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?=$|[T ])")


@dataclass(frozen=True)
class Metadata:
    """Fields of an article, "" or None where nothing says them."""

    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: str | None = None
    language: str = ""
    url: str = ""

    def or_else(self, other: Metadata) -> Metadata:
        """Return these fields, and the other's where these are empty."""
        return Metadata(
            **{
                field.name: getattr(self, field.name) or getattr(other, field.name)
                for field in fields(self)
            }
        )


def from_fields(mapping: Mapping[str, object]) -> Metadata:
    """Read front matter or a JSON object; unknown names are ignored."""
    plain = {normalise_name(name): value for name, value in mapping.items()}
    found = {
        field: next((plain[name] for name in names if plain.get(name)), None)
        for field, names in FIELD_NAMES.items()
    }
    language = _language_code(found["language"])
    return Metadata(
        title=_one_line(found["title"]),
        outlet=_one_line(found["outlet"]),
        byline=_one_line(found["byline"]),
        published=read_date(found["published"], language),
        language=language,
        url=_one_line(found["url"]),
    )


def normalise_name(name: object) -> str:
    """Return a field's name without case, blanks, hyphens and underscores."""
    return re.sub(r"[\W_]", "", str(name)).casefold()


def from_file_name(stem: str) -> Metadata:
    """Read the date that a file's name carries, if it carries exactly one valid one."""
    found = re.findall(r"(?<![^\W_])((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?![^\W_])", stem)
    days = {day for year, _, month, date in found if (day := _iso_day(year, month, date))}
    return Metadata(published=days.pop() if len(days) == 1 else None)


def read_date(value: object, language: str = "") -> str | None:
    """Return what a metadata field says as an ISO 8601 date (day, month or year), else None.

    The day is the one written down, whatever the time zone. Numbers are seconds or milliseconds
    since 1970, as programs write them; small ones are years.

    Args:
        value: Text, number or date.
        language: Of the file, "" if it does not say; settles in which order 04/05/2025 is written.
    """
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value).strip()
    if re.fullmatch(r"\d{10}|\d{13}", text):
        moment = datetime.datetime.fromtimestamp(int(text[:10]), tz=datetime.UTC)
        return moment.date().isoformat()
    match = _ISO.match(text)
    if not match:
        return _written_date(text, language)
    year, month, day = match["year"], match["month"], match["day"]
    if day:
        return _iso_day(year, month, day)
    if month:
        return f"{year}-{month}" if 1 <= int(month) <= 12 else None
    return year


def _written_date(text: str, language: str) -> str | None:
    """Read "28 avril 2025" or "Mon, 28 Apr 2025 10:00:00 GMT", where just one date is written.

    04/05/2025 is the fourth of May in a French file; elsewhere it could be the fifth of April.
    """
    for tried in ("fr", "en") if language == "fr" else ("en", "fr"):
        found = {mention.iso for mention in find_dates(text[:100], None, tried)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _iso_day(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _one_line(value: object) -> str:
    """Return a name or headline as one line; lists of names are joined, anything else is ""."""
    items = value if isinstance(value, list | tuple) else [value]
    words = [_scalar(item.get("name") if isinstance(item, Mapping) else item) for item in items]
    return ", ".join(filter(None, words))


def _scalar(value: object) -> str:
    is_text = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(settle_characters(str(value)).split()) if is_text else ""


def _language_code(value: object) -> str:
    """Return "fr" for "fr-FR", "fr_CA", "French"; "" for what is no language."""
    name = fold(_scalar(value))
    code = re.match(r"[a-z]{2}(?=[-_]|$)", name)
    return code[0] if code else _LANGUAGES.get(name, "")
