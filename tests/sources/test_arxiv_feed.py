"""arXiv's daily feeds: RSS and Atom since 2024, RSS 1.0 before, and what their announcements mean."""

import datetime as dt

import feedparser
import pytest

from sitegen.problems import SiteError
from sitegen.sources.arxiv_feed import is_arxiv_feed, read_arxiv_feed
from sitegen.sources.record import Harvest, Record
from tests.harness import SHARED

DECLARED = dt.date(2026, 1, 1)
RSS_HEAD = """\
<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
  <channel>
    <title>cs.LG updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs.LG</link>
    <description>cs.LG updates on the arXiv.org e-print archive.</description>
    <pubDate>Thu, 24 Sep 2026 00:00:00 -0400</pubDate>
    <skipDays><day>Sunday</day><day>Saturday</day></skipDays>
"""
RSS = f"""{RSS_HEAD}\
    <item>
      <title>Outlier Detection for Multi-Network Data</title>
      <link>https://arxiv.org/abs/2205.06398</link>
      <description>arXiv:2205.06398v2 Announce Type: cross \nAbstract: It has become routine
to measure networks where $p&lt;0.05$. Code: https://github.com/a/b.</description>
      <guid isPermaLink="false">oai:arXiv.org:2205.06398v2</guid>
      <category>stat.ME</category>
      <category>62H30</category>
      <category>stat.ML</category>
      <pubDate>Thu, 24 Sep 2026 00:00:00 -0400</pubDate>
      <arxiv:announce_type>cross</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by-sa/4.0/</dc:rights>
      <arxiv:DOI>10.1093/bioinformatics/btac431</arxiv:DOI>
      <arxiv:journal_reference>Bioinformatics 38 (2022)</arxiv:journal_reference>
      <dc:creator>Pritam Dey, Zhengwu Zhang, Jr., David B. Dunson</dc:creator>
    </item>
  </channel>
</rss>
"""
ATOM = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>http://rss.arxiv.org/atom/cs.LG</id>
  <title>cs.LG updates on arXiv.org</title>
  <updated>2026-09-24T04:00:19.866337+00:00</updated>
  <entry>
    <id>oai:arXiv.org:2205.06398v2</id>
    <title>Outlier Detection for Multi-Network Data</title>
    <updated>2026-09-24T04:00:19.899254+00:00</updated>
    <link href="https://arxiv.org/abs/2205.06398" rel="alternate" type="text/html"/>
    <summary>arXiv:2205.06398v2 Announce Type: cross \nAbstract: It has become routine
to measure networks where $p&lt;0.05$. Code: https://github.com/a/b.</summary>
    <category term="stat.ME"/>
    <category term="62H30"/>
    <category term="stat.ML"/>
    <published>2026-09-24T00:00:00-04:00</published>
    <arxiv:announce_type>cross</arxiv:announce_type>
    <arxiv:DOI>10.1093/bioinformatics/btac431</arxiv:DOI>
    <arxiv:journal_reference>Bioinformatics 38 (2022)</arxiv:journal_reference>
    <dc:creator>Pritam Dey, Zhengwu Zhang, Jr., David B. Dunson</dc:creator>
  </entry>
</feed>
"""
RDF_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" \
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://arxiv.org/">
<title>hep-ex updates on arXiv.org</title>
<link>http://arxiv.org/</link>
<description rdf:parseType="Literal">High Energy Physics - Experiment (hep-ex) updates on arXiv.org</description>
<dc:date>2018-05-01T20:30:00-05:00</dc:date>
<items><rdf:Seq><rdf:li rdf:resource="http://arxiv.org/abs/1805.00001"/></rdf:Seq></items>
</channel>
"""


def _old_item(news: str = "") -> str:
    return f"""\
<item rdf:about="http://arxiv.org/abs/1805.00001">
<title>Search for $Z&amp;#39;$ bosons. (arXiv:1805.00001v1 [hep-ex]{news})</title>
<link>http://arxiv.org/abs/1805.00001</link>
<description rdf:parseType="Literal">&lt;p&gt;We search for
new bosons at $p&amp;lt;1$.
&lt;/p&gt;
</description>
<dc:creator> &lt;a href="http://arxiv.org/find/hep-ex/1/au:+Roe_J"&gt;Jane Roe&lt;/a&gt; (MIT, Cambridge), \
&lt;a href="http://arxiv.org/find/hep-ex/1/au:+Doe_J"&gt;John Do&amp;#xeb;&lt;/a&gt;</dc:creator>
</item>
"""


