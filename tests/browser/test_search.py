"""The search as a reader uses it, in a real browser, on the site of the seeds."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.harness import SiteTest

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
    page.keyboard.press("Enter")
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
