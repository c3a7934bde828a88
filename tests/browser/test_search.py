"""The search as a reader uses it, in a real browser, on the site of the seeds."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.harness import ROOT, SiteTest

STABILITY_GAP = {
    "Efficient Continual Pre-training by Mitigating the Stability Gap",
    "Continual evaluation for lifelong learning: Identifying the stability gap",
}
PATIENCE_MS = 30_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def small_site(tmp_path: Path, served: Callable[[Path, str], str]) -> str:
    site = SiteTest(tmp_path)
    site.entry("2025/03/01/a", title="Compilers for C++", body="From C++ to Rust.")
    site.entry("2025/03/02/b", title="The tag <think>", body="It writes <think> before it answers.")
    site.entry("2025/03/03/c", title="Vitamin C", body="An essay on the letter C, scaled.")
    site.build()
    return served(tmp_path / "public", "/")


def titles(page: Page) -> list[str]:
    return page.locator("#results h3").all_inner_texts()


def wait_for_status(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_have_text(text, timeout=PATIENCE_MS)


@pytest.mark.parametrize("place", ["seed_site", "seed_site_below"])
def test_searching_from_the_home_page_finds_both_papers_on_the_stability_gap(
    place: str, page: Page, request: pytest.FixtureRequest
) -> None:
    address: str = request.getfixturevalue(place)
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("stability gap")
    page.get_by_role("button", name="Search", exact=True).click()
    wait_for_status(page, "2 papers found")
    expect(page).to_have_url(f"{address}search/?q=stability+gap")
    assert set(titles(page)) == STABILITY_GAP
    page.locator("#results a").first.click()
    expect(page.locator("h1")).to_have_text(re.compile("stability gap", re.IGNORECASE))
    expect(page).to_have_url(re.compile(rf"^{re.escape(address)}papers/"))


def test_a_result_shows_title_date_topics_and_an_excerpt_with_the_words_marked(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=chart-to-code")
    wait_for_status(page, "One paper found")
    result = page.locator("#results li")
    expect(result).to_contain_text("Breaking the SFT Plateau")
    expect(result).to_contain_text("2 Sep 2025")
    expect(result).to_contain_text("Multimodal")
    assert result.locator("mark").count() > 0


def test_topics_of_a_result_follow_its_authors_where_the_line_goes_on(page: Page, seed_site: str) -> None:
    page.set_viewport_size({"width": 700, "height": 800})
    page.goto(f"{seed_site}search/?q=multimodal+chart-to-code")
    wait_for_status(page, "One paper found")
    boxes = [
        page.locator(f"#results .{name}").evaluate("(each) => each.getClientRects()[0].y")
        for name in ("authors", "topics")
    ]
    assert boxes[0] == pytest.approx(boxes[1], abs=2)


def test_a_topic_narrows_the_results_and_stands_in_the_address(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=stability+gap")
    wait_for_status(page, "2 papers found")
    page.get_by_role("radio", name="Evaluation").check()
    wait_for_status(page, "One paper found")
    assert titles(page) == ["Continual evaluation for lifelong learning: Identifying the stability gap"]
    expect(page).to_have_url(re.compile("topic=Evaluation"))
    page.reload()
    wait_for_status(page, "One paper found")


def test_an_empty_query_with_a_year_lists_the_papers_of_that_year(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?year=2025")
    wait_for_status(page, "26 papers found")


def test_more_results_are_added_below_without_moving_the_first(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?year=2025")
    wait_for_status(page, "26 papers found")
    expect(page.locator("#results li")).to_have_count(10)
    before = titles(page)
    page.locator("#more").click()
    expect(page.locator("#results li")).to_have_count(20)
    assert titles(page)[:10] == before


def test_the_order_can_be_by_date(
    page: Page, browser: Browser, tmp_path: Path, served: Callable[[Path, str], str]
) -> None:
    site = SiteTest(tmp_path)
    site.entry("2024/01/01/a", title="Whales once", body="Whales. " * 3)
    site.entry("2025/03/01/b", title="Whales lately", body="One of the many large animals: whales.")
    site.entry("2024/06/01/c", title="Whales then", body="Whales, whales, whales.")
    site.build()
    page.goto(f"{served(tmp_path / 'public', '/')}search/?q=whales&sort=date")
    wait_for_status(page, "3 papers found")
    assert titles(page) == ["Whales lately", "Whales then", "Whales once"]


def test_typing_searches_and_back_returns_to_the_page_before(page: Page, seed_site: str) -> None:
    page.goto(seed_site)
    page.goto(f"{seed_site}search/")
    page.locator("#q").fill("kolmogorov-arnold")
    wait_for_status(page, "One paper found")
    page.go_back()
    expect(page).to_have_url(seed_site)


def test_nothing_found_is_said_with_ways_to_browse(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=zzyzxqwv")
    expect(page.get_by_role("status")).to_contain_text("No paper", timeout=PATIENCE_MS)
    expect(page.locator("main").get_by_role("link", name="Topics")).to_be_visible()


def test_an_index_that_cannot_load_is_said_clearly(page: Page, seed_site: str) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{seed_site}search/?q=stability")
    wait_for_status(page, "The search index could not be loaded.")
    expect(page.locator("main").get_by_role("link", name="Archive")).to_be_visible()


def test_a_search_page_whose_script_cannot_load_keeps_the_question_and_offers_to_try_again(
    page: Page, seed_site: str
) -> None:
    page.route("**/assets/search-rows.js*", lambda route: route.abort())
    page.goto(f"{seed_site}search/?q=stability+gap")
    wait_for_status(page, "The search index could not be loaded.")
    expect(page.locator("#q")).to_have_value("stability gap")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    wait_for_status(page, "2 papers found")


def test_what_is_lost_offline_is_said_once(page: Page, old_site: str) -> None:
    page.route("**/pagefind/2024-06-*/*.pf_meta", lambda route: route.fulfill(status=404, body="gone"))
    page.goto(f"{old_site}search/?q=whales&sort=votes")
    expect(page.locator("#search-notice")).to_be_visible(timeout=PATIENCE_MS)
    page.context.set_offline(True)
    try:
        page.locator("#q").fill("zebra")
        expect(page.locator("#search-status")).to_contain_text("offline", timeout=PATIENCE_MS)
        expect(page.locator("#search-notice")).to_be_hidden()
    finally:
        page.context.set_offline(False)


def test_without_script_the_search_page_says_so_and_offers_ways_to_browse(browser: Browser, seed_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{seed_site}search/?q=stability")
    expect(page.locator("noscript p")).to_be_visible()
    assert "Searching needs JavaScript" in page.locator("noscript").inner_html()
    expect(page.locator("main").get_by_role("link", name="Archive")).to_be_visible()
    context.close()


def test_text_from_the_index_is_shown_as_text(page: Page, tmp_path: Path, served: Callable[[Path, str], str]) -> None:
    attack = "Whales <img src=x onerror=alert(1)> &amp; <mark>tags</mark>"
    site = SiteTest(tmp_path).entry("2025/03/01/b", title=f"'{attack}'", body=f"{attack} `{attack}` in tokens.")
    site.build()
    page.goto(f"{served(tmp_path / 'public', '/')}search/?q=tokens")
    wait_for_status(page, "One paper found")
    assert titles(page) == [attack]
    assert page.locator("#results img").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator("#results li").inner_text()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("<think>", {"The tag <think>"}),
        ("think", {"The tag <think>"}),
        ("`think", {"The tag <think>"}),
        ("C++", {"Compilers for C++"}),
        ('"C++"', {"Compilers for C++"}),
        ("compiler", {"Compilers for C++"}),
        ("scaling", {"Vitamin C"}),
        ("scal", {"Vitamin C"}),
    ],
)
def test_symbols_and_forms_of_a_word_are_found(query: str, found: set[str], page: Page, small_site: str) -> None:
    page.goto(f"{small_site}search/?q={quote(query)}")
    wait_for_status(page, "One paper found")
    assert set(titles(page)) == found


def test_a_mark_covers_the_word_and_not_the_signs_around_it(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=stability+gap")
    wait_for_status(page, "2 papers found")
    marks = page.locator("#results mark").all_inner_texts()
    assert "stability" in marks
    assert [mark for mark in marks if not (mark[0].isalnum() and mark[-1].isalnum())] == []
    assert '"stability gap,"' in page.locator("#results").inner_text()


@pytest.mark.parametrize("query", ["compqqq", "vitamin zzqq", "C#", "=", "vitaqqqqq"])
def test_a_word_that_no_paper_has_finds_none(query: str, page: Page, small_site: str) -> None:
    page.goto(f"{small_site}search/?q={quote(query)}")
    wait_for_status(page, "No paper has all of that.")
    assert titles(page) == []


def test_a_page_that_opens_with_a_query_leads_to_its_results_by_keyboard(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=stability+gap")
    wait_for_status(page, "2 papers found")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results a").first).to_be_focused()


def test_no_request_leaves_the_site(page: Page, seed_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(_address(request)))
    for path in ("", "2025/09/02/", "topics/scaling/", "search/?q=stability+gap"):
        page.goto(seed_site + path)
    wait_for_status(page, "2 papers found")
    assert [address for address in asked if not address.startswith(seed_site)] == []


def test_a_content_security_policy_without_inline_script_is_kept(page: Page, seed_site: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in ("", "2025/09/02/", "topics/", "search/?q=stability+gap"):
        page.goto(seed_site + path)
    wait_for_status(page, "2 papers found")
    assert complaints == []


def _address(request: Request) -> str:
    return request.url


# ---- Across bundles ----

# Votes and months of the papers on whales: 12 in the two newest months, which fill the first screen, 14 in older ones.
WHALES = {
    "2025/09/02": (5, 40, 3, 2, 1, 0),
    "2025/08/05": (9, 8, 7, 6, 5, 4),
    "2025/03/04": (50, 1, 1, 1),
    "2024/06/01": (30, 20, 0, 0),
    "2024/01/03": (10, 45, 0, 0),
    "2023/05/06": (60, 2),
}
OLD = ("2025-03-", "2024-06-", "2024-01-", "2023-05-")
NEWEST_VOTES = ["60", "50", "45", "40", "30", "20", "10", "9", "8", "7"]


@pytest.fixture(scope="module")
def old_site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    """A site of six bundles."""
    folder = tmp_path_factory.mktemp("site")
    site = SiteTest(folder)
    for day, votes in WHALES.items():
        for number, count in enumerate(votes):
            key = f"w{day[2:].replace('/', '')}-{number}"
            topics = "[scaling]" if number % 2 else "[evaluation]"
            site.entry(f"{day}/{key}", title=f"Whales {key}", body="On whales.", votes=str(count), topics=topics)
    site.entry("2024/06/01/narwhals", title="Narwhals", body="Narwhals have a tusk.")
    site.entry("2025/09/02/bolts", title="Bolts", body="Narrow bolts and nuts.")
    site.entry("2023/05/06/boltzmann", title="Boltzmann machines", body="Machines after Boltzmann.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sitegen.site.bundles.PAPER_LIMIT", 5)
        site.build()
    return served(folder / "public", "/")


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The files of the index that the page asks for, in order."""
    found: list[str] = []
    page.context.on("request", lambda request: found.append(request.url.partition("/pagefind/")[2]))
    return found


