"""Feeds: what they hold, that they keep the rules of their formats, and that nothing is lost in their archives."""

import datetime as dt
import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.archive.shelves import Lender
from sitegen.build import Options, build
from sitegen.config import AuthorSettings, PageSwitches, SavedSearch
from sitegen.site import feed_runs
from sitegen.site.feed_runs import Period, chain_of, run_counts, runs_of
from sitegen.site.views import EditionEntry, Feed, FeedEntry, PageView
from tests.harness import SITE_YAML, SiteTest, files_below
from tests.links import broken_links
from tests.site.feed_rules import ATOM, broken_in_atom, broken_in_json, broken_in_opml
from tests.site.made import entry, pages_by_path, short_feeds, view_of

BASE = "https://example.org/"
BELOW = "https://example.org/daily-papers/"
DAYS = ("2024/12/30", "2024/12/31", "2025/01/02", "2025/01/03", "2025/02/01", "2025/02/04", "2025/02/05")
ABSTRACT = "We study $a < b$ & *emphasis* of [reward models](https://example.com/x).\n\n- One\n- Two <b>not bold</b>"
SEARCHES = """\
feeds:
  - {name: Reward models, words: [reward model*]}
  - {name: By Ada, authors: [Ada Lovelace], topics: [scaling]}
  - {name: Nothing yet, words: [zebra]}
"""


def odd(day: str, number: int) -> dict[str, str]:
    """Front matter of a paper with all that feeds show."""
    fields = {
        "title": f"'Öl & <Wasser> \"{day}\" {number}: $E = mc^2$'",
        "authors": "[Ada Lovelace, 'O''Neil & <Sons>', 张伟]" if number else "[]",
        "topics": "[scaling, evaluation]" if number % 2 else "[evaluation]",
        "links": "{abs: 'https://arxiv.org/abs/1?a=1&b=2', pdf: 'https://arxiv.org/pdf/1'}",
    }
    if number == 2:
        fields |= {"status": "withdrawn", "updated": "2025-03-01", "lang": "de"}
    return fields


@pytest.fixture(scope="module")
def short_runs() -> Iterator[None]:
    with short_feeds(papers=4, editions=2, of_author=3):
        yield


@pytest.fixture
def true_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_runs, "PAPERS", 50)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, short_runs: None) -> SiteTest:
    """A site at the root of its host, and below a folder in `below`."""
    site = SiteTest(tmp_path_factory.mktemp("feeds"))
    switches = "pages: {search: false}\nauthors: {min_papers: 2}\ntagline: 'Every <day> & \"night\"'\n"
    site.write("site.yaml", SITE_YAML + switches + SEARCHES)
    for day in DAYS:
        for number in range(3):
            body = ABSTRACT if number else "A plain sentence. And another."
            site.entry(f"{day}/p{day.replace('/', '')}-{number}", body, **odd(day, number))
    site.write("content/2025/02/04/_day.md", "A *note* with a [link](/archive/).")
    site.build()
    site.build(output="below", base_url=BELOW)
    return site


def feeds_in(folder: Path, suffix: str) -> dict[str, bytes]:
    found = files_below(folder)
    return {path: data for path, data in found.items() if path.endswith(suffix) and "feed" in path.rpartition("/")[2]}


