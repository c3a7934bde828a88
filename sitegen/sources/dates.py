"""Days in files, by the clock of whoever wrote them."""

import datetime as dt
import re

from sitegen.problems import quoted
from sitegen.sources.rows import Rejected

_ISO = re.compile(r"([0-9]{4})([-/]?)([0-9]{2})\2([0-9]{2})(?:[T ][0-9].*)?")
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?([0-9]{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s-]+([0-9]{4}|[0-9]{2})(?:[\s,].*)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Programs that have no date write 0001-01-01, 1601-01-01 or 9999-12-31. The first journals are of 1665.
_YEARS = range(1665, 2200)


def day_of(text: str) -> dt.date | None:
    """The day of a date or moment, in the offset that it names; None for no text.

    `2025-08-20`, `20250820`, `2025-08-20T00:00:00-04:00`, `Wed, 20 Aug 2025 00:00:00 -0400`. Raises Rejected for
    anything else, a day that the calendar does not have, and a year in which no paper came out.
    """
    numbers = _numbers(text.strip())
    if not text.strip():
        return None
    if numbers is None:
        raise Rejected(f"bad date {quoted(text)} (expected YYYY-MM-DD)", "write it like 2025-09-02")
    try:
        day = dt.date(*numbers)
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        what = "no day of the calendar" if day is None else "a day on which no paper came out"
        raise Rejected(f"{quoted(text)} is {what} (expected YYYY-MM-DD)", "check year, month and day")
    return day


def day_in(text: str) -> dt.date | None:
    """The same, and None for what is no day."""
    try:
        return day_of(text)
    except Rejected:
        return None


def _numbers(text: str) -> tuple[int, int, int] | None:
    """Year, month and day, whether or not there is such a day; None if the text is no date."""
    if iso := _ISO.fullmatch(text):
        return int(iso[1]), int(iso[3]), int(iso[4])
    mail = _RFC_822.fullmatch(text)
    if not mail or mail[2].lower() not in _MONTHS:
        return None
    year = int(mail[3])
    # RFC 2822, section 4.3.
    year += 0 if len(mail[3]) == 4 else 2000 if year < 50 else 1900
    return year, _MONTHS.index(mail[2].lower()) + 1, int(mail[1])
