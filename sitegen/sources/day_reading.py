"""The answers for a day → one harvest. Knows no network and no archive."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from sitegen.problems import SiteError
from sitegen.sources.day_fetch import FetchedDay
from sitegen.sources.formats import READERS, Source
from sitegen.sources.record import Harvest, Record
from sitegen.sources.web_source import WebSource, address_of


def day_read(source: WebSource, date: dt.date, fetched: FetchedDay) -> tuple[Source, Harvest]:
    """What a source listed on a day. Places count through all its pages.

    Raises SiteError if an answer is not of the source's format, or if it has items and none of them can be read: then
    the source has changed its shape, and what it says of the day is not known.
    """
    address = address_of(source, date)
    declared = date if source.is_dated else None
    harvests = [READERS[source.format](answer.body, address, declared) for answer in fetched.answers]
    records = tuple(_in_one_order(harvests))
    rejected = tuple(problem for harvest in harvests for problem in harvest.rejected)
    if rejected and not records:
        raise SiteError(rejected)
    told = Source(name=source.name, url=address, format=source.format, date=declared)
    return told, Harvest(records, rejected)


def _in_one_order(harvests: list[Harvest]) -> Iterator[Record]:
    """The records; the places on a later page follow those on the pages before."""
    last = 0
    for harvest in harvests:
        for record in harvest.records:
            yield (
                record
                if not last or record.position is None
                else msgspec.structs.replace(record, position=record.position + last)
            )
        last += harvest.read_count