def test_every_feed_keeps_the_rules_of_its_format(site: SiteTest) -> None:
    for folder in ("public", "below"):
        atom, as_json = feeds_in(site.folder / folder, ".xml"), feeds_in(site.folder / folder, ".json")
        assert (len(atom), len(as_json)) == (26, 10)
        assert {path: broken for path, data in atom.items() if (broken := broken_in_atom(data))} == {}
        assert {path: broken for path, data in as_json.items() if (broken := broken_in_json(data))} == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<id>tag:", "<id>", "an id that is no absolute IRI"),
        ("T00:00:00Z</updated>", "</updated>", "updated is no moment of RFC 3339"),
        ('<content type="html">', "<content>", "content that is not escaped HTML"),
        ("&lt;/p&gt;", "&lt;/q&gt;", "HTML: "),
        ('rel="self"', 'rel="me"', "no single link to itself"),
        ("</title>", "</title><title>x</title>", "not exactly one title"),
        ("<name>Ada Lovelace</name>", "", "not exactly one name"),
        ('term="scaling"', "", "a category without a term"),
        ("prev-archive", "previous-archive", "an unregistered relation"),
    ],
)
def test_the_rules_of_atom_find_what_breaks_them(site: SiteTest, old: str, new: str, message: str) -> None:
    text = site.page("feed.xml")
    assert old in text
    assert any(broken.startswith(message) for broken in broken_in_atom(text.replace(old, new).encode()))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version/1.1", "version/1", "no version"),
        ('"id":"tag:', '"url2":"tag:', "an item without an id"),
        ('"content_html":', '"content":', "an item without content"),
        ("T00:00:00Z", "", "date_published is no moment of RFC 3339"),
        ('"mime_type":"application/pdf"', '"mime_type":"pdf"', "an attachment of no type"),
        ('"title":"', '"title":null,"x":"', "title of"),
        ('{"name":"Ada Lovelace"}', '{"called":"Ada Lovelace"}', "authors"),
    ],
)
def test_the_rules_of_json_feed_find_what_breaks_them(site: SiteTest, old: str, new: str, message: str) -> None:
    text = site.page("feed.json")
    assert old in text
    assert any(broken.startswith(message) for broken in broken_in_json(text.replace(old, new).encode()))


def test_feedparser_finds_authors_in_every_feed(site: SiteTest) -> None:
    for path, data in feeds_in(site.folder / "public", ".xml").items():
        found = feedparser.parse(data)
        assert not found.bozo, path
        assert found.feed.author == "Test Papers"
        signed = {tuple(author.get("name") for author in each.get("authors", [])) for each in found.entries}
        if path.startswith("feeds/editions/"):
            assert signed == {("Test Papers",)}
        else:
            # A paper that names nobody is by whoever publishes the feed, as RFC 4287 has it.
            assert signed <= {("Ada Lovelace", "O'Neil & <Sons>", "张伟"), ()}, path


def walked(folder: Path, base_url: str, path: str) -> list[tuple[str, list[str]]]:
    """The documents from a feed back to its oldest archive, each with the ids of its entries."""
    found = []
    while path:
        feed = ET.fromstring((folder / path).read_bytes())
        found.append((path, [each.findtext(f"{ATOM}id", "") for each in feed.findall(f"{ATOM}entry")]))
        before = feed.find(f"{ATOM}link[@rel='prev-archive']")
        path = (before.get("href") or "").removeprefix(base_url) if before is not None else ""
    return found


def test_the_archives_of_a_feed_have_every_paper_exactly_once(site: SiteTest) -> None:
    every = {f"p{day.replace('/', '')}-{number}" for day in DAYS for number in range(3)}
    expected = {
        "feed.xml": every,
        "topics/scaling/feed.xml": {key for key in every if key.endswith("1")},
        "topics/evaluation/feed.xml": every,
        "authors/ada-lovelace/feed.xml": {key for key in every if not key.endswith("0")},
        "feeds/reward-models/feed.xml": {key for key in every if not key.endswith("0")},
        "feeds/by-ada/feed.xml": {key for key in every if key.endswith("1")},
        "feeds/nothing-yet/feed.xml": set(),
    }
    for folder, base_url in (("public", BASE), ("below", BELOW)):
        for path, keys in expected.items():
            documents = walked(site.folder / folder, base_url, path)
            ids = [each for _, of_document in documents for each in of_document]
            assert sorted(ids) == sorted(f"tag:example.org,2025:/papers/{key}/" for key in keys), path
        editions = walked(site.folder / folder, base_url, "feeds/editions/feed.xml")
        days = [day for _, of_document in editions for day in of_document]
        assert days == [f"tag:example.org,2025:/{day}/" for day in sorted(DAYS, reverse=True)]
    assert [path for path, _ in walked(site.folder / "public", BASE, "feed.xml")] == [
        "feed.xml",
        "feeds/feed-2025-01.xml",
        "feeds/feed-2024-12.xml",
    ]


def test_json_feed_has_the_papers_of_the_feed_and_no_archives(site: SiteTest) -> None:
    as_json = feeds_in(site.folder / "public", ".json")
    assert {path.rpartition("/")[2] for path in as_json} == {"feed.json"}
    for path, data in as_json.items():
        feed = json.loads(data)
        _, ids = walked(site.folder / "public", BASE, f"{path.removesuffix('.json')}.xml")[0]
        assert [item["id"] for item in feed["items"]] == ids
        assert feed["feed_url"] == BASE + path
        assert "next_url" not in feed


