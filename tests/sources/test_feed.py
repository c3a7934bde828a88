"""Any feed: what RSS 2.0, RSS 1.0 and Atom call the same thing, and HTML that becomes plain text."""

import datetime as dt

import pytest

from sitegen.problems import SiteError
from sitegen.sources.feed import is_feed, read_feed
from sitegen.sources.record import Harvest, Record

DECLARED = dt.date(2026, 1, 1)
RSS_HEAD = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><channel>'
    "<title>A Blog</title><link>https://example.org/</link>"
    '<atom:link href="https://example.org/feed" rel="self"/>\n'
)
RSS = """\
<item>
  <title>Best &amp;amp; Outstanding Papers</title>
  <link>https://example.org/2025/best?a=1&amp;b=2</link>
  <dc:creator><![CDATA[Jane Roe]]></dc:creator>
  <pubDate>Wed, 20 Aug 2025 23:30:00 -0700</pubDate>
  <category><![CDATA[Awards]]></category>
  <category>News</category>
  <category>Awards</category>
  <guid isPermaLink="false">https://example.org/?p=17</guid>
  <description><![CDATA[<p>We are <b>happy</b> to tell.</p><p>Code: https://github.com/a/b&#8230;</p>]]></description>
  <content:encoded><![CDATA[<p>The whole article</p>]]></content:encoded>
</item>
"""
ATOM = """\
<?xml version="1.0"?>
<!-- made by hand -->
<feed xmlns="http://www.w3.org/2005/Atom">
<title>A Blog</title>
<author><name>The Editors</name></author>
<entry>
  <title type="html">Best &amp;amp; Outstanding Papers</title>
  <link rel="replies" href="https://example.org/2025/best#replies"/>
  <link href="https://example.org/2025/best"/>
  <link rel="enclosure" type="application/pdf" href="https://example.org/best.pdf"/>
  <id>tag:example.org,2025:best</id>
  <author><name>Jane Roe</name><email>jane@example.org</email></author>
  <author><name>John Doe</name></author>
  <published>2025-08-20T23:30:00-07:00</published>
  <updated>2025-08-22T00:00:00Z</updated>
  <category term="awards" label="Awards"/>
  <category term="news"/>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>We are <b>happy</b> to tell: 1 &lt; 2.</p>\
<p>See below.</p></div></content>
</entry>
</feed>
"""
RSS_1 = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
<channel rdf:about="https://journal.example.org/"><title>A Journal</title></channel>
<item rdf:about="https://journal.example.org/articles/s1">
  <title><![CDATA[The mass of H<sub>2</sub>]]></title>
  <link>https://journal.example.org/articles/s1</link>
  <description>An abstract.</description>
  <dc:creator>Jane Roe</dc:creator>
  <dc:creator>John Doe</dc:creator>
  <dc:identifier>doi:10.1000/s1</dc:identifier>
  <dc:date>2025-08-20</dc:date>
  <prism:publicationName>A Journal</prism:publicationName>
