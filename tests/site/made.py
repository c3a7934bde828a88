"""Small archives made of values, and their pages."""

import datetime as dt
from typing import TypeVar

from sitegen.archive.entry import Entry
from sitegen.archive.store import Archive, Note
from sitegen.archive.topics import read_topics
from sitegen.config import Config
from sitegen.site.graph import link
from sitegen.site.pages import pages_of
from sitegen.site.views import Page
from tests.harness import TOPICS_YAML

View = TypeVar("View")


def entry(place: str, **values: object) -> Entry:
    """An entry at content/<place>.md; its date is its folder's."""
    folder, _, key = place.rpartition("/")
    date = dt.date.fromisoformat(folder.replace("/", "-"))
    fields = {"title": f"Title of {key}", "abstract": "An abstract.", "date": date, **values}
    return Entry(key=key, path=f"content/{place}.md", **fields)  # type: ignore[arg-type]


def pages_by_path(
    *entries: Entry, base_url: str = "https://example.org/", notes: tuple[Note, ...] = ()
) -> dict[str, Page]:
    archive = Archive(tuple(sorted(entries, key=lambda each: each.key)), notes, ())
    topics = read_topics(TOPICS_YAML, "topics.yaml")
    config = Config(title="Test Papers", base_url=base_url, tag_authority="example.org,2025")
    pages = pages_of(link(archive, topics, with_drafts=False), archive, config, with_drafts=False)
    return {page.path: page for page in pages}


def view_of(pages: dict[str, Page], path: str, kind: type[View]) -> View:
    view = pages[path].view
    assert isinstance(view, kind)
    return view
