"""Languages in a real browser: the German seeds, papers in other scripts, a site that runs from right to left."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sitegen.render.catalogue import Catalogue
from sitegen.render.plurals import _RULES, rule_of
from sitegen.render.theme import find_theme
from tests.browser.test_reading import KINDS, RULES
from tests.harness import ROOT, SITE_YAML, SiteTest, run

LONG_WORD = "Skalierungsgesetzmäßigkeitsuntersuchungen"
ARABIC = {
    "title": "BERT للعربية؟",
    "lang": "ar",
    "authors": "[Ahmed Hassan, فاطمة الزهراء]",
    "votes": "1234",
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def german_site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    """The site of the seeds with a German interface, long German names, and three papers in other scripts."""
    folder = tmp_path_factory.mktemp("site")
    site = SiteTest(folder)
    settings = (ROOT / "site.yaml").read_text(encoding="utf-8")
    site.write("site.yaml", f"{settings}language: de\npaper_language: en\n")
    topics = (ROOT / "topics.yaml").read_text(encoding="utf-8")
    assert "name: Scaling\n" in topics
    site.write("topics.yaml", topics.replace("name: Scaling\n", f"name: {LONG_WORD}\n"))
    site.write("content/pages/lang.md", f"---\ntitle: {LONG_WORD}\n---\n\n{LONG_WORD}.\n")
    for path in (ROOT / "content").rglob("*.md"):
        site.write(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    site.entry("2025/09/02/arabic", "نموذج لغوي كبير.", **ARABIC)
    site.entry("2025/09/02/hebrew", "סקירה.", title="מודלי שפה GPT-4", lang="he", votes="77")
    site.entry("2025/09/02/japanese", "評価する。", title="大規模言語モデル", lang="ja", votes="66")
    done = run(folder, "build")
    assert (done.returncode, done.stderr) == (0, "")
    return served(folder / "public", "/")


@pytest.fixture(scope="module")
def arabic_site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    """A site whose interface is Arabic, by words of its own for some strings."""
    site = SiteTest(tmp_path_factory.mktemp("site"))
    site.write("site.yaml", f"{SITE_YAML}language: ar\npaper_language: en\npages: {{search: false}}\n")
    site.write("strings/ar.yaml", "archive: الأرشيف\n")
    site.entry("2025/09/02/english", title="An English title?").entry("2025/09/02/arabic", **ARABIC)
    site.build()
    return served(site.folder / "public", "/")


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"search"}))
def test_german_fits_a_phone_of_320_pixels(kind: str, page: Page, german_site: str) -> None:
    page.goto(german_site + KINDS[kind])
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_day_in_german_has_no_barrier(page: Page, german_site: str) -> None:
    page.goto(f"{german_site}2025/09/02/")
    expect(page.locator("h1")).to_have_text("Dienstag, 2. September 2025")
    expect(page.locator("#arabic .aside .count")).to_have_text("1.234 Stimmen")
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


def test_a_paper_says_its_language_and_its_letters_run_their_way(page: Page, german_site: str) -> None:
    page.goto(f"{german_site}2025/09/02/")
    told = {
        key: page.locator(f"#{key} .title span").first.evaluate("e => [e.lang, getComputedStyle(e).direction]")
        for key in ("arabic", "hebrew", "japanese")
    }
    assert told == {"arabic": ["ar", "rtl"], "hebrew": ["he", "rtl"], "japanese": ["ja", "ltr"]}
    page.goto(f"{german_site}papers/arabic/")
    assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator(".abstract").evaluate("e => [e.lang, getComputedStyle(e).direction]") == ["ar", "rtl"]
    assert page.locator(".authors").evaluate("e => getComputedStyle(e).direction") == "ltr"
    neighbour = page.locator(".neighbours a.older span[lang]")
    assert neighbour.evaluate("e => [e.lang, e.dir]") == ["he", "rtl"]


def test_a_search_in_german_counts_in_german_and_stems_in_the_language_of_the_papers(
    page: Page, german_site: str
) -> None:
    page.goto(f"{german_site}search/?q=scaled")
    expect(page.get_by_role("status")).to_contain_text("Paper gefunden", timeout=60_000)
    expect(page.locator("#results mark").filter(has_text="Scaling").first).to_be_visible()
    page.goto(f"{german_site}search/?q=نموذج")
    expect(page.get_by_role("status")).to_have_text("Ein Paper gefunden", timeout=60_000)
    assert page.locator("#results .title").evaluate("e => [e.lang, e.dir]") == ["ar", "rtl"]
    assert page.locator("#results .authors bdi").all_text_contents() == ["Ahmed Hassan", "فاطمة الزهراء"]
    expect(page.locator("#results .votes")).to_have_text("1.234 Stimmen")


def test_a_site_of_a_language_from_right_to_left_is_mirrored(page: Page, arabic_site: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{arabic_site}2025/09/02/")
    assert page.locator("html").evaluate("e => [e.lang, e.dir]") == ["ar", "rtl"]
    menu, brand = (page.locator(name).bounding_box() for name in (".menu", ".brand"))
    assert menu is not None
    assert brand is not None
    assert menu["x"] < brand["x"]
    assert page.locator("#english .title").evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert page.locator("#arabic .title span").first.evaluate("e => [e.lang, e.dir]") == ["", "rtl"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


_COVERED = """() => [...document.querySelectorAll("li[data-paper]")].filter((row) => {
  const text = document.createRange();
  text.selectNodeContents(row.querySelector(".title"));
  const button = row.querySelector("[data-do=save]").getBoundingClientRect();
  return [...text.getClientRects()].some((line) => line.left < button.right && button.left < line.right &&
    line.top < button.bottom && button.top < line.bottom);
}).map((row) => row.textContent)"""


@pytest.mark.parametrize("path", ["2025/09/02/", "2025/09/"])
@pytest.mark.parametrize("which", ["german_site", "arabic_site"])
def test_no_title_runs_below_the_button_beside_it(
    which: str, path: str, page: Page, request: pytest.FixtureRequest
) -> None:
    page.goto(request.getfixturevalue(which) + path)
    page.locator("[data-do=save]").first.wait_for()
    assert page.evaluate(_COVERED) == []


def test_plural_forms_are_those_of_the_browser(page: Page) -> None:
    numbers = [*range(220), 1000, 1001, 1_000_000, 2_000_000]
    script = """([tags, numbers]) => tags.map((tag) => {
        const rules = new Intl.PluralRules(tag);
        return numbers.map((number) => rules.select(number));
    })"""
    tags = ["en", "de", "sv", "nl", "es-MX", "zh-Hant-TW", *sorted(_RULES)]
    found = page.evaluate(script, [tags, numbers])
    assert dict(zip(tags, found, strict=True)) == {tag: [rule_of(tag)(n) for n in numbers] for tag in tags}


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_write_numbers_as_scripts_do(language: str, page: Page, tmp_path: Path) -> None:
    catalogue = Catalogue(find_theme(tmp_path, "digest", language).strings)
    numbers = [0, 999, 1000, 1234, 1_234_567]
    found = page.evaluate("([tag, ns]) => ns.map((n) => n.toLocaleString(tag))", [language, numbers])
    assert found == [catalogue.number(number) for number in numbers]
