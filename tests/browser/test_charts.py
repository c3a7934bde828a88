"""Topics over time, as a reader sees and hears them: a chart with labels, its gist in words, its numbers in a table."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_reading import RULES
from tests.harness import SiteTest

# Papers of Scaling Laws and of Evaluation in each month.
MONTHS = {"2025/06": (1, 3), "2025/07": (4, 0), "2025/08": (0, 2), "2025/09": (2, 2)}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    """The address of a site of four months, one paper of which has both topics and twelve have votes."""
    site = SiteTest(tmp_path_factory.mktemp("charts")).without_search()
    for month, counts in MONTHS.items():
        for topic, count in zip(("scaling", "evaluation"), counts, strict=True):
            for number in range(count):
                place = f"{month}/0{number + 1}/{month.replace('/', '')}-{topic}-{number}"
                site.entry(place, topics=f"[{topic}]", votes=str(number))
    for number in range(10):
        site.entry(f"2025/09/0{number % 5 + 1}/both-{number}", topics="[scaling, evaluation]", votes=str(number))
    site.build()
    return served(site.folder / "public", "/")


@pytest.fixture(scope="module", params=[("light", 320), ("dark", 1280)], ids=["light-320", "dark-1280"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    scheme, width = request.param
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["topics/scaling/", "archive/", "2025/09/"])
def test_a_page_with_charts_is_accessible_and_fits(path: str, page: Page, address: str) -> None:
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('.numbers').forEach((numbers) => (numbers.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


def test_a_chart_says_its_beginning_its_end_and_its_peak(page: Page, address: str) -> None:
    page.goto(f"{address}topics/scaling/")
    gist = "From 1 in Jun 2025 to 12 in Sep 2025; highest in Sep 2025: 12."
    chart = page.get_by_role("img", name=gist)
    expect(chart).to_be_visible()
    assert chart.locator("text").all_text_contents() == ["Jun 2025: 1", "Sep 2025: 12"]
    page.goto(f"{address}archive/")
    assert [chart.locator("text").all_text_contents() for chart in page.locator(".chart").all()] == [
        ["Jul 2025: 100%", "Jun 2025: 25%", "Sep 2025: 86%"],
        ["Aug 2025: 100%", "Jun 2025: 75%", "Sep 2025: 86%"],
    ]


def test_the_labels_of_a_chart_stay_inside_and_apart(page: Page, address: str) -> None:
    page.goto(f"{address}archive/")
    for chart in page.locator(".chart").all():
        box = chart.bounding_box()
        labels = [label.bounding_box() for label in chart.locator("text").all()]
        assert box
        assert all(label and box["x"] - 1 <= label["x"] for label in labels)
        assert all(label and label["x"] + label["width"] <= box["x"] + box["width"] + 1 for label in labels)
        first, last = labels[-2:]
        assert first
        assert last
        assert first["x"] + first["width"] < last["x"]


def test_the_numbers_of_a_chart_open_as_a_table(page: Page, address: str) -> None:
    page.goto(f"{address}topics/scaling/")
    page.get_by_text("All numbers").click()
    rows = [" ".join(row.inner_text().split()) for row in page.locator(".numbers tbody tr").all()]
    assert rows == ["Jun 2025 1", "Jul 2025 4", "Aug 2025 0", "Sep 2025 12"]
    page.goto(f"{address}archive/")
    page.get_by_text("All numbers").click()
    rows = [" ".join(row.inner_text().split()) for row in page.locator(".numbers tbody tr").all()]
    assert rows == [
        "Scaling Laws 1 25% 4 100% 0 0% 12 86% 17",
        "Evaluation 3 75% 0 0% 2 100% 12 86% 17",
        "All papers 4 4 2 14 24",
    ]


def test_a_week_begins_with_its_most_voted_papers(page: Page, address: str) -> None:
    page.goto(f"{address}weeks/2025-W36/")
    votes = page.locator("section[aria-labelledby=top] .aside .count:nth-of-type(2)").all_inner_texts()
    assert votes == ["9 votes", "8 votes", "7 votes", "6 votes", "5 votes"]


def test_a_topic_leads_to_those_that_go_with_it(page: Page, address: str) -> None:
    page.goto(f"{address}topics/scaling/")
    page.locator(".rail").get_by_role("link", name="Evaluation").click()
    expect(page).to_have_url(f"{address}topics/evaluation/")