@pytest.fixture
def saving(page: Page) -> None:
    """A reader who saves data, for whom nothing is fetched that was not asked for."""
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")


def of_old_bundles(asked: list[str]) -> list[str]:
    return [path for path in asked if path.startswith(OLD)]


def votes(page: Page) -> list[str]:
    return [text.split()[0].replace("one", "1") for text in page.locator("#results .votes").all_inner_texts()]


def test_a_query_that_the_first_screen_answers_fetches_no_file_of_an_old_bundle(
    page: Page, saving: None, old_site: str, asked: list[str]
) -> None:
    page.goto(f"{old_site}search/?q=whales")
    wait_for_status(page, "12 papers since 5 Aug 2025; older ones are not searched yet")
    expect(page.locator("#results li")).to_have_count(10)
    page.locator("#more").click()
    expect(page.locator("#results li")).to_have_count(12)
    page.wait_for_timeout(4_000)
    assert of_old_bundles(asked) == []
    assert {path.partition("/")[0][:8] for path in asked if path} == {
        "bundles.",
        "engine-2",
        "2025-09-",
        "2025-08-",
    } or asked


def test_script_and_webassembly_are_fetched_from_one_place(page: Page, old_site: str, asked: list[str]) -> None:
    page.goto(f"{old_site}search/?q=whales&sort=votes")
    wait_for_status(page, "26 papers found")
    shared = {path for path in asked if path.endswith((".js", ".pagefind"))}
    assert {path.partition("/")[2] for path in shared} == {"pagefind.js", "wasm.en.pagefind"}
    assert len(shared) == 2


