"""RSS 2.0, RSS 1.0 and Atom as one: the items of a file and the parts that all of them have."""

import re

from sitegen.problems import Location, Problem, SiteError
from sitegen.sources.elements import Element, head_of, parsed
from sitegen.text.characters import allowed, line
from sitegen.text.html_text import text_of_html
from sitegen.text.links import web_link

_ROOT = re.compile(r"<(?![?!])(?:[A-Za-z][\w.-]*:)?(rss|feed|RDF)[\s>]|<(?![?!])[A-Za-z]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
EXPECTED = "an RSS or Atom feed"


def is_syndication(data: bytes) -> bool:
    """True if a file begins as RSS or Atom does."""
    root = _ROOT.search(_COMMENT.sub("", head_of(data)))
    return bool(root and root[1])


def read_feed_file(data: bytes, path: str, expected: str = EXPECTED) -> tuple[Element, tuple[Element, ...]]:
    """The element that describes the feed, and the items in their order. Raises SiteError if it is another file."""
    root = parsed(data, path, expected)
    if root.name == "atom:feed":
        return root, tuple(root.all("atom:entry"))
    channel = root.first("channel")
    if root.name in ("rss", "rdf:RDF") and channel:
        # RSS 1.0 puts the items beside the channel, RSS 2.0 into it.
        return channel, (*channel.all("item"), *root.all("item"))
    name = root.name.rpartition("}")[2]
    message = f"XML of <{name[:60]}> (expected {expected})"
    hint = "is this another format? --format names it"
    raise SiteError([Problem(Location(path, root.line, root.column), message, hint)])


def plain(element: Element | None) -> str:
    """The paragraphs that a title or a text says. Atom tells whether it is HTML; in RSS it always is."""
    if element is None:
        return ""
    kind = element.attributes.get("type", "text") if element.name.startswith("atom:") else "html"
    if kind == "xhtml" or any(isinstance(part, Element) for part in element.content):
        return allowed(text_of_html(_markup(element)))
    if kind in ("html", "text/html"):
        return allowed(text_of_html(element.text))
    # A picture or a file in base64 is no text.
    return "\n\n".join(map(line, element.text.split("\n\n"))).strip() if kind in ("text", "text/plain") else ""


def _markup(element: Element) -> str:
    """What is inside an element as HTML; its texts are characters, not markup."""
    parts = []
    for part in element.content:
        if isinstance(part, str):
            parts.append(part.replace("&", "&amp;").replace("<", "&lt;"))
        else:
            name = part.name.rpartition("}")[2].rpartition(":")[2]
            parts.append(f"<{name}>{_markup(part)}</{name}>")
    return "".join(parts)


def link_of(item: Element) -> str:
    """The address of an item's own page; empty if it has none."""
    alternates = [link for link in item.all("atom:link") if link.attributes.get("rel", "alternate") == "alternate"]
    pages = [
        link
        for link in alternates
        if link.attributes.get("type", "text/html") in ("text/html", "application/xhtml+xml")
    ]
    addresses = [
        item.text_of("link"),
        *(link.attributes.get("href", "") for link in (*pages, *alternates)),
        *(guid.text for guid in item.all("guid") if guid.attributes.get("isPermaLink", "true") == "true"),
        item.attributes.get("rdf:about", ""),
    ]
    return next(filter(None, map(web_link, addresses)), "")


def identifier_of(item: Element) -> str:
    """What the feed calls an item: its guid, its id or what it is about."""
    return line(item.text_of("guid", "atom:id") or item.attributes.get("rdf:about", ""))
