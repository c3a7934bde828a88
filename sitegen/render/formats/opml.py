"""Opml → OPML 2.0 (opml.org): a list of feeds, as readers import it. It has no date: nothing here knows the clock."""

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.feed_items import editions_title
from sitegen.render.formats.xml import DECLARATION, element, parent
from sitegen.site.views import Opml, OutlineFeed, OutlineGroup

# The headings of the groups. A theme may lack them.
HEADINGS = {
    "site": ("opml_site", "All papers"),
    "searches": ("opml_searches", "Searches"),
    "topics": ("opml_topics", "Topics"),
    "authors": ("opml_authors", "Authors"),
}


def opml(view: Opml, catalogue: Catalogue) -> str:
    """The list as an XML document."""
    head = parent("head", [element("title", view.title)])
    body = parent("body", [_group(group, view.language, catalogue) for group in view.groups])
    return DECLARATION + parent("opml", [head, body], version="2.0") + "\n"


def _group(group: OutlineGroup, language: str, catalogue: Catalogue) -> str:
    name, otherwise = HEADINGS[group.name]
    heading = catalogue.phrases[name].other if name in catalogue.phrases else otherwise
    if group.list_url:
        return element("outline", text=heading, type_="include", url=group.list_url)
    return parent("outline", [_feed(feed, language, catalogue) for feed in group.feeds], text=heading)


def _feed(feed: OutlineFeed, language: str, catalogue: Catalogue) -> str:
    title = editions_title(feed.title, catalogue) if feed.is_of_editions else feed.title
    described = {"description": feed.description} if feed.description else {}
    # The format calls every feed 'rss', whatever its own format is.
    return element(
        "outline",
        text=title,
        title=title,
        type_="rss",
        xmlUrl=feed.url,
        htmlUrl=feed.page_url,
        language=language,
        **described,
    )
