"""How many bytes a reader pays: of pages, style, script and a first search, packed as tightly as gzip can."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from audit.kinds import largest_pages
from audit.sizes import KB, byte_count, over_budget, sizes
from bench.counting import Server, served
from tests.browser import every_kind
from tests.harness import ROOT, SHARED, SiteTest, run

_FETCHED = "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)"


def file_of(folder: Path, address: str) -> Path:
    path = folder / address.lstrip("/")
    return path / "index.html" if path.is_dir() else path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """A site whose largest day has 40 papers."""
    made = every_kind.write(tmp_path_factory.mktemp("budgets"), paper_count=40)
    made.build()
    return made


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published site of the seeds."""
    folder = tmp_path_factory.mktemp("seeds") / "public"
    done = run(ROOT, "build", "--output", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def test_a_day_of_40_papers_has_at_most_35_kilobytes(site: SiteTest) -> None:
    day = site.folder / "public/2025/09/03/index.html"
    assert day.read_text("utf-8").count('<li class="card') == 40
    assert byte_count(day) <= 35 * KB


def test_no_paper_has_more_than_10_kilobytes(site: SiteTest, seeds: Path) -> None:
    papers = [*(site.folder / "public/papers").glob("*/index.html"), *(seeds / "papers").glob("*/index.html")]
    assert max(map(byte_count, papers)) <= 10 * KB


def test_the_home_page_of_the_seeds_has_at_most_25_kilobytes(seeds: Path) -> None:
    assert byte_count(seeds / "index.html") <= 25 * KB


def test_all_style_has_at_most_10_kilobytes(seeds: Path) -> None:
    sheets = list((seeds / "assets").rglob("*.css"))
    assert sheets != []
    assert sum(map(byte_count, sheets)) <= 10 * KB


def test_no_page_fetches_more_than_8_kilobytes_of_script_before_a_search(browser: Browser, site: SiteTest) -> None:
    public = site.folder / "public"
    kinds = {kind: path for kind, path in largest_pages(public).items() if kind not in ("search", "saved")}
    fetched = {}
    with served(public) as server, browser.new_context() as context:
        pages = {kind: context.new_page() for kind in kinds}
        for kind, page in pages.items():
            page.goto(server.address + kinds[kind])
        for kind, page in pages.items():
            page.wait_for_load_state("networkidle")
            scripts = [name for name in page.evaluate(_FETCHED) if name.endswith(".js")]
            fetched[kind] = sum(byte_count(file_of(public, name)) for name in scripts)
    assert {kind: count for kind, count in fetched.items() if count > 8 * KB} == {}
    assert min(fetched.values()) > 0


def test_the_search_page_fetches_at_most_8_kilobytes_of_script_before_a_search(
    browser: Browser, site: SiteTest
) -> None:
    assert 0 < _script_byte_count(browser, site, "search/") <= 8 * KB


def test_the_page_of_saved_papers_fetches_at_most_8_kilobytes_of_script(browser: Browser, site: SiteTest) -> None:
    assert 0 < _script_byte_count(browser, site, "saved/") <= 8 * KB


def test_a_first_search_fetches_at_most_150_kilobytes(page: Page, seeds: Path) -> None:
    with served(seeds) as server:
        page.goto(f"{server.address}search/?q=stability+gap")
        page.locator("#results li").first.wait_for()
        page.wait_for_load_state("networkidle")
        fetched = _fetched(server, seeds)
    assert any(name.startswith("/pagefind/") for name in fetched)
    assert sum(fetched.values()) <= 150 * KB


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/data: a year of a digest is optional")
def test_a_year_of_a_digest_stays_within_the_budgets(tmp_path: Path) -> None:
    made = SiteTest(tmp_path).without_search()
    made.write("topics.yaml", (ROOT / "topics.yaml").read_text("utf-8"))
    done = made.run("ingest", "--format", "json", str(SHARED / "hf-daily-2024.jsonl.gz"))
    assert done.returncode == 0, done.stderr
    made.build()
    assert over_budget(sizes(made.folder / "public")) == []


def _script_byte_count(browser: Browser, site: SiteTest, path: str) -> int:
    """What a page fetches of script, in a browser that comes for the first time and does nothing."""
    public = site.folder / "public"
    with served(public) as server, browser.new_context() as context:
        page = context.new_page()
        page.goto(server.address + path)
        page.wait_for_load_state("networkidle")
        return sum(count for name, count in _fetched(server, public).items() if name.endswith(".js"))


def _fetched(server: Server, folder: Path) -> Mapping[str, int]:
    """What was sent, by path; each file counts once, as it does for a browser that keeps it."""
    files = {answer.path: file_of(folder, answer.path) for answer in server.answers}
    return {path: byte_count(file) for path, file in files.items() if file.is_file()}
