"""Files to take away: what CSV, Markdown, the API and what else programs read say, and what cannot happen there."""

import csv
import datetime as dt
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.archive.entry import Entry, Links
from sitegen.render.catalogue import Catalogue
from sitegen.render.formats import WRITERS
from sitegen.render.formats.table import COLUMNS
from sitegen.site.addresses import MONTH_FORMATS
from sitegen.site.file_views import DailyPapers, Dump, DumpFile, DumpMonth, FileView, OpenSearch
from sitegen.site.views import Page
from sitegen.sources.bibtex import read_bibtex
from sitegen.sources.csv_rows import read_csv
from sitegen.sources.huggingface import read_huggingface
from sitegen.text.markdown import to_plain
from sitegen.text.portable import portable_text
from tests.site.made import entry as made_entry
from tests.site.made import pages_by_path

WORDS = Catalogue({})
DAY = dt.date(2025, 9, 3)
HOSTILE = '=HYPERLINK("https://evil.example","x")'
FULL: Mapping[str, object] = {
    "title": "On $x^2$ & *Whales*, [1] <b>",
    "abstract": "Whales *sing* and $a<b$.\n\nThey cost \\$5.",
    "published": dt.date(2025, 9, 2),
    "authors": ("Ada Lovelace", "Ludwig van Beethoven"),
    "topics": ("scaling",),
    "summary": "They sing.",
    "arxiv_id": "2509.01234",
    "keywords": ("song", "sea"),
    "categories": ("cs.SD",),
    "votes": 7,
    "submitted_by": "A Reader",
    "thumbnail": "https://example.org/t.png",
    "links": Links(
        abs="https://arxiv.org/abs/2509.01234",
        code="https://github.com/a/b",
        project="https://a.example/p",
        video="https://a.example/v.mp4",
    ),
}


def entry(**fields: object) -> Entry:
    return made_entry("2025/09/03/2509.01234", **{**FULL, **fields})


def written(page: Page) -> str:
    assert isinstance(page.view, FileView)
    return WRITERS[page.view.kind](page.view, WORDS)


def files_of(*entries: Entry) -> dict[str, str]:
    """The text of all files of these entries, by path."""
    return {path: written(page) for path, page in pages_by_path(*entries).items() if isinstance(page.view, FileView)}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def html(markdown: str) -> str:
    """As a program shows it that lets HTML through."""
    return str(MarkdownIt("commonmark", {"html": True}).render(markdown))


def test_a_row_of_a_table_has_all_that_people_sort_by() -> None:
    (row,) = rows(files_of(entry())["2025/09/2025-09.csv"])
    assert tuple(row) == COLUMNS
    assert row == {
        "date": "2025-09-03",
        "key": "2509.01234",
        "title": "On $x^2$ & *Whales*, [1] <b>",
        "authors": "Ada Lovelace; Ludwig van Beethoven",
        "topics": "Scaling Laws",
        "keywords": "song; sea",
        "categories": "cs.SD",
        "published": "2025-09-02",
        "venue": "",
        "votes": "7",
        "arxiv_id": "2509.01234",
        "doi": "",
        "abs": "https://arxiv.org/abs/2509.01234",
        "pdf": "",
        "code": "https://github.com/a/b",
        "project": "https://a.example/p",
        "page": "https://example.org/papers/2509.01234/",
        "status": "",
        "summary": "They sing.",
        "abstract": "Whales sing and $a<b$.\n\nThey cost $5.",
    }


def test_no_cell_begins_as_a_formula_does() -> None:
    told = {"title": HOSTILE, "authors": ("+1+1",), "venue": "@SUM(1)", "summary": "-1", "abstract": "=1"}
    (row,) = rows(files_of(entry(**told))["2025/09/2025-09.csv"])
    assert row["title"] == f"'{HOSTILE}"
    assert (row["authors"], row["venue"], row["summary"], row["abstract"]) == ("'+1+1", "'@SUM(1)", "'-1", "'=1")


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=20), max_size=3))
def test_whatever_a_cell_holds_a_table_has_its_columns_and_no_formula(title: str, authors: list[str]) -> None:
    text = files_of(entry(title=title, authors=tuple(authors)))["2025/09/2025-09.csv"]
    (row,) = rows(text)
    assert row["title"].removeprefix("'") == title.removeprefix("'")
    assert row["key"] == "2509.01234"
    assert not any(cell[:1] and cell[0] in "=+-@\t\r\n" for cell in row.values())


def test_a_table_is_read_back() -> None:
    (record,) = read_csv(files_of(entry())["2025/09/2025-09.csv"].encode(), "x.csv", DAY).records
    assert (record.title, record.authors) == (FULL["title"], FULL["authors"])
    assert (record.arxiv_id, record.published) == ("2509.01234", dt.date(2025, 9, 2))