def test_an_archive_names_its_feed_and_has_its_id(site: SiteTest) -> None:
    feed, archive = (ET.fromstring(site.page(path)) for path in ("feed.xml", "feeds/feed-2024-12.xml"))
    assert archive.findtext(f"{ATOM}id") == feed.findtext(f"{ATOM}id") == "tag:example.org,2025:/"
    current = archive.find(f"{ATOM}link[@rel='current']")
    assert current is not None
    assert current.get("href") == "https://example.org/feed.xml"
    assert archive.find(f"{ATOM}link[@rel='prev-archive']") is None


def test_every_address_of_a_feed_and_of_a_list_of_feeds_is_there(site: SiteTest) -> None:
    for folder, base_url in (("public", BASE), ("below", BELOW)):
        published = files_below(site.folder / folder)
        lists = {path: data for path, data in published.items() if path.endswith(".opml")}
        assert list(lists) == ["authors/feeds.opml", "feeds.opml"]
        assert {path: broken for path, data in lists.items() if (broken := broken_in_opml(data))} == {}
        outlines = [each for data in lists.values() for each in ET.fromstring(data).iter("outline")]
        listed = [each.get(name, "") for each in outlines for name in ("xmlUrl", "url", "htmlUrl") if each.get(name)]
        for data in feeds_in(site.folder / folder, ".xml").values():
            listed += [link.get("href", "") for link in ET.fromstring(data).iter(f"{ATOM}link")]
        ours = {address.removeprefix(base_url).partition("#")[0] for address in listed if address.startswith(BASE)}
        there = {path.removesuffix("index.html") for path in published}
        assert ours - there == set()
        assert broken_links(site.folder / folder, base_url) == []


def test_the_list_of_feeds_has_them_all_in_groups(site: SiteTest) -> None:
    body = ET.fromstring(site.page("feeds.opml")).find("body")
    assert body is not None
    assert {group.get("text"): [each.get("text") for each in group] for group in body} == {
        "The whole site": ["Test Papers", "Test Papers: editions"],
        "Searches": ["Test Papers: Reward models", "Test Papers: By Ada", "Test Papers: Nothing yet"],
        "Topics": ["Test Papers: Scaling Laws", "Test Papers: Evaluation"],
        "Authors": [],
    }
    assert [group.get("url") for group in body][-1] == "https://example.org/authors/feeds.opml"
    authors = ET.fromstring(site.page("authors/feeds.opml")).iter("outline")
    assert [each.get("text") for each in authors] == ["Authors", "Ada Lovelace", "O'Neil & <Sons>", "张伟"]


def test_pages_tell_programs_of_the_feeds_that_belong_to_them(site: SiteTest) -> None:
    def told(path: str) -> list[tuple[str, str]]:
        start = '<link rel="alternate" type="application/'
        lines = [line for line in site.page(path).splitlines() if line.startswith(start)]
        return [(line.split('title="')[1].split('"')[0], line.split('href="')[1].split('"')[0]) for line in lines]

    assert told("index.html") == [
        ("Test Papers", "/feed.xml"),
        ("Test Papers", "/feed.json"),
        ("Test Papers: editions", "/feeds/editions/feed.xml"),
        ("Test Papers: editions", "/feeds/editions/feed.json"),
    ]
    assert told("topics/scaling/2025/index.html") == [
        ("Test Papers: Scaling Laws", "/topics/scaling/feed.xml"),
        ("Test Papers: Scaling Laws", "/topics/scaling/feed.json"),
    ]
    assert [address for _, address in told("authors/ada-lovelace/index.html")] == [
        "/authors/ada-lovelace/feed.xml",
        "/authors/ada-lovelace/feed.json",
    ]
    assert told("papers/p20250205-1/index.html") == [("Test Papers", "/feed.xml")]
    assert len(told("feeds/index.html")) == 10


