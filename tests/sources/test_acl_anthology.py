"""The XML of the ACL Anthology: inline markup, formulas, withdrawn papers, and what is no paper."""

import datetime as dt

import pytest

from sitegen.problems import SiteError
from sitegen.sources.acl_anthology import is_acl_anthology, read_acl_anthology
from sitegen.sources.record import Harvest, Record

DAY = dt.date(2025, 9, 2)
META = """\
<meta>
      <booktitle>Proceedings of <fixed-case>ACL</fixed-case> (Volume 1:
        Long Papers)</booktitle>
      <editor><first>Smaranda</first><last>Muresan</last></editor>
      <month>May 22 - May 27</month>
      <year>2022</year>
      <url hash="b8317652">2022.acl-long</url>
    </meta>
    <frontmatter>
      <url hash="56ea4e43">2022.acl-long.0</url>
      <bibkey>acl-2022</bibkey>
    </frontmatter>"""
WHOLE = """\
<paper id="1" ingest-date="2023-09-30">
      <title><fixed-case>A</fixed-case>dap<fixed-case>L</fixed-case>e<fixed-case>R</fixed-case>: Cost
        $5 &amp; <tex-math>O(\\log n)</tex-math></title>
      <author id="a-b"><first>Ali</first><last>Modarressi</last><affiliation>MIT</affiliation></author>
      <author><first/><last>Plato</last></author>
      <pages>1-15</pages>
      <abstract>
        We <b>remove <i>up to</i></b> <tex-math>k_1</tex-math> tokens. Code: <url>https://github.com/a/adapler</url>.
      </abstract>
      <url hash="a3b4bfc3">2022.acl-long.1</url>
      <attachment type="software" hash="fc212cbc">2022.acl-long.1.software.zip</attachment>
      <revision id="2" href="2022.acl-long.1v2" hash="bc27f0f5" date="2023-10-03">Some explanation</revision>
      <award>Best Paper</award>
      <bibkey>modarressi-etal-2022-adapler</bibkey>
      <doi>10.18653/v1/2022.acl-long.1</doi>
      <video href="2022.acl-long.1.mp4"/>
    </paper>"""


def _collection(*papers: str) -> bytes:
    inside = "\n    ".join((META, *papers))
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"2022.acl\">\n"
        f'  <volume id="long" ingest-date="2022-05-15" type="proceedings">\n    {inside}\n  </volume>\n</collection>\n'
    ).encode()


def _read(*papers: str, day: dt.date | None = DAY) -> Harvest:
    return read_acl_anthology(_collection(*papers), "2022.acl.xml", day)


def _paper(more: str = "", title: str = "A Title", abstract: str = "An abstract.") -> str:
    return f"<paper id='2'><title>{title}</title><abstract>{abstract}</abstract>{more}</paper>"


def _only(paper: str) -> Record:
    harvest = _read(paper)
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def test_a_paper_becomes_a_record_with_all_that_it_says() -> None:
    assert _read(WHOLE) == Harvest(
        records=(
            Record(
                title="AdapLeR: Cost $5 & $O(\\log n)$",
                abstract="We remove up to $k_1$ tokens. Code: https://github.com/a/adapler.",
                date=DAY,
                item="modarressi-etal-2022-adapler",
                position=1,
                authors=("Ali Modarressi", "Plato"),
                doi="10.18653/v1/2022.acl-long.1",
                venue="Proceedings of ACL (Volume 1: Long Papers)",
                links={
                    "abs": "https://aclanthology.org/2022.acl-long.1/",
                    "pdf": "https://aclanthology.org/2022.acl-long.1.pdf",
                    "code": "https://github.com/a/adapler",
                    "video": "https://aclanthology.org/2022.acl-long.1.mp4",
                },
            ),
        ),
        rejected=(),
    )


def test_each_paper_has_the_venue_of_its_own_volume() -> None:
    data = (
        f"<collection id='2022.x'><volume id='1'><meta><booktitle>One</booktitle></meta>{_paper()}</volume>"
        f"<volume id='2'>{_paper()}</volume></collection>"
    )
    harvest = read_acl_anthology(data.encode(), "x.xml", DAY)
    assert [(record.venue, record.position) for record in harvest.records] == [("One", 1), ("", 2)]


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ('<retracted date="2022-05-06">Meant for the other\n track.</retracted>', "Meant for the other track."),
        ("<removed/>", "removed"),
    ],
)
def test_a_paper_that_was_taken_back_says_why(element: str, reason: str) -> None:
    assert _only(_paper(element)).withdrawn == reason
    assert _only(_paper()).withdrawn == ""


@pytest.mark.parametrize(
    ("elements", "links"),
    [
        ("<url>http://a.org/paper.pdf</url>", {"pdf": "http://a.org/paper.pdf"}),
        ("<url>http://a.org/paper/1</url>", {"abs": "http://a.org/paper/1"}),
        ("<url>javascript:alert(1)</url><video href='../../x'/>", {}),
        ("<pwccode url='https://github.com/a/b' additional='false'>a/b</pwccode>", {"code": "https://github.com/a/b"}),
        ("<pwccode url='' additional='true'/>", {}),
        ("<video href='https://vimeo.com/1'/>", {"video": "https://vimeo.com/1"}),
    ],
)
def test_links_lead_to_the_anthology_or_where_the_file_says(elements: str, links: dict[str, str]) -> None:
    assert _only(_paper(elements)).links == links


def test_a_paper_that_cannot_be_read_is_told_with_its_line_and_the_others_are_read() -> None:
    harvest = _read(_paper(abstract=""), "<paper id='3'/>", _paper(title="x" * 1_000_001), _paper(), WHOLE)
    assert [record.position for record in harvest.records] == [4, 5]
    assert [f"{problem.location}: {problem.message}" for problem in harvest.rejected] == [
        "2022.acl.xml:16:5: item 1: no abstract for 'A Title'",
        "2022.acl.xml:17:5: item 2: no title",
        "2022.acl.xml:18:19: item 3: <title> with more than 1,000,000 characters",
    ]


def test_the_anthology_tells_no_digest_date() -> None:
    (problem,) = _read(WHOLE, day=None).rejected
    assert problem.message.startswith("item 1: no digest date for 'AdapLeR")
    assert problem.hint == "declare it in seeds/seeds.yaml, or with --date YYYY-MM-DD"


def test_a_collection_is_recognised_by_its_root_and_another_xml_is_refused() -> None:
    assert is_acl_anthology(_collection())
    assert not is_acl_anthology(b"<collection><record/></collection>")
    assert not is_acl_anthology(b"<rss><channel><collection id='x'/></channel></rss>")
    with pytest.raises(SiteError, match=r"^x.xml:1:1: XML of <rss> \(expected the XML of the ACL Anthology\)"):
        read_acl_anthology(b"<rss/>", "x.xml", DAY)
