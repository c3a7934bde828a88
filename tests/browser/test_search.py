"""The search as a reader uses it, in a real browser, on the site of the seeds."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.harness import SiteTest

STABILITY_GAP = {
    "Efficient Continual Pre-training by Mitigating the Stability Gap",
    "Continual evaluation for lifelong learning: Identifying the stability gap",
}
PATIENCE_MS = 30_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def small_site(tmp_path: Path, served: Callable[[Path, str], str]) -> str:
    site = SiteTest(tmp_path)
    site.entry("2025/03/01/a", title="Compilers for C++", body="From C++ to Rust.")
    site.entry("2025/03/02/b", title="The tag <think>", body="It writes <think> before it answers.")
    site.entry("2025/03/03/c", title="Vitamin C", body="An essay on the letter C, scaled.")
    site.build()
    return served(tmp_path / "public", "/")


def titles(page: Page) -> list[str]:
    return page.locator("#results h3").all_inner_texts()


def wait_for_status(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_have_text(text, timeout=PATIENCE_MS)


@pytest.mark.parametrize("place", ["seed_site", "seed_site_below"])
def test_searching_from_the_home_page_finds_both_papers_on_the_stability_gap(
    place: str, page: Page, request: pytest.FixtureRequest
) -> None:
    address: str = request.getfixturevalue(place)
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("stability gap")
    page.keyboard.press("Enter")
    wait_for_status(page, "2 papers found")
    assert page.url == f"{address}search/?q=stability+gap"
    assert set(titles(page)) == STABILITY_GAP
    page.locator("#results a").first.click()
    expect(page.locator("h1")).to_have_text(re.compile("stability gap", re.IGNORECASE))
    assert page.url.startswith(f"{address}papers/")


def test_a_result_shows_title_date_topics_and_an_excerpt_with_the_words_marked(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=chart-to-code")
    wait_for_status(page, "One paper found")
    result = page.locator("#results li")
    expect(result).to_contain_text("Breaking the SFT Plateau")
    expect(result).to_contain_text("2 Sep 2025")
    expect(result).to_contain_text("Multimodal")
    assert result.locator("mark").count() > 0


def test_a_topic_narrows_the_results_and_stands_in_the_address(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=stability+gap")
    wait_for_status(page, "2 papers found")
    page.get_by_role("radio", name="Evaluation").check()
    wait_for_status(page, "One paper found")
    assert titles(page) == ["Continual evaluation for lifelong learning: Identifying the stability gap"]
    assert "topic=Evaluation" in page.url
    page.reload()
    wait_for_status(page, "One paper found")


def test_an_empty_query_with_a_year_lists_the_papers_of_that_year(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?year=2025")
    wait_for_status(page, "26 papers found")


def test_more_results_are_added_below_without_moving_the_first(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?year=2025")
    wait_for_status(page, "26 papers found")
    expect(page.locator("#results li")).to_have_count(10)
    before = titles(page)
    page.locator("#more").click()
    expect(page.locator("#results li")).to_have_count(20)
    assert titles(page)[:10] == before


def test_the_order_can_be_by_date(
    page: Page, browser: Browser, tmp_path: Path, served: Callable[[Path, str], str]
) -> None:
    site = SiteTest(tmp_path)
    site.entry("2024/01/01/a", title="Whales once", body="Whales. " * 3)
    site.entry("2025/03/01/b", title="Whales lately", body="One of the many large animals: whales.")
    site.entry("2024/06/01/c", title="Whales then", body="Whales, whales, whales.")
    site.build()
    page.goto(f"{served(tmp_path / 'public', '/')}search/?q=whales&sort=date")
    wait_for_status(page, "3 papers found")
    assert titles(page) == ["Whales lately", "Whales then", "Whales once"]


def test_typing_searches_and_back_returns_to_the_page_before(page: Page, seed_site: str) -> None:
    page.goto(seed_site)
    page.goto(f"{seed_site}search/")
    page.locator("#q").fill("kolmogorov-arnold")
    wait_for_status(page, "One paper found")
    page.go_back()
    assert page.url == seed_site


def test_nothing_found_is_said_with_ways_to_browse(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=zzyzxqwv")
    expect(page.get_by_role("status")).to_contain_text("No paper", timeout=PATIENCE_MS)
    expect(page.locator("main").get_by_role("link", name="Topics")).to_be_visible()


def test_an_index_that_cannot_load_is_said_clearly(page: Page, seed_site: str) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{seed_site}search/?q=stability")
    wait_for_status(page, "The search index could not be loaded.")
    expect(page.locator("main").get_by_role("link", name="Archive")).to_be_visible()


def test_without_script_the_search_page_says_so_and_offers_ways_to_browse(browser: Browser, seed_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{seed_site}search/?q=stability")
    expect(page.locator("noscript p")).to_be_visible()
    assert "Searching needs JavaScript" in page.locator("noscript").inner_html()
    expect(page.locator("main").get_by_role("link", name="Archive")).to_be_visible()
    context.close()


def test_text_from_the_index_is_shown_as_text(page: Page, tmp_path: Path, served: Callable[[Path, str], str]) -> None:
    attack = "Whales <img src=x onerror=alert(1)> &amp; <mark>tags</mark>"
    site = SiteTest(tmp_path).entry("2025/03/01/b", title=f"'{attack}'", body=f"{attack} `{attack}` in tokens.")
    site.build()
    page.goto(f"{served(tmp_path / 'public', '/')}search/?q=tokens")
    wait_for_status(page, "One paper found")
    assert titles(page) == [attack]
    assert page.locator("#results img").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator("#results li").inner_text()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("<think>", {"The tag <think>"}),
        ("think", {"The tag <think>"}),
        ("`think", {"The tag <think>"}),
        ("C++", {"Compilers for C++"}),
        ('"C++"', {"Compilers for C++"}),
        ("compiler", {"Compilers for C++"}),
        ("scaling", {"Vitamin C"}),
        ("scal", {"Vitamin C"}),
    ],
)
def test_symbols_and_forms_of_a_word_are_found(query: str, found: set[str], page: Page, small_site: str) -> None:
    page.goto(f"{small_site}search/?q={quote(query)}")
    wait_for_status(page, "One paper found")
    assert set(titles(page)) == found


@pytest.mark.parametrize("query", ["compqqq", "vitamin zzqq", "C#", "=", "vitaqqqqq"])
def test_a_word_that_no_paper_has_finds_none(query: str, page: Page, small_site: str) -> None:
    page.goto(f"{small_site}search/?q={quote(query)}")
    wait_for_status(page, "No paper has all of that.")
    assert titles(page) == []


def test_a_page_that_opens_with_a_query_leads_to_its_results_by_keyboard(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=stability+gap")
    wait_for_status(page, "2 papers found")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results a").first).to_be_focused()


def test_no_request_leaves_the_site(page: Page, seed_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(_address(request)))
    for path in ("", "2025/09/02/", "topics/scaling/", "search/?q=stability+gap"):
        page.goto(seed_site + path)
    wait_for_status(page, "2 papers found")
    assert [address for address in asked if not address.startswith(seed_site)] == []


def test_a_content_security_policy_without_inline_script_is_kept(page: Page, seed_site: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in ("", "2025/09/02/", "topics/", "search/?q=stability+gap"):
        page.goto(seed_site + path)
    wait_for_status(page, "2 papers found")
    assert complaints == []


def _address(request: Request) -> str:
    return request.url
