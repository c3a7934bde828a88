"""What rises in the newest month, and who and which venues the year has: from a month's papers and what is remembered.

Of the months before, sums are remembered by a digest of these months, so a new day has its own month counted alone. The
counts of each month that goes into sums are remembered too: a day that is late has no other month counted again.
"""

import datetime as dt
import heapq
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set

import msgspec

from sitegen.archive.brief import Brief
from sitegen.provenance import digest
from sitegen.site.graph import Graph, Outline
from sitegen.site.names import Names
from sitegen.site.rising import (
    LEAST_BEFORE,
    LEAST_COUNT,
    LEAST_OF_MONTH,
    SURE_OF_WORD,
    Facts,
    Term,
    rises,
    without_parts,
)
from sitegen.site.trend_tally import SlugsOf, Tally, TallyOf, counted_terms, slugs_in, terms_of_paper
from sitegen.site.trends import months_between

MONTHS_BEFORE = 12
SHOWN_TERMS = 20
SHOWN_NAMES = 20
# An author or a venue with fewer papers of the year is not listed.
LEAST_OF_YEAR = 2
_ONE = struct.Struct("<H")
_MOST = 0xFFFF


class Before(msgspec.Struct, frozen=True, array_like=True):
    """The months before. value: of them. terms: those of two papers or more, with their counts by month, packed."""

    value: bytes = b""
    terms: Mapping[str, bytes] = {}


class Days(msgspec.Struct, frozen=True, array_like=True):
    """The days of the month. values: of each. terms: with their counts."""

    values: frozenset[bytes] = frozenset()
    terms: Mapping[str, int] = {}


