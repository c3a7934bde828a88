"""Gaps and days without a digest, as a reader sees and hears them: in words, apart from each other, in any width."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_reading import RULES
from tests.build.worlds import day_line, days_path
from tests.harness import SiteTest

SAID = (
    ("2025-09-02", "complete", 1),
    ("2025-09-03", "pending", 0),
    ("2025-09-05", "pending", 0),
    ("2025-09-06", "complete", 0),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    """The address of a site with two gaps, one on a day with papers, a quiet day, and a year that has neither."""
    site = SiteTest(tmp_path_factory.mktemp("calendar")).without_search()
    site.write("topics.yaml", "scaling: {name: Scaling, description: How loss falls.}\n")
    site.entry("2024/12/31/a").entry("2025/09/02/b", topics="[scaling]").entry("2025/09/03/c").entry("2025/09/03/d")
    site.write(days_path("2025-09"), "".join(day_line(day, state, papers) for day, state, papers in SAID))
    site.build()
    return served(site.folder / "public", "/")


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param)
    yield context.new_page()
    context.close()


def test_a_screen_reader_hears_what_each_day_of_the_calendar_is(page: Page, address: str) -> None:
    page.goto(f"{address}2025/")
    heard = page.locator(".calendar td .visually-hidden").all_text_contents()
    assert heard == [
        "2 September 2025: one paper",
        "3 September 2025: 2 papers, incomplete",
        "5 September 2025: missing",
        "6 September 2025: no digest",
    ]


def test_the_marks_have_signs_and_a_legend_that_says_what_they_mean(page: Page, address: str) -> None:
    page.goto(f"{address}2025/")
    signs = page.locator(".calendar [aria-hidden]:not(.day)").all_inner_texts()
    assert signs == ["1", "?", "2", "?", "–"]
    assert page.locator(".legend li").all_inner_texts() == [
        "–\nNo digest on that day",
        "?\nMissing or incomplete: a source has still to answer",
    ]


def test_a_year_without_marks_has_no_legend(page: Page, address: str) -> None:
    page.goto(f"{address}2024/")
    expect(page.locator(".calendar caption")).to_have_text(["December 1"])
    expect(page.locator(".blank")).to_contain_text("January, February")
    expect(page.locator(".legend, .is-gap, .is-quiet")).to_have_count(0)


def test_a_month_leads_from_its_count_of_gaps_to_their_days(page: Page, address: str) -> None:
    page.goto(f"{address}2025/09/")
    page.get_by_role("link", name="2 days incomplete").click()
    days = page.locator("#coverage:target dd")
    assert days.all_inner_texts() == ["3 Sep (2 papers so far), 5 Sep", "6 Sep"]
    assert page.locator("#coverage a").get_attribute("href") == "/2025/09/03/"
    page.goto(f"{address}2024/12/")
    expect(page.locator("#coverage")).to_have_count(0)


@pytest.mark.parametrize("path", ["2025/09/", "weeks/2025-W36/"])
def test_a_long_list_leads_to_its_topics_at_its_end(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.locator(".head").get_by_role("link", name="Topics").click()
    expect(page.locator("#topics:target")).to_be_in_viewport()
    expect(page.locator("section:has(> #topics)")).to_contain_text("Scaling")
    page.goto(f"{address}2024/12/")
    expect(page.locator("#topics, .head a[href='#topics']")).to_have_count(0)


def test_a_row_of_the_calendar_leads_to_its_week_and_the_week_to_those_beside_it(page: Page, address: str) -> None:
    page.goto(f"{address}2025/")
    page.get_by_role("rowheader").get_by_role("link", name="Week 36").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 36, 1–7 September 2025")
    assert page.locator("#coverage dd").all_inner_texts() == ["3 Sep (2 papers so far), 5 Sep", "6 Sep"]
    page.get_by_role("link", name="Older week Week 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 1, 30 December 2024 – 5 January 2025")
    facts = page.locator(".head .facts a")
    assert facts.all_inner_texts() == ["December 2024", "2024"]


def test_the_archive_counts_the_gaps_of_a_year(page: Page, address: str) -> None:
    page.goto(f"{address}archive/")
    assert page.locator(".part-head .count").all_inner_texts() == ["3 papers · 2 days incomplete", "one paper"]


@pytest.mark.parametrize("path", ["2025/", "2025/09/", "weeks/2025-W36/", "archive/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_with_marks_is_accessible_and_fits(path: str, width: int, page: Page, address: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


def test_on_a_phone_the_number_of_a_week_is_as_wide_as_a_finger(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}2025/")
    week = page.locator(".calendar th a").first.bounding_box()
    assert week is not None
    assert week["width"] >= 43.5
    assert week["x"] >= -2.5