def test_older_papers_are_searched_when_asked_below_a_heading_and_nothing_moves(
    page: Page, saving: None, old_site: str
) -> None:
    page.goto(f"{old_site}search/?q=whales")
    wait_for_status(page, "12 papers since 5 Aug 2025; older ones are not searched yet")
    page.locator("#more").click()
    expect(page.locator("#more")).to_have_text("Search older papers, back to 1 Jun 2024")
    before, places = titles(page), positions(page)
    page.locator("#more").click()
    wait_for_status(page, "20 papers since 1 Jun 2024; older ones are not searched yet")
    assert titles(page)[:12] == before
    assert positions(page)[:12] == places
    expect(page.locator("#results h2")).to_have_text(["Older: March 2025 to June 2024"])
    page.locator("#more").click()
    wait_for_status(page, "26 papers found")
    expect(page.locator("#results h2")).to_have_count(2)
    expect(page.locator("#more")).to_be_hidden()
    assert titles(page)[:12] == before
    assert len(set(titles(page))) == 26


def test_an_idle_page_counts_in_older_bundles_and_shows_what_it_showed(page: Page, old_site: str) -> None:
    page.goto(f"{old_site}search/?q=whales")
    wait_for_status(page, "12 papers since 5 Aug 2025; older ones are not searched yet")
    expect(page.locator("#counts-hint")).to_be_visible()
    assert counts(page, "topic") == {"Evaluation": "6+", "Scaling Laws": "6+"}
    assert counts(page, "year") == {"2025": "12+", "2024": "", "2023": ""}
    before = titles(page)
    wait_for_status(page, "26 papers found")
    assert titles(page) == before
    assert counts(page, "topic") == {"Evaluation": "13", "Scaling Laws": "13"}
    assert counts(page, "year") == {"2025": "16", "2024": "8", "2023": "2"}
    expect(page.locator("#counts-hint")).to_be_hidden()


def test_a_rare_word_is_searched_back_to_the_beginning(page: Page, old_site: str) -> None:
    page.goto(f"{old_site}search/?q=tusk")
    wait_for_status(page, "One paper found")
    assert titles(page) == ["Narwhals"]
    expect(page.locator("#results h2")).to_have_text(["Older: March 2025 to June 2024"])
    assert counts(page, "year") == {"2025": "0", "2024": "1", "2023": "0"}


def test_the_word_itself_in_an_old_paper_wins_over_a_near_one_in_a_new_paper(page: Page, old_site: str) -> None:
    page.goto(f"{old_site}search/?q=boltzmann")
    wait_for_status(page, "One paper found")
    assert titles(page) == ["Boltzmann machines"]


def test_the_order_of_dates_holds_across_bundles(page: Page, saving: None, old_site: str, asked: list[str]) -> None:
    page.goto(f"{old_site}search/?q=whales&sort=date")
    wait_for_status(page, "12 papers since 5 Aug 2025; older ones are not searched yet")
    assert of_old_bundles(asked) == []
    for shown in (12, 20, 26):
        page.locator("#more").click()
        expect(page.locator("#results li")).to_have_count(shown)
    dates = page.locator("#results time").evaluate_all("times => times.map((time) => time.dateTime)")
    assert dates == sorted(dates, reverse=True)
    assert (dates[0], dates[-1]) == ("2025-09-02", "2023-05-06")
    expect(page.locator("#results h2")).to_have_count(0)


def test_the_order_of_votes_holds_across_bundles(page: Page, old_site: str) -> None:
    page.goto(f"{old_site}search/?q=whales&sort=votes")
    wait_for_status(page, "26 papers found")
    assert votes(page) == NEWEST_VOTES
    page.locator("#more").click()
    expect(page.locator("#results li")).to_have_count(20)
    page.locator("#more").click()
    expect(page.locator("#results li")).to_have_count(26)
    ordered = [int(count) for count in votes(page)]
    assert ordered == sorted(ordered, reverse=True)
    assert len(set(titles(page))) == 26


def test_an_archive_without_votes_offers_no_order_by_votes(page: Page, small_site: str) -> None:
    page.goto(f"{small_site}search/?q=letter&sort=votes")
    wait_for_status(page, "One paper found")
    assert page.locator("#sort option").all_inner_texts() == ["Best match", "Newest first"]
    expect(page.locator("#sort")).to_have_value("relevance")


def test_a_year_asks_only_the_bundles_that_may_have_it(page: Page, old_site: str, asked: list[str]) -> None:
    page.goto(f"{old_site}search/?q=whales&year=2024")
    wait_for_status(page, "8 papers found")
    bundles = {path.partition("/")[0][:7] for path in asked if path[:2] == "20"}
    assert bundles == {"2024-06", "2024-01"}


def test_a_topic_alone_lists_its_papers_newest_first_without_the_whole_index(
    page: Page, saving: None, old_site: str, asked: list[str]
) -> None:
    page.goto(f"{old_site}search/?topic=Evaluation")
    wait_for_status(page, "10 papers since 1 Jun 2024; older ones are not searched yet")
    dates = page.locator("#results time").evaluate_all("times => times.map((time) => time.dateTime)")
    assert dates == sorted(dates, reverse=True)
    page.get_by_role("radio", name="Scaling Laws").check()
    expect(page.locator("#results li")).to_have_count(10)


