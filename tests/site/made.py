"""Small archives made of values, and their pages."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec
import pytest

from sitegen.archive.brief import Brief, brief_of
from sitegen.archive.entry import Entry
from sitegen.archive.marks import Marks
from sitegen.archive.people import Person
from sitegen.archive.store import Note, OwnPage
from sitegen.archive.topics import read_topics
from sitegen.config import Config
from sitegen.site import feed_runs
from sitegen.site.builder import Builder, bare_topics, builder
from sitegen.site.graph import Graph, graph_of, with_finds, with_roster
from sitegen.site.names import Names
from sitegen.site.pages import groups_of
from sitegen.site.rising import Facts
from sitegen.site.roster import Remembered
from sitegen.site.trend_facts import Kept, facts_of
from sitegen.site.trend_tally import tallies_in
from sitegen.site.views import Page
from tests.harness import TOPICS_YAML

View = TypeVar("View")


@contextmanager
def short_feeds(papers: int, editions: int, of_author: int) -> Iterator[None]:
    """Feeds of so few papers or editions, so that a small site has archives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed_runs, "PAPERS", papers)
        patch.setattr(feed_runs, "EDITIONS", editions)
        patch.setattr(feed_runs, "PAPERS_OF_AUTHOR", of_author)
        yield


def entry(place: str, **values: object) -> Entry:
    """An entry at content/<place>.md; its date is its folder's."""
    folder, _, key = place.rpartition("/")
    date = dt.date.fromisoformat(folder.replace("/", "-"))
    fields = {"title": f"Title of {key}", "abstract": "An abstract.", "date": date, **values}
    return Entry(key=key, path=f"content/{place}.md", **fields)  # type: ignore[arg-type]


def builder_of(base_url: str = "https://example.org/", topics_yaml: str = TOPICS_YAML, **settings: object) -> Builder:
    topics = bare_topics(read_topics(topics_yaml, "topics.yaml"))
    config = Config(title="Test Papers", base_url=base_url, tag_authority="example.org,2025", **settings)  # type: ignore[arg-type]
    return builder(config, topics)


def graph_of_entries(
    entries: tuple[Entry, ...],
    b: Builder,
    notes: tuple[Note, ...] = (),
    own_pages: tuple[OwnPage, ...] = (),
    marks: tuple[Marks, ...] = (),
    people: tuple[Person, ...] = (),
) -> Graph:
    briefs = tuple(map(brief_of, entries))
    graph = graph_of(briefs, notes, own_pages, marks, b.topics, with_drafts=False, known={})
    by_key = {each.key: each for each in entries}
    graph = with_finds(graph, b.config.feeds, people, lambda brief: by_key[brief.key], ())
    if b.config.pages.trends:
        facts, _ = facts_of(graph, Names(people), b"", Facts(), Kept, tallies_in(graph, Names(people), b""))
        graph = msgspec.structs.replace(graph, trends=facts)
    if not b.config.pages.authors:
        return graph
    return with_roster(graph, lambda: briefs, people, b.config.authors.min_papers, Remembered())


def pages_by_path(
    *entries: Entry,
    base_url: str = "https://example.org/",
    notes: tuple[Note, ...] = (),
    marks: tuple[Marks, ...] = (),
    people: tuple[Person, ...] = (),
    **settings: object,
) -> dict[str, Page]:
    """Every page of the site of these entries."""
    b = builder_of(base_url, **settings)
    by_key = {each.key: each for each in entries}

    def entry_of(brief: Brief) -> Entry:
        return by_key[brief.key]

    groups = groups_of(graph_of_entries(entries, b, notes, marks=marks, people=people), b)
    pages = [page for group in groups for sheet in group.sheets() for page in sheet.pages(b, entry_of)]
    assert len({page.path for page in pages}) == len(pages)
    return {page.path: page for page in sorted(pages, key=lambda page: page.path)}


def view_of(pages: dict[str, Page], path: str, kind: type[View]) -> View:
    view = pages[path].view
    assert isinstance(view, kind)
    return view
