"""The feeds of an author: the newest papers, and archives by year."""

from collections.abc import Iterator
from itertools import groupby

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.people import Person
from sitegen.site import feed_runs
from sitegen.site.addresses import AUTHORS, OPML
from sitegen.site.builder import Builder
from sitegen.site.channels import Channel, author_channel, paths_of
from sitegen.site.feed_runs import Chain, Period, chain_of, runs_of
from sitegen.site.feeds import FeedSheet
from sitegen.site.rolls import shard_of
from sitegen.site.roster import Author, Listed, Roster

AUTHORS_OPML = AUTHORS + OPML


def author_feed_sheets(author: Author, person: Person | None, b: Builder) -> Iterator[FeedSheet]:
    """The feed of an author and its archives."""
    channel = channel_of(author.slug, author.name, person)
    runs, chain = _runs(author)
    newest = (run for cut in chain.cuts for run in reversed(runs[cut.period][cut.closed :]))
    has_archives = b.config.pages.feed_archives
    entries = tuple(_bare(brief) for run in newest for brief in run)
    yield FeedSheet(channel, entries, before=chain.newest if has_archives else "", author=author.name)
    for cut in chain.cuts if has_archives else ():
        for number, name, before in cut.archives:
            of_run = tuple(map(_bare, runs[cut.period][number]))
            yield FeedSheet(channel, of_run, name, before, author.name)


def author_feed_claims(author: Listed, roster: Roster, b: Builder) -> Iterator[tuple[str, str]]:
    """The paths of the feed of an author and of its archives, each with the file behind it."""
    if not b.config.pages.has_author_feeds:
        return
    channel = channel_of(author.slug, author.name, roster.names.people.get(author.slug))
    archives = [""]
    if b.config.pages.feed_archives and author.count > feed_runs.PAPERS_OF_AUTHOR:
        of_shard = roster.authors_of(shard_of(author.slug))
        _, chain = _runs(next(each for each in of_shard if each.slug == author.slug))
        archives.extend(name for cut in chain.cuts for _, name, _ in cut.archives)
    for archive in archives:
        yield from ((path, channel.origin) for pair in paths_of(channel, archive) for path in pair)


def _runs(author: Author) -> tuple[dict[str, tuple[tuple[Brief, ...], ...]], Chain]:
    """The papers of each year in runs, and how they are cut."""
    years = groupby(author.papers, key=lambda brief: brief.date.year)
    runs = {f"{year:04}": runs_of(papers, feed_runs.PAPERS_OF_AUTHOR) for year, papers in years}
    periods = (Period(year, tuple(map(len, of_year))) for year, of_year in runs.items())
    return runs, chain_of(periods, feed_runs.PAPERS_OF_AUTHOR)


def channel_of(slug: str, name: str, person: Person | None) -> Channel:
    return author_channel(slug, name, person.aliases if person else (), is_declared=person is not None)


def _bare(brief: Brief) -> Brief:
    """Enough to find the entry: the names of thousands of authors need not stand in the sheet of each of them."""
    return msgspec.structs.replace(brief, authors="", title="")
