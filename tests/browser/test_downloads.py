"""What leaves a site by a click: the files of /downloads/, and the list that a reader keeps, as a bibliography."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_yours import DAY, RULES, TITLES, press, said

FORMATS = ("bib", "ris", "csl.json", "jsonl", "csv", "md")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        context.set_default_timeout(15_000)
        yield context.new_page()


def two_saved(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    press(page, "j", "s", "j", "s")
    said(page, "Saved")
    page.goto(f"{seed_site}saved/")


def saved_as(page: Page, name: str, folder: Path) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save as {name}").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file.read_bytes()


def test_a_saved_list_is_saved_as_bibtex_ris_and_csl(page: Page, seed_site: str, tmp_path: Path) -> None:
    two_saved(page, seed_site)
    bib = saved_as(page, "BibTeX", tmp_path)
    said(page, "Saved as a file.")
    text = bib.decode()
    assert text.count("@misc{") == 2
    assert "  url = {http" in text
    ris = saved_as(page, "RIS", tmp_path).decode()
    assert [line[6:] for line in ris.split("\r\n") if line.startswith("TI  - ")] == [TITLES[1], TITLES[0]]
    assert ris.count("ER  - \r\n") == 2
    assert "\n" not in ris.replace("\r\n", "")
    items = json.loads(saved_as(page, "CSL-JSON", tmp_path))
    assert [item["title"] for item in items] == [TITLES[1], TITLES[0]]
    assert [item["id"] for item in items] == [line[6:] for line in ris.split("\r\n") if line.startswith("ID  - ")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["papers.bib", "papers.json", "papers.ris"]


def test_a_paper_whose_page_cannot_be_read_has_its_title_and_address(
    page: Page, seed_site: str, tmp_path: Path
) -> None:
    hostile = "A {Title} with 5% \\evil & <b>$x$</b>"
    papers = [{"path": "papers/gone/", "title": hostile, "by": "Ada"}, {"path": "2025/09/02/#x", "title": "Other"}]
    page.goto(f"{seed_site}saved/")
    page.evaluate("value => localStorage.setItem('sitegen:1:/', JSON.stringify(value))", {"saved": papers})
    page.reload()
    text = saved_as(page, "BibTeX", tmp_path).decode()
    said(page, "2 papers could not be read")
    title = "A \\textbraceleft{}Title\\textbraceright{} with 5\\% \\textbackslash{}evil \\& <b>\\$x\\$</b>"
    assert f"@misc{{gone,\n  title = {{{{{title}}}}},\n" in text
    assert f"url = {{{seed_site}papers/gone/}}" in text
    items = json.loads(saved_as(page, "CSL-JSON", tmp_path))
    assert [(item["id"], item["title"]) for item in items] == [("x", "Other"), ("gone", hostile)]


def test_without_anything_saved_there_is_nothing_to_take_along(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}saved/")
    expect(page.locator("#saved-empty")).to_be_visible()
    expect(page.get_by_role("button", name="Save as BibTeX")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1440])
def test_the_page_of_downloads_leads_to_every_file(page: Page, seed_site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(seed_site + DAY)
    page.locator("footer").get_by_role("link", name="Downloads").click()
    expect(page.locator("h1")).to_have_text("Downloads")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for number, suffix in enumerate(FORMATS):
        with page.expect_download() as download:
            page.locator("#f-2025-09-01 a[download]").nth(number).click()
        assert download.value.suggested_filename == f"2025-09.{suffix}"
    assert Axe().run(page, options=RULES).violations_count == 0
    page.get_by_role("link", name="2025", exact=True).click()
    expect(page.locator("h1")).to_have_text("Downloads 2025")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page, options=RULES).violations_count == 0
