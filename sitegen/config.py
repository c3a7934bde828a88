"""site.yaml → Config. Knows the names of settings, not what is done with them."""

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec

from sitegen.fields import schema
from sitegen.fields.nodes import NOWHERE, Items, Mapping, Node, Scalar, parse
from sitegen.fields.schema import Field, Mismatch, Reading
from sitegen.problems import USAGE_ERROR, Location, quoted, raise_if, stop
from sitegen.text.files import read_text
from sitegen.text.searched import folded
from sitegen.text.slugs import whole_slug

CONFIG_FILE = "site.yaml"
# Read by the archive; named here, because who only looks whether it changed need not know what it says.
TOPICS_FILE = "topics.yaml"
AUTHORS_FILE = "authors.yaml"
# The feed of editions stands among those of searches: feeds/editions/.
EDITIONS_SLUG = "editions"
# What stands for the file of an entry in `edit_url`.
_PATH_HOLE = "{path}"
_EDIT_URL = re.compile(r"https?://[^\s/?#@{}]+/[^\s{}]*\{path\}[^\s{}]*", re.IGNORECASE)
# RFC 4151, section 2.1; a year, a month or a day.
_TAG_AUTHORITY = re.compile(r"[A-Za-z0-9._-]+(@[A-Za-z0-9.-]+)?,[12]\d{3}(-\d{2}(-\d{2})?)?")


class PageSwitches(msgspec.Struct, frozen=True):
    """Which kinds of page are made. The home page, 404.html and the pages of content/pages always are."""

    archive: bool = True
    years: bool = True
    months: bool = True
    weeks: bool = True
    days: bool = True
    papers: bool = True
    topics: bool = True
    authors: bool = True
    trends: bool = True
    search: bool = True
    saved: bool = True
    related: bool = True
    feeds: bool = True
    topic_feeds: bool = True
    feed_archives: bool = True
    author_feeds: bool = True
    sitemap: bool = True
    cite_panels: bool = True
    coins: bool = True
    llms: bool = True
    opensearch: bool = True
    app_manifest: bool = True

    @property
    def has_topic_feeds(self) -> bool:
        return self.feeds and self.topics and self.topic_feeds

    @property
    def has_author_feeds(self) -> bool:
        return self.feeds and self.authors and self.author_feeds


class DownloadSwitches(msgspec.Struct, frozen=True):
    """Which files to take away are made. months: with /downloads/, which lists them, in the formats that follow."""

    months: bool = True
    bib: bool = True
    ris: bool = True
    csl: bool = True
    jsonl: bool = True
    csv: bool = True
    md: bool = True
    days: bool = True
    topics: bool = True
    api: bool = True


class CardSettings(msgspec.Struct, frozen=True):
    """Which share cards are drawn, if sitegen was installed with the extra `cards`."""

    days: bool = True
    papers: bool = False

    @property
    def are_wanted(self) -> bool:
        return self.days or self.papers