def _item(kind: str = "new", found_id: str = "2609.26811", more: str = "") -> str:
    return (
        f"<item><title>A Title</title><link>https://arxiv.org/abs/{found_id}</link>"
        f"<description>arXiv:{found_id}v1 Announce Type: {kind} \nAbstract: An abstract.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{found_id}v1</guid>'
        f"<arxiv:announce_type>{kind}</arxiv:announce_type>{more}</item>\n"
    )


def _read(*items: str, day: dt.date | None = None) -> Harvest:
    return read_arxiv_feed(f"{RSS_HEAD}{''.join(items)}</channel></rss>".encode(), "feed.xml", day)


def _read_old(*items: str) -> Harvest:
    return read_arxiv_feed(f"{RDF_HEAD}{''.join(items)}</rdf:RDF>".encode(), "feed.xml", DECLARED)


def _only(harvest: Harvest) -> Record:
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def _refused(text: str) -> str:
    with pytest.raises(SiteError) as caught:
        read_arxiv_feed(text.encode(), "feed.xml", None)
    return str(caught.value).splitlines()[0]


@pytest.mark.parametrize("text", [RSS, ATOM], ids=["rss", "atom"])
def test_an_item_of_either_format_becomes_the_same_record_with_all_that_it_says(text: str) -> None:
    assert is_arxiv_feed(text.encode())
    assert read_arxiv_feed(text.encode(), "feed.xml", None) == Harvest(
        records=(
            Record(
                title="Outlier Detection for Multi-Network Data",
                abstract="It has become routine to measure networks where $p<0.05$. Code: https://github.com/a/b.",
                date=dt.date(2026, 9, 24),
                item="2205.06398v2",
                position=1,
                authors=("Pritam Dey", "Zhengwu Zhang, Jr.", "David B. Dunson"),
                arxiv_id="2205.06398",
                doi="10.1093/bioinformatics/btac431",
                venue="Bioinformatics 38 (2022)",
                categories=("stat.ME", "stat.ML"),
                links={
                    "abs": "https://arxiv.org/abs/2205.06398",
                    "pdf": "https://arxiv.org/pdf/2205.06398",
                    "code": "https://github.com/a/b",
                },
            ),
        ),
        rejected=(),
    )


ANNOUNCED = [("new", True, 1), ("cross", True, 1), ("replace", False, None), ("replace-cross", False, None)]


@pytest.mark.parametrize(("kind", "is_listing", "position"), ANNOUNCED)
def test_a_replacement_updates_and_never_lists(kind: str, is_listing: bool, position: int | None) -> None:
    record = _only(_read(_item(kind)))
    assert (record.is_listing, record.position, record.abstract) == (is_listing, position, "An abstract.")


def test_the_type_before_the_abstract_counts_if_no_element_tells_it() -> None:
    item = _item("replace").replace("<arxiv:announce_type>replace</arxiv:announce_type>", "")
    assert not _only(_read(item)).is_listing


def test_the_day_is_that_of_the_item_in_its_own_offset_then_the_feeds_then_the_declared_one() -> None:
    late = "<pubDate>Fri, 25 Sep 2026 23:00:00 -0400</pubDate>"
    assert _only(_read(_item(more=late), day=DECLARED)).date == dt.date(2026, 9, 25)
    assert _only(_read(_item(), day=DECLARED)).date == dt.date(2026, 9, 24)
    bare = f"{RSS_HEAD.replace('Thu, 24 Sep 2026 00:00:00 -0400', 'soon')}{_item()}</channel></rss>".encode()
    assert _only(read_arxiv_feed(bare, "feed.xml", DECLARED)).date == DECLARED
    assert [str(problem).splitlines()[0] for problem in read_arxiv_feed(bare, "feed.xml", None).rejected] == [
        "feed.xml:9:1: item 1: no digest date for 'A Title' (expected pubDate, published, or a declared date)"
    ]


