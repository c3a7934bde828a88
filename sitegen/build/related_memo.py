"""Where it is kept which papers are related: of each month its profiles and its lists, and one list of the months."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sitegen.memo import forget, recall, remember
from sitegen.provenance import engine_digest
from sitegen.site.profiles import Profiles
from sitegen.site.related import MonthLists

RELATED = "related"
_MONTHS = "months"


class Month(msgspec.Struct, frozen=True, array_like=True):
    """A month that is kept. value: of its papers. shown: of its lists and of what they show. stamp: of its lists."""

    month: dt.date
    value: bytes
    shown: bytes
    stamp: bytes


def kept_months(folder: Path) -> dict[dt.date, Month]:
    """The months that are kept; none if their list is lost."""
    return {month.month: month for month in recall(folder / _MONTHS, tuple[Month, ...], engine_digest()) or ()}


def keep_months(folder: Path, months: Iterable[Month]) -> None:
    """Keeps the list of months: last, when all that it names is there."""
    remember(folder / _MONTHS, tuple(months), engine_digest())


def kept_profiles(folder: Path, month: dt.date, value: bytes) -> Profiles | None:
    """The profiles of a month of this value; None if they are lost."""
    found = recall(folder / _profiles_name(month), Profiles, engine_digest())
    return found if found is not None and (found.month, found.value) == (month, value) else None


def keep_profiles(folder: Path, profiles: Profiles) -> None:
    remember(folder / _profiles_name(profiles.month), profiles, engine_digest())


def kept_lists(folder: Path, month: Month) -> MonthLists | None:
    """The lists of a month; None if they are lost, or of another moment."""
    found = recall(folder / _lists_name(month.month), MonthLists, engine_digest())
    return found if found is not None and found.stamp == month.stamp else None


def keep_lists(folder: Path, month: dt.date, lists: MonthLists) -> None:
    remember(folder / _lists_name(month), lists, engine_digest())


def forget_month(folder: Path, month: dt.date) -> None:
    forget(folder / _profiles_name(month))
    forget(folder / _lists_name(month))


def _profiles_name(month: dt.date) -> str:
    return f"{month:%Y-%m}.profiles"


def _lists_name(month: dt.date) -> str:
    return f"{month:%Y-%m}.lists"