@pytest.mark.parametrize("lost", ["pagefind-entry.json", "*.pf_meta", "index/*"])
def test_an_old_bundle_that_cannot_be_read_is_said_and_the_rest_goes_on(lost: str, page: Page, old_site: str) -> None:
    page.route(f"**/pagefind/2024-06-*/{lost}*", lambda route: route.fulfill(status=404, body="gone"))
    page.goto(f"{old_site}search/?q=whales&sort=votes")
    wait_for_status(page, "22 papers found")
    expect(page.locator("#search-notice")).to_have_text("A part of the archive could not be searched.")
    page.unroute_all()
    page.locator("#q").fill("whale")
    wait_for_status(page, "26 papers found")
    expect(page.locator("#search-notice")).to_be_hidden()


def test_a_new_question_drops_what_an_older_one_still_asks(page: Page, old_site: str) -> None:
    page.route("**/pagefind/2024-06-*/*.pf_meta", lambda route: page.wait_for_timeout(1_500) or route.continue_())
    page.goto(f"{old_site}search/?q=tusk")
    page.wait_for_timeout(300)
    page.locator("#q").fill("nuts")
    wait_for_status(page, "One paper found")
    assert titles(page) == ["Bolts"]
    page.wait_for_timeout(2_000)
    assert titles(page) == ["Bolts"]


def test_back_from_a_paper_returns_to_the_older_results_that_were_shown(
    page: Page, saving: None, old_site: str
) -> None:
    page.goto(f"{old_site}search/?q=whales&sort=date")
    wait_for_status(page, "12 papers since 5 Aug 2025; older ones are not searched yet")
    for shown in (12, 20):
        page.locator("#more").click()
        expect(page.locator("#results li")).to_have_count(shown)
    page.locator("#results a").nth(18).click()
    page.wait_for_url("**/papers/**")
    page.go_back()
    expect(page.locator("#results li")).to_have_count(20)


# ---- Where the newest month has several bundles ----


@pytest.fixture(scope="module")
def daily_site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    """Six papers on whales on each of six days; the newest month has three bundles, the two before it one each."""
    folder = tmp_path_factory.mktemp("site")
    site = SiteTest(folder)
    days = ("2025/07/07", "2025/08/05", "2025/09/01", "2025/09/02", "2025/09/03", "2025/09/04")
    for place, day in enumerate(days):
        for number in range(6):
            topics = "[scaling]" if number % 2 else "[evaluation]"
            key = f"w{day[5:].replace('/', '')}-{number}"
            votes = str(10 * number + place)
            site.entry(f"{day}/{key}", title=f"Whales {key}", body="On whales.", votes=votes, topics=topics)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sitegen.site.bundles.TAIL_LIMIT", 6)
        site.build()
    return served(folder / "public", "/")


@pytest.fixture
def many(page: Page) -> None:
    """A hundred times as many papers as there are stand in the list of bundles."""

    def multiply(route: Route) -> None:
        listed = route.fetch().json()
        route.fulfill(
            json={**listed, "bundles": [{**each, "pages": each["pages"] * 100} for each in listed["bundles"]]}
        )

    page.route("**/pagefind/bundles.json", multiply)


def test_the_first_step_asks_the_two_newest_months_whole_if_they_hold_few_papers(
    page: Page, saving: None, daily_site: str, asked: list[str]
) -> None:
    page.goto(f"{daily_site}search/?q=whales")
    wait_for_status(page, "30 papers since 5 Aug 2025; older ones are not searched yet")
    for shown in (20, 30):
        page.locator("#more").click()
        expect(page.locator("#results li")).to_have_count(shown)
    assert bundles_of(asked) == {"2025-09-04", "2025-09-03", "2025-09-01", "2025-08"}
    expect(page.locator("#results h2")).to_have_count(0)
    assert len(set(titles(page))) == 30
    assert counts(page, "topic") == {"Evaluation": "15+", "Scaling Laws": "15+"}


def test_the_first_step_asks_no_more_bundles_than_hold_papers_enough(
    page: Page, saving: None, many: None, daily_site: str, asked: list[str]
) -> None:
    page.goto(f"{daily_site}search/?q=whales")
    wait_for_status(page, "12 papers since 3 Sep 2025; older ones are not searched yet")
    page.locator("#more").click()
    expect(page.locator("#more")).to_have_text("Search older papers, back to 5 Aug 2025")
    assert bundles_of(asked) == {"2025-09-04", "2025-09-03"}
    before, places = titles(page), positions(page)
    page.locator("#more").click()
    wait_for_status(page, "30 papers since 5 Aug 2025; older ones are not searched yet")
    expect(page.locator("#results h2")).to_have_text(["Older: September 2025 to August 2025"])
    assert titles(page)[:12] == before
    assert positions(page)[:12] == places


def test_the_order_of_dates_holds_across_the_bundles_of_a_month(page: Page, daily_site: str) -> None:
    page.goto(f"{daily_site}search/?q=whales&sort=date")
    show_all(page)
    dates = page.locator("#results time").evaluate_all("times => times.map((time) => time.dateTime)")
    assert dates == sorted(dates, reverse=True)
    assert (dates[0], dates[-1]) == ("2025-09-04", "2025-07-07")
    expect(page.locator("#results h2")).to_have_count(0)


def test_the_order_of_votes_holds_across_the_bundles_of_a_month(page: Page, daily_site: str) -> None:
    page.goto(f"{daily_site}search/?q=whales&sort=votes")
    show_all(page)
    assert votes(page)[:13] == ["55", "54", "53", "52", "51", "50", "45", "44", "43", "42", "41", "40", "35"]
    ordered = [int(count) for count in votes(page)]
    assert ordered == sorted(ordered, reverse=True)
    assert len(set(titles(page))) == 36


def show_all(page: Page) -> None:
    """All 36 papers on whales."""
    for shown in (10, 20, 30):
        expect(page.locator("#results li")).to_have_count(shown)
        page.locator("#more").click()
    expect(page.locator("#results li")).to_have_count(36)


