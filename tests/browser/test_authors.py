"""The pages of authors in a real browser: for everybody, on a phone, from a paper to its author and back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_reading import RULES
from tests.harness import SITE_YAML, SiteTest

CROWD = [f"Member {chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(60)]
PEOPLE = "authors:\n  - {name: Ada Lovelace, url: 'https://example.org/ada', orcid: 0000-0002-1825-0097}\n"
# The width of a phone, then one with both margins.
WIDTHS = (320, 1280)


@pytest.fixture(scope="module")
def authors_site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    site = SiteTest(tmp_path_factory.mktemp("authors"))
    site.write("site.yaml", f"{SITE_YAML}authors: {{min_papers: 2}}\npages: {{search: false}}\n")
    site.write("authors.yaml", PEOPLE)
    site.entry("2024/12/30/old", authors="[Ada Lovelace, 张伟, Grace Hopper]", topics="[scaling]")
    site.entry("2025/09/02/new", authors="[ADA LOVELACE, 张伟]", topics="[scaling, evaluation]", lang="de")
    site.entry("2025/09/03/crowd", authors=f"[Ada Lovelace, {', '.join(CROWD)}]")
    site.build()
    return served(site.folder / "public", "/")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "path", ["authors/", "authors/letter_l/", "authors/other_scripts/", "authors/ada-lovelace/", "papers/crowd/"]
)
def test_a_page_is_for_everybody_narrow_and_wide_light_and_dark(path: str, page: Page, authors_site: str) -> None:
    page.goto(authors_site + path)
    for width, scheme in zip(WIDTHS, ("dark", "light"), strict=True):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        results = Axe().run(page, options=RULES)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", ["authors/", "authors/letter_l/", "authors/ada-lovelace/", "papers/old/"])
def test_what_is_tapped_on_a_phone_is_44_pixels_high(path: str, page: Page, authors_site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(authors_site + path)
    low = page.evaluate(
        "[...document.querySelectorAll('.letters a, .names a, .counts a, .author .links a, .authors a, .facts a')]"
        ".filter(a => a.getBoundingClientRect().height && a.getBoundingClientRect().height < 43.5)"
        ".map(a => a.textContent)"
    )
    assert low == []


def test_a_reader_walks_from_a_paper_to_its_author_and_to_a_co_author(page: Page, authors_site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{authors_site}papers/old/")
    expect(page.locator(".paper-head").get_by_role("link", name="Grace Hopper")).to_have_count(0)
    page.get_by_role("link", name="Ada Lovelace").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    expect(page.get_by_text("Also signed as")).to_be_visible()
    page.get_by_role("link", name="2024", exact=True).click()
    expect(page.get_by_role("heading", name="2024")).to_be_in_viewport()
    page.get_by_role("complementary").get_by_role("link", name="张伟").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("张伟")
    expect(page.get_by_text("Equal names may be different people")).to_be_visible()


def test_the_authors_after_the_fiftieth_are_folded(page: Page, authors_site: str) -> None:
    page.goto(f"{authors_site}papers/crowd/")
    last = page.get_by_text(CROWD[-1], exact=True)
    expect(last).to_be_hidden()
    page.get_by_text("All 61 authors").click()
    expect(last).to_be_visible()


def test_papers_of_an_author_can_be_walked_and_saved(page: Page, authors_site: str) -> None:
    page.goto(f"{authors_site}authors/ada-lovelace/")
    for key in ("j", "j", "s"):
        page.keyboard.press(key)
    expect(page.locator("main li").nth(1).locator("[data-do=save]")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("JSON.parse(localStorage.getItem('sitegen:1:/')).saved[0].path") == "papers/new/"
