"""A formula of a paper, wherever it gets to: drawn, or in words, and nowhere as the markup of another place."""

import re
from pathlib import Path

import pytest

from sitegen.archive.topics import Topic
from sitegen.config import PageSwitches
from sitegen.site.documents import document_of
from tests.harness import SiteTest
from tests.site.made import entry

TITLE = "'Sorting in $O(n^2)$ and $\\bW$'"
BODY = "We need $n_1 * n_2 * n_3$ steps at \\$5.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    made = SiteTest(tmp_path_factory.mktemp("formulas")).without_search()
    made.entry("2025/09/02/a", BODY, title=TITLE, summary="'About $x^2$ or $5.'", topics="[scaling]", aliases="[/old/]")
    made.entry("2025/09/02/b", "Text.")
    made.write("content/2025/09/02/_day.md", "Read \\(k^2\\) first.\n")
    made.build()
    return made


DRAWN = 'Sorting in <math alttext="O(n²)"><mi>O</mi>'
SOURCE = '<code class="tex" dir="ltr">$\\bW$</code>'
SAID = "Sorting in O(n²) and \\bW"


def test_a_title_is_drawn_in_headings_and_links(site: SiteTest) -> None:
    for path in ("papers/a/", "papers/b/", "2025/09/02/", "", "topics/scaling/", "weeks/2025-W36/", "old/"):
        page = site.page(f"{path}index.html")
        assert DRAWN in page, path
        assert SOURCE in page, path


def test_summaries_abstracts_and_notes_are_drawn(site: SiteTest) -> None:
    assert 'About <math alttext="x²">' in site.page("papers/a/index.html")
    assert "</math> steps at $5." in site.page("papers/a/index.html")
    assert 'Read <math alttext="k²">' in site.page("2025/09/02/index.html")


def test_the_tab_and_descriptions_say_it_in_words(site: SiteTest) -> None:
    head = site.page("papers/a/index.html").partition("</head>")[0]
    assert f"<title>{SAID} · " in head
    assert f'<meta property="og:title" content="{SAID}">' in head
    assert '<meta name="description" content="About x² or $5.">' in head
    assert "math" not in head
    assert f'content="{SAID}; A Title"' in site.page("2025/09/02/index.html")


def test_a_feed_has_words_in_its_titles_and_escaped_mathml_in_its_texts(site: SiteTest) -> None:
    feed = site.page("feed.xml")
    assert f"<title>{SAID}</title>" in feed
    assert "&lt;math alttext=" in feed
    assert "<math" not in feed


def test_the_search_index_has_words() -> None:
    paper = entry("2025/09/02/a", title="In $O(n^2)$", abstract="At $x_1$.", topics=("scaling",))
    document = document_of(paper, {"scaling": Topic("scaling", "Scaling", "")}, PageSwitches())
    assert (document.title, document.meta["title"], document.abstract) == ("In O(n²)", "In O(n²)", "At x₁.")


def test_a_title_is_found_as_a_reader_types_it() -> None:
    paper = entry("2025/09/02/a", title="D$^2$iT and A™", keywords=("vision",))
    assert document_of(paper, {}, PageSwitches()).others == "vision D2iT ATM"
    assert document_of(entry("2025/09/02/b", title="A™"), {}, PageSwitches()).others == ""


def test_a_key_is_made_of_the_words_of_a_title(tmp_path: Path) -> None:
    made = SiteTest(tmp_path)
    made.write(
        "papers.jsonl", '{"title": "Sorting in $\\\\mathcal{O}(n^2)$", "abstract": "A.", "date": "2025-09-02"}\n'
    )
    assert made.run("ingest", "papers.jsonl").returncode == 0
    assert [path.stem for path in (tmp_path / "content/2025/09/02").iterdir()] == ["sorting-in-o-n2"]


def test_every_formula_is_in_the_namespace_of_no_other_markup(site: SiteTest) -> None:
    page = site.page("papers/a/index.html")
    shown = page.partition("</head>")[2].partition('<details class="cite"')[0]  # references hold the source
    assert '<meta name="citation_title" content="Sorting in O(n²)' in page
    assert re.findall(r"<m\w+", shown).count("<math") >= 3
    assert "$O(" not in shown
