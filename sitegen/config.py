"""site.yaml → Config. Knows the names of settings, not what is done with them."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from sitegen.fields import schema
from sitegen.fields.nodes import NOWHERE, Mapping, Node, Scalar, parse
from sitegen.fields.schema import Field, Mismatch, Reading
from sitegen.problems import USAGE_ERROR, Location, quoted, raise_if, stop
from sitegen.text.files import read_text

CONFIG_FILE = "site.yaml"
# Read by the archive; named here, because who only looks whether it changed need not know what it says.
TOPICS_FILE = "topics.yaml"
# RFC 4151, section 2.1; a year, a month or a day.
_TAG_AUTHORITY = re.compile(r"[A-Za-z0-9._-]+(@[A-Za-z0-9.-]+)?,[12]\d{3}(-\d{2}(-\d{2})?)?")


class PageSwitches(msgspec.Struct, frozen=True):
    """Which kinds of page are made. The home page, 404.html and the pages of content/pages always are."""

    archive: bool = True
    years: bool = True
    months: bool = True
    days: bool = True
    papers: bool = True
    topics: bool = True
    search: bool = True
    saved: bool = True
    feeds: bool = True
    sitemap: bool = True


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What site.yaml says. `base_url` and `root` (its path) end with '/'."""

    title: str
    base_url: str
    tag_authority: str
    tagline: str = ""
    author: str = ""
    language: str = "en"
    theme: str = "digest"
    theme_options: dict[str, str] = {}
    pages: PageSwitches = PageSwitches()

    @property
    def root(self) -> str:
        return urlsplit(self.base_url).path


def _base_url(node: Node, reading: Reading) -> str:
    """An absolute address of a folder; a missing '/' at its end is added."""
    address = schema.url(node, reading)
    if "?" in address or "#" in address:
        raise Mismatch(
            node,
            f"{quoted(address)} has a query or fragment (expected the address of a folder)",
            "leave out everything from '?' or '#'",
        )
    return address if address.endswith("/") else f"{address}/"


def _tag_authority(node: Node, reading: Reading) -> str:
    """A domain or e-mail address and a day or year, as RFC 4151 has it: `example.org,2025`."""
    authority = schema.text(node, reading)
    if not _TAG_AUTHORITY.fullmatch(authority):
        raise Mismatch(
            node,
            f"{quoted(authority)} is no tag authority (expected one like example.org,2025)",
            "a domain you own and a year in which you owned it",
        )
    return authority


def _of_the_sources(node: Node, reading: Reading) -> None:
    """Nothing: who fetches reads it (`sitegen.sources.declared_web`). What is asked of others is no part of a site."""
    del node, reading


_PAGES = tuple(
    Field(name, schema.truth, f"Make {what}.", "false")
    for name, what in {
        "archive": "/archive/, the list of all years",
        "years": "a page for each year",
        "months": "a page for each month",
        "days": "a page for each day",
        "papers": "a page for each paper",
        "topics": "/topics/ and the pages of each topic",
        "search": "the search page, the search box and the index",
        "saved": "/saved/, the reader's own list, and the buttons that fill it",
        "feeds": "the Atom feeds",
        "sitemap": "sitemap.xml",
    }.items()
)

SETTINGS = (
    Field("title", schema.text, "The name of the site.", "Daily Papers", is_required=True),
    Field(
        "tagline",
        schema.text,
        "One sentence on what the site is; shown on the home page and in feeds.",
        "Papers worth reading, every day",
    ),
    Field(
        "base_url",
        _base_url,
        "Where the site will be published, with its folder if it has one. `--base-url` overrides it.",
        "https://example.org/papers/",
        is_required=True,
    ),
    Field(
        "tag_authority",
        _tag_authority,
        "The authority of the `tag:` ids in feeds (RFC 4151): a domain and a year. Never change it.",
        "example.org,2025",
        is_required=True,
    ),
    Field(
        "author",
        schema.text,
        "Who publishes the digest; the author of the feeds. The title when it is left out.",
        "The Daily Papers editors",
    ),
    Field("language", schema.language, "The language of the site, as a BCP 47 tag.", "en"),
    Field("theme", schema.text, "The theme: a folder in `themes/`, else one that comes with sitegen.", "digest"),
    Field(
        "theme_options",
        schema.table(schema.any_text),
        "Settings of the theme; its README lists them.",
        "{accent: teal}",
    ),
    Field(
        "pages",
        schema.record(PageSwitches, _PAGES, "pages"),
        "Kinds of page to switch off.",
        "{topics: false}",
    ),
    Field("sources", _of_the_sources, "The sources on the web, as a list; see below.", "[]"),
    Field(
        "contact",
        _of_the_sources,
        "Whom the sources can write to about our requests: an e-mail or web address, sent to them with each.",
        "editors@example.org",
    ),
)
PAGE_SWITCHES = _PAGES


def read_config(site_root: Path, base_url: str = "") -> Config:
    """The settings of the site in `site_root`. base_url: overrides the one in the file when it is not empty.

    Raises SiteError with every problem of the file.
    """
    if not (site_root / CONFIG_FILE).is_file():
        raise stop(
            CONFIG_FILE,
            "missing (expected the settings of a site)",
            "run sitegen in the folder of a site, or name it: sitegen -C FOLDER …",
        )
    reading = Reading(CONFIG_FILE)
    mapping = parse(read_text(site_root, CONFIG_FILE), CONFIG_FILE)
    values = reading.fields(mapping, SETTINGS, "site.yaml")
    raise_if(reading.problems)
    if base_url:
        values["base_url"] = _base_url_argument(base_url)
    return msgspec.convert(values, Config)


def place_of(site_root: Path, *names: str) -> Location:
    """Where site.yaml holds a setting; for a nested one, give the names from the outside in."""
    node: Node | None = parse(read_text(site_root, CONFIG_FILE), CONFIG_FILE)
    for name in names:
        node = node.node(name) if isinstance(node, Mapping) else None
    return Location(CONFIG_FILE, node.place.line, node.place.column) if node else Location(CONFIG_FILE)


def _base_url_argument(address: str) -> str:
    reading = Reading("--base-url")
    try:
        return _base_url(Scalar(address, False, NOWHERE), reading)
    except Mismatch as mismatch:
        raise stop("--base-url", mismatch.message, mismatch.hint, USAGE_ERROR) from None
