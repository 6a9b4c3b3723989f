"""The value of a date's words: what they say themselves, and what the article's date settles.

Values are ISO 8601 strings; None means that the words do not settle a date. The library
dateparser reads days and months; this module decides which year, month or day is meant.
"""

from __future__ import annotations

import calendar
import datetime
import functools
from dataclasses import dataclass
from typing import Any

# A day or month that is this near ahead of the article may be announced or long past: nobody knows.
_AHEAD = datetime.timedelta(days=60)
# Leaves room to count days and years from a date without leaving the calendar.
_YEARS = range(1000, 9000)
_DAY = datetime.timedelta(days=1)
_NAMED_DAYS = frozenset(
    (
        "hier",
        "avant-hier",
        "demain",
        "après-demain",
        "yesterday",
        "the day before yesterday",
        "tomorrow",
        "the day after tomorrow",
    )
)


@dataclass(frozen=True)
class Published:
    """When an article appeared: the span of days that its date leaves open."""

    first: datetime.date
    last: datetime.date

    @property
    def day(self) -> datetime.date | None:
        """The day itself, None if the date names only a month or a year."""
        return self.first if self.first == self.last else None

    @property
    def month(self) -> datetime.date | None:
        """The first of the month, None if the date names only a year."""
        same = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        return self.first.replace(day=1) if same else None


def read_published(published: str | None) -> Published | None:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; anything else is no date."""
    try:
        numbers = [int(number) for number in (published or "").split("-")]
        year, month, day = (*numbers, None, None)[:3]
        first = datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if first.year not in _YEARS:
        return None
    if day:
        return Published(first, first)
    last_month = month or 12
    return Published(
        first, datetime.date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
    )


def explicit_day(day: str, month: str, year: str, language: str) -> datetime.date | None:
    """Return the day that a day, a month's name or number and a year spell, if there is one."""
    if month.isdigit():
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError:
            return None
    found = _parse(f"{int(day)} {month.lower()} {year}", language)
    # The library moves days that do not exist, such as 31 April.
    return found if found and (found.year, found.day) == (int(year), int(day)) else None


def explicit_month(month: str, year: str, language: str) -> str | None:
    """Return ``YYYY-MM`` for a month's name and a year."""
    found = _parse(f"1 {month.lower()} {year}", language)
    return found.isoformat()[:7] if found else None


def nearest_day(
    day: str, month: str, published: Published, language: str, near: str = ""
) -> str | None:
    """Return the day without a year that an article means, from its own date."""
    if not published.month:
        return None
    first, last = published.first, published.last
    around = [explicit_day(day, month, str(first.year + step), language) for step in (-1, 0, 1)]
    days = [each for each in around if each]
    past = max((each for each in days if each <= last), default=None)
    ahead = min((each for each in days if each > last), default=None)
    if _is_next(near):
        return ahead.isoformat() if ahead else None
    if past is None or (ahead and ahead - last <= _AHEAD and past < first and not _is_last(near)):
        return None
    return past.isoformat()


def day_of_weekday(
    day: str, month: str, weekday: str, published: Published, language: str
) -> str | None:
    """Return the day without a year whose weekday is given, if one year near the article fits."""
    wanted = _parse(weekday, language)
    years = range(published.last.year - 1, published.last.year + 2)
    days = [explicit_day(day, month, str(year), language) for year in years]
    fitting = [each for each in days if each and wanted and each.weekday() == wanted.weekday()]
    return fitting[0].isoformat() if len(fitting) == 1 else None


def nearest_month(month: str, published: Published, language: str, near: str = "") -> str | None:
    """Return the month without a year that an article means, from its own date."""
    current = published.month
    named = explicit_month(month, str(published.first.year), language)
    if not current or not named:
        return None
    number, this = int(named[5:]), current.year * 12 + current.month
    past = this - (this - number) % 12
    if near and past == this:
        return None
    if _is_next(near):
        return _month_iso(past + 12)
    if past + 12 - this <= 2 and not _is_last(near):
        return None
    return _month_iso(past)


def nearest_weekday(
    weekday: str, published: Published, language: str, near: str = ""
) -> str | None:
    """Return the day of a weekday: in the news the last one up to the article's own day."""
    today = published.day
    if not today:
        return None
    # The library never gives the base day itself, so it is asked from the day after.
    found = _parse(weekday, language, today if _is_last(near) else today + _DAY)
    if found and _is_next(near):
        found += 7 * _DAY
    return found.isoformat() if found else None


def relative_day(word: str, published: Published, language: str) -> str | None:
    """Return the value of "hier", "two days ago", "le mois dernier", as far as it is settled."""
    today, month, year = published.day, published.month, published.first.year
    key = " ".join(word.lower().replace("’", "'").split())
    if key in ("cette année", "this year"):
        return str(year)
    if key.startswith(("l'an ", "l'année ", "last year", "next year")):
        return str(year + 1 if _is_next(key) else year - 1)
    if key.endswith(" month") or "mois " in key or key == "ce mois-ci":
        if not month or key.startswith("il y a"):
            return None
        step = 1 if _is_next(key) else 0 if key in ("this month", "ce mois-ci") else -1
        return _month_iso(month.year * 12 + month.month + step)
    is_day = key in _NAMED_DAYS or "jour" in key or key.endswith(("days ago", "day ago"))
    if not today or not is_day:
        return None
    found = _parse(key, language, today)
    return found.isoformat() if found else None


def _is_last(near: str) -> bool:
    return near.lower().startswith(("derni", "last", "pr\u00e9c", "prec"))


def _is_next(near: str) -> bool:
    return any(word in near.lower() for word in ("prochain", "next", "coming"))


def _month_iso(months: int) -> str:
    year, month = divmod(months - 1, 12)
    return f"{year:04}-{month + 1:02}"


def _parse(
    words: str, language: str, base: datetime.date = datetime.date(2000, 1, 1)
) -> datetime.date | None:
    """Ask the library; a base of its own keeps the date of today out."""
    return _parse_cached(words, language, base)


@functools.lru_cache(maxsize=4096)
def _parse_cached(words: str, language: str, base: datetime.date) -> datetime.date | None:
    import dateparser.date

    settings: dict[str, Any] = {
        "RELATIVE_BASE": datetime.datetime.combine(base, datetime.time()),
        "PREFER_DATES_FROM": "past",
        "DATE_ORDER": "DMY",
    }
    parser = dateparser.date.DateDataParser(languages=[language], settings=settings)
    try:
        found = parser.get_date_data(words).date_obj
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None