</item>
</rdf:RDF>
"""


def _rss(*items: str, day: dt.date | None = None) -> Harvest:
    return read_feed(f"{RSS_HEAD}{''.join(items)}</channel></rss>".encode(), "feed.xml", day)


def _item(more: str = "", title: str = "A Title", text: str = "Text.", link: str = "https://example.org/1") -> str:
    day = "" if "Date>" in more else "<pubDate>Wed, 20 Aug 2025 00:00:00 GMT</pubDate>"
    parts = f"<title>{title}</title><description>{text}</description><link>{link}</link>"
    return f"<item>{parts}{day}{more}</item>\n"


def _only(harvest: Harvest) -> Record:
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def test_an_item_of_rss_becomes_a_record_with_all_that_it_says() -> None:
    assert _only(_rss(RSS)) == Record(
        title="Best & Outstanding Papers",
        abstract="We are happy to tell.\n\nCode: https://github.com/a/b…",
        date=dt.date(2025, 8, 20),
        item="https://example.org/?p=17",
        published=dt.date(2025, 8, 20),
        authors=("Jane Roe",),
        keywords=("Awards", "News"),
        links={"abs": "https://example.org/2025/best?a=1&b=2", "code": "https://github.com/a/b"},
    )


def test_an_entry_of_atom_becomes_a_record_with_all_that_it_says() -> None:
    assert is_feed(ATOM.encode())
    assert _only(read_feed(ATOM.encode(), "feed.xml", None)) == Record(
        title="Best & Outstanding Papers",
        abstract="We are happy to tell: 1 < 2.\n\nSee below.",
        date=dt.date(2025, 8, 20),
        item="tag:example.org,2025:best",
        published=dt.date(2025, 8, 20),
        authors=("Jane Roe", "John Doe"),
        keywords=("Awards", "news"),
        links={"abs": "https://example.org/2025/best", "pdf": "https://example.org/best.pdf"},
    )


def test_an_item_of_rss_1_becomes_a_record_with_all_that_it_says() -> None:
    assert is_feed(RSS_1.encode())
    assert _only(read_feed(RSS_1.encode(), "feed.xml", None)) == Record(
        title="The mass of H₂",
        abstract="An abstract.",
        date=dt.date(2025, 8, 20),
        item="https://journal.example.org/articles/s1",
        published=dt.date(2025, 8, 20),
        authors=("Jane Roe", "John Doe"),
        doi="10.1000/s1",
        venue="A Journal",
        links={"abs": "https://journal.example.org/articles/s1"},
    )


def test_a_declared_date_counts_and_gives_the_order_of_the_day() -> None:
    harvest = _rss(_item(), _item(), day=DECLARED)
    assert [(record.date, record.position) for record in harvest.records] == [(DECLARED, 1), (DECLARED, 2)]
    assert harvest.records[0].published == dt.date(2025, 8, 20)


def test_atom_without_a_day_of_publication_has_that_of_the_change() -> None:
    text = ATOM.replace("<published>2025-08-20T23:30:00-07:00</published>", "")
    assert _only(read_feed(text.encode(), "feed.xml", None)).date == dt.date(2025, 8, 22)


def test_entries_of_atom_without_authors_have_those_of_the_feed() -> None:
    start, end = ATOM.index("  <author><name>Jane"), ATOM.index("  <published>")
    assert _only(read_feed(f"{ATOM[:start]}{ATOM[end:]}".encode(), "feed.xml", None)).authors == ("The Editors",)


AUTHORS = [
    ("<dc:creator>Jane Roe, John Q. Doe, Jr.</dc:creator>", ("Jane Roe", "John Q. Doe, Jr.")),
    ("<dc:creator>Roe, Jane</dc:creator><dc:creator>Doe, John</dc:creator>", ("Roe, Jane", "Doe, John")),
    ("<author>jane@example.org (Jane Roe)</author>", ("Jane Roe",)),
    ("<author>jane@example.org</author>", ()),
    ("<author>Jane Roe</author>", ("Jane Roe",)),
    ("<dc:creator> </dc:creator>", ()),
]


@pytest.mark.parametrize(("more", "expected"), AUTHORS)
def test_authors_are_named_without_their_addresses(more: str, expected: tuple[str, ...]) -> None:
    assert _only(_rss(_item(more))).authors == expected


TEXTS = [
    ("<p>a</p>", "<content:encoded>b</content:encoded>", "a"),
    ("", "<content:encoded>&lt;p&gt;b&lt;/p&gt;c</content:encoded>", "b\n\nc"),
    ("&lt;img src='x'&gt;", "<content:encoded>b</content:encoded>", "b"),
    ("1 &amp;lt; 2, p &lt; 0.05 &lt;think&gt;", "", "1 < 2, p < 0.05 <think>"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;a", "", "a"),
]


@pytest.mark.parametrize(("text", "more", "expected"), TEXTS)
def test_the_summary_counts_else_the_content_as_plain_text(text: str, more: str, expected: str) -> None:
    assert _only(_rss(_item(more, text=text))).abstract == expected


def test_text_of_atom_is_no_html_unless_it_says_so() -> None:
    start, end = ATOM.index("  <content"), ATOM.index("</entry>")
    summary = "<summary>&lt;b&gt; is a tag,\n and so on</summary>"
    text = f"{ATOM[:start]}{summary}{ATOM[end:]}"
    assert _only(read_feed(text.encode(), "feed.xml", None)).abstract == "<b> is a tag, and so on"
    picture = '<summary type="image/png">iVBOR</summary>'
    assert read_feed(f"{ATOM[:start]}{picture}{ATOM[end:]}".encode(), "feed.xml", None).rejected


NAMED = [
    ("https://arxiv.org/abs/2509.01234v2", "", "2509.01234", "", "https://arxiv.org/abs/2509.01234"),
    ("https://doi.org/10.1000/182", "", "", "10.1000/182", "https://doi.org/10.1000/182"),
    (
        "",
        "<guid isPermaLink='false'>oai:arXiv.org:2509.01234v1</guid>",
        "2509.01234",
        "",
        "https://arxiv.org/abs/2509.01234",
    ),
    ("https://example.org/1", "<prism:doi>10.1000/182</prism:doi>", "", "10.1000/182", "https://example.org/1"),
    ("https://example.org/1", "<guid>arXiv:2509.01234</guid>", "2509.01234", "", "https://example.org/1"),
    ("", "<guid>https://example.org/2</guid>", "", "", "https://example.org/2"),
    ("", "<guid isPermaLink='false'>https://example.org/2</guid>", "", "", ""),
    ("javascript:alert(1)", "", "", "", ""),
    ("/relative", "", "", "", ""),
    ("https://user:word@example.org/", "", "", "", ""),
]


@pytest.mark.parametrize(("link", "more", "arxiv_id", "doi", "page"), NAMED)
def test_ids_are_recognised_and_only_web_addresses_become_links(
    link: str, more: str, arxiv_id: str, doi: str, page: str
) -> None:
    record = _only(_rss(_item(more, link=link)))
    assert (record.arxiv_id, record.doi, record.links.get("abs", "")) == (arxiv_id, doi, page)


def test_an_entry_that_cannot_be_read_is_told_with_its_place_and_the_others_are_read() -> None:
    harvest = _rss(
        _item(),
        _item(title=""),
        _item(text="&lt;img src='x'&gt;"),
        _item("<pubDate>soon</pubDate>"),
        "<item><title>A Title</title><description>x</description></item>\n",
        f"<item>\n<enclosure url='{'x' * 1_000_001}'/></item>\n",
        _item(title="Last"),
    )
    assert [record.title for record in harvest.records] == ["A Title", "Last"]
    assert [f"{problem.location}: {problem.message}" for problem in harvest.rejected] == [
        "feed.xml:3:1: item 2: no title for 'https://example.org/1'",
        "feed.xml:4:1: item 3: no abstract for 'A Title'",
        "feed.xml:5:1: item 4: bad date 'soon' (expected YYYY-MM-DD)",
        (
            "feed.xml:6:1: item 5: no digest date for 'A Title'"
            " (expected pubDate, published or dc:date, or a declared date)"
        ),
        "feed.xml:8:1: item 6: <enclosure> with more than 1,000,000 characters",
    ]


def test_a_blog_that_speaks_of_arxiv_is_a_feed_like_any_other() -> None:
    assert _only(_rss(_item(title="cs.LG updates on arXiv.org", text="See https://rss.arxiv.org/rss/cs.LG"))).title


def test_a_feed_without_entries_is_read() -> None:
    assert _rss() == Harvest((), ())


OTHERS = [
    ("<urlset/>", "feed.xml:1:1: XML of <urlset> (expected an RSS or Atom feed)"),
    ('<a xmlns="urn:b"/>', "feed.xml:1:1: XML of <a> (expected an RSS or Atom feed)"),
    ("<rss/>", "feed.xml:1:1: XML of <rss> (expected an RSS or Atom feed)"),
    (
        "<rss><channel><title>cs.LG updates on arXiv.org</title></channel></rss>",
        "feed.xml:1:6: a feed of arXiv's (expected an RSS or Atom feed of anybody else)",
    ),
    (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/abc</id></feed>',
        "feed.xml:1:1: an answer of arXiv's API (expected an RSS or Atom feed of anybody else)",
    ),
]


@pytest.mark.parametrize(("text", "problem"), OTHERS)
def test_another_format_is_refused(text: str, problem: str) -> None:
    with pytest.raises(SiteError) as caught:
        read_feed(text.encode(), "feed.xml", None)
    assert str(caught.value).splitlines()[0] == problem


RECOGNISED = [
    (b"<rss version='2.0'><channel/></rss>", True),
    (b"\xef\xbb\xbf<?xml version='1.0'?><!-- <html> --><rss>", True),
    (ATOM.encode("utf-16"), True),
    (b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", True),
    (b"<html><rss>", False),
    (b"<urlset>", False),
    (b"[1]", False),
    (b"", False),
]


@pytest.mark.parametrize(("data", "expected"), RECOGNISED, ids=range(len(RECOGNISED)))
def test_a_feed_is_recognised_by_its_first_element(data: bytes, expected: bool) -> None:
    assert is_feed(data) == expected