def test_an_edition_is_the_list_of_a_day_with_the_note_of_its_editor(site: SiteTest) -> None:
    feed = feedparser.parse(site.page("feeds/editions/feed.xml"))
    assert [each.title for each in feed.entries] == [
        "Wednesday, 5 February 2025: 3 papers",
        "Tuesday, 4 February 2025: 3 papers",
        "Saturday, 1 February 2025: 3 papers",
    ]
    data = json.loads(site.page("feeds/editions/feed.json"))
    assert data["title"] == "Test Papers: editions"
    html = data["items"][1]["content_html"]
    assert html.startswith('<p>A <em>note</em> with a <a href="https://example.org/archive/"')
    assert '<li><strong><a href="https://example.org/papers/p20250204-0/">Öl &amp; &lt;Wasser&gt;' in html
    assert "<br>Ada Lovelace, O&#x27;Neil &amp; &lt;Sons&gt;, 张伟<br>We study <math" in html
    assert "$" not in html
    assert '<li lang="de"><strong><a href="https://example.org/papers/p20250204-2/">[withdrawn] Öl' in html


def test_an_item_says_the_same_in_both_formats(site: SiteTest) -> None:
    atom = feedparser.parse(site.page("feed.xml"), sanitize_html=False)
    items = json.loads(site.page("feed.json"))["items"]
    for each, item in zip(atom.entries, items, strict=True):
        assert (each.id, each.title, each.link) == (item["id"], item["title"], item["url"])
        assert (each.published, each.updated) == (item["date_published"], item["date_modified"])
        assert [author.name for author in each.get("authors", [])] == [a["name"] for a in item.get("authors", [])]
        assert [tag.label for tag in each.tags] == item["tags"]
        assert each.content[0].value == item["content_html"].strip()
    assert items[2]["title"].startswith("[withdrawn] ")
    assert (items[2]["date_modified"], items[2]["language"]) == ("2025-03-01T00:00:00Z", "de")
    assert items[1]["attachments"] == [{"url": "https://arxiv.org/pdf/1", "mime_type": "application/pdf"}]


def test_a_search_finds_words_phrases_and_beginnings_without_case_and_accents() -> None:
    texts = {
        "whole": ("Poincaré maps", "Words."),
        "part": ("Words", "Not poincaremaps, not map."),
        "phrase": ("Words", "A *reward*\nmodel."),
        "begun": ("Rewarding", "Words."),
        "topic": ("Poincare", "Words."),
    }
    papers = [
        entry(f"2025/09/02/{key}", title=title, abstract=body, topics=("scaling",) if key != "topic" else ())
        for key, (title, body) in texts.items()
    ]
    wanted = {
        "poincare": ("POINCARÉ",),
        "map": ("map",),
        "phrase": ("reward model",),
        "begun": ("rewar*",),
        "any": ("reward model", "maps"),
    }
    searches = [SavedSearch(name=name, slug=name, words=words) for name, words in wanted.items()]
    searches.append(SavedSearch(name="all", slug="all", words=("poincare",), topics=("scaling",)))
    pages = pages_by_path(*papers, feeds=tuple(searches))

    def found(slug: str) -> set[str]:
        feed = view_of(pages, f"feeds/{slug}/feed.xml", Feed)
        return {each.id.rstrip("/").rpartition("/")[2] for each in feed.entries if isinstance(each, FeedEntry)}

    assert {search.slug: found(search.slug) for search in searches} == {
        "poincare": {"whole", "topic"},
        "map": {"part"},
        "phrase": {"phrase"},
        "begun": {"phrase", "begun"},
        "any": {"phrase", "whole"},
        "all": {"whole"},
    }


def test_a_paper_of_thousands_names_all_but_in_the_feeds_of_its_authors() -> None:
    crowd = tuple(f"Author {number}" for number in range(3303))
    pages = pages_by_path(entry("2025/09/02/big", authors=crowd), authors=AuthorSettings(1))
    (of_site,) = view_of(pages, "feed.xml", Feed).entries
    (of_author,) = view_of(pages, "authors/author-3000/feed.json", Feed).entries
    (edition,) = view_of(pages, "feeds/editions/feed.xml", Feed).entries
    assert isinstance(of_site, FeedEntry)
    assert isinstance(of_author, FeedEntry)
    assert isinstance(edition, EditionEntry)
    assert of_site.authors == crowd
    assert of_author.authors == (*crowd[:24], "Author 3000")
    assert (len(edition.papers[0].authors), edition.papers[0].more_author_count) == (6, 3297)


