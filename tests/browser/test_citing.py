"""The panel of a paper's page: its citation in three formats, to copy and to download, with and without script."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_reading import RULES
from tests.harness import SITE_YAML, SiteTest

PAPER = "papers/2509.01234/"
TITLE = 'Ähren & 100% "Whales" #1 <in> [C]'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    site = SiteTest(tmp_path_factory.mktemp("cite"))
    site.write("site.yaml", SITE_YAML.replace("example.org/", "example.org/papers/") + "pages: {search: false}\n")
    authors = "[Ada Lovelace, Ludwig van Beethoven]"
    site.entry("2025/09/03/2509.01234", title=f"'{TITLE}'", arxiv_id='"2509.01234"', authors=authors).build()
    return served(site.folder / "public", "/papers/")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        yield context.new_page()


def _downloaded(page: Page, number: int) -> tuple[str, str]:
    with page.expect_download() as download:
        page.locator("#cite a[download]").nth(number).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes().decode()


def test_without_script_each_format_downloads_whole_and_asks_no_server(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PAPER)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.locator("#cite > summary").click()
        expect(page.locator("#cite [data-copy]").first).to_be_hidden()
        name, bibtex = _downloaded(page, 0)
        page.locator("#cite summary", has_text="RIS").click()
        ris_name, ris = _downloaded(page, 1)
        page.locator("#cite summary", has_text="CSL-JSON").click()
        csl_name, csl = _downloaded(page, 2)
    assert [url for url in asked if not url.startswith("data:") and "icon.svg" not in url] == []
    key = "lovelace2025ahren-2509.01234"
    assert (name, ris_name, csl_name) == (f"{key}.bib", f"{key}.ris", f"{key}.json")
    assert r'title = {{\"A}hren \& 100\% "Whales" \#1 <in> [{C}]},' in bibtex
    assert f"TI  - {TITLE}\r\n" in ris
    assert json.loads(csl)[0]["title"] == TITLE


def test_a_click_selects_a_citation_whole_without_script(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PAPER)
        page.locator("#cite > summary").click()
        text = page.locator("#cite pre").first
        text.click()
        assert page.evaluate("getSelection().toString().trim()") == (text.text_content() or "").strip()


def test_the_key_c_opens_the_panel_and_a_button_copies(page: Page, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address + PAPER)
    panel = page.locator("#cite")
    expect(panel).not_to_have_attribute("open", "")
    page.keyboard.press("c")
    expect(panel).to_have_attribute("open", "")
    expect(panel.locator("> summary")).to_be_focused()
    panel.locator("[data-copy]").first.click()
    expect(panel.locator("[role=status]").first).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == panel.locator("pre").first.text_content()
    page.keyboard.press("c")
    expect(panel).not_to_have_attribute("open", "")
    assert complaints == []


def test_the_key_c_brings_what_it_opens_into_the_window(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(address + PAPER)
    bottom = page.locator("#cite > summary").evaluate("summary => Math.ceil(summary.getBoundingClientRect().bottom)")
    page.set_viewport_size({"width": 800, "height": bottom + 8})
    page.keyboard.press("c")
    expect(page.locator("#cite [data-copy]").first).to_be_in_viewport(ratio=1)


def test_where_copying_is_refused_the_citation_is_selected(page: Page, address: str) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(address + PAPER)
    page.locator("#cite > summary").click()
    page.locator("#cite [data-copy]").first.click()
    expect(page.locator("#cite [role=status]").first).to_contain_text("selected")
    assert page.evaluate("getSelection().toString()").startswith("@misc{lovelace2025")


@pytest.mark.parametrize("width", [320, 1440])
def test_the_open_panel_is_accessible_and_fits(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + PAPER)
    page.keyboard.press("c")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = page.locator("#cite").evaluate(
        "(panel) => [...panel.querySelectorAll(':is(a, button, summary)')]"
        ".filter((each) => each.offsetParent).map((each) => each.getBoundingClientRect().height)"
    )
    assert min(heights) >= (44 if width == 320 else 24)
    assert Axe().run(page, options={"runOnly": RULES["runOnly"]}).response["violations"] == []


@pytest.mark.parametrize("keys", ["", "c"])
def test_a_printed_paper_has_its_citation_once_and_nothing_to_press(keys: str, page: Page, address: str) -> None:
    page.goto(address + PAPER)
    for key in keys:
        page.keyboard.press(key)
    page.emulate_media(media="print")
    bibtex = page.locator("#cite pre").first
    expect(bibtex).to_be_visible()
    shown = bibtex.evaluate("(pre) => pre.checkVisibility({contentVisibilityAuto: true}) && pre.clientHeight")
    assert shown >= bibtex.evaluate("(pre) => pre.scrollHeight") > 0
    assert page.locator("#cite :is(summary, .button, .hint)").filter(visible=True).count() == 0
    assert page.locator("#cite pre").filter(visible=True).count() == 1


def test_context_objects_take_no_room_and_are_not_read_out(page: Page, address: str) -> None:
    page.goto(f"{address}2025/09/03/")
    assert page.locator("span.Z3988").count() == 1
    expect(page.locator("span.Z3988")).to_be_hidden()
    assert "ctx_ver" not in page.locator("main").aria_snapshot()
