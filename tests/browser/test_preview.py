"""`sitegen serve` as a person at the browser sees it: edits appear, mistakes are shown in the page and go away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.preview.harness import ENTRY, PATIENCE_S, Server, Site, until, write_site

BROKEN_DATE = "2025-09-99"
PATIENCE_MS = PATIENCE_S * 1000


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return write_site(tmp_path / "site", base_url="https://example.org/daily-papers/", has_search=True)


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    running = Server(site.folder, "--port", "0")
    yield running
    running.end()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The home page of the preview; afterwards nothing may have been asked of another origin, and no script failed."""
    foreign: list[str] = []
    errors: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(f"{server.origin}/"):
            foreign.append(request.url)

    with browser.new_context() as context:
        context.on("request", note)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE_MS)
        opened.goto(server.origin)
        expect(opened).to_have_url(f"{server.origin}/daily-papers/")
        yield opened
    assert foreign == []
    assert errors == []


def test_an_edit_reloads_the_open_page(site: Site, page: Page) -> None:
    expect(page.get_by_role("heading")).to_have_text("The first paper")
    site.replace(ENTRY, "first paper", "renamed paper")
    expect(page.get_by_role("heading")).to_have_text("The renamed paper", timeout=PATIENCE_MS)


def test_an_edit_of_the_theme_reloads_the_open_page(site: Site, page: Page) -> None:
    page.get_by_role("link", name="The first paper").click()
    heading = page.get_by_role("heading", name="The first paper")
    expect(heading).to_have_css("color", "rgb(0, 128, 128)")
    site.replace("themes/tiny/static/tiny.css", "teal", "rgb(1, 2, 3)")
    expect(heading).to_have_css("color", "rgb(1, 2, 3)", timeout=PATIENCE_MS)


def test_an_edit_of_the_settings_reloads_the_open_page(site: Site, page: Page) -> None:
    site.replace("site.yaml", "Test Papers", "Other Papers")
    expect(page).to_have_title("Other Papers", timeout=PATIENCE_MS)


def test_a_mistake_is_shown_over_the_last_good_page_and_goes_away_when_mended(site: Site, page: Page) -> None:
    page.evaluate("window.isTheSamePage = true")
    site.replace(ENTRY, "2025-09-02", BROKEN_DATE)
    panel = page.locator("#sitegen-preview")
    expect(panel.get_by_role("alert")).to_have_text("The build failed: 1 problem", timeout=PATIENCE_MS)
    expect(panel.locator(".place")).to_have_text(f"{ENTRY}:3:7")
    expect(panel.locator(".message")).to_have_text("'2025-09-99' is no day of the calendar (expected YYYY-MM-DD)")
    expect(panel.locator(".hint")).to_have_text("check month and day")
    expect(panel.locator(".marked")).to_have_text("3date: 2025-09-99")
    expect(panel.locator(".caret")).to_have_text("      ^", use_inner_text=True)
    expect(panel).to_have_css("position", "fixed")
    expect(page.get_by_role("link", name="The first paper")).to_be_visible()
    site.replace(ENTRY, BROKEN_DATE, "2025-09-02")
    expect(panel).to_have_count(0, timeout=PATIENCE_MS)
    assert page.evaluate("window.isTheSamePage"), "a page that is as it was is not reloaded"


def test_a_mistake_is_shown_on_every_page_until_it_is_mended(site: Site, page: Page) -> None:
    site.replace(ENTRY, "2025-09-02", BROKEN_DATE)
    panel = page.locator("#sitegen-preview")
    expect(panel.get_by_role("alert")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="The first paper").click()
    expect(page).to_have_url(f"{page.url.partition('/daily-papers/')[0]}/daily-papers/papers/first/")
    expect(panel.get_by_role("alert")).to_be_visible(timeout=PATIENCE_MS)
    site.write(ENTRY, (site.folder / ENTRY).read_text().replace(BROKEN_DATE, "2025-09-02").replace("whales", "squids"))
    expect(page.get_by_text("An abstract about squids.")).to_be_visible(timeout=PATIENCE_MS)
    expect(panel).to_have_count(0)


