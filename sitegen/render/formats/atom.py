"""Feed → Atom (RFC 4287). Abstracts are escaped HTML: readers show it, and no markup of ours has to be XHTML."""

import datetime as dt
from functools import lru_cache

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.xml import DECLARATION, element, parent
from sitegen.render.phrases import Phrase
from sitegen.site.views import Feed, FeedEntry
from sitegen.text.markdown import to_html

ATOM = "http://www.w3.org/2005/Atom"
# The string that titles of withdrawn papers are put into.
FEED_WITHDRAWN = "feed_withdrawn"
_WITHDRAWN = Phrase("[withdrawn] {title}")


def atom(feed: Feed, catalogue: Catalogue) -> str:
    """The feed as an XML document."""
    withdrawn = catalogue.phrases.get(FEED_WITHDRAWN, _WITHDRAWN).other
    head = [
        element("title", feed.title),
        *([element("subtitle", feed.subtitle)] if feed.subtitle else []),
        element("id", feed.id),
        element("link", rel="self", type_="application/atom+xml", href=feed.url),
        element("link", rel="alternate", type_="text/html", href=feed.page_url),
        element("updated", _moment(feed.updated)),
        parent("author", [element("name", feed.author)]),
    ]
    return (
        DECLARATION
        + parent(
            "feed",
            [*head, *(_entry(entry, feed.base_url, withdrawn) for entry in feed.entries)],
            xmlns=ATOM,
            xml_lang=feed.language,
        )
        + "\n"
    )


# A new paper stands in the feed of the site and in that of each of its topics.
@lru_cache(maxsize=1 << 10)
def _entry(entry: FeedEntry, base_url: str, withdrawn: str) -> str:
    title = withdrawn.replace("{title}", entry.title) if entry.is_withdrawn else entry.title
    return parent(
        "entry",
        [
            element("title", title),
            element("id", entry.id),
            *([element("link", rel="alternate", type_="text/html", href=entry.url)] if entry.url else []),
            *(element("link", rel="related", href=link.url, title=link.kind) for link in entry.links),
            element("published", _moment(entry.published)),
            element("updated", _moment(entry.updated)),
            *(parent("author", [element("name", name)]) for name in entry.authors),
            *(element("category", term=topic.slug, label=topic.name) for topic in entry.topics),
            element("content", to_html(entry.abstract, root=base_url), type_="html"),
        ],
        xml_lang=entry.language,
    )


def _moment(date: dt.date) -> str:
    """The beginning of a day (RFC 3339): content knows days only."""
    return f"{date.isoformat()}T00:00:00Z"
