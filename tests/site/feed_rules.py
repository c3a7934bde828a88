"""The rules of RFC 4287 (Atom), RFC 5005 (archives), JSON Feed 1.1 and OPML 2.0: each a check that says what breaks."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import html5lib

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# Section 4.2.7.2 and the registry of IANA, as far as feeds use it.
_RELATIONS = {"alternate", "related", "self", "enclosure", "via", "current", "prev-archive", "next-archive"}
_FEED = {"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title"}
_FEED |= {"updated", "entry"}
_ENTRY = {"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary"}
_ENTRY |= {"title", "updated"}


def broken_in_atom(data: bytes) -> list[str]:
    """What breaks the rules of RFC 4287 and of RFC 5005 in a feed document."""
    return list(_of_feed(ET.fromstring(data), data))


def _of_feed(feed: ET.Element, data: bytes) -> Iterator[str]:
    yield from _said(feed.tag == f"{ATOM}feed", "the root is no atom:feed")
    yield from _said(data.startswith(b'<?xml version="1.0" encoding="utf-8"?>'), "no XML declaration in UTF-8")
    yield from _said(_LANGUAGE.fullmatch(feed.get(XML_LANG, "")), "no language")
    yield from _said({_bare(child.tag) for child in feed} <= _FEED | {ARCHIVE}, "an unknown element in the feed")
    for name in ("id", "title", "updated"):
        yield from _exactly_one(feed, name)
    for name in ("generator", "icon", "logo", "rights", "subtitle"):
        yield from _at_most_one(feed, name)
    entries = feed.findall(f"{ATOM}entry")
    has_author = feed.find(f"{ATOM}author") is not None
    yield from _said(has_author or all(e.find(f"{ATOM}author") is not None for e in entries), "no author")
    yield from _said(len(feed.findall(f"{ATOM}link[@rel='self']")) == 1, "no single link to itself")
    yield from _common(feed)
    # An archive says so, names its feed, and never itself as what came before; a feed is no archive (RFC 5005, 4).
    is_archive = feed.find(ARCHIVE) is not None
    yield from _said(is_archive == (_href(feed, "current") is not None), "an archive without its feed, or the reverse")
    yield from _said(len(feed.findall(f"{ATOM}link[@rel='prev-archive']")) <= 1, "two archives before")
    yield from _said(_href(feed, "prev-archive") != _href(feed, "self"), "an archive before itself")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    yield from _said(len(set(ids)) == len(ids), "two entries of one id")
    days = [entry.findtext(f"{ATOM}published", "") for entry in entries]
    yield from _said(days == sorted(days, reverse=True), "not the newest first")
    for entry in entries:
        yield from _of_entry(entry, has_author=has_author)


def _of_entry(entry: ET.Element, *, has_author: bool) -> Iterator[str]:
    yield from _said({_bare(child.tag) for child in entry} <= _ENTRY, "an unknown element in an entry")
    for name in ("id", "title", "updated"):
        yield from _exactly_one(entry, name)
    for name in ("content", "published", "rights", "source", "summary"):
        yield from _at_most_one(entry, name)
    content = entry.find(f"{ATOM}content")
    has_page = _href(entry, "alternate") is not None
    yield from _said(content is not None or has_page, "neither content nor page")
    yield from _said(has_author or entry.find(f"{ATOM}author") is not None, "nobody wrote the entry")
    if content is not None:
        yield from _said(content.get("type") == "html" and not len(content), "content that is not escaped HTML")
        yield from _of_html(content.text or "")
    yield from _common(entry)


def _common(element: ET.Element) -> Iterator[str]:
    """What holds for a feed and for an entry."""
    yield from _said(_is_iri(element.findtext(f"{ATOM}id", "")), "an id that is no absolute IRI")
    for name in ("updated", "published"):
        for moment in element.findall(f"{ATOM}{name}"):
            yield from _said(_MOMENT.fullmatch(moment.text or ""), f"{name} is no moment of RFC 3339")
    for name in ("title", "subtitle", "rights", "summary"):
        for text in element.findall(f"{ATOM}{name}"):
            yield from _said(text.get("type", "text") == "text" and not len(text), f"{name} is no plain text")
    yield from _said((element.findtext(f"{ATOM}title") or "").strip(), "an empty title")
    yield from _links(element)
    for category in element.findall(f"{ATOM}category"):
        yield from _said(category.get("term"), "a category without a term")
    for person in (*element.findall(f"{ATOM}author"), *element.findall(f"{ATOM}contributor")):
        yield from _exactly_one(person, "name")
        yield from _said((person.findtext(f"{ATOM}name") or "").strip(), "a person without a name")
        for name in ("uri", "email"):
            yield from _at_most_one(person, name)
    for generator in element.findall(f"{ATOM}generator"):
        yield from _said((generator.text or "").strip(), "a generator without a name")


def _links(element: ET.Element) -> Iterator[str]:
    pages = []
    for link in element.findall(f"{ATOM}link"):
        yield from _said(_is_iri(link.get("href", "")), "a link without an absolute address")
        yield from _said(link.get("rel", "alternate") in _RELATIONS, "an unregistered relation")
        yield from _said(_MEDIA_TYPE.fullmatch(link.get("type", "text/html")), "a link of no media type")
        yield from _said(not len(link) and not (link.text or "").strip(), "a link with content")
        if link.get("rel", "alternate") == "alternate":
            pages.append((link.get("type"), link.get("hreflang")))
    yield from _said(len(set(pages)) == len(pages), "two pages of one type and language")


def broken_in_json(data: bytes) -> list[str]:
    """What breaks the rules of JSON Feed 1.1 in a feed document."""
    return list(_of_json(json.loads(data.decode("utf-8"), object_pairs_hook=_once)))


_TOP: dict[str, type] = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "next_url": str,
}
_TOP |= {"authors": list, "language": str, "items": list}
_ITEM: dict[str, type] = {
    "id": str,
    "url": str,
    "external_url": str,
    "title": str,
    "content_html": str,
    "date_published": str,
}
_ITEM |= {"date_modified": str, "authors": list, "tags": list, "language": str, "attachments": list}


def _of_json(feed: Mapping[str, object]) -> Iterator[str]:
    yield from _said(feed.get("version") == "https://jsonfeed.org/version/1.1", "no version")
    yield from _said(feed.get("title"), "no title")
    yield from _said("items" in feed, "no items")
    yield from _fields(feed, _TOP, "the feed")
    yield from _said(feed.get("next_url") != feed.get("feed_url"), "next_url is the feed itself")
    yield from _people(feed)
    items = feed["items"]
    assert isinstance(items, list)
    ids = [item.get("id") for item in items]
    yield from _said(len(set(ids)) == len(ids), "two items of one id")
    for item in items:
        yield from _fields(item, _ITEM, "an item")
        yield from _said(item.get("id"), "an item without an id")
        yield from _said(item.get("content_html"), "an item without content")
        yield from _of_html(item.get("content_html", ""))
        for name in ("date_published", "date_modified"):
            yield from _said(_MOMENT.fullmatch(item.get(name, "")), f"{name} is no moment of RFC 3339")
        yield from _people(item)
        yield from _said(all(isinstance(tag, str) and tag for tag in item.get("tags", [])), "a tag that is no text")
        for attachment in item.get("attachments", []):
            yield from _said(_is_iri(attachment.get("url", "")), "an attachment without an address")
            yield from _said(_MEDIA_TYPE.fullmatch(attachment.get("mime_type", "")), "an attachment of no type")


def _fields(found: Mapping[str, object], known: Mapping[str, type], what: str) -> Iterator[str]:
    for name, value in found.items():
        yield from _said(name in known, f"{what} has an unknown field {name}")
        yield from _said(isinstance(value, known.get(name, object)) and value not in ("", None), f"{name} of {what}")
        if name.endswith("url"):
            yield from _said(_is_iri(str(value)), f"{name} of {what} is no absolute address")
        if name == "language":
            yield from _said(_LANGUAGE.fullmatch(str(value)), f"{what} has no language tag")


def _people(found: Mapping[str, object]) -> Iterator[str]:
    people = found.get("authors", [])
    assert isinstance(people, list)
    yield from _said(
        all(person.get("name") and set(person) <= {"name", "url", "avatar"} for person in people), "authors"
    )


def broken_in_opml(data: bytes) -> list[str]:
    """What breaks the rules of OPML 2.0 in a list of feeds."""
    return list(_of_opml(ET.fromstring(data)))


def _of_opml(opml: ET.Element) -> Iterator[str]:
    yield from _said((opml.tag, opml.get("version")) == ("opml", "2.0"), "no OPML 2.0")
    yield from _said([child.tag for child in opml] == ["head", "body"], "not one head and one body")
    body = opml.find("body")
    assert body is not None
    yield from _said(len(body), "an empty body")
    for outline in body.iter("outline"):
        yield from _said(outline.get("text"), "an outline without text")
        if outline.get("type") == "rss":
            yield from _said(_is_iri(outline.get("xmlUrl", "")), "a feed without an address")
        if outline.get("type") == "include":
            yield from _said(_is_iri(outline.get("url", "")), "a list without an address")


def _of_html(text: str) -> Iterator[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(text)
    yield from (f"HTML: {code} {values}" for _, code, values in parser.errors)
    yield from _said("<script" not in text.lower(), "a script")
    yield from _said(not re.search(r'(?:href|src)="(?!https?://|mailto:)', text), "an address that is not absolute")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    assert len({name for name, _ in pairs}) == len(pairs), "a name that stands twice"
    return dict(pairs)


def _bare(tag: str) -> str:
    return tag.removeprefix(ATOM)


def _href(element: ET.Element, relation: str) -> str | None:
    link = element.find(f"{ATOM}link[@rel='{relation}']")
    return None if link is None else link.get("href")


def _exactly_one(element: ET.Element, name: str) -> Iterator[str]:
    yield from _said(len(element.findall(f"{ATOM}{name}")) == 1, f"not exactly one {name}")


def _at_most_one(element: ET.Element, name: str) -> Iterator[str]:
    yield from _said(len(element.findall(f"{ATOM}{name}")) <= 1, f"more than one {name}")


def _is_iri(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme) and not re.search(r"\s", text) and (parts.scheme == "tag" or bool(parts.netloc))


def _said(holds: object, message: str) -> Iterator[str]:
    if not holds:
        yield message
