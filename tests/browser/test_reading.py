"""Reading in a real browser: every kind of page, light and dark, with and without script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

PAPER = "papers/memascend-system-memory-optimization-for-ssd-offloaded-llm-fine-tuning/"
LONG = "papers/signal-and-noise-a-framework-for-reducing-uncertainty-in-language-model/"
KINDS = {
    "home": "",
    "day": "2025/09/02/",
    "month": "2025/09/",
    "year": "2025/",
    "archive": "archive/",
    "authors": "authors/",
    "topics": "topics/",
    "topic": "topics/scaling/",
    "topic year": "topics/scaling/2025/",
    "topic month": "topics/scaling/2025/09/",
    "paper": PAPER,
    "search": "search/?q=stability+gap",
    "saved": "saved/",
    "own page": "about/",
    "not found": "no/such/page/",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"search", "saved"}))
def test_without_script_a_page_shows_the_same_text(kind: str, browser: Browser, seed_site: str) -> None:
    texts = []
    for has_script in (True, False):
        context = browser.new_context(java_script_enabled=has_script)
        page = context.new_page()
        page.goto(seed_site + KINDS[kind])
        page.locator(".mine").evaluate_all("(places) => places.forEach((place) => place.remove())")  # Buttons.
        texts.append(page.locator("main").text_content())
        context.close()
    assert texts[0] == texts[1]


def test_an_abstract_of_the_day_opens_without_script(browser: Browser, seed_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{seed_site}2025/09/02/")
    abstract = page.locator("details").first
    abstract.locator("summary").click()
    expect(abstract.get_by_text("Through extensive experiments").or_(abstract.locator("p").first)).to_be_visible()
    context.close()


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page: Page, seed_site: str) -> None:
    page.goto(seed_site)
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("href", "#main")
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{seed_site}#main")


def test_older_and_newer_papers_can_be_walked(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}{PAPER}")
    title = page.locator("h1").inner_text()
    page.locator("a[rel=prev]").last.click()
    expect(page.locator("h1")).not_to_have_text(title)
    page.locator("a[rel=next]").last.click()
    expect(page.locator("h1")).to_have_text(title)


def test_what_follows_a_long_keyword_stands_beside_it(page: Page, seed_site: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(seed_site + PAPER)
    page.locator(".margin dd a").first.evaluate("(link) => link.textContent = 'learning from what people prefer'")
    assert page.evaluate("""() => {
        const place = document.querySelector(".margin dd");
        const comma = new Range();
        place.append(",");
        comma.selectNode(place.lastChild);
        return comma.getBoundingClientRect().top < place.firstChild.getBoundingClientRect().bottom - 10;
    }""")


@pytest.mark.parametrize("path", [PAPER, LONG])
def test_a_paper_prints_on_one_page(page: Page, seed_site: str, path: str) -> None:
    page.goto(seed_site + path)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def test_the_colour_scheme_is_remembered_from_page_to_page(browser: Browser, seed_site: str) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(seed_site)
    light = _background(page)
    switch = page.get_by_role("button", name="Colours")
    for _ in range(3):
        switch.click()
        if _background(page) != light:
            break
    dark = _background(page)
    assert dark != light
    page.goto(f"{seed_site}archive/")
    assert _background(page) == dark
    context.close()


def _background(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour
