"""Graph → the documents of every feed but those of authors: feeds with the whole site, archives with their months."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import msgspec

from sitegen.archive.brief import Brief
from sitegen.site import feed_runs
from sitegen.site.builder import Builder
from sitegen.site.channels import (
    Channel,
    editions_channel,
    paths_of,
    search_channel,
    site_channel,
    topic_channel,
)
from sitegen.site.feed_runs import Chain, Cut, Period, chain_of, run_counts, runs_of
from sitegen.site.feeds import EditionFeedSheet, FeedSheet
from sitegen.site.graph import Graph, Month, Outline
from sitegen.site.sheets import Sheet

_Of = Callable[[Month], tuple[Brief, ...]]


class Stream(msgspec.Struct, frozen=True):
    """A feed of papers and how it is cut by months. entries_of: those of a month that it has, newest day first."""

    channel: Channel
    chain: Chain
    entries_of: _Of


class Streams(msgspec.Struct, frozen=True, dict=True):
    """Every feed that is cut by months. editions: the chain of the feed of editions."""

    papers: tuple[Stream, ...] = ()
    editions_channel: Channel | None = None
    editions: Chain = Chain((), "")

    def archived_in(self) -> Mapping[str, list[tuple[str, Cut]]]:
        """For each month with archives, '2025-09', of which feeds and how they are cut: what its archives follow from.

        A feed is named by its key.
        """
        found: dict[str, list[tuple[str, Cut]]] = {}
        chains = [(stream.channel.key, stream.chain) for stream in self.papers]
        for key, chain in [*chains, ("editions", self.editions)]:
            for cut in chain.cuts:
                if cut.closed:
                    found.setdefault(cut.period, []).append((key, cut))
        return found


def streams_of(graph: Graph, b: Builder) -> Streams:
    """The feeds of a site, without those of authors; none if feeds are switched off."""
    if not b.config.pages.feeds:
        return Streams()
    outlines = graph.outlines
    by_day = (
        Period(
            _name(outline), run_counts((day.entry_count for day in outline.days if day.entry_count), feed_runs.PAPERS)
        )
        for outline in outlines
    )
    papers = [Stream(site_channel(b), chain_of(by_day, feed_runs.PAPERS), lambda month: month.entries)]
    for topic in b.topics if b.config.pages.has_topic_feeds else ():
        with_topic = ((outline, outline.topics.get(topic.slug)) for outline in outlines)
        periods = (Period(_name(outline), found.runs) for outline, found in with_topic if found)
        papers.append(Stream(topic_channel(topic), chain_of(periods, feed_runs.PAPERS), _having(topic.slug)))
    for number, search in enumerate(graph.finds.searches):
        chain = chain_of(graph.finds.periods_of(number), feed_runs.PAPERS)
        papers.append(Stream(search_channel(search), chain, _found_by(graph, number)))
    editions = (
        Period(_name(outline), run_counts((1 for _ in outline.days), feed_runs.EDITIONS)) for outline in outlines
    )
    return Streams(tuple(papers), editions_channel(b), chain_of(editions, feed_runs.EDITIONS))


def feed_sheets(streams: Streams, graph: Graph, b: Builder) -> Iterator[Sheet]:
    """The feeds themselves, each with its newest runs."""
    for stream in streams.papers:
        runs = [
            run
            for cut in stream.chain.cuts
            if cut.is_in_feed
            for run in reversed(runs_of(stream.entries_of(graph.month(_month(cut))), feed_runs.PAPERS)[cut.closed :])
        ]
        before = stream.chain.newest if b.config.pages.feed_archives else ""
        yield FeedSheet(stream.channel, tuple(brief for run in runs for brief in run), before=before)
    if streams.editions_channel:
        editions = tuple(
            edition
            for cut in streams.editions.cuts
            if cut.is_in_feed
            for run in reversed(runs_of(graph.month(_month(cut)).editions, feed_runs.EDITIONS)[cut.closed :])
            for edition in run
        )
        before = streams.editions.newest if b.config.pages.feed_archives else ""
        yield EditionFeedSheet(streams.editions_channel, editions, before=before)


def archive_sheets(streams: Streams, month: Month, archived: list[tuple[str, Cut]]) -> Iterator[Sheet]:
    """The archives of a month. archived: of which feeds, and how they are cut."""
    by_key = {stream.channel.key: stream for stream in streams.papers}
    for key, cut in archived:
        stream = by_key.get(key)
        if stream:
            runs = runs_of(stream.entries_of(month), feed_runs.PAPERS)
            for number, name, before in cut.archives:
                yield FeedSheet(stream.channel, runs[number], name, before)
        elif streams.editions_channel:
            of_editions = runs_of(month.editions, feed_runs.EDITIONS)
            for number, name, before in cut.archives:
                yield EditionFeedSheet(streams.editions_channel, of_editions[number], name, before)


def feed_claims(streams: Streams, b: Builder) -> Iterator[tuple[str, str]]:
    """The paths of all these feeds and of their archives, each with the file behind it."""
    chains = [(stream.channel, stream.chain) for stream in streams.papers]
    if streams.editions_channel:
        chains.append((streams.editions_channel, streams.editions))
    for channel, chain in chains:
        archives = (name for cut in chain.cuts for _, name, _ in cut.archives) if b.config.pages.feed_archives else ()
        for archive in ("", *archives):
            yield from ((path, channel.origin) for pair in paths_of(channel, archive) for path in pair)


def _name(outline: Outline) -> str:
    return f"{outline.month:%Y-%m}"


def _month(cut: Cut) -> dt.date:
    return dt.date.fromisoformat(f"{cut.period}-01")


def _having(slug: str) -> _Of:
    return lambda month: tuple(brief for brief in month.entries if slug in brief.topics)


def _found_by(graph: Graph, number: int) -> _Of:
    return lambda month: graph.finds.of_month(number, month.month, month.entries)
