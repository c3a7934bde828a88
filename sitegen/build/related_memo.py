"""Where it is kept which papers are related: papers by months, what they say, their lists; one list of the months."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from sitegen.memo import forget, recall, remember
from sitegen.provenance import engine_digest
from sitegen.site.profiles import MonthPapers, MonthTerms
from sitegen.site.related import MonthLists

RELATED = "related"
_MONTHS = "months"

_Kept = TypeVar("_Kept", MonthPapers, MonthTerms)


class LostError(Exception):
    """Something that was kept is gone, damaged, or of another moment."""


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


def kept_papers(folder: Path, month: dt.date, value: bytes) -> MonthPapers:
    """The papers of a month of this value. Raises LostError."""
    return _kept(folder / _papers_name(month), MonthPapers, month, value)


def kept_terms(folder: Path, month: dt.date, value: bytes) -> MonthTerms:
    """What the papers of a month of this value say. Raises LostError."""
    return _kept(folder / _terms_name(month), MonthTerms, month, value)


def _kept(path: Path, kind: type[_Kept], month: dt.date, value: bytes) -> _Kept:
    found = recall(path, kind, engine_digest())
    if found is None or (found.month, found.value) != (month, value):
        raise LostError
    return found


def keep_profiles(folder: Path, papers: MonthPapers, terms: MonthTerms) -> None:
    remember(folder / _papers_name(papers.month), papers, engine_digest())
    remember(folder / _terms_name(terms.month), terms, engine_digest())


def kept_lists(folder: Path, month: Month) -> MonthLists | None:
    """The lists of a month; None if they are lost, or of another moment."""
    found = recall(folder / _lists_name(month.month), MonthLists, engine_digest())
    return found if found is not None and found.stamp == month.stamp else None


def keep_lists(folder: Path, month: dt.date, lists: MonthLists) -> None:
    remember(folder / _lists_name(month), lists, engine_digest())


def forget_all_but(folder: Path, months: Iterable[dt.date]) -> None:
    """Removes what is kept of other months, or by another version of sitegen under other names."""
    names = {name(month) for month in months for name in (_papers_name, _terms_name, _lists_name)} | {_MONTHS}
    for path in folder.iterdir():
        if path.name not in names:
            forget(path)


def _papers_name(month: dt.date) -> str:
    return f"{month:%Y-%m}.papers"


def _terms_name(month: dt.date) -> str:
    return f"{month:%Y-%m}.terms"


def _lists_name(month: dt.date) -> str:
    return f"{month:%Y-%m}.lists"
