"""Every kind of page, as its own: it asks nothing of another host, runs nothing inline, and says all without script."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import every_kind
from tests.browser.every_kind import EveryKind
from tests.harness import SITE_YAML
from tests.links import parsed

_PATIENCE_MS = 30_000
# Whatever a reader can press on the page, once: what folds, what saves, what copies. Only what is seen can be pressed.
_PRESS_ALL = """
for (const each of document.querySelectorAll("main summary, main button:not([type=submit])"))
  if (each.checkVisibility()) each.click();
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> EveryKind:
    made = every_kind.write(tmp_path_factory.mktemp("own-origin"))
    made.build()
    public = made.folder / "public"
    return EveryKind(served(public, "/"), every_kind.pages_of(made), public)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        opened.set_default_timeout(_PATIENCE_MS)
        yield opened


def test_no_kind_of_page_asks_anything_of_another_host(context: BrowserContext, site: EveryKind) -> None:
    """Nor does its own policy have anything to forbid, whatever is pressed."""
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    for path in site.pages.values():
        page.goto(site.address + path)
        page.evaluate(_PRESS_ALL)
    page.goto(f"{site.address}{site.pages['search']}?q=training")
    page.locator("#results li").first.wait_for()
    page.evaluate(_PRESS_ALL)
    assert [address for address in asked if not address.startswith(site.address)] == []
    assert any("/pagefind/" in address for address in asked)
    assert complaints == []


def test_without_script_no_kind_of_page_asks_for_anything_but_its_style_and_icon(
    browser: Browser, site: EveryKind
) -> None:
    asked: set[str] = set()
    with browser.new_context(java_script_enabled=False) as context:
        context.on("request", lambda request: asked.add(request.url))
        page = context.new_page()
        for path in site.pages.values():
            page.goto(site.address + path)
    files = {address.removeprefix(site.address).partition("?")[0] for address in asked} - set(site.pages.values())
    assert files | {"assets/icon.svg"} == {"assets/icon.svg", "assets/style.css"}


def test_without_script_every_kind_of_page_shows_what_it_is_for(browser: Browser, site: EveryKind) -> None:
    """What is seen, not what is in the file: each has a heading, and the papers, days and topics that it lists."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        seen = {kind: _seen(page, site.address + path) for kind, path in site.pages.items()}
        page.goto(site.address + site.pages["paper"])
        page.locator(".signers summary").click()
        unfolded = page.locator("main").inner_text()
        seen_of_paper = _seen(page, f"{site.address}papers/a/")
    title = "نماذج اللغة الكبيرة والاستدلال"
    assert [kind for kind in ("home", "day", "month") if title not in seen[kind]] == []
    assert "Author Number49" in seen["paper"]
    assert "Author Number299" in unfolded
    assert [kind for kind in ("archive", "not found") if "2025" not in seen[kind]] == []
    assert "December" in seen["year"] or "Dec" in seen["year"]
    assert "Scaling" in seen["topics"]
    assert [kind for kind in ("topic", "topic year", "topic month") if "A Title" not in seen[kind]] == []
    assert "script" in seen["search"].lower()
    assert "Archive" in seen["search"]
    assert "An abstract." in seen_of_paper


def test_a_text_that_smuggles_a_script_would_not_run_it(context: BrowserContext, site: EveryKind) -> None:
    """The policy in the head of a page holds on a host that sends none: a script that got into it does nothing."""
    page = context.new_page()
    smuggled = '<h1 id="seen">A page</h1><script>document.title = "ran"</script>'
    home = (site.folder / "index.html").read_text("utf-8").replace("<main", f"{smuggled}<main", 1)
    page.route("**/smuggled", lambda route: route.fulfill(body=home, content_type="text/html; charset=utf-8"))
    page.goto(f"{site.address}smuggled")
    page.locator("#seen").wait_for()
    assert page.title() != "ran"


def test_only_a_site_with_search_allows_webassembly(tmp_path: Path) -> None:
    site = every_kind.write(tmp_path, paper_count=1)
    site.write("site.yaml", SITE_YAML)
    site.build()
    assert "'wasm-unsafe-eval'" in _policy(site.page("index.html"))
    site.write("site.yaml", SITE_YAML + "pages: {search: false}\n")
    site.build()
    assert _policy(site.page("index.html")).startswith("default-src 'self'; script-src 'self'; object-src 'none';")


def _policy(html: str) -> str:
    metas = [each for each in parsed(html.encode()).iter("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    return str(metas[0].get("content"))


def _seen(page: Page, address: str) -> str:
    """What a reader sees on a page, which has a heading."""
    page.goto(address)
    page.locator("h1:visible").first.wait_for()
    return page.locator("main").inner_text()
