"""Feed → Atom (RFC 4287), its archives too (RFC 5005).

Contents are escaped HTML: readers show it, and no markup of ours has to be XHTML. An archive does not name the one
after it: it would change once more when that one came.
"""

from functools import lru_cache

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
from sitegen.render.formats.xml import DECLARATION, element, parent
from sitegen.site.views import EditionEntry, Feed, FeedEntry

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
_PDF = "application/pdf"


def atom(feed: Feed, catalogue: Catalogue) -> str:
    """A feed of papers."""
    withdrawn = withdrawn_title(catalogue)
    return _document(feed, feed.title, [_paper(entry, feed.base_url, withdrawn) for entry in papers_of(feed)])


def edition_atom(feed: Feed, catalogue: Catalogue) -> str:
    """A feed of editions."""
    title = editions_title(feed.title, catalogue)
    return _document(feed, title, [_edition(entry, feed, catalogue) for entry in editions_of(feed)])


def _document(feed: Feed, title: str, entries: list[str]) -> str:
    head = [
        element("title", title),
        *([element("subtitle", feed.subtitle)] if feed.subtitle else []),
        element("id", feed.id),
        element("link", rel="self", type_="application/atom+xml", href=feed.url),
        element("link", rel="alternate", type_="text/html", href=feed.page_url),
        *([element("link", rel="current", href=feed.current_url)] if feed.current_url else []),
        *([element("link", rel="prev-archive", href=feed.before_url)] if feed.before_url else []),
        *([element("fh:archive")] if feed.current_url else []),
        element("updated", moment(feed.updated)),
        parent("author", [element("name", feed.author)]),
        element("generator", "sitegen"),
    ]
    names = {"xmlns": ATOM, **({"xmlns_fh": HISTORY} if feed.current_url else {}), "xml_lang": feed.language}
    return DECLARATION + parent("feed", [*head, *entries], **names) + "\n"


# A new paper stands in the feeds of the site, of its topics and of its authors.
@lru_cache(maxsize=1 << 11)
def _paper(entry: FeedEntry, base_url: str, withdrawn: str) -> str:
    return parent(
        "entry",
        [
            element("title", marked(entry.title, withdrawn, is_withdrawn=entry.is_withdrawn)),
            element("id", entry.id),
            *([element("link", rel="alternate", type_="text/html", href=entry.url)] if entry.url else []),
            *(
                element("link", rel="related", href=link.url, title=link.kind, **_typed(link.kind))
                for link in entry.links
            ),
            element("published", moment(entry.published)),
            element("updated", moment(entry.updated)),
            *(parent("author", [element("name", name)]) for name in entry.authors),
            *(element("category", term=topic.slug, label=topic.name) for topic in entry.topics),
            element("content", abstract_html(entry.abstract, base_url), type_="html"),
        ],
        xml_lang=entry.language,
    )


def _typed(kind: str) -> dict[str, str]:
    return {"type_": _PDF} if kind == "pdf" else {}


def _edition(entry: EditionEntry, feed: Feed, catalogue: Catalogue) -> str:
    return parent(
        "entry",
        [
            element("title", edition_title(entry, catalogue)),
            element("id", entry.id),
            *([element("link", rel="alternate", type_="text/html", href=entry.url)] if entry.url else []),
            element("published", moment(entry.date)),
            element("updated", moment(entry.updated)),
            parent("author", [element("name", feed.author)]),
            element("content", edition_html(entry, feed.language, feed.base_url, catalogue), type_="html"),
        ],
    )