def test_the_problems_can_be_put_aside(site: Site, page: Page) -> None:
    site.replace(ENTRY, "2025-09-02", BROKEN_DATE)
    panel = page.locator("#sitegen-preview")
    panel.get_by_role("button", name="Hide").click()
    expect(panel.locator(".excerpt")).to_be_hidden()
    expect(panel.get_by_role("alert")).to_be_visible()
    panel.get_by_role("button", name="Show").click()
    expect(panel.locator(".excerpt")).to_be_visible()


def test_what_a_mistake_quotes_is_text_and_never_markup(site: Site, page: Page) -> None:
    attack = "<img src=x onerror=document.title=1>"
    site.replace(ENTRY, "2025-09-02", attack)
    panel = page.locator("#sitegen-preview")
    expect(panel.locator(".marked")).to_have_text(f"3date: {attack}", timeout=PATIENCE_MS)
    expect(panel.locator("img")).to_have_count(0)


def test_a_site_that_cannot_be_built_yet_appears_when_it_is_mended(browser: Browser, site: Site) -> None:
    site.replace(ENTRY, "2025-09-02", BROKEN_DATE)
    server = Server(site.folder, "--port", "0")
    try:
        page = browser.new_page()
        answer = page.goto(server.origin)
        assert answer is not None
        assert answer.status == 500
        expect(page.locator("#sitegen-preview .place")).to_have_text(f"{ENTRY}:3:7", timeout=PATIENCE_MS)
        site.replace(ENTRY, BROKEN_DATE, "2025-09-02")
        expect(page.get_by_role("heading")).to_have_text("The first paper", timeout=PATIENCE_MS)
        expect(page).to_have_url(f"{server.origin}/daily-papers/")
        page.close()
    finally:
        server.end()


def test_many_open_pages_are_all_served_and_all_reloaded(site: Site, server: Server, page: Page) -> None:
    """More than the six connections that a browser opens to one server."""
    pages = [page, *(page.context.new_page() for _ in range(9))]
    for opened in pages:
        opened.goto(f"{server.origin}/daily-papers/", timeout=PATIENCE_MS)
    site.replace(ENTRY, "first paper", "renamed paper")
    for opened in pages:
        expect(opened.get_by_role("heading")).to_have_text("The renamed paper", timeout=PATIENCE_MS)


def test_a_browser_without_shared_workers_reloads_too(site: Site, server: Server, page: Page) -> None:
    page.add_init_script("delete window.SharedWorker")
    page.goto(f"{server.origin}/daily-papers/papers/first/")
    site.replace(ENTRY, "first paper", "renamed paper")
    expect(page.get_by_role("heading")).to_have_text("The renamed paper", timeout=PATIENCE_MS)


def test_a_page_finds_a_preview_that_was_started_again(site: Site, server: Server, page: Page) -> None:
    expect(page.get_by_role("heading")).to_have_text("The first paper")
    port = server.port
    assert server.end() == 0
    site.replace(ENTRY, "first paper", "renamed paper")
    again = Server(site.folder, "--port", str(port))
    try:
        expect(page.get_by_role("heading")).to_have_text("The renamed paper", timeout=PATIENCE_MS)
    finally:
        again.end()


def test_search_works_under_the_policy_of_the_preview(server: Server, page: Page) -> None:
    # The index follows the pages.
    until(lambda: b'"path"' in server.ask("/daily-papers/pagefind/bundles.json").body, server)
    page.goto(f"{server.origin}/daily-papers/search/")
    expect(page.get_by_role("listitem")).to_have_text("The first paper", timeout=PATIENCE_MS)


def test_an_inline_script_of_a_theme_does_not_run(site: Site, page: Page) -> None:
    site.replace("themes/tiny/templates/home.html", "<body>", "<body>changed<script>document.title = 'ran'</script>")
    expect(page.get_by_text("changed")).to_be_visible(timeout=PATIENCE_MS)
    expect(page).to_have_title("Test Papers")
