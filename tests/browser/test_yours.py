"""What a reader keeps in the browser, and the keys, on the site of the seeds: by hand, by key and by touch."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

DAY = "2025/09/02/"
PAPER = "papers/memascend-system-memory-optimization-for-ssd-offloaded-llm-fine-tuning/"
TITLES = (
    "Critique-GRPO: Advancing LLM Reasoning with Natural Language and Numerical Feedback",
    "STP: Self-play LLM Theorem Provers with Iterative Conjecturing and Proving",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STORED = "JSON.parse(localStorage.getItem('sitegen:1:/'))"
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
NO_HIGHLIGHTS = "delete window.Highlight"
# What saved-link.js makes of any list, hostile ones too.
LINK_OF = """async (papers) => (await import(document.getElementById('saved').dataset.link)).toLink(papers)"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        context.set_default_timeout(15_000)
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def stored(page: Page) -> Any:
    return page.evaluate(STORED)


def card(page: Page, number: int) -> Any:
    return page.locator("li.card").nth(number - 1)


def said(page: Page, text: str) -> None:
    expect(page.locator("[aria-live=polite].said")).to_contain_text(text)


def open_saved(page: Page, site: str) -> None:
    """Opens the page of the list, and waits until it is filled."""
    page.goto(f"{site}saved/")
    expect(page.locator("#saved[data-filled]")).to_be_attached()


def no_violation(page: Page) -> None:
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


# ---- Keys ----


