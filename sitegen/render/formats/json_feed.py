"""Feed → JSON Feed 1.1 (jsonfeed.org). Archives are in Atom alone, so there is no `next_url`."""

from functools import lru_cache

import msgspec

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.feed_items import (
    abstract_html,
    edition_html,
    edition_title,
    editions_of,
    editions_title,
    marked,
    moment,
    papers_of,
    withdrawn_title,
)
from sitegen.site.views import EditionEntry, Feed, FeedEntry
from sitegen.text.characters import allowed

VERSION = "https://jsonfeed.org/version/1.1"
_Item = dict[str, object]


def json_feed(feed: Feed, catalogue: Catalogue) -> str:
    """A feed of papers."""
    withdrawn = withdrawn_title(catalogue)
    items = [_paper(entry, feed.base_url, withdrawn) for entry in papers_of(feed)]
    return _document(feed, feed.title, items)


def edition_json_feed(feed: Feed, catalogue: Catalogue) -> str:
    """A feed of editions."""
    items = [_text(_edition(entry, feed, catalogue)) for entry in editions_of(feed)]
    return _document(feed, editions_title(feed.title, catalogue), items)


def _document(feed: Feed, title: str, items: list[str]) -> str:
    """One item on each line, so that a difference of two versions tells something."""
    head: _Item = {
        "version": VERSION,
        "title": title,
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "authors": [{"name": feed.author}],
        "language": feed.language,
    }
    lines = ",\n".join(items)
    return f'{_text(head)[:-1]},"items":[\n{lines}\n]}}\n'


# A new paper stands in the feeds of the site, of its topics and of its authors.
@lru_cache(maxsize=1 << 11)
def _paper(entry: FeedEntry, base_url: str, withdrawn: str) -> str:
    links = {link.kind: link.url for link in entry.links}
    fields: _Item = {
        "id": entry.id,
        "url": entry.url,
        "external_url": links.get("abs", ""),
        "title": marked(entry.title, withdrawn, is_withdrawn=entry.is_withdrawn),
        "content_html": abstract_html(entry.abstract, base_url) or "<p></p>",
        "date_published": moment(entry.published),
        "date_modified": moment(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [topic.name for topic in entry.topics],
        "language": entry.language,
        "attachments": [{"url": links["pdf"], "mime_type": "application/pdf"}] if "pdf" in links else [],
    }
    return _text(fields)


def _edition(entry: EditionEntry, feed: Feed, catalogue: Catalogue) -> _Item:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": edition_title(entry, catalogue),
        "content_html": edition_html(entry, feed.language, feed.base_url, catalogue),
        "date_published": moment(entry.date),
        "date_modified": moment(entry.updated),
        "authors": [{"name": feed.author}],
    }


def _text(fields: _Item) -> str:
    """An object as JSON, without what is empty: the format knows no empty address."""
    return allowed(msgspec.json.encode({name: value for name, value in fields.items() if value}).decode())