def test_a_day_as_markdown_shows_what_the_page_shows() -> None:
    text = files_of(entry())["2025/09/03/2025-09-03.md"]
    assert text == (
        "# Test Papers · 2025-09-03\n\n<https://example.org/2025/09/03/>\n\n"
        "## On $x^2$ & \\*Whales\\*, \\[1] \\<b>\n\nAda Lovelace, Ludwig van Beethoven\n\n"
        "2025-09-02 · arXiv:2509.01234 · Scaling Laws\n\nThey sing.\n\n"
        "Whales sing and $a\\lt b$.\n\nThey cost \\$5.\n\n"
        "- Page here: <https://example.org/papers/2509.01234/>\n- Paper: <https://arxiv.org/abs/2509.01234>\n"
        "- Code: <https://github.com/a/b>\n- Project: <https://a.example/p>\n- Video: <https://a.example/v.mp4>\n"
    )
    assert files_of(entry())["2025/09/2025-09.md"].startswith("# Test Papers · 2025-09\n\n## 2025-09-03\n\n")


def test_markdown_of_plain_texts_is_as_it_was() -> None:
    text = files_of(entry(abstract="*Whales* [sing](https://a.example/x): $x$.\n\nMore."))["2025/09/03/2025-09-03.md"]
    assert "\n*Whales* [sing](https://a.example/x): $x$.\n\nMore.\n" in text


ATTACKS = st.sampled_from(
    [
        "<script>x</script>",
        "<img src=x onerror=y>",
        "[a](javascript:x)",
        "![a](data:x)",
        "<!--",
        "$<b>$",
        "`<i>`",
        "# h",
    ]
)


@given(st.lists(ATTACKS | st.text(alphabet="a *_`[]()<>\\$\n#-", max_size=8), max_size=5))
def test_markdown_is_no_markup_of_its_own_in_programs_that_let_html_through(parts: list[str]) -> None:
    hostile = "".join(parts)
    shown = html(
        files_of(entry(title=f"T {hostile}", abstract=hostile, authors=(f"N {hostile}",)))["2025/09/03/2025-09-03.md"]
    )
    assert not re.search(r"<(?:script|img|i|b)\b|<!--|(?:href|src)=\"(?:javascript|data):", shown)


def test_every_format_of_a_month_has_every_paper_once() -> None:
    files = files_of(entry(), made_entry("2025/09/04/b"), made_entry("2025/09/04/c"))
    counts = {
        "bib": len(read_bibtex(files["2025/09/2025-09.bib"].encode(), "x.bib", DAY).records),
        "ris": files["2025/09/2025-09.ris"].count("ER  - "),
        "csl.json": len(json.loads(files["2025/09/2025-09.csl.json"])),
        "jsonl": len(files["2025/09/2025-09.jsonl"].splitlines()),
        "csv": len(rows(files["2025/09/2025-09.csv"])),
        "md": files["2025/09/2025-09.md"].count("\n### "),
    }
    assert counts == dict.fromkeys(MONTH_FORMATS.values(), 3)


def test_references_of_a_topic_have_no_abstracts() -> None:
    text = files_of(entry(), made_entry("2025/10/01/b"))["topics/scaling/2025/scaling-2025.bib"]
    assert re.findall(r"^@\w+\{(\S+),$", text, re.MULTILINE) == ["lovelace2025whales-2509.01234"]
    assert "abstract" not in text


def test_what_the_reader_of_hugging_faces_api_reads_of_ours_is_the_entry() -> None:
    text = files_of(entry())["api/daily_papers/2025-09-03.json"]
    (record,) = read_huggingface(text.encode(), "x.json", None).records
    assert (record.title, record.date, record.published) == (FULL["title"], DAY, dt.date(2025, 9, 2))
    assert (record.authors, record.arxiv_id, record.votes) == (FULL["authors"], "2509.01234", 7)
    assert (record.summary, record.keywords, record.submitted_by) == ("They sing.", ("song", "sea"), "A Reader")
    # Hugging Face's texts have hard wraps, so the reader joins lines.
    assert record.abstract == "Whales sing and $a<b$. They cost $5."
    assert record.thumbnail == "https://example.org/t.png"
    assert {kind: record.links[kind] for kind in ("code", "project", "video")} == {
        "code": "https://github.com/a/b",
        "project": "https://a.example/p",
        "video": "https://a.example/v.mp4",
    }


def moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")


def test_huggingface_hub_finds_each_field_where_it_looks() -> None:
    """`PaperInfo.__init__` of huggingface_hub 1.x, field by field, in its order of places."""
    (told,) = json.loads(files_of(entry())["api/daily_papers/2025-09-03.json"])
    paper = told.pop("paper")
    assert (told.pop("id", None) or paper.pop("id")) == "2509.01234"
    authors = paper.pop("authors")
    assert [author["name"] for author in authors] == ["Ada Lovelace", "Ludwig van Beethoven"]
    assert all(re.fullmatch("[0-9a-f]{24}", author["_id"]) and author["hidden"] is False for author in authors)
    assert moment(paper.pop("publishedAt")) == dt.datetime(2025, 9, 2)
    assert told.pop("title") == paper["title"] == FULL["title"]
    assert (paper.pop("summary"), paper.pop("upvotes")) == (to_plain(str(FULL["abstract"])), 7)
    assert told.pop("numComments") == 0
    assert moment(told.pop("publishedAt")) == moment(paper.pop("submittedOnDailyAt")) == dt.datetime(2025, 9, 3)
    assert told.pop("submittedBy")["fullname"] == paper.pop("submittedOnDailyBy")["fullname"] == "A Reader"
    assert (paper["ai_summary"], paper["ai_keywords"]) == ("They sing.", ["song", "sea"])
    assert (paper["githubRepo"], paper["projectPage"]) == ("https://github.com/a/b", "https://a.example/p")
    assert told == {
        "thumbnail": "https://example.org/t.png",
        "mediaUrls": ["https://a.example/v.mp4"],
        "isAuthorParticipating": False,
    }


