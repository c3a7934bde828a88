"""arXiv's API: its Atom before and after November 2025, its errors, and entries that are no papers."""

import datetime as dt

import feedparser
import pytest

from sitegen.problems import SiteError
from sitegen.sources.arxiv_api import is_arxiv_api, read_arxiv_api
from sitegen.sources.record import Harvest, Record
from sitegen.text.characters import on_one_line
from tests.harness import SHARED

# Until November 2025: prefixes declared on each element, hard wraps, links with http.
OLD = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?id_list%3D1706.01836" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=&amp;id_list=1706.01836&amp;start=0&amp;max_results=10</title>
  <id>http://arxiv.org/api/5SM+U4Y158JiJuDXkggxPJF18mw</id>
  <updated>2025-08-20T00:00:00-04:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">0</opensearch:startIndex>
  <opensearch:itemsPerPage xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">10</opensearch:itemsPerPage>
  <entry>
    <id>http://arxiv.org/abs/1706.01836v2</id>
    <updated>2017-09-24T14:21:38Z</updated>
    <published>2017-06-06T16:12:51Z</published>
    <title>Density Functional for
  Electron-Proton Correlation</title>
    <summary>  Density functional theory enables the consistent
treatment of both $e^-$ &amp; protons.
  The code is at https://github.com/example/epc.
</summary>
    <author>
      <name>Yang Yang</name>
    </author>
    <author>
      <name>Raimo Vuopionperä</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">SEFT, Univ. Helsinki</arxiv:affiliation>
    </author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1063/1.4996038</arxiv:doi>
    <link title="doi" href="http://dx.doi.org/10.1063/1.4996038" rel="related"/>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">4 pages, revtex</arxiv:comment>
    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">J. Chem. Phys. 147,
  114113 (2017)</arxiv:journal_ref>
    <link href="http://arxiv.org/abs/1706.01836v2" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/1706.01836v2" rel="related" type="application/pdf"/>
    <category term="81V55" scheme="http://arxiv.org/schemas/atom"/>
    <category term="quant-ph" scheme="http://arxiv.org/schemas/atom"/>
    <category term="physics.chem-ph" scheme="http://arxiv.org/schemas/atom"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="physics.chem-ph" scheme="x"/>
  </entry>
</feed>
"""
# The same paper since then: prefixes on the root, another order, no hard wraps, a double space, links without rel.
NEW_HEAD = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/5SM+U4Y158JiJuDXkggxPJF18mw</id>
  <title>arXiv Query: search_query=&amp;id_list=1706.01836&amp;start=0&amp;max_results=10</title>
  <updated>2025-11-11T18:29:40Z</updated>
"""
NEW = f"""{NEW_HEAD}\
  <opensearch:itemsPerPage>10</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>http://arxiv.org/abs/1706.01836v2</id>
    <title>Density Functional for Electron-Proton Correlation</title>
    <updated>2017-09-24T14:21:38Z</updated>
    <link href="https://arxiv.org/abs/1706.01836v2"/>
    <link href="https://arxiv.org/pdf/1706.01836v2"/>
    <summary>  Density functional theory enables the consistent treatment of both $e^-$ &amp; protons.
  The code is at https://github.com/example/epc.</summary>
    <category term="81V55" scheme="http://arxiv.org/schemas/atom"/>
    <category term="quant-ph" scheme="http://arxiv.org/schemas/atom"/>
    <category term="physics.chem-ph" scheme="http://arxiv.org/schemas/atom"/>
    <published>2017-06-06T16:12:51Z</published>
    <arxiv:comment>4 pages, revtex</arxiv:comment>
    <arxiv:primary_category term="physics.chem-ph"/>
    <arxiv:journal_ref>J. Chem. Phys. 147, 114113 (2017)</arxiv:journal_ref>
    <author><name>Yang Yang</name></author>
    <author><name>Raimo Vuopionperä</name><arxiv:affiliation>SEFT, Univ. Helsinki</arxiv:affiliation></author>
    <link rel="related" href="https://doi.org/10.1063/1.4996038"/>
  </entry>
</feed>
"""


def _read(*entries: str, day: dt.date | None = None) -> Harvest:
    return read_arxiv_api(f"{NEW_HEAD}{''.join(entries)}</feed>".encode(), "api.xml", day)


def _entry(
    found_id: str = "http://arxiv.org/abs/2509.01234v1",
    title: str = "A Title",
    abstract: str = "An abstract.",
    published: str = "2025-09-02T17:59:59Z",
    more: str = "",
) -> str:
    texts = f"<title>{title}</title><summary>{abstract}</summary><published>{published}</published>"
    return f"<entry><id>{found_id}</id>{texts}{more}</entry>\n"


