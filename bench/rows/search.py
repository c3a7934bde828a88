"""The first search of a reader: from opening the search page with a query to the first results, in a real browser."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import msgspec
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from bench.counting import Answer, Server, served
from bench.goals import goal_of
from bench.queries import Query, frequencies, spread
from bench.report import Result
from bench.running import in_turn, median
from bench.workshop import FULL, Workshop

QUERY_COUNT = 12
_QUIET_S = 1.0
_LIMIT_MS = 60_000
# As root, and without Chromium's own calls to its makers.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Notes when the first result is on the screen, in milliseconds since 1970.
_WATCH = """
new MutationObserver((_, observer) => {
  if (!document.querySelector("#results li")) return;
  observer.disconnect();
  requestAnimationFrame(() => (window.firstResultAt = performance.timeOrigin + performance.now()));
}).observe(document, { childList: true, subtree: true });
"""


class Visit(NamedTuple):
    """A search in a browser that has nothing of the site yet.

    shown_s: until the first results. shown_bytes, all_bytes: what was sent until then, and until no more came.
    bundles: the folders below `pagefind/` of which something was asked until then. said: what the page said at the end.
    """

    shown_s: float
    shown_bytes: int
    all_bytes: int
    bundles: frozenset[str]
    said: str


class Found(NamedTuple):
    """The medians of the visits with one query. is_newest_alone: the bundles asked first filled the screen."""

    query: Query
    shown_s: float
    shown_bytes: float
    all_bytes: float
    is_newest_alone: bool
    said: str


def search(shop: Workshop) -> Iterator[Result]:
    """Twelve queries. The goals depend on whether the newest bundles were enough for the first results."""
    site = shop.built(FULL, shop.paper_count)
    bundles = _bundles(site.public)
    texts = (path.read_text("utf-8") for path in sorted(site.papers.content.glob("2*/*/*/*.md")))
    queries = spread(frequencies(text.split("\n---\n", 1)[1] for text in texts), QUERY_COUNT)
    with served(site.public) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=_ARGUMENTS)
        _visit(browser, server, queries[-1])  # the browser's own first start, and the page cache
        visits = in_turn(shop.rounds, *(lambda query=query: _visit(browser, server, query) for query in queries))
        browser.close()
    # Whatever the page asks first, it has the most common word.
    newest = frozenset[str]().union(*(visit.bundles for visit in visits[-1]))
    found = [_found(query, of_query, newest) for query, of_query in zip(queries, visits, strict=True)]
    shop.say(f"bundles: {len(bundles)}, of which {len(newest)} are asked first")
    for each in found:
        shop.say(_told(each))
    for name, how, of_class in (
        ("newest", "the newest bundles fill the screen", [each for each in found if each.is_newest_alone]),
        ("older", "older bundles are needed", [each for each in found if not each.is_newest_alone]),
    ):
        if of_class:
            what = f"first search of {shop.paper_count:,} papers, {how}, worst of {len(of_class)} queries"
            shown_s, sent = max(each.shown_s for each in of_class), max(each.shown_bytes for each in of_class)
            later = max(each.all_bytes for each in of_class)
            yield Result(
                what=f"{what}: time",
                sitegen=f"median of the queries {median([each.shown_s for each in of_class]):.2f} s",
                value=shown_s,
                unit=" s",
                goal=goal_of(f"search {name} time", shop.paper_count),
            )
            yield Result(
                what=f"{what}: bytes until then",
                sitegen=f"with what came later {later / 1e6:.2f} MB",
                value=sent / 1e6,
                unit=" MB",
                goal=goal_of(f"search {name} bytes", shop.paper_count),
            )


def _bundles(public: Path) -> tuple[str, ...]:
    """The folders of the bundles below `pagefind/`, newest first."""
    listed = msgspec.json.decode((public / "pagefind" / "bundles.json").read_bytes())
    return tuple(each["path"].strip("/") for each in listed["bundles"])


def _visit(browser: Browser, server: Server, query: Query) -> Visit:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(_WATCH)
    page = context.new_page()
    server.answers.clear()
    page.goto(f"{server.address}search/?q={query.word}")
    try:
        page.wait_for_function("window.firstResultAt", timeout=_LIMIT_MS)
    except PlaywrightTimeoutError:
        said = page.locator("#search-status").inner_text()
        raise click.ClickException(f"no result for '{query.word}'; the page says: {said}") from None
    shown_at = float(page.evaluate("window.firstResultAt / 1000"))
    shown_s = shown_at - float(page.evaluate("performance.timeOrigin / 1000"))
    _wait_for_quiet(server)
    said = page.locator("#search-status").inner_text()
    context.close()
    until_then = [answer for answer in server.answers if answer.at <= shown_at]
    return Visit(
        shown_s=shown_s,
        shown_bytes=_byte_count(until_then),
        all_bytes=_byte_count(server.answers),
        bundles=frozenset(filter(None, map(_bundle_of, until_then))),
        said=said,
    )


def _wait_for_quiet(server: Server) -> None:
    while not server.answers or time.time() - server.answers[-1].at < _QUIET_S:
        time.sleep(0.05)


def _byte_count(answers: list[Answer]) -> int:
    return sum(answer.byte_count for answer in answers)


def _bundle_of(answer: Answer) -> str:
    """'2016-03-8c89f3' of '/pagefind/2016-03-8c89f3/index/…'; nothing of what is not in a bundle, as the script."""
    parts = answer.path.split("/")
    return parts[2] if parts[1] == "pagefind" and len(parts) > 3 and parts[2][:4].isdigit() else ""


def _found(query: Query, visits: tuple[Visit, ...], newest: frozenset[str]) -> Found:
    return Found(
        query,
        shown_s=median([visit.shown_s for visit in visits]),
        shown_bytes=median([visit.shown_bytes for visit in visits]),
        all_bytes=median([visit.all_bytes for visit in visits]),
        is_newest_alone=all(visit.bundles <= newest for visit in visits),
        said=visits[-1].said,
    )


def _told(found: Found) -> str:
    whence = "newest bundles" if found.is_newest_alone else "older bundles too"
    sent = f"{found.shown_bytes / 1e6:.2f} MB, in the end {found.all_bytes / 1e6:.2f} MB"
    return (
        f"  {found.query.word} (in {found.query.paper_count:,} papers): {found.shown_s:.2f} s, {sent}, {whence};"
        f" the page says: {found.said}"
    )


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise click.ClickException("no Chromium: install one, or set CHROMIUM to its program")
    return found