def test_what_is_not_known_is_left_out_of_the_api_but_what_clients_count_on() -> None:
    view = DailyPapers(kind="api_day", date=DAY, entries=(made_entry("2025/09/03/whales"),))
    (row,) = json.loads(WRITERS["api_day"](view, WORDS))
    assert row == {
        "paper": {
            "id": "whales",
            "authors": [],
            "submittedOnDailyAt": "2025-09-03T00:00:00.000Z",
            "title": "Title of whales",
            "summary": "An abstract.",
            "upvotes": 0,
        },
        "publishedAt": "2025-09-03T00:00:00.000Z",
        "title": "Title of whales",
        "numComments": 0,
        "isAuthorParticipating": False,
    }


def test_the_index_of_the_api_names_days_and_addresses() -> None:
    index = json.loads(files_of(entry(), made_entry("2025/09/05/b"))["api/index.json"])
    assert index["months"] == [{"month": "2025-09", "papers": 2, "days": ["2025-09-05", "2025-09-03"]}]
    assert (index["papers"], index["latest"]) == (2, "2025-09-05")
    assert index["addresses"]["daily_papers"] == "https://example.org/api/daily_papers/YYYY-MM-DD.json"
    assert index["addresses"]["month_jsonl"] == "https://example.org/YYYY/MM/YYYY-MM.jsonl"
    assert index["topics"] == {"scaling": "Scaling Laws", "evaluation": "Evaluation"}


def test_an_index_of_nothing_has_no_latest_day() -> None:
    assert json.loads(files_of()["api/index.json"])["latest"] is None


def test_the_list_of_the_dump_names_sizes_and_checksums() -> None:
    months = (DumpMonth(dt.date(2025, 9, 1), 3, (DumpFile("2025/09/2025-09.bib", "bib", 12, "ab"),)),)
    dump = Dump(
        kind="dump_index",
        title="T",
        base_url="https://example.org/",
        license="Free.",
        suffixes=("bib", "csl.json"),
        months=months,
    )
    assert json.loads(WRITERS["dump_index"](dump, WORDS)) == {
        "title": "T",
        "base_url": "https://example.org/",
        "license": "Free.",
        "months": [
            {
                "month": "2025-09",
                "papers": 3,
                "files": [{"path": "2025/09/2025-09.bib", "format": "bib", "bytes": 12, "sha256": "ab"}],
            }
        ],
    }
    assert WRITERS["dump_sums"](dump, WORDS) == "ab  2025/09/2025-09.bib\n"
    readme = WRITERS["dump_readme"](dump, WORDS)
    assert readme.startswith("# The papers of T\n")
    assert readme.endswith("## Licence\n\nFree.\n")
    # It says nothing of files that are not made.
    assert [line for line in readme.splitlines() if line.startswith("* ")] == [
        "* `.bib`, `.csl.json`: for reference managers."
    ]


def test_llms_txt_is_a_heading_a_quote_and_lists_of_links() -> None:
    text = written(pages_by_path(entry(), tagline="Papers & more.")["llms.txt"])
    assert text.startswith("# Test Papers\n\n> Papers & more.\n\n")
    assert "\n## Newest days\n\n- [2025-09-03](https://example.org/2025/09/03/2025-09-03.md)\n" in text
    link = r"- \[[^\]]+\]\(https://example\.org/[^ )]*\)(: .+)?"
    lists = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(lists) == 7
    assert all(re.fullmatch(link, line) for line in lists)


def test_the_description_of_the_search_has_short_names_and_a_hole_for_the_words() -> None:
    view = OpenSearch(
        kind="opensearch",
        title='A "Very" Long <Title> of a Digest',
        description="On & on",
        language="en",
        search_url="https://example.org/search/",
        self_url="https://example.org/opensearch.xml",
    )
    root = ET.fromstring(WRITERS["opensearch"](view, WORDS))
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{space}OpenSearchDescription"
    assert root.findtext(f"{space}ShortName") == 'A "Very" Long <T'
    assert [url.get("template") for url in root.iter(f"{space}Url")] == [
        "https://example.org/search/?q={searchTerms}",
        "https://example.org/opensearch.xml",
    ]


@given(st.text(alphabet="aZ1 .,:;-+=#>*_`[]()<&~\\|\né", max_size=30))
def test_a_text_as_markdown_shows_its_characters(text: str) -> None:
    lines = (line.strip() for line in text.strip().split("\n"))
    assert to_plain(portable_text(text)) == re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
