"""axe-core over every kind of page, however it is looked at: WCAG 2.0 to 2.2, levels A and AA, and best practice."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser import every_kind
from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.every_kind import EveryKind
from tests.browser.test_reading import RULES

NARROW: ViewportSize = {"width": 320, "height": 640}
PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 900}
# Twice the 16 px that browsers begin with: what a reader chooses in the settings, so that lengths in rem follow.
LARGE_TEXT = "--blink-settings=defaultFontSize=32"
# Beside them 7:1 for text, as the look of the theme wants it: that rule is one of level AAA.
_OPTIONS = {**RULES, "resultTypes": ["violations"], "rules": {"color-contrast-enhanced": {"enabled": True}}}
_STICKING_OUT = """
[...document.querySelectorAll("main *, header *, footer *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 3)
  .map((each) => `${each.localName}.${each.className}`)
"""
_OPEN = "for (const each of document.querySelectorAll('details')) each.open = true"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> EveryKind:
    made = every_kind.write(tmp_path_factory.mktemp("every-kind"))
    made.build()
    public = made.folder / "public"
    return EveryKind(served(public, "/"), every_kind.pages_of(made), public)


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        yield opened


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_the_site_has_every_kind_of_page(site: EveryKind) -> None:
    assert {"home", "day", "month", "year", "archive", "topics", "topic", "paper", "search", "not found"} <= set(
        site.pages
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_violation(scheme: Literal["light", "dark"], page: Page, site: EveryKind) -> None:
    page.emulate_media(color_scheme=scheme, forced_colors="none")
    assert _violations(page, site, WIDE) == []


def test_no_page_has_a_violation_in_forced_colours(page: Page, site: EveryKind) -> None:
    page.emulate_media(color_scheme="dark", forced_colors="active")
    assert _violations(page, site, WIDE) == []


def test_no_page_has_a_violation_at_320_pixels_with_all_that_folds_open(page: Page, site: EveryKind) -> None:
    page.emulate_media(color_scheme="light", forced_colors="none")
    assert _violations(page, site, NARROW, opened=True) == []


def test_no_page_scrolls_sideways_at_320_pixels(page: Page, site: EveryKind) -> None:
    page.emulate_media(color_scheme="light", forced_colors="none")
    assert _too_wide(page, site, NARROW) == []


def test_a_wide_formula_scrolls_in_a_box_that_the_keyboard_reaches(page: Page, site: EveryKind) -> None:
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size(NARROW)
    page.goto(f"{site.address}papers/p11/")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    boxes = page.locator(".abstract .formula")
    assert boxes.count() == 2
    assert boxes.evaluate_all("(all) => all.every((each) => each.scrollWidth > each.clientWidth)")
    for box in boxes.all():
        box.focus()
        page.keyboard.press("ArrowRight")
        assert box.evaluate(_SCROLLED) > 0
    # None in the title: there nothing takes the focus.
    assert page.locator("h1 math").count() == 1
    assert page.locator("h1 [tabindex]").count() == 0
    assert page.title() == "Attention in O(n log n) for Echo³Nets · Daily Papers"
    assert Axe().run(page, options=_OPTIONS).response["violations"] == []


def test_no_page_breaks_at_twice_the_size_of_text(browser: Browser, site: EveryKind) -> None:
    # A browser of its own: the size of text is a setting of the whole browser.
    large = browser.browser_type.launch(executable_path=chromium(), args=[*ARGUMENTS, LARGE_TEXT])
    page = large.new_page()
    page.goto(site.address)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
    assert _too_wide(page, site, PHONE) == []
    assert _too_wide(page, site, WIDE) == []
    assert _violations(page, site, WIDE) == []
    # The layout is that of the room there is for letters, not for pixels.
    page.goto(site.address)
    menu, link = page.locator(".menu").bounding_box(), page.locator(".menu a").first.bounding_box()
    assert menu is not None
    assert link is not None
    # One line; two where the machine's letters are wide.
    assert menu["height"] < 2.5 * link["height"]
    page.set_viewport_size(PHONE)
    # Neighbours with long names, and a day of hundreds of papers.
    page.goto(f"{site.address}2025/08/")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.goto(f"{site.address}2025/")
    assert page.locator(".calendar a .number").first.evaluate(_LINES_OF_HUNDREDS) == 1
    large.close()


_SCROLLED = """(each) =>
    each.scrollLeft ||
    new Promise((done) => each.addEventListener("scroll", () => done(each.scrollLeft), { once: true }))"""
_LINES_OF_HUNDREDS = """(number) => {
    number.textContent = "340";
    return Math.round(number.getBoundingClientRect().height / parseFloat(getComputedStyle(number).fontSize));
}"""


def _violations(page: Page, site: EveryKind, size: ViewportSize, *, opened: bool = False) -> list[str]:
    """What axe says of every kind of page, a line for each rule that a page breaks."""
    page.set_viewport_size(size)
    found = []
    for kind, path in _visited(site).items():
        _open(page, site, path)
        if opened:
            page.evaluate(_OPEN)
        for broken in Axe().run(page, options=_OPTIONS).response["violations"]:
            targets = [node["target"][0] for node in broken["nodes"][:3]]
            found.append(f"{kind}: {broken['id']}: {broken['help']}: {targets}")
    return found


def _too_wide(page: Page, site: EveryKind, size: ViewportSize) -> list[str]:
    """The kinds of page that are wider than the window, each with what sticks out."""
    page.set_viewport_size(size)
    found = []
    for kind, path in _visited(site).items():
        _open(page, site, path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{kind}: {width} pixels wide: {page.evaluate(_STICKING_OUT)}")
    return found


def _visited(site: EveryKind) -> Mapping[str, str]:
    return {**site.pages, "search with results": f"{site.pages['search']}?q=training"}


def _open(page: Page, site: EveryKind, path: str) -> None:
    page.goto(site.address + path)
    if "?q=" in path:
        page.locator("#results li").first.wait_for()
