"""Share cards: what social networks read of each page, which pictures are drawn, and when one is drawn again."""

import datetime as dt
import re
import shutil
import struct
from html import unescape
from pathlib import Path

import pytest

from sitegen.archive.brief import brief_of
from sitegen.build import notes
from sitegen.config import CardSettings
from sitegen.render import card_tools
from sitegen.site.share_cards import cards_of, day_card
from sitegen.site.views import DayCard
from tests.harness import ROOT, SITE_YAML, SiteTest
from tests.site.made import entry

WITH_CARDS = SITE_YAML.replace("cards: {days: false}", "cards: {days: true, papers: true}\ntagline: Read & think")
TAG = re.compile(r'<meta (?:property|name)="((?:og|article|twitter):[^"]+)" content="([^"]*)">')


def tags(html: str) -> dict[str, str]:
    found = TAG.findall(html)
    assert len({name for name, _ in found if name != "article:tag"}) == len(
        [name for name, _ in found if name != "article:tag"]
    ), "a tag stands twice"
    return {name: unescape(value) for name, value in found}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    site = SiteTest(tmp_path_factory.mktemp("plain"))
    site.write("site.yaml", SITE_YAML + "pages: {search: false}\ntagline: Read & think\nlanguage: de\n")
    site.entry(
        "2025/09/02/a",
        title="'\"Scaling\" & <More>'",
        topics="[scaling]",
        updated="2025-09-05",
        lang="en",
        published="2025-09-01",
    )
    site.entry("2025/09/02/w", title="'A \"Claim\" & More'", status="withdrawn")
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    site.build(base_url="https://example.org/papers/")
    return site


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    pytest.importorskip("resvg_py")
    site = SiteTest(tmp_path_factory.mktemp("drawn"))
    site.write("site.yaml", WITH_CARDS + "pages: {search: false}\n")
    site.entry("2025/09/02/a", title="Scaling & Laws", authors="[José García, 王伟]", topics="[scaling]")
    site.entry("2025/09/02/b", title="论文 ∰")
    site.entry("2025/09/01/c", title="论文")
    site.build()
    return site


def test_every_kind_of_page_tells_what_a_shared_link_shows(plain: SiteTest) -> None:
    pages = [path for path in plain.published() if path.endswith(".html")]
    assert len(pages) >= 14
    for path in pages:
        found = tags(plain.page(path))
        assert found["og:title"] != ""
        assert found["og:description"]
        assert found["og:site_name"] == "Test Papers"
        assert found["og:locale"] == "de_DE"
        assert found["og:type"] in ("article", "website", "profile")
        assert found["og:image"].startswith("https://example.org/papers/assets/share.png?v=")
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert found["og:image:alt"] == found["twitter:image:alt"] == "Test Papers"
        assert found["twitter:card"] == "summary_large_image"
        assert ("og:url" in found) == (path != "404.html")


def test_a_paper_is_an_article_with_its_days_and_topics(plain: SiteTest) -> None:
    html = plain.page("papers/a/index.html")
    found = tags(html)
    assert found["og:title"] == '"Scaling" & <More>'
    assert found["og:url"] == "https://example.org/papers/papers/a/"
    assert found["og:type"] == "article"
    assert found["article:published_time"] == "2025-09-02"
    assert found["article:modified_time"] == "2025-09-05"
    assert found["article:tag"] == "Scaling Laws"


def test_a_withdrawn_paper_is_marked_where_it_is_shared(plain: SiteTest) -> None:
    html = plain.page("papers/w/index.html")
    assert tags(html)["og:title"] == '[zurückgezogen] A "Claim" & More'
    assert "<title>A &#34;Claim&#34; &amp; More · Test Papers</title>" in html


def test_a_paper_that_says_nothing_is_described_by_no_empty_tag(tmp_path: Path) -> None:
    site = SiteTest(tmp_path).without_search()
    site.entry("2025/09/02/a", body="")
    site.build()
    head = site.page("papers/a/index.html").split("</head>")[0]
    assert tags(head)["og:title"] == "A Title"
    assert 'description" content=""' not in head
    assert "og:description" not in tags(head)


def test_a_day_is_an_article_of_its_day(plain: SiteTest) -> None:
    found = tags(plain.page("2025/09/02/index.html"))
    assert found["og:type"] == "article"
    assert found["article:published_time"] == "2025-09-02"
    assert "article:modified_time" not in found


def test_the_picture_of_the_theme_has_the_size_that_is_told(plain: SiteTest) -> None:
    png = plain.published()["assets/share.png"]
    assert struct.unpack(">II", png[16:24]) == (1200, 630)
    assert len(png) < 10_000


def test_cards_are_drawn_for_the_site_for_days_and_for_papers(drawn: SiteTest) -> None:
    cards = {path: data for path, data in drawn.published().items() if path.endswith("card.png")}
    assert sorted(cards) == ["2025/09/02/card.png", "card.png", "papers/a/card.png"]
    for data in cards.values():
        assert data.startswith(b"\x89PNG")
        assert struct.unpack(">II", data[16:24]) == (1200, 630)
        assert 3_000 < len(data) < 40_000