class AuthorSettings(msgspec.Struct, frozen=True):
    """What site.yaml says of the pages of authors. min_papers: from how many papers on an author has one."""

    min_papers: int = 5


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """A search that has a feed. words: texts of which a title or abstract has one. topics: slugs. authors: as written.

    A paper is found if it has one of each list that is not empty. slug: of the name.
    """

    name: str
    slug: str
    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What site.yaml says. `base_url` and `root` (its path) end with '/'."""

    title: str
    base_url: str
    tag_authority: str
    tagline: str = ""
    author: str = ""
    edit_url: str = ""
    language: str = "en"
    paper_language: str = ""
    theme: str = "digest"
    theme_options: dict[str, str] = {}
    license: str = ""
    pages: PageSwitches = PageSwitches()
    downloads: DownloadSwitches = DownloadSwitches()
    authors: AuthorSettings = AuthorSettings()
    feeds: tuple[SavedSearch, ...] = ()
    cards: CardSettings = CardSettings()

    @property
    def language_of_papers(self) -> str:
        """The language of papers that do not say theirs."""
        return self.paper_language or self.language

    @property
    def root(self) -> str:
        return urlsplit(self.base_url).path

    def edit_address(self, path: str) -> str:
        """Where a file of the archive can be edited; '' if the site does not say."""
        return self.edit_url.replace(_PATH_HOLE, quote(path))


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


def _edit_url(node: Node, reading: Reading) -> str:
    """An absolute address in which `{path}` stands once, behind the host, for the file of an entry."""
    template = schema.text(node, reading)
    if not _EDIT_URL.fullmatch(template):
        raise Mismatch(
            node,
            f"{quoted(template)} is no edit address (expected http:// or https://, and {_PATH_HOLE} in it once)",
            f"such as https://github.com/me/digest/edit/main/{_PATH_HOLE}; {_PATH_HOLE} stands for the entry's file",
        )
    return template


def _min_papers(node: Node, reading: Reading) -> int:
    found = schema.count(node, reading)
    if not found:
        raise Mismatch(
            node, "'min_papers' is 0 (expected at least 1)", "pages: {authors: false} makes no pages of authors"
        )
    return found


def _search(node: Node, reading: Reading) -> SavedSearch | None:
    fields = schema.mapping(node)
    problem_count = len(reading.problems)
    values = reading.fields(fields, SEARCH_FIELDS, "a feed")
    if len(reading.problems) > problem_count:
        return None
    if not any(values.get(name) for name in ("words", "topics", "authors")):
        message = f"the feed {quoted(str(values['name']))} asks for nothing (expected words, topics or authors)"
        reading.complain(fields, message, "feed.xml is the feed of all papers")
        return None
    return msgspec.convert({"slug": whole_slug(str(values["name"])), **values}, SavedSearch)


def _searches(node: Node, reading: Reading) -> tuple[object, ...]:
    """The searches; each has an address of its own."""
    found = schema.sequence_with_repeats(_search)(node, reading)
    known: dict[str, Node] = {}
    for each in node.nodes if isinstance(node, Items) else ():
        name = each.node("name") if isinstance(each, Mapping) else None
        slug = whole_slug(name.text) if isinstance(name, Scalar) else ""
        if name is None or not slug:
            continue
        earlier = known.setdefault(slug, name)
        if earlier is not name:
            line = reading.location(earlier).line
            message = f"the address {quoted(f'feeds/{slug}/')} is that of the feed on line {line} (expected another)"
            reading.complain(name, message, "give one of the two another name")
    return found


def _search_name(node: Node, reading: Reading) -> str:
    found = " ".join(schema.text(node, reading).split())
    slug = whole_slug(found)
    if not slug:
        message = f"{quoted(found)} cannot be spelt in an address (expected letters or digits)"
        raise Mismatch(node, message, "the feed is at feeds/<name>/")
    if slug == EDITIONS_SLUG:
        message = f"{quoted(found)} is the feed of editions (expected another name)"
        raise Mismatch(node, message, "every site has it at feeds/editions/")
    return found


def _searched_words(node: Node, reading: Reading) -> str:
    found = " ".join(schema.text(node, reading).split())
    if not folded(found):
        message = f"{quoted(found)} has no word in it (expected letters or digits)"
        raise Mismatch(node, message, "a word, a phrase, or the beginning of a word with '*' behind it")
    return found


def _searched_author(node: Node, reading: Reading) -> str:
    found = " ".join(schema.text(node, reading).split())
    if not whole_slug(found):
        message = f"{quoted(found)} cannot be spelt in an address (expected letters or digits)"
        raise Mismatch(node, message, "the name as papers have it, or what stands in the address of the author's page")
    return found


def _of_the_sources(node: Node, reading: Reading) -> None:
    """Nothing: who fetches reads it (`sitegen.sources.declared_web`). What is asked of others is no part of a site."""
    del node, reading


_PAGES = tuple(
    Field(name, schema.truth, f"Make {what}.", "false")
    for name, what in {
        "archive": "/archive/, the list of all years",
        "years": "a page for each year",
        "months": "a page for each month",
        "weeks": "a page for each week that has papers",
        "days": "a page for each day",
        "papers": "a page for each paper",
        "topics": "/topics/ and the pages of each topic",
        "authors": "/authors/ and the pages of authors",
        "trends": "/trends/, what rises this month and who and which venues the year has: some milliseconds a day",
        "search": "the search page, the search box and the index",
        "saved": "/saved/, the reader's own list, and the buttons that fill it",
        "related": "the list of related papers on the page of each paper: 2.8 KB a paper",
        "feeds": "the feeds, Atom and JSON, feeds.opml, and /feeds/, which explains them",
        "topic_feeds": "the feeds of topics, two files beside the page of each: 0.3 MB a topic, however old",
        "feed_archives": "archives of feeds, which have the papers that left them (RFC 5005): 5.2 KB a paper",
        "author_feeds": "the feeds of authors, two files beside each page of an author: 6.6 KB a paper",
        "sitemap": "sitemap.xml",
        "cite_panels": "the panel of each paper's page that shows and downloads its citation: 5.6 KB a paper",
        "coins": "the hidden citations in lists that reference managers read (COinS): 3.5 KB a paper",
        "llms": "llms.txt, which tells programs what to read",
        "opensearch": "opensearch.xml, from which browsers take the search",
        "app_manifest": "manifest.webmanifest, with which a telephone keeps the site like an app",
    }.items()
)
_DOWNLOADS = tuple(
    Field(name, schema.truth, f"Make {what}.", "false")
    for name, what in {
        "months": "files of each month, in the formats below, and /downloads/, which lists them: 11.3 KB a paper",
        "bib": "BibTeX of each month: 1.8 KB a paper",
        "ris": "RIS of each month: 1.8 KB a paper",
        "csl": "CSL-JSON of each month: 2.0 KB a paper",
        "jsonl": "JSON Lines of each month, from which `sitegen ingest` rebuilds the archive: 2.3 KB a paper",
        "csv": "CSV of each month: 1.7 KB a paper",
        "md": "Markdown of each month: 1.8 KB a paper",
        "days": "BibTeX and Markdown of each day: 3.6 KB a paper, two files a day",
        "topics": "BibTeX without abstracts of each month and year of a topic: 1.0 KB a paper",
        "api": "/api/, each day as JSON in the shape of Hugging Face's API: 2.4 KB a paper, a file a day",
    }.items()
)

SEARCH_FIELDS = (
    Field("name", _search_name, "What it is called; its address follows from it.", "Reward models", is_required=True),
    Field(
        "words",
        schema.sequence(_searched_words),
        "Words or phrases; title or abstract has one of them, whatever its case and accents. `reason*`: words that"
        " begin so.",
        "[reward model, rlhf*]",
    ),
    Field("topics", schema.sequence(schema.text), "Topics by slug; the paper has one of them.", "[reasoning]"),
    Field(
        "authors",
        schema.sequence(_searched_author),
        "Names, or the last part of the address of an author's page; one of them signs the paper.",
        "[Ada Lovelace]",
    ),
)
AUTHOR_SETTINGS = (
    Field("min_papers", _min_papers, "From how many papers on an author has a page; 5 when it is left out.", "3"),
)
CARD_SETTINGS = (
    Field("days", schema.truth, "Draw a card for the site and each day: 30 KB and 0.14 s each.", "false"),
    Field(
        "papers", schema.truth, "Draw one for each paper too, at the same cost; `false` when it is left out.", "true"
    ),
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
    Field(
        "edit_url",
        _edit_url,
        "Where readers can propose a correction to a paper; `{path}` stands for its file. Without it, no link.",
        "https://github.com/me/digest/edit/main/{path}",
    ),
    Field("language", schema.language, "The language of the site, as a BCP 47 tag.", "en"),
    Field(
        "paper_language",
        schema.language,
        "The language of papers that do not say theirs (`lang`), and of the search. The site's when it is left out.",
        "en",
    ),
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
    Field(
        "downloads",
        schema.record(DownloadSwitches, _DOWNLOADS, "downloads"),
        "Files to take away to switch off; see below.",
        "{topics: false}",
    ),
    Field(
        "license",
        schema.text,
        "What may be done with the files of /downloads/, in a sentence; it stands there and in their README.",
        "Our notes and summaries are CC BY 4.0; titles and abstracts belong to the authors of the papers.",
    ),
    Field(
        "authors",
        schema.record(AuthorSettings, AUTHOR_SETTINGS, "authors"),
        "Which authors have a page; see below.",
        "{min_papers: 3}",
    ),
    Field(
        "feeds",
        _searches,
        "Searches that have a feed of their own, as a list; see below.",
        "[{name: Reward models, words: [reward model]}]",
    ),
    Field(
        "cards",
        schema.record(CardSettings, CARD_SETTINGS, "cards"),
        "Which pictures are drawn for links that are shared; see below.",
        "{papers: true}",
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
DOWNLOAD_SWITCHES = _DOWNLOADS


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


def topics_of_searches(file: Mapping) -> tuple[Scalar, ...]:
    """Where site.yaml, which is valid, names the topics of searches."""
    searches = file.node("feeds")
    lists = [
        each.node("topics")
        for each in (searches.nodes if isinstance(searches, Items) else ())
        if isinstance(each, Mapping)
    ]
    nodes = [node for topics in lists if isinstance(topics, Items) for node in topics.nodes]
    return tuple(node for node in nodes if isinstance(node, Scalar))


def _base_url_argument(address: str) -> str:
    reading = Reading("--base-url")
    try:
        return _base_url(Scalar(address, False, NOWHERE), reading)
    except Mismatch as mismatch:
        raise stop("--base-url", mismatch.message, mismatch.hint, USAGE_ERROR) from None