def _only(entry: str, day: dt.date | None = None) -> Record:
    harvest = _read(entry, day=day)
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def _rejected(harvest: Harvest) -> list[str]:
    return [f"{problem.location}: {problem.message}" for problem in harvest.rejected]


def _refused(text: str) -> str:
    with pytest.raises(SiteError) as caught:
        read_arxiv_api(text.encode(), "api.xml", None)
    return str(caught.value).splitlines()[0]


@pytest.mark.parametrize("text", [OLD, NEW], ids=["old", "new"])
def test_an_entry_of_either_time_becomes_the_same_record_with_all_that_it_says(text: str) -> None:
    assert is_arxiv_api(text.encode())
    assert read_arxiv_api(text.encode(), "api.xml", None) == Harvest(
        records=(
            Record(
                title="Density Functional for Electron-Proton Correlation",
                abstract="Density functional theory enables the consistent treatment of both $e^-$ & protons.\n\n"
                "The code is at https://github.com/example/epc.",
                date=dt.date(2017, 6, 6),
                item="1706.01836v2",
                published=dt.date(2017, 6, 6),
                authors=("Yang Yang", "Raimo Vuopionperä"),
                arxiv_id="1706.01836",
                doi="10.1063/1.4996038",
                venue="J. Chem. Phys. 147, 114113 (2017)",
                categories=("physics.chem-ph", "quant-ph"),
                links={
                    "abs": "https://arxiv.org/abs/1706.01836",
                    "pdf": "https://arxiv.org/pdf/1706.01836",
                    "code": "https://github.com/example/epc",
                },
            ),
        ),
        rejected=(),
    )


def test_a_declared_date_counts_and_gives_the_order_of_the_day() -> None:
    harvest = _read(_entry(), _entry("http://arxiv.org/abs/2509.01235v1"), day=dt.date(2025, 9, 3))
    assert [(record.date, record.position) for record in harvest.records] == [
        (dt.date(2025, 9, 3), 1),
        (dt.date(2025, 9, 3), 2),
    ]
    assert harvest.records[0].published == dt.date(2025, 9, 2)


def test_without_one_the_day_of_publication_counts_and_the_order_says_nothing() -> None:
    record = _only(_entry())
    assert (record.date, record.published, record.position) == (dt.date(2025, 9, 2), dt.date(2025, 9, 2), None)


def test_an_old_id_keeps_its_archive() -> None:
    record = _only(_entry("http://arxiv.org/abs/math.GT/0309136v3"))
    assert (record.arxiv_id, record.item) == ("math.GT/0309136", "math.GT/0309136v3")
    assert record.links["pdf"] == "https://arxiv.org/pdf/math.GT/0309136"


def test_a_title_may_be_a_zero() -> None:
    assert _only(_entry("http://arxiv.org/abs/2104.12255v1", title="0")).title == "0"


def test_code_is_found_in_the_comment_if_the_abstract_names_none() -> None:
    comment = "<arxiv:comment>Code: https://github.com/a/b</arxiv:comment>"
    assert _only(_entry(more=comment)).links["code"] == "https://github.com/a/b"
    abstract = "At https://gitlab.com/c/d."
    assert _only(_entry(abstract=abstract, more=comment)).links["code"] == "https://gitlab.com/c/d"


def test_a_withdrawn_paper_says_why() -> None:
    comment = "<arxiv:comment>This paper has been withdrawn due to\n  an error in Lemma 2</arxiv:comment>"
    assert _only(_entry(more=comment)).withdrawn == "This paper has been withdrawn due to an error in Lemma 2"
    assert _only(_entry()).withdrawn == ""


def test_a_doi_is_found_in_the_links_if_no_element_tells_it() -> None:
    link = '<link title="doi" rel="related" href="http://dx.doi.org/10.1000/182"/>'
    assert _only(_entry(more=link)).doi == "10.1000/182"
    assert _only(_entry(more=f"{link}<arxiv:doi>10.1000/183</arxiv:doi>")).doi == "10.1000/183"


def test_an_author_without_letters_is_none() -> None:
    authors = "".join(f"<author><name>{name}</name></author>" for name in ("ATLAS Collaboration", ":", " ", "A.  Roe"))
    assert _only(_entry(more=authors)).authors == ("ATLAS Collaboration", "A. Roe")


def test_characters_that_no_page_can_hold_never_come_through() -> None:
    record = _only(_entry(title="A&#x85;B &#x7f;&#xA0;C", abstract="E\u0301 &lt;script&gt;"))
    assert (record.title, record.abstract) == ("A B \ufffd C", "É <script>")


