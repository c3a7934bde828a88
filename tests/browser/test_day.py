"""A day in a real browser: its topics, its order and its density, with script and without, and as a handout."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_reading import RULES
from tests.harness import SiteTest

DAY = "2025/09/02/"
FIRST = "Critique-GRPO: Advancing LLM Reasoning with Natural Language and Numerical Feedback"
FIRST_BY_TITLE = "Benchmarking Neural Network Training Algorithms"


@pytest.fixture
def page(browser: Browser, seed_site: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.goto(seed_site + DAY)
    yield opened
    context.close()


def _first_title(page: Page) -> str:
    return page.locator(".card:visible .title").first.inner_text()


def _whole_cards(page: Page) -> int:
    script = (
        "[...document.querySelectorAll('.card')].filter(card => card.getBoundingClientRect().bottom <= innerHeight)"
    )
    count: int = page.evaluate(f"{script}.length")
    return count


def test_a_compact_day_shows_some_nine_papers_on_a_screen_and_a_comfortable_one_its_authors(page: Page) -> None:
    # The letters are those of the reader's machine: in DejaVu, the widest that is common, more titles take two lines.
    assert _whole_cards(page) in (8, 9, 10)
    expect(page.get_by_text("and 6 more")).to_be_hidden()
    expect(page.get_by_text("12 authors")).to_be_visible()
    page.get_by_label("Comfortable").check()
    assert _whole_cards(page) in (4, 5, 6)
    expect(page.get_by_text("and 6 more")).to_be_visible()
    expect(page.get_by_text("12 authors")).to_be_hidden()


def test_order_and_density_are_remembered_on_every_day_and_at_home(page: Page, seed_site: str) -> None:
    abstract = page.locator(".card details").first
    abstract.locator("summary").click()
    assert _first_title(page) == FIRST
    page.get_by_label("Comfortable").check()
    page.get_by_label("Title").focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Title")).to_be_focused()
    assert _first_title(page) == FIRST_BY_TITLE
    assert page.locator(".card .number").first.inner_text() == "11"  # its place in the digest
    assert page.locator(".card", has_text=FIRST).locator("details").get_attribute("open") == ""
    for address in ("", DAY):
        page.goto(seed_site + address)
        assert _first_title(page) == FIRST_BY_TITLE
        expect(page.get_by_label("Comfortable")).to_be_checked()
    page.get_by_label("As listed").check()
    assert _first_title(page) == FIRST


def test_another_tab_follows_and_what_is_stored_may_be_anything(page: Page, seed_site: str) -> None:
    other = page.context.new_page()
    other.goto(seed_site)
    page.get_by_label("Comfortable").check()
    page.get_by_label("Title").check()
    expect(other.get_by_label("Comfortable")).to_be_checked()
    assert _first_title(other) == FIRST_BY_TITLE
    page.evaluate("localStorage.setItem('order', '<b>')")
    expect(other.get_by_label("As listed")).to_be_checked()
    assert _first_title(other) == FIRST


def test_the_density_is_there_before_the_page_is_drawn_and_papers_appear_even_without_their_script(
    browser: Browser, seed_site: str
) -> None:
    context = browser.new_context()
    context.add_init_script("localStorage.setItem('density', 'comfortable'); localStorage.setItem('order', 'title')")
    page = context.new_page()
    page.route("**/day.js*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(seed_site + DAY)
    assert page.locator("html").get_attribute("data-density") == "comfortable"
    expect(page.locator(".cards")).to_be_visible(timeout=5000)
    context.close()


def test_a_topic_narrows_the_day_and_the_address_holds_it(page: Page, seed_site: str) -> None:
    topics = page.get_by_role("navigation", name="Topics of the day")
    topics.get_by_role("link", name="Scaling 9").click()
    expect(page).to_have_url(f"{seed_site}{DAY}#topic=scaling")
    expect(page.locator(".card:visible")).to_have_count(9)
    expect(page.locator(".choices [role=status]")).to_have_text("Scaling: 9 of 26 papers")
    assert Axe().run(page, options=RULES).violations_count == 0
    page.get_by_label("Title").check()
    expect(page.locator(".card:visible")).to_have_count(9)
    page.reload()
    expect(page.locator(".card:visible")).to_have_count(9)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".card:visible")).to_have_count(26)
    expect(topics.get_by_role("link", name="Scaling 9")).to_be_focused()
    page.go_back()
    expect(page.locator(".card:visible")).to_have_count(9)


def test_without_script_a_topic_leads_to_its_first_paper_and_nothing_offers_what_it_cannot_do(
    browser: Browser, seed_site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(seed_site + DAY)
    expect(page.get_by_text("Comfortable")).to_be_hidden()
    page.get_by_role("link", name="Evaluation 6").click()
    card = page.locator(".card:target")
    expect(card).to_be_in_viewport()
    expect(card.locator(".byline")).to_contain_text("Evaluation")
    context.close()


def test_on_a_phone_what_can_be_tapped_is_44_pixels_high(browser: Browser, seed_site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{seed_site}{DAY}#topic=scaling")
    page.locator(".card:visible summary").first.click()
    found = page.locator(".choices label, .choices button, .day-topics a, .card:visible :is(summary, .links a)")
    heights = [box["height"] for box in (each.bounding_box() for each in found.all() if each.is_visible()) if box]
    assert len(heights) > 20
    assert min(heights) >= 44
    title = page.locator(".card:visible .title a").first
    title.evaluate("(link) => link.textContent = 'Pixtral 12B'")
    box = title.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.goto(f"{seed_site}papers/scaling-laws-of-synthetic-data-for-language-models/")
    links = page.locator(".paper-links a, .margin dd a").all()
    assert min(box["height"] for box in (link.bounding_box() for link in links) if box) >= 44
    context.close()


def test_on_a_phone_a_paper_listed_again_says_so_before_it_is_opened(
    browser: Browser, tmp_path: Path, served: Callable[[Path, str], str]
) -> None:
    site = SiteTest(tmp_path).without_search()
    site.entry("2025/09/02/old", listed_on="[2025-09-03]", votes="7").build()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{served(tmp_path / 'public', '/')}2025/09/03/")
    expect(page.get_by_text("Again, first on 2 Sep 2025")).to_be_visible()
    expect(page.get_by_text("7 votes")).to_be_hidden()
    page.close()


def test_a_printed_day_shows_every_abstract_and_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".card .abstract:visible").count() == 26
    assert page.locator(".choices:visible, .day-topics:visible, .card-topics:visible").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")


_ARROW = """() => {
  const drawn = getComputedStyle(document.querySelector("summary"), "::before");
  return [drawn.borderTopColor, drawn.borderInlineStartColor];
}"""


def test_in_forced_colours_the_sign_of_what_unfolds_is_an_arrow_and_a_choice_is_underlined(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    white = "rgb(255, 255, 255)"
    assert page.evaluate(_ARROW) == ["rgba(0, 0, 0, 0)", white]
    expect(page.locator(".choices :checked + span").first).to_have_css("text-decoration-line", "underline")


def test_a_paper_leads_to_a_search_for_its_category_and_back_to_itself(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}papers/scaling-laws-of-synthetic-data-for-language-models/")
    expect(page.get_by_role("link", name="cs.CL")).to_have_attribute("href", "/search/?category=cs.CL")
    permalink = page.locator("dt", has_text="Permalink").locator("xpath=../dd")
    expect(permalink).to_have_text("https://example.org/papers/scaling-laws-of-synthetic-data-for-language-models/")
    expect(page.locator("dt", has_text="Read").locator("xpath=../dd")).to_have_text("23 Nov 2026")
    expect(page.get_by_role("link", name="Propose a correction")).to_have_count(0)