def bundles_of(asked: list[str]) -> set[str]:
    """The first days, or months, of the bundles that were asked."""
    spans = (path.partition("/")[0].rpartition("-")[0] for path in asked if path[:2] == "20")
    return {span.partition("--")[0] for span in spans}


def positions(page: Page) -> list[float]:
    return page.locator("#results li").evaluate_all("rows => rows.map((row) => row.offsetTop)")


def counts(page: Page, name: str) -> dict[str, str]:
    rows = page.locator(f"[data-filter={name}] li").all()
    found = {row.locator(".name").inner_text(): row.locator(".count").inner_text() for row in rows}
    return {value: count for value, count in found.items() if value != "All"}


@pytest.fixture
def categories_site(tmp_path: Path, served: Callable[[Path, str], str]) -> str:
    """Two bundles; in the older one no paper has a category."""
    site = SiteTest(tmp_path)
    site.entry("2025/09/02/a", title="Whales One", topics="[scaling]", categories="[cs.CV, cs.RO, 68T45, I.4.8]")
    site.entry("2025/09/01/b", title="Whales Two", topics="[evaluation]", categories="[cs.RO]")
    site.entry("2025/09/01/c", title="Whales Three", categories="[cond-mat.mtrl-sci]")
    site.entry("2025/06/01/d", title="Whales Four", topics="[scaling]")
    site.build()
    return served(tmp_path / "public", "/")


def test_categories_narrow_a_search_by_all_that_a_paper_has(page: Page, categories_site: str) -> None:
    page.goto(f"{categories_site}search/?q=whales")
    wait_for_status(page, "4 papers found")
    page.locator("[data-filter=category] summary").click()
    expect(page.locator("[data-filter=category] li")).to_have_count(4)
    assert counts(page, "category") == {"cond-mat.mtrl-sci": "1", "cs.CV": "1", "cs.RO": "2"}
    page.get_by_role("radio", name="cs.RO").check()
    wait_for_status(page, "2 papers found")
    assert set(titles(page)) == {"Whales One", "Whales Two"}
    expect(page).to_have_url(re.compile(r"q=whales&category=cs\.RO"))
    assert counts(page, "topic") == {"Evaluation": "1", "Scaling Laws": "1"}
    assert counts(page, "category")["cond-mat.mtrl-sci"] == "1"
    page.get_by_role("radio", name="Scaling Laws").check()
    wait_for_status(page, "One paper found")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}).response
    assert [violation["id"] for violation in found["violations"]] == []


def test_a_category_alone_lists_its_papers_newest_first(page: Page, categories_site: str) -> None:
    page.goto(f"{categories_site}search/?category=cs.RO")
    wait_for_status(page, "2 papers found")
    assert titles(page) == ["Whales One", "Whales Two"]


def test_an_archive_without_categories_shows_no_list_of_them(page: Page, small_site: str) -> None:
    page.goto(f"{small_site}search/?q=compilers")
    wait_for_status(page, "One paper found")
    expect(page.locator("[data-filter=year]")).to_be_visible()
    expect(page.locator("[data-filter=category]")).to_be_hidden()


def test_the_page_of_older_results_has_no_barrier(page: Page, old_site: str) -> None:
    page.goto(f"{old_site}search/?q=tusk")
    wait_for_status(page, "One paper found")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}).response
    assert [violation["id"] for violation in found["violations"]] == []


def test_what_is_loaded_stays_small(page: Page, seed_site: str) -> None:
    loaded: list[tuple[str, bytes]] = []
    page.context.on("requestfinished", lambda request: loaded.append((request.url, request.response().body())))
    page.goto(f"{seed_site}search/?q=stability+gap")
    wait_for_status(page, "2 papers found")
    assert sum(len(body) if "/pagefind/2" in url else len(gzip.compress(body)) for url, body in loaded) < 150_000


@pytest.mark.parametrize("path", ["", "search/"])
def test_before_a_search_little_script_is_loaded(path: str, page: Page, seed_site: str) -> None:
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(seed_site + path, wait_until="networkidle")
    names = [url.partition("/assets/")[2].partition("?")[0] for url in urls if ".js" in url]
    assert "search-box.js" in names
    static = ROOT / "themes/digest/static"
    assert len(gzip.compress((static / "search-box.js").read_bytes())) < 1_200
    assert sum(len(gzip.compress((static / name).read_bytes())) for name in names) < 8_000
    assert not any("/pagefind/" in url for url in urls)


# ---- In place, on any page ----

OTHERS = "2025/09/02/"


def results_in_place(page: Page) -> list[str]:
    return page.locator(".panel-list:visible .title").all_inner_texts()


def type_in_header(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.locator(".panel-list li").first).to_be_visible(timeout=PATIENCE_MS)


def test_results_open_in_place_and_the_first_is_one_enter_away(page: Page, seed_site: str) -> None:
    page.goto(seed_site + OTHERS)
    before = page.locator("main h1").bounding_box()
    type_in_header(page, "stability gap")
    expect(page.locator(".panel-status")).to_have_text("2 papers found")
    assert set(results_in_place(page)) == STABILITY_GAP
    assert page.locator(".panel-list mark").first.inner_text().lower() in {"stability", "gap"}
    assert page.locator("main h1").bounding_box() == before
    found = (
        Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}).response
    )
    assert [violation["id"] for violation in found["violations"]] == []
    first = results_in_place(page)[0]
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(first)


def test_arrows_go_through_results_in_place_and_escape_restores(page: Page, seed_site: str) -> None:
    page.goto(seed_site + OTHERS)
    page.locator("main a").first.focus()
    type_in_header(page, "stability gap")
    expect(page.locator(".panel-status")).to_have_text("2 papers found")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".panel-list a").first).to_be_focused()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="All results")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(page.locator(".panel-list")).to_be_hidden()
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("stability gap")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("main a").first).to_be_focused()


