"""Days in feeds, by the clock of whoever wrote them."""

import datetime as dt
import re

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9].*)?")
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?([0-9]{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s-]+([0-9]{4}|[0-9]{2})(?:[\s,].*)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Programs that have no date write 0001-01-01 or 1601-01-01.
_FIRST_YEAR = 1800


def day_of(text: str) -> dt.date | None:
    """The day of `2025-08-20T00:00:00-04:00` or `Wed, 20 Aug 2025 00:00:00 -0400`, in the offset that it names.

    None if that is no day of the calendar, or one before there were journals.
    """
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
    elif mail := _RFC_822.fullmatch(text):
        month = _MONTHS.index(mail[2].lower()) + 1 if mail[2].lower() in _MONTHS else 0
        day, year = int(mail[1]), int(mail[3])
        # RFC 2822, section 4.3.
        year += 0 if len(mail[3]) == 4 else 2000 if year < 50 else 1900
    else:
        return None
    try:
        return dt.date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None
