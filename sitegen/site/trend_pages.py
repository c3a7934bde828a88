"""/trends/: topics and words that rise in the newest month, authors and venues of the year, each with its search."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import ClassVar

import msgspec

from sitegen.site.addresses import INDEX
from sitegen.site.builder import Builder, head
from sitegen.site.graph import Graph, Outline
from sitegen.site.rising import LEAST_BEFORE, LEAST_COUNT, LEAST_OF_MONTH, SURE_OF_TOPIC, Facts, Rise, Term, rises
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.trends import LEAST_PERIODS, highest_share, share_of, share_trend
from sitegen.site.views import (
    Link,
    MonthLink,
    NameOfYear,
    Page,
    RisingTerm,
    RisingTopic,
    Trend,
    TrendsView,
    YearLink,
)

TRENDS = "trends/"
SHOWN_TOPICS = 9
# Of a thousand, for one of a hundred.
_PER_PERCENT = 10


class RisingCounts(msgspec.Struct, frozen=True):
    """A topic that rises. counts: its papers in all months that are compared, the oldest first."""

    rise: Rise
    counts: tuple[int, ...]


class TrendsSheet(Sheet, frozen=True):
    """What rises. topics: by slug, the surest first. pages: the slugs of authors who have a page."""

    kinds: ClassVar[tuple[str, ...]] = ("trends",)
    facts: Facts
    topics: tuple[RisingCounts, ...]
    pages_of_authors: tuple[str, ...]
    changed: dt.date | None

    @property
    def name(self) -> str:
        return "trends"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(TRENDS + INDEX, "content", self.changed),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        facts = self.facts
        totals = dict(facts.months)
        highest = highest_share((self._counts(each.counts) for each in self.topics), totals)
        has_names = bool(facts.authors or facts.venues)
        *earlier, now = facts.months or ((dt.date.min, 0),)
        view = TrendsView(
            **head(b, "trends", TRENDS, "", b.config.title),
            month=MonthLink(facts.month, b.addresses.month(facts.month)) if facts.month else None,
            is_running=facts.is_running,
            count=now[1],
            count_before=sum(count for _, count in earlier),
            periods=tuple(totals),
            totals=tuple(totals.values()),
            month_urls=self._month_urls(b, tuple(totals.values())),
            topics=tuple(self._topic(b, each, highest) for each in self.topics),
            terms=tuple(self._term(b, each) for each in facts.terms),
            year=YearLink(facts.year, b.addresses.year(facts.year)) if facts.year and has_names else None,
            year_count=facts.year_count if has_names else 0,
            authors=tuple(
                NameOfYear(
                    Link(name, b.addresses.author(slug) if slug in self.pages_of_authors else ""),
                    count,
                    b.addresses.search_for(q=f'"{name}"', year=facts.year),
                )
                for slug, name, count in facts.authors
            ),
            venues=tuple(
                NameOfYear(Link(venue, ""), count, b.addresses.search_for(venue=venue, year=facts.year))
                for venue, count in facts.venues
            ),
            least_of_month=LEAST_OF_MONTH,
            least_before=LEAST_BEFORE,
            least_count=LEAST_COUNT,
        )
        yield Page(TRENDS + INDEX, view)

    def _month_urls(self, b: Builder, counts: tuple[int, ...], *, q: str = "", topic: str = "") -> tuple[str, ...]:
        return tuple(
            b.addresses.search_for(q=q, topic=topic, month=month) if count else ""
            for (month, _), count in zip(self.facts.months, counts, strict=True)
        )

    def _counts(self, counts: tuple[int, ...]) -> dict[dt.date, int]:
        return {month: count for (month, _), count in zip(self.facts.months, counts, strict=True)}

    def _trend(self, counts: tuple[int, ...], highest: float) -> Trend | None:
        totals = dict(self.facts.months)
        found = self._counts(counts)
        if len(totals) < LEAST_PERIODS:
            return None
        return share_trend("month", tuple(totals), found, totals, highest or highest_share((found,), totals))

    def _topic(self, b: Builder, each: RisingCounts, highest: float) -> RisingTopic:
        topic = next(topic for topic in b.topics if topic.slug == each.rise.name)
        now, before = self._shares(each.rise)
        return RisingTopic(
            topic=b.maker.topic(topic),
            count=each.rise.count,
            share=round(now),
            before=round(before),
            trend=self._trend(each.counts, highest),
            search_url=b.addresses.search_for(topic=topic.name, month=self.facts.month),
            month_urls=self._month_urls(b, each.counts, topic=topic.name),
        )

    def _term(self, b: Builder, term: Term) -> RisingTerm:
        now, before = self._shares(term.rise)
        # In quotes, the search reads two words to the letter; one alone it finds in its other forms too.
        query = f'"{term.shown}"' if " " in term.shown else term.shown
        return RisingTerm(
            name=term.shown,
            count=term.rise.count,
            of_thousand=round(_PER_PERCENT * now),
            before=round(_PER_PERCENT * before),
            trend=self._trend(term.counts, 0),
            search_url=b.addresses.search_for(q=query, month=self.facts.month),
            month_urls=self._month_urls(b, term.counts, q=query),
        )

    def _shares(self, rise: Rise) -> tuple[float, float]:
        """Of a hundred papers, of the month and of the months before."""
        *earlier, (_, total) = self.facts.months
        return share_of(rise.count, total), share_of(rise.before, sum(count for _, count in earlier))


def trends_sheet(graph: Graph, facts: Facts, changed: dt.date | None) -> TrendsSheet:
    """The sheet of what rises. changed: the day of the last change of an entry."""
    months = [month for month, _ in facts.months]
    outlines = {outline.month: outline for outline in graph.outlines if outline.month in set(months)}
    counts: dict[str, tuple[int, ...]] = {
        topic.slug: tuple(_count(outlines, month, topic.slug) for month in months) for topic in graph.topics
    }
    *earlier, total = [count for _, count in facts.months] or [0]
    found = rises(
        {slug: each[-1] for slug, each in counts.items() if each},
        total,
        {slug: sum(each[:-1]) for slug, each in counts.items()},
        sum(earlier),
        SURE_OF_TOPIC,
    )
    topics = tuple(RisingCounts(rise, counts[rise.name]) for rise in found[:SHOWN_TOPICS])
    with_page = graph.roster.pages if graph.roster else frozenset()
    shown = frozenset(slug for slug, _, _ in facts.authors)
    return TrendsSheet(facts, topics, tuple(sorted(with_page & shown)), changed)


def _count(outlines: Mapping[dt.date, Outline], month: dt.date, slug: str) -> int:
    outline = outlines.get(month)
    topic = outline.topics.get(slug) if outline else None
    return topic.count if topic else 0
