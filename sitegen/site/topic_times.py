"""Topics over time, as pages of periods show them: the trends of a year and of the archive, the shares of a month."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypedDict

import msgspec

from sitegen.archive.brief import Brief
from sitegen.site.builder import Builder
from sitegen.site.graph import Outline, ranked, topic_counts
from sitegen.site.trends import (
    LEAST_PERIODS,
    Unit,
    by_year,
    count_trend,
    highest_share,
    if_telling,
    months_between,
    share_of,
    share_trend,
    years_between,
)
from sitegen.site.views import TopicShare, TopicTrend, Trend

# From this many years on, an archive is looked at by year. Up to here months make at most 47 bars.
MANY_YEARS = 4
# How many months the trend of a topic has.
TREND_MONTHS = 24
_Counts = Mapping[str, Mapping[dt.date, int]]


class TopicTally(msgspec.Struct, frozen=True):
    """How many papers a month has, and how many of them each topic, by its slug. No papers: there is no such month."""

    count: int = 0
    topics: Mapping[str, int] = {}


class Shares(TypedDict):
    topics: tuple[TopicTrend, ...]
    periods: tuple[dt.date, ...]
    totals: tuple[int, ...]


def tally_of(outline: Outline) -> TopicTally:
    return TopicTally(outline.count, {slug: topic.count for slug, topic in outline.topics.items()})


def counts_by_topic(outlines: Iterable[Outline]) -> dict[str, dict[dt.date, int]]:
    """How many papers of which month have each topic, by its slug."""
    found: dict[str, dict[dt.date, int]] = {}
    for outline in outlines:
        for slug, topic in outline.topics.items():
            found.setdefault(slug, {})[outline.month] = topic.count
    return found


def periods_of(months: Iterable[dt.date]) -> tuple[dt.date, ...]:
    """The months from the first to the last of these; none if they are too few for a trend."""
    found = tuple(months)
    between = months_between(min(found), max(found)) if found else ()
    return between if len(between) >= LEAST_PERIODS else ()


def topic_trends(b: Builder, periods: tuple[dt.date, ...], counts: _Counts) -> tuple[TopicTrend, ...]:
    """The topics with trends by month, the most frequent first."""
    sums = {slug: sum(months.values()) for slug, months in counts.items()}
    return tuple(
        TopicTrend(b.maker.topic(topic), count, count_trend("month", periods, counts[topic.slug]) if periods else None)
        for topic, count in ranked(sums, b.topics)
    )


def recent_months(outlines: tuple[Outline, ...]) -> tuple[dt.date, ...]:
    """The last months of the archive, oldest first; none if they are too few for a trend."""
    return periods_of(outline.month for outline in outlines if outline.count)[-TREND_MONTHS:]


def recent_trend(months: tuple[dt.date, ...], counts: Mapping[dt.date, int]) -> Trend | None:
    """The trend of a topic in these months, if there is something to draw."""
    return if_telling(count_trend("month", months, counts)) if months else None


def year_trend(outlines: tuple[Outline, ...], years: tuple[tuple[int, int], ...]) -> Trend | None:
    """The trend of a topic by year, in an archive of many years."""
    with_papers = [outline.month for outline in outlines if outline.count]
    periods = years_between(min(with_papers), max(with_papers)) if with_papers else ()
    counts = {dt.date(year, 1, 1): count for year, count in years}
    return if_telling(count_trend("year", periods, counts)) if len(periods) >= MANY_YEARS else None


def topic_shares(b: Builder, totals: Mapping[dt.date, int], counts: _Counts) -> Shares:
    """The topics of an archive with trends of shares, to one scale. totals: the papers of each month."""
    with_papers = [month for month, count in totals.items() if count]
    unit: Unit = "month"
    periods = periods_of(with_papers)
    if with_papers and max(with_papers).year - min(with_papers).year >= MANY_YEARS - 1:
        unit, periods = "year", years_between(min(with_papers), max(with_papers))
        totals, counts = by_year(totals), {slug: by_year(months) for slug, months in counts.items()}
    found = ranked({slug: sum(each.values()) for slug, each in counts.items()}, b.topics)
    highest = highest_share((counts[topic.slug] for topic, _ in found), totals)
    topics = tuple(
        TopicTrend(
            b.maker.topic(topic),
            count,
            share_trend(unit, periods, counts[topic.slug], totals, highest) if periods else None,
        )
        for topic, count in found
    )
    return {"topics": topics, "periods": periods, "totals": tuple(totals.get(period, 0) for period in periods)}


def month_topics(b: Builder, entries: tuple[Brief, ...], before: TopicTally) -> tuple[TopicShare, ...]:
    """The topics of a month, the most frequent first, with their shares and those of the month before."""
    return tuple(
        TopicShare(
            b.maker.topic(topic),
            count,
            share=round(share_of(count, len(entries))),
            before=round(share_of(before.topics.get(topic.slug, 0), before.count)) if before.count else None,
        )
        for topic, count in topic_counts(entries, b.topics)
    )


def topics_beside(outlines: Iterable[Outline]) -> dict[str, dict[str, int]]:
    """How many papers of each topic have which other one, by their slugs, without topics that always stand alone."""
    pairs: dict[str, Counter[str]] = {}
    for outline in outlines:
        for slug, topic in outline.topics.items():
            if topic.beside:
                pairs.setdefault(slug, Counter()).update(topic.beside)
    found: dict[str, dict[str, int]] = {}
    for slug, others in pairs.items():
        for other, count in others.items():
            found.setdefault(slug, {})[other] = count
            found.setdefault(other, {})[slug] = count
    return found