def test_a_withdrawal_in_the_abstract_is_told() -> None:
    reason = "This paper has been withdrawn by the authors."
    assert _only(_read(_item("replace").replace("An abstract.", reason))).withdrawn == reason


def test_a_feed_of_a_weekend_has_no_papers() -> None:
    assert _read() == Harvest((), ())


def test_a_feed_of_before_2024_is_read_without_its_markup() -> None:
    assert _read_old(_old_item()) == Harvest(
        records=(
            Record(
                title="Search for $Z'$ bosons",
                abstract="We search for new bosons at $p<1$.",
                date=dt.date(2018, 5, 1),
                item="1805.00001",
                position=1,
                authors=("Jane Roe", "John Doë"),
                arxiv_id="1805.00001",
                categories=("hep-ex",),
                links={"abs": "https://arxiv.org/abs/1805.00001", "pdf": "https://arxiv.org/pdf/1805.00001"},
            ),
        ),
        rejected=(),
    )
    assert is_arxiv_feed(RDF_HEAD.encode())


def test_the_end_of_an_old_title_tells_a_replacement() -> None:
    assert not _only(_read_old(_old_item(" UPDATED"))).is_listing
    assert _only(_read_old(_old_item(" CROSS LISTED"))).is_listing


def test_an_item_that_cannot_be_read_is_told_with_its_place_and_the_others_are_read() -> None:
    harvest = _read(
        _item(),
        "<item><title>No Id</title><guid>1</guid></item>\n",
        _item().replace("A Title", ""),
        _item().replace("An abstract.", ""),
        _item(more="<pubDate>Thu, 31 Sep 2026</pubDate>").replace("\n", " ", 1),
        _item(found_id="2609.26812"),
    )
    assert [record.arxiv_id for record in harvest.records] == ["2609.26811", "2609.26812"]
    assert [f"{problem.location}: {problem.message}" for problem in harvest.rejected] == [
        "feed.xml:11:1: item 2: no arXiv id in '1' (expected one like oai:arXiv.org:2509.01234v1)",
        "feed.xml:12:1: item 3: no title for '2609.26811'",
        "feed.xml:14:1: item 4: no abstract for 'A Title'",
        "feed.xml:16:1: item 5: 'Thu, 31 Sep 2026' is no day of the calendar (expected YYYY-MM-DD)",
    ]


OTHERS = [
    (
        "<rss><channel><title>Feed error for query:</title><description>Invalid archive</description></channel></rss>",
        "feed.xml:1:6: arXiv answered with an error: Invalid archive",
    ),
    ("<opml/>", "feed.xml:1:1: XML of <opml> (expected a feed of arXiv's, RSS or Atom)"),
    (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/abc</id></feed>',
        "feed.xml:1:1: an answer of arXiv's API (expected a feed of arXiv's, RSS or Atom)",
    ),
]


@pytest.mark.parametrize(("text", "problem"), OTHERS)
def test_another_format_is_refused(text: str, problem: str) -> None:
    assert _refused(text) == problem


@pytest.mark.parametrize(("name", "count"), [("arxiv-feed.rss", 3), ("arxiv-feed.atom", 7)])
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real feeds are not in this checkout: ../shared/data")
def test_real_feeds_are_read_whole_and_say_what_another_parser_reads(name: str, count: int) -> None:
    data = (SHARED / "fixtures" / name).read_bytes()
    harvest = read_arxiv_feed(data, name, None)
    assert (len(harvest.records), harvest.rejected) == (count, ())
    assert is_arxiv_feed(data)
    entries = feedparser.parse(data, sanitize_html=False).entries
    assert [(record.title, f"oai:arXiv.org:{record.item}") for record in harvest.records] == [
        (entry.title, entry.id) for entry in entries
    ]
    for record, entry in zip(harvest.records, entries, strict=True):
        assert record.abstract in entry.summary
        assert record.is_listing == (not entry.arxiv_announce_type.startswith("replace"))
        assert record.categories == tuple(tag.term for tag in entry.tags)
