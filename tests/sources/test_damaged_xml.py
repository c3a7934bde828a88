"""Damaged XML: each reader answers with a harvest or with problems that have a place and a hint, never otherwise."""

import re

from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.sources.acl_anthology import read_acl_anthology
from sitegen.sources.arxiv_api import read_arxiv_api
from sitegen.sources.arxiv_feed import read_arxiv_feed
from sitegen.sources.feed import read_feed
from sitegen.sources.record import Reader
from sitegen.text.characters import allowed

READERS: list[Reader] = [read_acl_anthology, read_arxiv_api, read_arxiv_feed, read_feed]
SMALL = (
    b'<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title><item><title>A &lt;b&gt;Title</title>'
    b"<link>https://example.org/1</link><description><![CDATA[<p>One <a href='x'>two</a>]]></description>"
    b"<pubDate>Wed, 20 Aug 2025 00:00:00 -0400</pubDate><dc:creator>Jane Roe, John Doe</dc:creator></item>"
    b"</channel></rss>"
)


@given(st.sampled_from(READERS), st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(reader: Reader, data: bytes) -> None:
    _read_or_refused(reader, data)
    _read_or_refused(reader, b"<rss><channel><item>" + data + b"</item></channel></rss>")


@given(st.integers(0, len(SMALL)), st.integers(0, 9), st.binary(max_size=4) | st.sampled_from([b"<", b"&#1;", b"</p>"]))
def test_any_damage_is_read_or_refused(start: int, length: int, put: bytes) -> None:
    _read_or_refused(read_feed, SMALL[:start] + put + SMALL[start + length :])


def _read_or_refused(reader: Reader, data: bytes) -> None:
    try:
        harvest = reader(data, "a.xml", None)
    except SiteError as error:
        problems = error.problems
    else:
        problems = harvest.rejected
        for record in harvest.records:
            texts = [record.title, record.item, record.venue, *record.authors, *record.keywords, *record.links.values()]
            assert [text for text in texts if text != " ".join(allowed(text).split())] == []
            assert record.abstract == "\n\n".join(
                " ".join(allowed(part).split()) for part in record.abstract.split("\n\n")
            )
    for problem in problems:
        assert re.fullmatch(r"a\.xml(:\d+)?(:\d+)?", str(problem.location))
        assert problem.hint