def test_a_result_that_goes_while_it_has_the_focus_gives_it_to_the_first_or_to_the_box(
    page: Page, seed_site: str
) -> None:
    page.goto(seed_site + OTHERS)
    type_in_header(page, "stability")
    expect(page.locator(".panel-status")).to_have_text("3 papers found")
    page.keyboard.press("ArrowDown")
    for query, found in (("stability gap", "2 papers found"), ("chart", "One paper found")):
        page.locator("#q").evaluate(_CHANGED, query)
        expect(page.locator(".panel-status")).to_have_text(found, timeout=PATIENCE_MS)
        expect(page.locator(".panel-list a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.locator("#q").evaluate(_CHANGED, "xylophonist")
    expect(page.locator(".panel-all")).to_be_hidden(timeout=PATIENCE_MS)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel-status")).to_be_empty()


_CHANGED = "(box, query) => { box.value = query; box.dispatchEvent(new Event('input')) }"


def test_all_results_lead_to_the_search_page_with_the_query(page: Page, seed_site_below: str) -> None:
    page.goto(seed_site_below + OTHERS)
    type_in_header(page, "stability gap")
    page.get_by_role("link", name="All results").click()
    wait_for_status(page, "2 papers found")
    expect(page).to_have_url(f"{seed_site_below}search/?q=stability+gap")


def test_results_in_place_fit_a_phone(browser: Browser, seed_site: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(seed_site + OTHERS)
    page.locator("#q").tap()
    page.locator("#q").press_sequentially("language models")
    expect(page.locator(".panel-list li").first).to_be_visible(timeout=PATIENCE_MS)
    boxes = [each.bounding_box() for each in page.locator(".panel-list li, .panel-all a").all()]
    assert all(box and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_nothing_of_the_search_is_loaded_before_the_first_letter(page: Page, seed_site: str, asked: list[str]) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(seed_site + OTHERS, wait_until="networkidle")
    page.keyboard.press("/")
    page.wait_for_timeout(300)
    assert not [url for url in loaded if "search-panel" in url or "/pagefind/" in url]


def test_a_search_in_place_that_cannot_load_is_said_with_ways_to_browse(page: Page, seed_site: str) -> None:
    page.goto(seed_site + OTHERS)
    page.route("**/pagefind/**", lambda route: route.abort())
    page.keyboard.press("/")
    page.keyboard.type("stability")
    expect(page.locator(".panel-status")).to_have_text("The search index could not be loaded.", timeout=PATIENCE_MS)
    expect(page.locator(".panel").get_by_role("link", name="Archive")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".panel-list li").first).to_be_visible(timeout=PATIENCE_MS)


def test_offline_the_box_says_so_and_still_leads_to_the_search_page(page: Page, seed_site: str) -> None:
    page.goto(seed_site + OTHERS)
    page.route("**/search/", lambda route: route.abort())
    page.keyboard.press("/")
    page.keyboard.type("stability")
    expect(page.locator(".panel-status")).to_have_text(re.compile("could not be loaded"), timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{seed_site}search/?q=stability")


def test_offline_before_the_first_search_the_box_says_so(page: Page, seed_site: str) -> None:
    page.goto(seed_site + OTHERS)
    page.context.set_offline(True)
    try:
        page.keyboard.press("/")
        page.keyboard.type("stability")
        expect(page.locator(".panel-status")).to_contain_text("You seem to be offline", timeout=PATIENCE_MS)
    finally:
        page.context.set_offline(False)
    page.keyboard.type(" gap")
    expect(page.locator(".panel-list li").first).to_be_visible(timeout=PATIENCE_MS)


def test_the_box_of_the_page_for_unknown_addresses_searches_in_place(browser: Browser, seed_site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{seed_site}nothing/here/")
    type_in_header(page, "stability gap")
    box, list_ = page.locator("#q").bounding_box(), page.locator(".panel-list").bounding_box()
    assert box
    assert list_
    assert 0 < list_["y"] - box["y"] - box["height"] < 60
    context.close()


# ---- Earlier searches ----


_KEPT = "JSON.parse(localStorage.getItem('searches') ?? '[]')"


def kept(page: Page) -> list[str]:
    return page.evaluate(_KEPT)  # type: ignore[no-any-return]


def test_searches_that_led_somewhere_are_kept_and_can_be_forgotten(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/")
    page.locator("#q").press_sequentially("stability gap")
    wait_for_status(page, "2 papers found")
    assert kept(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#results a").first).to_be_focused()
    # The script that keeps it may still be on its way.
    page.wait_for_function(f"{_KEPT}.length")
    assert kept(page) == ["stability gap"]
    page.goto(seed_site + OTHERS)
    type_in_header(page, "chart")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/**")
    assert kept(page) == ["chart", "stability gap"]
    page.locator("#q").click()
    names = page.locator(".recent a")
    expect(names).to_have_text(["chart", "stability gap"])
    other = page.context.new_page()
    other.goto(f"{seed_site}search/")
    expect(other.locator(".recent a")).to_have_text(["chart", "stability gap"])
    other.get_by_role("button", name="Forget “chart”").click()
    expect(names).to_have_text(["stability gap"])
    page.get_by_role("button", name="Forget all").click()
    expect(names.first).to_be_hidden()
    expect(other.locator(".recent")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('searches')") is None


def test_without_storage_the_search_works_and_keeps_nothing(page: Page, seed_site: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
    )
    page.goto(seed_site + OTHERS)
    type_in_header(page, "stability gap")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/**")
    page.locator("#q").click()
    expect(page.locator(".recent")).to_have_count(0)


# ---- Filters, names, numbers and phrases ----


@pytest.fixture(scope="module")
def rich_site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    folder = tmp_path_factory.mktemp("site")
    site = SiteTest(folder)
    site.entry(
        "2025/09/02/a",
        title="Papers on language models",
        authors="[Ada One, Bo Two, Cy Three, Yann LeCun, Di Five]",
        arxiv_id="'2509.01234'",
        doi="10.1234/abc.Def-9",
        venue="NeurIPS 2025",
        links="{code: 'https://github.com/example/code'}",
        topics="[scaling]",
        body="Whales read large language models aloud.",
    )
    site.entry("2025/08/01/b", title="A model", venue="ICML", body="Whales and a language model of models of language.")
    site.entry(
        "2024/08/01/c", title="Older", authors="[Yann Other]", body="Whales. Language; models, say 2025 of them."
    )
    site.build()
    return served(folder / "public", "/")


@pytest.fixture(scope="module")
def rich_page(browser: Browser) -> Iterator[Page]:
    """One page for all questions: its browser has the engine already."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_filters_combine_are_shown_as_text_and_can_be_removed(page: Page, rich_site: str) -> None:
    page.goto(f"{rich_site}search/?q=whales")
    wait_for_status(page, "3 papers found")
    expect(page.locator("[data-filter=month]")).to_be_hidden()
    page.get_by_role("radio", name="2025", exact=True).check()
    wait_for_status(page, "2 papers found")
    expect(page.locator("[data-filter=month] li:visible .name")).to_have_text(["All", "September 2025", "August 2025"])
    assert counts(page, "month")["September 2025"] == "1"
    assert page.locator("[data-filter=code] .count").inner_text() == "1"
    page.locator("[data-filter=venue] summary").click()
    expect(page.locator("[data-filter=venue] li")).to_have_count(3)
    assert counts(page, "venue") == {"ICML": "1", "NeurIPS 2025": "1"}
    page.get_by_role("checkbox", name="With code").check()
    page.get_by_role("radio", name="September 2025").check()
    page.get_by_role("radio", name="NeurIPS 2025").check()
    wait_for_status(page, "One paper found")
    expect(page).to_have_url(
        f"{rich_site}search/?q=whales&year=2025&month=2025-09&code=yes&venue=NeurIPS+2025",
    )
    names = page.locator("#chosen .name")
    expect(names).to_have_text(["Year: 2025", "Month: September 2025", "Code: With code", "Venue: NeurIPS 2025"])
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}).response
    assert [violation["id"] for violation in found["violations"]] == []
    page.get_by_role("button", name="Remove Year: 2025").click()
    expect(names).to_have_text(["Code: With code", "Venue: NeurIPS 2025"])
    page.go_back()
    expect(names).to_have_count(4)
    page.get_by_role("button", name="Clear all").click()
    wait_for_status(page, "3 papers found")
    expect(page).to_have_url(f"{rich_site}search/?q=whales")


def test_filters_that_are_folded_are_not_loaded(browser: Browser, rich_site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    loaded: list[str] = []
    page.context.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{rich_site}search/?q=whales")
    wait_for_status(page, "3 papers found")
    assert [url for url in loaded if "/filter/" in url] == []
    page.get_by_text("Narrow the results").click()
    expect(page.locator("[data-filter=topic] .count").nth(1)).to_have_text("1")
    context.close()


@pytest.mark.parametrize(
    "query",
    [
        "2509.01234",
        "arXiv:2509.01234v2",
        "https://arxiv.org/abs/2509.01234v1",
        "10.48550/arXiv.2509.01234",
        "10.1234/abc.Def-9",
        "https://doi.org/10.1234/ABC.def-9",
        "Yann LeCun",
        "LeCun Yann",
        "lecun, y",
        '"Yann LeCun"',
        '"large language models"',
        '"language models" aloud',
        '"papers on"',
    ],
)
def test_names_numbers_and_phrases_find_the_one_paper(query: str, rich_page: Page, rich_site: str) -> None:
    rich_page.goto(f"{rich_site}search/?q={quote(query)}")
    wait_for_status(rich_page, "One paper found")
    assert titles(rich_page) == ["Papers on language models"]
    assert rich_page.locator("#results mark").count() > 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"language models"', {"Papers on language models", "Older"}),
        ('"language model"', {"A model"}),
        ('"models of language"', {"A model"}),
        ('"language models', {"Papers on language models", "A model", "Older"}),
        ('whales "language model"', {"A model"}),
        ("2025", {"Older", "Papers on language models"}),
        ("papers", {"Papers on language models"}),
    ],
)
def test_a_phrase_is_found_word_for_word_and_counted(
    query: str, found: set[str], rich_page: Page, rich_site: str
) -> None:
    rich_page.goto(f"{rich_site}search/?q={quote(query)}")
    wait_for_status(rich_page, {1: "One paper found"}.get(len(found), f"{len(found)} papers found"))
    assert set(titles(rich_page)) == found


def test_an_author_further_on_is_shown_and_the_excerpt_is_of_the_abstract(page: Page, rich_site: str) -> None:
    page.goto(f"{rich_site}search/?q=lecun")
    wait_for_status(page, "One paper found")
    assert page.locator("#results .authors").inner_text() == "Ada One … Yann LeCun\u00a0…"
    assert page.locator("#results .authors mark").inner_text() == "LeCun"
    assert page.locator("#results .sentence").inner_text() == "Whales read large language models aloud."
    assert page.locator("#results .others").count() == 0
    page.goto(f"{rich_site}search/?q=2509.01234")
    expect(page.locator("#results .others")).to_have_text("2509.01234", timeout=PATIENCE_MS)


# ---- A tab left open over a deployment ----


def test_a_tab_left_open_over_a_deployment_goes_on_working(
    page: Page, tmp_path: Path, served: Callable[[Path, str], str], asked: list[str]
) -> None:
    site = SiteTest(tmp_path)
    site.entry("2025/09/01/a", title="Whales", body="On whales.")
    site.entry("2025/09/01/b", title="Otters", body="On otters.")
    site.build()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{served(tmp_path / 'public', '/')}search/?q=whales")
    wait_for_status(page, "One paper found")
    site.entry("2025/09/02/c", title="Seals", body="On seals and whales.")
    site.build()
    for animal in ("Otters", "Seals"):  # A paper of which nothing was loaded yet, and one that is new.
        asked.clear()
        page.locator("#q").fill(animal)
        expect(page.locator("#results h3")).to_have_text(animal, timeout=PATIENCE_MS)
        wait_for_status(page, "One paper found")
        expect(page.locator("#search-notice")).to_be_hidden()
        assert len([path for path in asked if path.startswith("bundles.json")]) <= 1
    assert broken == []


def test_an_engine_that_a_deployment_replaced_is_found_by_the_newer_list(page: Page, seed_site: str) -> None:
    reads: list[str] = []

    def answer(route: Route) -> None:
        listed = route.fetch().json()
        reads.append(listed["engine"])
        route.fulfill(json={**listed, "engine": "engine-gone/"} if len(reads) == 1 else listed)

    page.route("**/pagefind/bundles.json", answer)
    page.goto(seed_site)
    type_in_header(page, "stability gap")
    expect(page.locator(".panel-status")).to_have_text("2 papers found")
    assert len(reads) == 2


def test_a_list_of_bundles_that_is_old_is_read_anew_before_anything_is_missed(
    page: Page, tmp_path: Path, served: Callable[[Path, str], str]
) -> None:
    site = SiteTest(tmp_path)
    site.entry("2025/09/01/a", title="Whales", body="On whales.")
    site.build()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(served(tmp_path / "public", "/"))
    type_in_header(page, "whales")
    site.entry("2025/09/02/b", title="Seals", body="On seals and whales.")
    site.build()
    page.evaluate("{ const now = Date.now; Date.now = () => now() + 90000; }")
    page.locator("#q").fill("on whales")
    expect(page.locator(".panel-status")).to_have_text("2 papers found", timeout=PATIENCE_MS)
    assert said == []


# ---- Slow, broken and quick ----


def test_enter_waits_for_the_newest_answer_and_opens_no_older_result(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?q=stability+gap")
    wait_for_status(page, "2 papers found")
    page.route("**/*.pf_*", lambda _: None)
    page.locator("#q").fill("kolmogorov-arnold")
    wait_for_status(page, "Searching …")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_be_focused()
    page.locator("#results a").first.focus()  # Its place is about to go.
    page.locator("#q").focus()
    page.unroute("**/*.pf_*")
    wait_for_status(page, "One paper found")
    expect(page.locator("#results a")).to_be_focused()
    page.locator("#q").evaluate(_CHANGED, "stability")
    wait_for_status(page, "3 papers found")
    expect(page.locator("#q")).to_be_focused()  # The result that had the focus is gone.


def test_a_list_of_bundles_that_never_comes_is_said_after_a_while(page: Page, seed_site: str) -> None:
    page.add_init_script(
        "AbortSignal.patient = AbortSignal.timeout; AbortSignal.timeout = () => AbortSignal.patient(300)"
    )
    page.route("**/pagefind/bundles.json", lambda _: None)
    page.goto(f"{seed_site}search/?q=stability")
    wait_for_status(page, "The search index could not be loaded.")
    page.unroute("**/pagefind/bundles.json")
    page.evaluate("AbortSignal.timeout = AbortSignal.patient")
    page.get_by_role("button", name="Try again").click()
    wait_for_status(page, "3 papers found")


def test_a_script_that_failed_once_is_loaded_by_the_next_letter(page: Page, seed_site: str) -> None:
    page.route("**/search-rows.js*", lambda route: route.fulfill(status=500), times=1)
    page.goto(f"{seed_site}search/?q=stability")
    wait_for_status(page, "The search index could not be loaded.")
    page.locator("#q").fill("stability gap")
    wait_for_status(page, "2 papers found")


def test_who_types_before_the_script_is_there_keeps_the_filters_of_the_address(page: Page, seed_site: str) -> None:
    page.route("**/search-facets.js*", lambda _: None)
    page.goto(f"{seed_site}search/?topic=Evaluation")
    page.locator("#q").fill("stability")
    page.unroute("**/search-facets.js*")
    expect(page).to_have_url(re.compile(r"\?q=stability&topic=Evaluation$"), timeout=PATIENCE_MS)
    wait_for_status(page, "One paper found")


def test_keys_that_compose_or_select_stay_with_the_box(page: Page, seed_site: str) -> None:
    composed = """(box) => {
        for (const key of ["ArrowDown", "Escape"])
            box.dispatchEvent(new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true }));
    }"""
    page.goto(f"{seed_site}search/?q=stability")
    wait_for_status(page, "3 papers found")
    page.keyboard.press("Shift+ArrowDown")
    page.locator("#q").evaluate(composed)
    expect(page.locator("#q")).to_be_focused()
    page.goto(seed_site)
    type_in_header(page, "stability")
    page.keyboard.press("Shift+ArrowDown")
    page.locator("#q").evaluate(composed)
    expect(page.locator("#q")).to_be_focused()
    assert results_in_place(page)


def test_a_value_that_comes_later_takes_its_place_and_no_focus(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/?topic=M&month=2025-99")
    expect(page.locator("#chosen li").last).to_contain_text("Month: 2025-99", timeout=PATIENCE_MS)
    page.locator("[data-filter=topic] [value=M]").focus()
    values = page.evaluate("""async () => {
        const form = document.getElementById("search");
        const { facetsIn } = await import(form.dataset.facets);
        const facets = facetsIn(form, { words: form.dataset, language: "en" });
        facets.offer("topic", ["Z", "A", "B"]);
        facets.offer("year", ["1999", "2030"]);
        return ["topic", "year"].map((name) => [...form.querySelectorAll(`[name=${name}]`)].map(({ value }) => value));
    }""")
    assert [value for value in values[0] if len(value) < 2] == ["", "A", "B", "M", "Z"]
    assert values[1] == ["", "2030", "2025", "1999"]
    expect(page.locator("[data-filter=topic] [value=M]")).to_be_focused()


def test_a_phrase_of_a_language_without_spaces_is_found_word_for_word(page: Page, seed_site: str) -> None:
    page.goto(f"{seed_site}search/")
    found = page.evaluate("""async () => {
        const { hasPhrase, parsed } = await import(document.getElementById("search").dataset.query);
        const [phrase] = parsed("“语言模型” 推理", "zh").phrases;
        const texts = ["本文\\u200b研究\\u200b大\\u200b语言\\u200b模型", "语言\\u200b和\\u200b大\\u200b模型"];
        return texts.map((text) => hasPhrase(text, phrase));
    }""")
    assert found == [True, False]