def test_j_and_k_move_the_focus_from_title_to_title_and_o_opens(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    focused = page.locator(":focus")
    press(page, "j")
    expect(focused).to_have_text(TITLES[0])
    press(page, "j")
    expect(focused).to_have_text(TITLES[1])
    for _ in range(9):
        press(page, "j")
    expect(focused).to_be_in_viewport()
    for _ in range(12):
        press(page, "k")
    expect(focused).to_have_text(TITLES[0])
    press(page, "o")
    expect(page.locator("h1")).to_have_text(TITLES[0])


def test_on_a_paper_j_leads_to_the_older_and_k_to_the_newer_one(page: Page, seed_site: str) -> None:
    page.goto(seed_site + PAPER)
    older = page.locator("nav a[rel=prev]").get_attribute("href")
    press(page, "j")
    expect(page).to_have_url(re.compile(f"{re.escape(str(older))}$"))
    page.wait_for_load_state()
    press(page, "k")
    expect(page).to_have_url(seed_site + PAPER)


def test_search_results_can_be_walked_and_saved(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=stability+gap")
    expect(page.locator("#results [data-do=save]")).to_have_count(2)
    page.locator("#results h3 a").first.focus()
    title = page.locator(":focus").inner_text()
    press(page, "s")
    said(page, f"Saved: {title}")
    press(page, "j")
    expect(page.locator(":focus")).not_to_have_text(title)
    assert [paper["title"] for paper in stored(page)["saved"]] == [title]


def test_g_and_a_letter_lead_to_the_pages_of_the_menu(page: Page, seed_site: str) -> None:
    page.goto(seed_site + PAPER)
    press(page, "g", "a")
    expect(page).to_have_url(f"{seed_site}archive/")
    page.wait_for_load_state()
    press(page, "g", "s")
    expect(page).to_have_url(f"{seed_site}saved/")


def test_keys_wait_while_somebody_types_or_holds_another_key(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    press(page, "/", "j", "s", "?", "m")
    expect(page.locator("#q")).to_have_value("js?m")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("#q").blur()
    press(page, "Control+j", "Alt+s")
    expect(page.locator(".title a:focus")).to_have_count(0)
    assert stored(page) is None


def test_keys_go_on_after_an_order_was_chosen(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    page.get_by_role("radio", name="Comfortable").focus()
    press(page, "Space", "j", "s")
    expect(page.locator(".title a:focus")).to_have_text(TITLES[0])
    said(page, f"Saved: {TITLES[0]}")
    assert len(stored(page)["saved"]) == 1


def test_the_help_is_a_dialog_that_gives_the_focus_back(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    press(page, "j", "?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Next and previous paper")
    no_violation(page)
    press(page, "j", "Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(":focus")).to_have_text(TITLES[0])


def test_single_keys_can_be_switched_off_for_good(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    page.get_by_role("contentinfo").get_by_role("link", name="Keys").click()
    dialog = page.get_by_role("dialog", name="Keys")
    dialog.get_by_label("Single keys are on").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.reload()
    press(page, "j", "/", "?")
    expect(page.locator("dialog, .title a:focus, #q:focus")).to_have_count(0)
    page.get_by_role("contentinfo").get_by_role("link", name="Keys").click()
    expect(dialog.get_by_label("Single keys are on")).not_to_be_checked()


# ---- Saving and reading ----


def test_a_saved_paper_is_saved_everywhere_and_in_every_tab(context: BrowserContext, seed_site: str) -> None:
    one, other = context.new_page(), context.new_page()
    for page, path in ((one, DAY), (other, "saved/")):
        page.goto(seed_site + path)
    button = card(one, 2).get_by_role("button", name=f"Save: {TITLES[1]}")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    said(one, f"Saved: {TITLES[1]}")
    expect(card(one, 2).get_by_role("button", name=f"Saved: {TITLES[1]}")).to_have_attribute("aria-pressed", "true")
    expect(one.get_by_role("navigation", name="Main menu")).to_contain_text("Saved 1")
    expect(other.locator("#saved-list a")).to_have_text(TITLES[1])
    other.locator("#saved-list [data-do=save]").click()
    expect(card(one, 2).locator("[data-do=save]")).to_have_attribute("aria-pressed", "false")
    # A slip can be mended, until the page is left.
    expect(other.locator("#saved-list a")).to_have_count(1)
    other.reload()
    expect(other.locator("#saved-list a")).to_have_count(0)
    expect(other.locator("#saved-empty")).to_be_visible()


def test_the_way_back_shows_what_was_saved_meanwhile(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    press(page, "j", "o")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(card(page, 1).locator("[data-do=save]")).to_have_attribute("aria-pressed", "true")


def test_opening_a_paper_marks_it_as_read_only_for_readers_who_want_that(page: Page, seed_site: str) -> None:
    page.goto(seed_site + PAPER)
    mark = page.locator("article [data-do=read]")
    expect(mark).to_have_text("Mark as read")
    assert stored(page) is None
    page.goto(f"{seed_site}saved/")
    page.get_by_label("Mark a paper as read when I open its page").check()
    page.goto(seed_site + PAPER)
    expect(mark).to_have_text("Read")
    page.goto(seed_site + DAY)
    read = page.locator("li.is-read")
    expect(read).to_have_count(1)
    assert read.locator(".title a").evaluate("(link) => getComputedStyle(link).fontWeight") == "400"


def test_on_a_phone_a_button_is_44_pixels_and_moves_nothing(browser: Browser, seed_site: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(seed_site + DAY)
        box = card(page, 1).locator("[data-do=save]").bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        before = page.locator("li.card").evaluate_all("(cards) => cards.map((card) => card.offsetHeight)")
        page.locator(".mine").evaluate_all("(places) => places.forEach((place) => place.remove())")
        assert page.locator("li.card").evaluate_all("(cards) => cards.map((card) => card.offsetHeight)") == before


# ---- Watching ----


@pytest.mark.parametrize("script", ["", NO_HIGHLIGHTS])
def test_watched_words_and_names_are_marked_and_named(script: str, page: Page, seed_site: str) -> None:
    page.add_init_script(script)
    open_saved(page, seed_site)
    for label, text in (("Words", "Theorem  prover*"), ("Words", "<b>"), ("Names of authors", "hao sün")):
        page.get_by_label(label, exact=True).fill(text)
        press(page, "Enter")
    expect(page.locator(".watch-list li")).to_have_text(["Theorem prover*×", "<b>×", "hao sün×"])
    page.goto(seed_site + DAY)
    expect(card(page, 1)).to_contain_text("You watch: hao sün")
    expect(card(page, 2)).to_contain_text("You watch: Theorem prover*")
    expect(card(page, 3)).not_to_contain_text("You watch")
    marked = (
        page.locator("mark").all_inner_texts()
        if script
        else page.evaluate("[...CSS.highlights.get('watched')].map((range) => range.toString())")
    )
    assert marked[:2] == ["Hao Sun", "Theorem Provers"]
    expect(card(page, 2).locator("h2 a")).to_have_text(TITLES[1])


def test_a_watched_word_of_a_language_without_spaces_is_marked_among_others(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    marked = page.evaluate("""async () => {
        document.querySelector("li.card .title a").textContent = "用LLM训练扩散模型 LLMs";
        (await import(document.getElementById("yours").dataset.watch)).mark({ words: ["扩散", "LLM"] }, "{words}");
        return [...CSS.highlights.get("watched")].map((range) => range.toString());
    }""")
    assert marked[:2] == ["LLM", "扩散"]
    assert page.locator("li.card .title").first.locator("xpath=..").locator(".watched").inner_text() == "LLM, 扩散"


def test_a_watched_word_is_marked_in_related_papers_too(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}papers/scaling-laws-of-synthetic-data-for-language-models/")
    marked = page.evaluate("""async () => {
        const title = document.querySelector(".related .title");
        const { mark } = await import(document.getElementById("yours").dataset.watch);
        mark({ words: [title.textContent.trim()] }, "{words}");
        return [...CSS.highlights.get("watched")].some((range) => title.contains(range.startContainer));
    }""")
    assert marked


def test_a_watched_word_with_signs_of_a_pattern_is_named_as_it_was_written(page: Page, seed_site: str) -> None:
    page.goto(seed_site + DAY)
    named = page.evaluate("""async () => {
        document.querySelector("li.card .title a").textContent = "From US$& to $$x";
        (await import(document.getElementById("yours").dataset.watch)).mark({ words: ["US$&", "$$x"] }, "{words}");
        return document.querySelector("li.card .watched").textContent;
    }""")
    assert named == "US$&, $$x"


# ---- A link to the list ----


def test_a_shared_list_is_shown_apart_and_added_only_when_the_reader_says_so(
    browser: Browser, page: Page, seed_site: str
) -> None:
    page.goto(seed_site + DAY)
    press(page, "j", "s", "j", "s")
    said(page, TITLES[1])
    page.goto(f"{seed_site}saved/")
    page.get_by_role("button", name="Copy a link").click()
    link = page.get_by_label("The link")
    expect(link).to_be_visible()
    with browser.new_context() as theirs:
        other = theirs.new_page()
        other.goto(link.input_value())
        shared = other.get_by_role("region", name="Shared with you")
        expect(shared.locator("a")).to_have_text([TITLES[1], TITLES[0]])
        assert stored(other) is None
        no_violation(other)
        shared.get_by_role("button", name="Add all").click()
        said(other, "2 papers added")
        expect(shared).to_be_hidden()
        expect(other).to_have_url(f"{seed_site}saved/")
        expect(other.locator("#saved-list a")).to_have_text([TITLES[1], TITLES[0]])
        other.locator("#saved-list a").first.click()
        expect(other.locator("h1")).to_have_text(TITLES[1])


def test_a_hostile_link_shows_text_and_leads_nowhere_else(page: Page, seed_site: str) -> None:
    attack = "<img src=x onerror=alert(1)>\u202egnp.exe"
    papers = [
        {"path": path, "title": attack}
        for path in (
            "javascript:alert(1)",
            "//evil.example/papers/a/",
            "https://evil.example/papers/b/",
            "/\\evil.example/c/",
            "data:text/html,d",
            "papers/fine/",
        )
    ]
    page.goto(f"{seed_site}saved/")
    hash_ = page.evaluate(LINK_OF, [*papers, {"path": 5, "title": ["x"]}, {"path": "papers/untitled/", "title": ""}])
    page.goto(f"{seed_site}saved/#{hash_['text']}")
    links = page.locator("#shared-list a")
    expect(links).to_have_text(["<img src=x onerror=alert(1)> gnp.exe"])
    assert links.evaluate("(link) => link.href") == f"{seed_site}papers/fine/"
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("hash_", ["#list=1.AAAA", "#list=1.!", "#list=9.x", "#list="])
def test_a_damaged_link_is_said_to_be_one(hash_: str, page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}saved/{hash_}")
    expect(page.get_by_role("alert")).to_have_text(re.compile("link cannot be read"))


def test_a_script_that_is_missing_is_said_and_the_list_stays(page: Page, seed_site: str) -> None:
    page.route("**/saved-*.js*", lambda route: route.fulfill(status=404))
    page.goto(f"{seed_site}saved/#list=1.x")
    said(page, "could not be loaded")
    expect(page.locator("#saved[data-filled] #saved-empty")).to_be_visible()


def test_nothing_can_be_typed_before_a_script_listens(page: Page, seed_site: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/keep.js*", hold)
    page.goto(f"{seed_site}saved/")
    box = page.get_by_label("Words", exact=True)
    # A page whose script is late shows what it has after a moment.
    expect(box).to_be_visible()
    focus = "(box) => (box.focus(), box.matches(':focus'))"
    assert not box.evaluate(focus)
    held[0].continue_()
    expect(page.locator("#saved[data-filled]")).to_be_attached()
    assert box.evaluate(focus)


def test_a_link_holds_the_newest_papers_of_a_long_list(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}saved/")
    papers = [
        {"path": f"papers/{number * 7919 % 10007:x}{number}/", "title": f"{number} " * 60} for number in range(500)
    ]
    link = page.evaluate(LINK_OF, papers)
    assert len(link["text"]) <= 8000
    assert 0 < link["count"] <= 100


# ---- What a page loads ----


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (DAY, 8_000),
        ("saved/", 8_000),
    ],
)
def test_little_script_is_loaded_before_a_reader_asks_for_something(
    path: str, most: int, page: Page, seed_site: str
) -> None:
    bodies: list[bytes] = []
    page.on("response", lambda answer: bodies.append(answer.body()) if ".js" in answer.url else None)
    page.goto(seed_site + path, wait_until="networkidle")
    assert len(bodies) >= 3
    assert sum(len(gzip.compress(body)) for body in bodies) < most


# ---- What the browser keeps ----


@pytest.mark.parametrize(
    "text", ["{", "7", '{"saved": {"a": 1}, "read": 3, "words": "abc", "authors": [{}]}', '{"saved": [null, {}]}']
)
def test_what_is_broken_or_foreign_in_the_storage_stops_nothing(text: str, page: Page, seed_site: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{seed_site}404.html")
    page.evaluate("(text) => localStorage.setItem('sitegen:1:/', text)", text)
    page.goto(seed_site + DAY)
    press(page, "j", "s")
    said(page, TITLES[0])
    assert [paper["title"] for paper in stored(page)["saved"]] == [TITLES[0]]
    assert errors == []


def test_a_browser_without_storage_gets_no_buttons_and_is_told_why(page: Page, seed_site: str) -> None:
    page.add_init_script(NO_STORAGE)
    page.goto(seed_site + DAY)
    press(page, "j", "s")
    expect(page.locator(":focus")).to_have_text(TITLES[0])
    expect(page.locator("[data-do]")).to_have_count(0)
    page.goto(f"{seed_site}saved/")
    expect(page.get_by_role("alert")).to_contain_text("keeps nothing for this site")


def test_a_full_storage_is_said_and_the_button_stays_as_it_was(page: Page, seed_site: str) -> None:
    page.add_init_script(FULL)
    page.goto(seed_site + DAY)
    press(page, "j", "s")
    said(page, "could not be kept")
    expect(card(page, 1).locator("[data-do=save]")).to_have_attribute("aria-pressed", "false")


def test_all_can_be_taken_along_as_a_file_and_erased(page: Page, seed_site: str, tmp_path: Path) -> None:
    page.goto(seed_site + DAY)
    press(page, "j", "s", "m")
    said(page, "Read")
    before = stored(page)
    for kept in ("searches", "theme", "order", "density"):
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [kept, '["dark"]'])
    page.goto(f"{seed_site}saved/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    file = tmp_path / "papers.json"
    download.value.save_as(file)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Erase everything").click()
    said(page, "Erased")
    assert page.evaluate("Object.keys(localStorage)") == []
    expect(page.locator("#saved-empty")).to_be_visible()
    for text in ("[]", "no JSON", json.dumps({"format": "sitegen-reader", "version": 2})):
        page.locator("#import").set_input_files({"name": "x", "mimeType": "", "buffer": text.encode()})
        said(page, "no list of this site")
        assert page.evaluate("localStorage.length") == 0
    page.locator("#import").set_input_files(file)
    said(page, "Added")
    assert stored(page) == before


def test_two_sites_of_one_host_do_not_share_a_list(context: BrowserContext, seed_site_below: str) -> None:
    page = context.new_page()
    page.goto(seed_site_below + DAY)
    press(page, "j", "s")
    said(page, TITLES[0])
    assert page.evaluate("Object.keys(localStorage)") == ["sitegen:1:/daily-papers/"]
    page.goto(f"{seed_site_below}saved/")
    assert (
        page.locator("#saved-list a")
        .evaluate("(link) => new URL(link.href).pathname")
        .startswith("/daily-papers/papers/")
    )


def test_without_script_the_list_says_that_it_needs_it_and_no_button_shows(browser: Browser, seed_site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{seed_site}saved/")
        expect(page.locator("noscript p")).to_be_visible()
        assert "Your list needs JavaScript" in page.locator("noscript").inner_html()
        expect(page.locator("main button:visible, main input:visible")).to_have_count(0)
        page.goto(seed_site + DAY)
        expect(page.locator("[data-do]")).to_have_count(0)
        expect(page.get_by_role("link", name="Saved")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_full_list_has_no_accessibility_violation(scheme: str, browser: Browser, seed_site: str) -> None:
    with browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(seed_site + DAY)
        press(page, "j", "s", "j", "m")
        said(page, "Read")
        no_violation(page)
        open_saved(page, seed_site)
        page.get_by_label("Words", exact=True).fill("learning")
        press(page, "Enter")
        expect(page.locator(".watch-list li")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        no_violation(page)