def test_an_entry_that_cannot_be_read_is_told_with_its_place_and_the_others_are_read() -> None:
    harvest = _read(
        _entry(),
        _entry(found_id="http://a.org/1"),
        _entry(title=" "),
        _entry(abstract=""),
        _entry(published="2025-02-30T00:00:00Z"),
        f"<entry>\n  <summary>{'x' * 1_000_001}</summary></entry>\n",
        "<entry/>",
        _entry("http://arxiv.org/abs/2509.01235v1"),
    )
    assert [record.item for record in harvest.records] == ["2509.01234v1", "2509.01235v1"]
    assert _rejected(harvest) == [
        "api.xml:7:1: item 2: no arXiv id in 'http://a.org/1' (expected one like http://arxiv.org/abs/2509.01234v1)",
        "api.xml:8:1: item 3: no title for '2509.01234'",
        "api.xml:9:1: item 4: no abstract for 'A Title'",
        "api.xml:10:1: item 5: '2025-02-30T00:00:00Z' is no day of the calendar (expected YYYY-MM-DD)",
        "api.xml:12:3: item 6: <atom:summary> with more than 1,000,000 characters",
        "api.xml:13:1: item 7: no arXiv id in '' (expected one like http://arxiv.org/abs/2509.01234v1)",
    ]


def test_a_field_of_50_megabytes_rejects_its_entry_alone() -> None:
    harvest = _read(_entry(title="x" * 50_000_000), _entry())
    assert (len(harvest.records), len(harvest.rejected)) == (1, 1)


def test_an_error_of_arxiv_is_told_in_its_words() -> None:
    error = "<id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>"
    text = f"{NEW_HEAD}<entry>{error}<summary>incorrect id format for abc</summary></entry></feed>"
    assert _refused(text) == "api.xml:6:1: arXiv answered with an error: incorrect id format for abc"


def test_a_paper_may_be_called_error() -> None:
    assert _only(_entry(title="Error")).title == "Error"


def _counted(total: int, start: int, size: int) -> str:
    counts = {"totalResults": total, "startIndex": start, "itemsPerPage": size}
    return "".join(f"<opensearch:{name}>{count}</opensearch:{name}>" for name, count in counts.items())


def test_an_unknown_id_gives_no_papers() -> None:
    assert _read(_counted(0, 0, 100)) == Harvest((), ())
    assert _read() == Harvest((), ())


def test_a_question_for_the_count_alone_and_one_beyond_the_end_give_no_papers() -> None:
    assert _read(_counted(70, 0, 0)) == Harvest((), ())
    assert _read(_counted(70, 70, 10)) == Harvest((), ())


def test_a_page_that_should_not_be_empty_is_refused() -> None:
    text = f"{NEW_HEAD}{_counted(70, 20, 10)}</feed>"
    assert _refused(text) == "api.xml:2:1: no entries, though arXiv counts 70 (expected those from 21 on)"


OTHERS = [
    ("<rss><channel/></rss>", "api.xml:1:1: XML of <rss> (expected the Atom of arXiv's API)"),
    (
        f"{NEW_HEAD}<entry><arxiv:announce_type>new</arxiv:announce_type></entry></feed>",
        "api.xml:6:1: an entry of arXiv's daily feed (expected the Atom of arXiv's API)",
    ),
]


@pytest.mark.parametrize(("text", "problem"), OTHERS)
def test_another_format_is_refused(text: str, problem: str) -> None:
    assert _refused(text) == problem


REAL = [
    ("arxiv-api-query-2025-08-old-format.xml", 10),
    ("arxiv-api-query-2025-11.xml", 10),
    ("arxiv-api-query-2026.xml", 10),
    ("arxiv-api-old-style-id.xml", 1),
    ("arxiv-api-unknown-id.xml", 0),
]
real = pytest.mark.skipif(not SHARED.is_dir(), reason="the real answers are not in this checkout: ../shared/data")


@real
@pytest.mark.parametrize(("name", "count"), REAL)
def test_real_answers_are_read_whole_and_say_what_another_parser_reads(name: str, count: int) -> None:
    data = (SHARED / "fixtures" / name).read_bytes()
    harvest = read_arxiv_api(data, name, None)
    assert (len(harvest.records), harvest.rejected) == (count, ())
    assert is_arxiv_api(data)
    assert [
        (
            record.title,
            on_one_line(record.abstract),
            len(record.authors),
            record.published and record.published.isoformat(),
        )
        for record in harvest.records
    ] == [
        (
            on_one_line(entry.title),
            on_one_line(entry.summary),
            len(entry.authors),
            entry.published[:10],
        )
        for entry in feedparser.parse(data, sanitize_html=False).entries
    ]


@real
def test_a_real_error_is_refused() -> None:
    name = "arxiv-api-error-400.xml"
    with pytest.raises(SiteError, match="arXiv answered with an error: incorrect id format for abc"):
        read_arxiv_api((SHARED / "fixtures" / name).read_bytes(), name, None)