class Rest(msgspec.Struct, frozen=True, array_like=True):
    """The year without its newest month. value: of its months. names: of those who sign two papers or more."""

    value: bytes = b""
    authors: Mapping[str, int] = {}
    names: Mapping[str, str] = {}
    venues: Mapping[str, int] = {}


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What an earlier look counted of months that seldom change."""

    before: Before = Before()
    days: Days = Days()
    rest: Rest = Rest()

    @property
    def seldom(self) -> tuple[bytes, bytes]:
        """The values of what seldom changes."""
        return self.before.value, self.rest.value


def facts_of(
    graph: Graph, names: Names, named: bytes, known: Facts, kept: Callable[[], Kept], tallied: TallyOf
) -> tuple[Facts, Kept | None]:
    """The facts of an archive, and what to keep; nothing, if all is as it was.

    named: a digest of what `names` follows from. known: earlier facts; kept: gives what it kept, if it is asked for.
    tallied: is asked for months whose days seldom change.
    """
    outlines = {outline.month: outline for outline in graph.outlines if outline.count}
    month = _month(outlines)
    year = _year(outlines)
    compared = _compared(outlines, month) if month else ()
    of_year = [outline for outline in outlines.values() if outline.month.year == year]
    values = [outlines[each].value if each in outlines else b"-" for each in compared]
    # A month is over when another begins, in the next year too, which may have too few papers to be in a sum.
    is_running = bool(month) and month == max(outlines)
    value = digest(named, b"running" if is_running else b"", *values, b"year", *(each.value for each in of_year))
    if known.value == value:
        return known, None
    former = kept()
    terms, before, days = _terms(graph, compared, outlines, former, tallied) if month else ((), Before(), Days())
    authors, venues, rest = _of_year(graph, of_year, names, named, former.rest, tallied)
    facts = Facts(
        value=value,
        month=month,
        is_running=is_running,
        months=tuple((each, outlines[each].count if each in outlines else 0) for each in compared),
        terms=terms,
        year=year,
        year_count=sum(outline.count for outline in of_year),
        authors=authors,
        venues=venues,
    )
    return facts, Kept(before, days, rest)


def _month(outlines: Mapping[dt.date, Outline]) -> dt.date | None:
    """The newest month, or the one before it while that has few papers; none if neither tells anything."""
    for month in sorted(outlines, reverse=True)[:2]:
        before = sum(outlines[each].count for each in _compared(outlines, month)[:-1] if each in outlines)
        if outlines[month].count >= LEAST_OF_MONTH and before >= LEAST_BEFORE:
            return month
    return None


def _year(outlines: Mapping[dt.date, Outline]) -> int | None:
    """The newest year, or the one before it while that has few papers; none if neither tells anything."""
    counts: Counter[int] = Counter()
    for outline in outlines.values():
        counts[outline.month.year] += outline.count
    years = sorted(counts, reverse=True)[:2]
    return next((year for year in years if counts[year] >= LEAST_BEFORE), None)


def _compared(outlines: Mapping[dt.date, Outline], month: dt.date) -> tuple[dt.date, ...]:
    """The months before, from the first with papers on, and the month itself."""
    between = months_between(min(outlines), month)
    return between[-MONTHS_BEFORE - 1 :]


def _terms(
    graph: Graph,
    compared: tuple[dt.date, ...],
    outlines: Mapping[dt.date, Outline],
    former: Kept,
    tallied: TallyOf,
) -> tuple[tuple[Term, ...], Before, Days]:
    *earlier, month = compared
    value = digest(*(outlines[each].value if each in outlines else b"-" for each in earlier))
    before = former.before
    if before.value != value:
        before = _before([tallied(outlines[each]).terms if each in outlines else {} for each in earlier], value)
    entries = graph.month(month).entries
    dates = {day.value: day.date for day in outlines[month].days}
    known = former.days if former.days.values <= dates.keys() else Days()
    new = {date for value, date in dates.items() if value not in known.values}
    counts = _added(known.terms, counted_terms(brief for brief in entries if brief.date in new))
    days = Days(frozenset(dates), counts)
    many = {form: count for form, count in counts.items() if count >= LEAST_COUNT}
    sums = {form: sum(_unpacked(before.terms[form])) for form in many if form in before.terms}
    total_before = sum(outlines[each].count for each in earlier if each in outlines)
    found = without_parts(rises(many, outlines[month].count, sums, total_before, SURE_OF_WORD))[:SHOWN_TERMS]
    nothing = bytes(_ONE.size * len(earlier))
    terms = tuple(
        Term(rise, _as_written(rise.name, entries), (*_unpacked(before.terms.get(rise.name, nothing)), rise.count))
        for rise in found
    )
    return terms, before, days


def _added(many: Mapping[str, int], few: Mapping[str, int]) -> dict[str, int]:
    """The sums of two counts. A Counter would go through the many, one by one."""
    sums = dict(many)
    for name, count in few.items():
        sums[name] = sums.get(name, 0) + count
    return sums


def _as_written(form: str, entries: Iterable[Brief]) -> str:
    """A term as most papers write it."""
    # Every way to write a term begins with the same letters, whatever their case; to look for them costs little. The
    # last may be that of a plural: 'policy' is written 'policies' too.
    start = form.partition(" ")[0].partition("'")[0].removesuffix("y")
    with_it = (brief for brief in entries if start in f"{brief.title} {brief.keywords}".casefold())
    return _most_frequent(Counter(terms[form] for terms in map(terms_of_paper, with_it) if form in terms))


def _before(tallies: list[Mapping[str, int]], value: bytes) -> Before:
    """The sums of months. tallies: the terms of each, the oldest first."""
    sums: Counter[str] = Counter()
    for tally in tallies:
        sums.update(tally)
    terms = {
        form: b"".join(_ONE.pack(min(tally.get(form, 0), _MOST)) for tally in tallies)
        for form, count in sorted(sums.items())
        if count > 1
    }
    return Before(value, terms)


def _of_year(
    graph: Graph, of_year: list[Outline], names: Names, named: bytes, former: Rest, tallied: TallyOf
) -> tuple[tuple[tuple[str, str, int], ...], tuple[tuple[str, int], ...], Rest]:
    """Authors and venues of a year. of_year: its months, the newest first."""
    newest, earlier = graph.month(of_year[0].month).entries if of_year else (), of_year[1:]
    value = digest(named, *(outline.value for outline in earlier))
    rest = former if former.value == value else _rest([tallied(outline) for outline in earlier], value)
    slugs_of = slugs_in(graph, names)
    sums = _added(rest.authors, Counter(slug for brief in newest for slug in slugs_of(brief)))
    signed = ((-count, slug) for slug, count in sums.items() if count >= LEAST_OF_YEAR)
    best = heapq.nsmallest(SHOWN_NAMES, signed)
    spelt = _spelt({slug for _, slug in best} - rest.names.keys(), newest, slugs_of)
    ranked = tuple((slug, _name(slug, names, rest, spelt), -count) for count, slug in best)
    published = _added(rest.venues, Counter(brief.venue for brief in newest if brief.venue))
    most = sorted((-count, venue) for venue, count in published.items() if count >= LEAST_OF_YEAR)[:SHOWN_NAMES]
    return ranked, tuple((venue, -count) for count, venue in most), rest


def _name(slug: str, names: Names, rest: Rest, spelt: Mapping[str, str]) -> str:
    person = names.people.get(slug)
    return person.name if person else rest.names.get(slug) or spelt[slug]


def _rest(tallies: list[Tally], value: bytes) -> Rest:
    signers: dict[str, Counter[str]] = {}
    venues: Counter[str] = Counter()
    for tally in tallies:
        venues.update(tally.venues)
        for slug, ways in tally.signers.items():
            signers.setdefault(slug, Counter()).update(ways)
    signed = {slug: ways.total() for slug, ways in sorted(signers.items())}
    shown = {slug: _most_frequent(signers[slug]) for slug, count in signed.items() if count > 1}
    return Rest(value, signed, shown, dict(sorted(venues.items())))


def _spelt(slugs: Set[str], entries: Iterable[Brief], slugs_of: SlugsOf) -> dict[str, str]:
    """The names of these authors as most of these papers write them."""
    ways: dict[str, Counter[str]] = {slug: Counter() for slug in sorted(slugs)}
    for brief in entries if ways else ():
        for slug, name in slugs_of(brief).items():
            if slug in ways:
                ways[slug][name] += 1
    return {slug: _most_frequent(each) for slug, each in ways.items() if each}


def _unpacked(counts: bytes) -> tuple[int, ...]:
    return tuple(count for (count,) in _ONE.iter_unpack(counts))


def _most_frequent(ways: Counter[str]) -> str:
    """The way most papers write something; of equally frequent ones the first in the alphabet."""
    return min(ways.items(), key=lambda each: (-each[1], each[0]))[0]
