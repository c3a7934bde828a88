"""What a calendar marks: the gaps of an archive, and the days without a digest. Knows no page."""

import datetime as dt

import msgspec

from sitegen.archive.coverage import days_in, gaps, quiet_days


class Marks(msgspec.Struct, frozen=True, array_like=True):
    """Days that a calendar marks, each of them sorted.

    gaps: a source has still to answer, whether another one listed papers or not. quiet: every source said for good that
    it lists nothing; papers may have been added by hand all the same.
    """

    gaps: tuple[dt.date, ...] = ()
    quiet: tuple[dt.date, ...] = ()


def read_marks(text: str, path: str) -> Marks:
    """The marks of a month's file of days. Raises SiteError with every line of it that is none."""
    days = days_in(text, path)
    return Marks(gaps(days), quiet_days(days))