def test_a_page_names_its_own_card_or_that_of_the_site(drawn: SiteTest) -> None:
    def image(path: str) -> tuple[str, str]:
        found = tags(drawn.page(path))
        return found["og:image"], found["og:image:alt"]

    assert image("2025/09/02/index.html") == (
        "https://example.org/2025/09/02/card.png",
        "Tuesday, 2 September 2025 · Test Papers",
    )
    assert image("papers/a/index.html") == ("https://example.org/papers/a/card.png", "Scaling & Laws · Test Papers")
    site = "https://example.org/card.png", "Test Papers"
    assert image("index.html") == site
    # The font has no Chinese characters: these two have no card of their own.
    assert image("papers/b/index.html") == site
    assert image("2025/09/01/index.html") == site


def test_a_card_says_formulas_in_words_and_names_no_withdrawn_paper_of_a_day() -> None:
    found = cards_of(CardSettings(), ((32, 126), (178, 178)), b"", ())
    listed = brief_of(entry("2025/09/02/a", title="An $O(n^2)$ Bound for $\\sum_i x_i$"))
    drawable = brief_of(entry("2025/09/02/b", title="An $O(n^2)$ Bound"))
    withdrawn = brief_of(entry("2025/09/02/c", title="A Bound", status="withdrawn"))
    card = day_card(found, dt.date(2025, 9, 2), (listed, withdrawn, drawable))
    assert card
    assert isinstance(card.view, DayCard)
    assert card.view.titles == ("An O(n²) Bound",)


def test_no_font_is_served(drawn: SiteTest) -> None:
    assert [path for path in drawn.published() if path.endswith((".ttf", ".otf"))] == []


def test_a_new_day_draws_its_own_cards_alone(drawn: SiteTest) -> None:
    before = drawn.published()
    report = drawn.entry("2025/09/03/d", title="A New Paper").build()
    made = [path for path in report.made_paths if path.endswith(".png")]
    assert made == ["2025/09/03/card.png", "papers/d/card.png"]
    after = drawn.published()
    assert [path for path in before if path.endswith(".png") and before[path] != after[path]] == []
    drawn.build(output="clean")
    assert drawn.published("clean") == after


def test_a_card_follows_from_what_it_shows(drawn: SiteTest) -> None:
    """A change of the abstract makes the page anew and leaves the card."""
    report = drawn.entry(
        "2025/09/02/a", "Other words.", title="Scaling & Laws", authors="[José García, 王伟]", topics="[scaling]"
    ).build()
    assert "papers/a/index.html" in report.made_paths
    assert [path for path in report.made_paths if path.endswith(".png")] == []
    report = drawn.entry(
        "2025/09/02/a", "Other words.", title="Scaling More", authors="[José García]", topics="[scaling]"
    ).build()
    assert [path for path in report.made_paths if path.endswith(".png")] == ["2025/09/02/card.png", "papers/a/card.png"]


def test_a_template_that_is_no_svg_is_a_problem_of_its_file(drawn: SiteTest, tmp_path: Path) -> None:
    from sitegen.problems import SiteError
    from sitegen.render.cards import drawn as draw
    from sitegen.render.theme import find_theme

    theme = find_theme(drawn.folder, "digest", "en")
    with pytest.raises(SiteError) as error:
        draw("<svg", theme, "card_day.svg")
    (problem,) = error.value.problems
    assert str(problem.location).endswith("themes/digest/templates/card_day.svg")
    assert problem.message.startswith("not drawn: ")


def test_without_the_extra_the_picture_of_the_theme_stands_and_the_build_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where the extra is not installed.
    monkeypatch.setattr(card_tools, "_LIBRARY", "no-such-distribution")
    card_tools.drawing_version.cache_clear()
    try:
        site = SiteTest(tmp_path).write("site.yaml", WITH_CARDS + "pages: {search: false}\n")
        report = site.entry("2025/09/02/a").build()
        assert report.notes == (notes._NO_CARDS,)
        assert site.entry("2025/09/02/b").build().notes == ()
        assert [path for path in site.published() if path.endswith("card.png")] == []
        assert tags(site.page("2025/09/02/index.html"))["og:image"].startswith(
            "https://example.org/assets/share.png?v="
        )
    finally:
        card_tools.drawing_version.cache_clear()


def test_a_file_that_is_no_font_is_a_problem_of_its_file(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    site = SiteTest(tmp_path).write("site.yaml", WITH_CARDS + "pages: {search: false}\n")
    shutil.copytree(ROOT / "themes/digest", site.folder / "themes/digest")
    site.write("themes/digest/fonts/other.ttf", "no font").entry("2025/09/02/a")
    done = site.run("build")
    assert done.stderr == (
        "themes/digest/fonts/other.ttf: no TrueType or OpenType font (expected a font that a card can be drawn with)\n"
        "  hint: convert it to .ttf, or write 'cards: {days: false}' in site.yaml\n"
    )
    assert done.returncode == 1


def test_a_font_that_the_theme_has_not_is_a_problem_of_the_template(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    site = SiteTest(tmp_path).write("site.yaml", WITH_CARDS + "pages: {search: false}\n")
    shutil.copytree(ROOT / "themes/digest", site.folder / "themes/digest")
    site.write("themes/digest/templates/card_day.svg", "{{ fit('a', 'digest-serif-bold', 9, 9, (9,)).size }}")
    done = site.entry("2025/09/02/a").run("build")
    assert done.stderr == (
        "themes/digest/templates/card_day.svg:1:14: no font 'digest-serif-bold' in theme 'digest' "
        "(expected one of: digest-serif-regular, digest-serif-semibold) (while making 2025/09/02/card.png)\n"
        "  hint: did you mean 'digest-serif-semibold'? fonts for cards lie in fonts/ of the theme, as .ttf or .otf\n"
    )