def test_without_archives_feeds_are_the_same_and_lead_to_nothing(true_runs: None) -> None:
    papers = [entry(f"2025/{month:02}/02/p{month}-{number}") for month in (1, 2) for number in range(60)]
    with_archives = pages_by_path(*papers)
    without = pages_by_path(*papers, pages=PageSwitches(feed_archives=False))
    assert set(with_archives) - set(without) == {"feeds/feed-2025-01.xml"}
    one, other = (view_of(pages, "feed.xml", Feed) for pages in (with_archives, without))
    assert (one.entries, one.before_url) == (other.entries, "https://example.org/feeds/feed-2025-01.xml")
    assert other.before_url == ""


def test_without_feeds_of_topics_their_pages_lead_to_none() -> None:
    paper = entry("2025/09/02/a", topics=("scaling",))
    with_feeds = pages_by_path(paper)
    without = pages_by_path(paper, pages=PageSwitches(topic_feeds=False))
    gone = set(with_feeds) - set(without)
    assert {"topics/scaling/feed.xml", "topics/scaling/feed.json"} <= gone
    assert all(path.startswith("topics/") and "/feed." in path for path in gone)
    topic, feeds = (view_of(without, path, PageView) for path in ("topics/scaling/index.html", "feeds/index.html"))
    assert (topic.feeds, topic.feed_url) == ((), "/feed.xml"), "readers are told of the feed of the site"
    assert "topics/" not in str((feeds, without["feeds.opml"].view))


class Day:
    """A thing with a date."""

    def __init__(self, date: dt.date) -> None:
        self.date = date


day_counts = st.lists(st.integers(1, 5) | st.integers(1, 60), max_size=12)


@given(months=st.lists(day_counts, max_size=5), size=st.integers(1, 9))
def test_runs_hold_everything_and_a_new_day_changes_none_that_is_closed(months: list[list[int]], size: int) -> None:
    """months: the counts of their days, the oldest first."""

    def archives(months: list[list[int]]) -> tuple[dict[str, int], int]:
        periods = [Period(f"{n:02}", run_counts(reversed(days), size)) for n, days in enumerate(months)]
        chain = chain_of(reversed(periods), size)
        named = {name: period.runs[number] for cut in chain.cuts for number, name, _ in cut.archives
                 for period in periods if period.name == cut.period}  # fmt: skip
        walked, name = [], chain.newest
        before = {name: older for cut in chain.cuts for _, name, older in cut.archives}
        while name:
            walked.append(name)
            name = before[name]
        assert Counter(walked) == Counter(named.keys())
        return named, sum(map(sum, months)) - sum(named.values())

    named, held = archives(months)
    assert held >= min(size, sum(map(sum, months)))
    for later in ([*months[:-1], [*months[-1], 3]] if months else [[3]], [*months, [3]]):
        now, _ = archives(later)
        assert named.items() <= now.items()


@given(counts=day_counts, size=st.integers(1, 9))
def test_runs_are_as_long_as_they_are_counted(counts: list[int], size: int) -> None:
    days = [
        Day(dt.date(2025, 1, 31) - dt.timedelta(number)) for number, count in enumerate(counts) for _ in range(count)
    ]
    runs = runs_of(days, size)
    assert tuple(map(len, runs)) == run_counts(counts, size)
    assert all(len(run) < 5 * size for run in runs)
    assert [day for run in reversed(runs) for day in run] == days


def test_no_document_is_longer_for_a_day_of_thousands(true_runs: None) -> None:
    papers = [entry(f"2025/09/02/p{number:04}") for number in range(1010)]
    pages = pages_by_path(*papers, entry("2025/09/01/before"))
    documents = [view_of(pages, "feed.xml", Feed)]
    while address := documents[-1].before_url:
        documents.append(view_of(pages, address.removeprefix(BASE), Feed))
    assert [len(document.entries) for document in documents] == [60, *[50] * 18, 51]
    keys = [each.id.split("/")[2] for document in documents for each in document.entries]
    assert keys == [*(f"p{number:04}" for number in range(1010)), "before"]


def test_what_searches_found_is_remembered_by_month(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    lend = Lender.__call__

    def lend_and_tell(lender: Lender, brief: Brief) -> Entry:
        read.append(brief.key)
        return lend(lender, brief)

    monkeypatch.setattr(Lender, "__call__", lend_and_tell)
    site.write("content/2025/02/06/new.md", "---\ntitle: New\ndate: 2025-02-06\n---\n\nA reward model.\n")
    try:
        build(site.folder, Options(output=Path("public"), is_dry=True))
        assert set(read) == {"new"}
    finally:
        (site.folder / "content/2025/02/06/new.md").unlink()
