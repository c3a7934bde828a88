"""What rises in the newest month, and who and which venues the year has: from a month's papers and what is remembered.

Of the months before, sums are remembered by a digest of these months, so a new day has its own month counted alone.
"""

import datetime as dt
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

import msgspec

from sitegen.archive.brief import Brief
from sitegen.provenance import digest
from sitegen.site.graph import Graph, Outline
from sitegen.site.names import Names
from sitegen.site.rising import LEAST_BEFORE, LEAST_OF_MONTH, SURE_OF_WORD, Facts, Term, rises, without_parts
from sitegen.site.trends import months_between
from sitegen.text.terms import terms_of

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


class Rest(msgspec.Struct, frozen=True, array_like=True):
    """The year without its newest month. value: of its months. names: of those who sign two papers or more."""

    value: bytes = b""
    authors: Mapping[str, int] = {}
    names: Mapping[str, str] = {}
    venues: Mapping[str, int] = {}


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What an earlier look counted of months that seldom change."""

    before: Before = Before()
    rest: Rest = Rest()

    @property
    def values(self) -> tuple[bytes, bytes]:
        return self.before.value, self.rest.value


def facts_of(
    graph: Graph, names: Names, named: bytes, known: Facts, kept: Callable[[], Kept]
) -> tuple[Facts, Kept | None]:
    """The facts of an archive, and what to keep; nothing, if all is as it was.

    named: a digest of what `names` follows from. known: earlier facts; kept: gives what it kept, if it is asked for.
    """
    outlines = {outline.month: outline for outline in graph.outlines if outline.count}
    month = _month(outlines)
    year = _year(outlines)
    compared = _compared(outlines, month) if month else ()
    of_year = [outline for outline in outlines.values() if outline.month.year == year]
    values = [outlines[each].value if each in outlines else b"-" for each in compared]
    value = digest(named, *values, b"year", *(outline.value for outline in of_year))
    if known.value == value:
        return known, None
    former = kept()
    terms, before = _terms(graph, compared, outlines, former.before) if month else ((), former.before)
    authors, venues, rest = _of_year(graph, of_year, names, named, former.rest)
    facts = Facts(
        value=value,
        month=month,
        is_running=bool(month) and month == max(outlines),
        months=tuple((each, outlines[each].count if each in outlines else 0) for each in compared),
        terms=terms,
        year=year,
        year_count=sum(outline.count for outline in of_year),
        authors=authors,
        venues=venues,
    )
    return facts, Kept(before, rest)


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
    graph: Graph, compared: tuple[dt.date, ...], outlines: Mapping[dt.date, Outline], former: Before
) -> tuple[tuple[Term, ...], Before]:
    *earlier, month = compared
    value = digest(*(outlines[each].value if each in outlines else b"-" for each in earlier))
    before = former if former.value == value else _before(graph, earlier, value)
    shown: dict[str, Counter[str]] = {}
    for brief in graph.month(month).entries:
        for form, written in _terms_of(brief).items():
            shown.setdefault(form, Counter())[written] += 1
    counts = {form: ways.total() for form, ways in shown.items()}
    sums = {form: sum(_unpacked(before.terms[form])) for form in counts if form in before.terms}
    total_before = sum(outlines[each].count for each in earlier if each in outlines)
    found = rises(counts, outlines[month].count, sums, total_before, SURE_OF_WORD)
    nothing = bytes(_ONE.size * len(earlier))
    terms = tuple(
        Term(rise, _most_frequent(shown[rise.name]), (*_unpacked(before.terms.get(rise.name, nothing)), rise.count))
        for rise in without_parts(found)[:SHOWN_TERMS]
    )
    return terms, before


def _before(graph: Graph, months: Iterable[dt.date], value: bytes) -> Before:
    tallies = [Counter(chain.from_iterable(map(_terms_of, _entries(graph, month)))) for month in months]
    sums: Counter[str] = Counter()
    for tally in tallies:
        sums.update(tally)
    terms = {
        form: b"".join(_ONE.pack(min(tally[form], _MOST)) for tally in tallies)
        for form, count in sorted(sums.items())
        if count > 1
    }
    return Before(value, terms)


def _of_year(
    graph: Graph, of_year: list[Outline], names: Names, named: bytes, former: Rest
) -> tuple[tuple[tuple[str, str, int], ...], tuple[tuple[str, int], ...], Rest]:
    """Authors and venues of a year. of_year: its months, the newest first."""
    newest, earlier = of_year[:1], of_year[1:]
    value = digest(named, *(outline.value for outline in earlier))
    rest = former if former.value == value else _rest(graph, earlier, names, value)
    signed, spelt, venues = _signed(graph, newest, names)
    authors = {slug: count + rest.authors.get(slug, 0) for slug, count in signed.items()}
    sums = {**rest.authors, **authors}
    best = sorted((-count, slug) for slug, count in sums.items() if count >= LEAST_OF_YEAR)[:SHOWN_NAMES]
    ranked = tuple((slug, _name(slug, names, rest, spelt), -count) for count, slug in best)
    published = Counter(rest.venues)
    published.update(venues)
    most = sorted((-count, venue) for venue, count in published.items() if count >= LEAST_OF_YEAR)[:SHOWN_NAMES]
    return ranked, tuple((venue, -count) for count, venue in most), rest


def _name(slug: str, names: Names, rest: Rest, spelt: Mapping[str, Counter[str]]) -> str:
    person = names.people.get(slug)
    if person:
        return person.name
    return rest.names.get(slug) or _most_frequent(spelt[slug])


def _rest(graph: Graph, outlines: list[Outline], names: Names, value: bytes) -> Rest:
    signed, spelt, venues = _signed(graph, outlines, names)
    shown = {slug: _most_frequent(spelt[slug]) for slug, count in sorted(signed.items()) if count > 1}
    return Rest(value, dict(sorted(signed.items())), shown, dict(sorted(venues.items())))


def _signed(
    graph: Graph, outlines: list[Outline], names: Names
) -> tuple[Counter[str], dict[str, Counter[str]], Counter[str]]:
    """Papers by author, how their names are written, papers by venue."""
    spelt: dict[str, Counter[str]] = {}
    signed: Counter[str] = Counter()
    venues: Counter[str] = Counter()
    for outline in outlines:
        for brief in _entries(graph, outline.month):
            written = brief.author_names
            by_slug = dict(zip(names.slugs_of(written, brief.key), written, strict=True))
            by_slug.pop("", None)
            signed.update(by_slug.keys())
            for slug, name in by_slug.items():
                spelt.setdefault(slug, Counter())[name] += 1
            if brief.venue:
                venues[brief.venue] += 1
    return signed, spelt, venues


def _entries(graph: Graph, month: dt.date) -> tuple[Brief, ...]:
    known = any(outline.month == month for outline in graph.outlines)
    return graph.month(month).entries if known else ()


def _terms_of(brief: Brief) -> Mapping[str, str]:
    return terms_of(brief.title, brief.keywords.split("\n") if brief.keywords else ())


def _unpacked(counts: bytes) -> tuple[int, ...]:
    return tuple(count for (count,) in _ONE.iter_unpack(counts))


def _most_frequent(ways: Counter[str]) -> str:
    """The way most papers write something; of equally frequent ones the first in the alphabet."""
    return min(ways.items(), key=lambda each: (-each[1], each[0]))[0]
