"""Which pages a site has, and what their views say."""

import datetime as dt

from sitegen.archive.entry import Origin
from sitegen.archive.marks import Marks
from sitegen.archive.store import Note
from sitegen.config import DownloadSwitches
from sitegen.site.day_pages import DaySheet
from sitegen.site.file_views import LlmsText
from sitegen.site.views import (
    ArchiveView,
    CalendarCell,
    CalendarMonth,
    DayView,
    HomeView,
    MonthView,
    PaperView,
    TopicMonthView,
    TopicYearView,
    YearView,
)
from tests.harness import SiteTest
from tests.site.made import builder_of, entry, graph_of_entries, pages_by_path, view_of


def test_a_day_with_two_papers_makes_exactly_these_pages() -> None:
    pages = pages_by_path(
        entry("2025/09/02/a", topics=("scaling",)),
        entry("2025/09/02/b"),
    )
    assert sorted(pages) == [
        "2025/09/02/2025-09-02.bib",
        "2025/09/02/2025-09-02.md",
        "2025/09/02/index.html",
        "2025/09/2025-09.bib",
        "2025/09/2025-09.csl.json",
        "2025/09/2025-09.csv",
        "2025/09/2025-09.jsonl",
        "2025/09/2025-09.md",
        "2025/09/2025-09.ris",
        "2025/09/index.html",
        "2025/index.html",
        "404.html",
        "api/daily_papers/2025-09-02.json",
        "api/index.json",
        "archive/index.html",
        "authors/index.html",
        "downloads/2025/index.html",
        "downloads/README.md",
        "downloads/SHA256SUMS",
        "downloads/dump.json",
        "downloads/index.html",
        "feed.json",
        "feed.xml",
        "feeds.opml",
        "feeds/editions/feed.json",
        "feeds/editions/feed.xml",
        "feeds/index.html",
        "index.html",
        "llms.txt",
        "manifest.webmanifest",
        "opensearch.xml",
        "papers/a/index.html",
        "papers/b/index.html",
        "robots.txt",
        "saved/index.html",
        "search/index.html",
        "sitemap.xml",
        "sitemaps/2025-09.xml",
        "sitemaps/site.xml",
        "topics/evaluation/feed.json",
        "topics/evaluation/feed.xml",
        "topics/evaluation/index.html",
        "topics/index.html",
        "topics/scaling/2025/09/index.html",
        "topics/scaling/2025/09/scaling-2025-09.bib",
        "topics/scaling/2025/index.html",
        "topics/scaling/feed.json",
        "topics/scaling/feed.xml",
        "topics/scaling/index.html",
        "trends/index.html",
        "weeks/2025-W36/index.html",
    ]


def test_a_day_is_ordered_by_votes_then_position_then_key() -> None:
    pages = pages_by_path(
        entry("2025/09/02/no-position"),
        entry("2025/09/02/second", position=2),
        entry("2025/09/02/first", position=1),
        entry("2025/09/02/loved", position=9, votes=12),
        entry("2025/09/02/also-no-position"),
    )
    day = view_of(pages, "2025/09/02/index.html", DayView)
    assert [card.row.key for card in day.day.cards] == ["loved", "first", "second", "also-no-position", "no-position"]
    assert [card.number for card in day.day.cards] == [1, 2, 3, 4, 5]


def test_older_and_newer_days_skip_days_without_papers() -> None:
    pages = pages_by_path(entry("2025/08/30/a"), entry("2025/09/02/b"), entry("2025/09/05/c"))
    middle = view_of(pages, "2025/09/02/index.html", DayView)
    assert (middle.older and middle.older.date, middle.newer and middle.newer.date) == (
        dt.date(2025, 8, 30),
        dt.date(2025, 9, 5),
    )
    newest = view_of(pages, "2025/09/05/index.html", DayView)
    assert newest.newer is None


def test_older_and_newer_papers_follow_the_order_of_the_days() -> None:
    pages = pages_by_path(
        entry("2025/09/01/z", title="Yesterday"),
        entry("2025/09/02/a", position=1, title="First"),
        entry("2025/09/02/b", position=2, title="Second"),
    )
    second = view_of(pages, "papers/b/index.html", PaperView)
    assert (second.newer and second.newer.name, second.older and second.older.name) == ("First", "Yesterday")


def test_a_paper_listed_again_stands_last_in_that_day_and_links_to_its_first() -> None:
    pages = pages_by_path(
        entry("2025/09/01/old", listed_on=(dt.date(2025, 9, 3),)),
        entry("2025/09/03/new", position=7),
    )
    day = view_of(pages, "2025/09/03/index.html", DayView)
    assert [(card.row.key, [link.date for link in card.first_listed]) for card in day.day.cards] == [
        ("new", []),
        ("old", [dt.date(2025, 9, 1)]),
    ]
    paper = view_of(pages, "papers/old/index.html", PaperView)
    assert [link.url for link in paper.listed_again] == ["/2025/09/03/"]


def test_home_shows_the_latest_day_and_ways_into_the_archive() -> None:
    pages = pages_by_path(entry("2024/12/31/a", topics=("scaling",)), entry("2025/09/02/b"))
    home = view_of(pages, "index.html", HomeView)
    assert home.day is not None
    assert home.day.date == dt.date(2025, 9, 2)
    assert [day.url for day in home.recent_days] == ["/2025/09/02/", "/2024/12/31/"]
    assert [(year.year, year.count) for year in home.years] == [(2025, 1), (2024, 1)]
    assert [summary.topic.slug for summary in home.topics] == ["scaling"]
    assert home.paper_count == 2


def test_each_topic_of_a_day_counts_its_papers_and_names_the_first() -> None:
    pages = pages_by_path(
        entry("2025/09/02/a", position=1, topics=("evaluation",)),
        entry("2025/09/02/b", position=2, topics=("scaling", "evaluation")),
        entry("2025/09/01/old", listed_on=(dt.date(2025, 9, 2),), topics=("scaling",)),
        entry("2025/09/01/other", topics=("scaling",)),
    )
    day = view_of(pages, "2025/09/02/index.html", DayView).day
    assert [(each.topic.slug, each.count, each.first_key) for each in day.topics] == [
        ("scaling", 2, "b"),
        ("evaluation", 2, "a"),
    ]


def test_home_leaves_the_abstracts_of_a_heavy_day_to_the_page_of_the_day() -> None:
    heavy = [entry(f"2025/09/02/{number}", abstract="A word. " * 200) for number in range(30)]
    light = view_of(pages_by_path(*heavy[:20]), "index.html", HomeView).day
    assert light is not None
    assert light.has_abstracts
    assert all(card.abstract and card.coins for card in light.cards)
    fuller = view_of(pages_by_path(*heavy[:27]), "index.html", HomeView).day
    assert fuller is not None
    assert all(card.abstract and not card.coins for card in fuller.cards)  # what people read goes last
    pages = pages_by_path(*heavy)
    home, day = view_of(pages, "index.html", HomeView).day, view_of(pages, "2025/09/02/index.html", DayView).day
    assert home is not None
    assert (home.has_abstracts, {card.abstract for card in home.cards}) == (False, {""})
    assert [card.row for card in home.cards] == [card.row for card in day.cards]
    assert day.has_abstracts
    assert all(card.abstract for card in day.cards)


def test_a_paper_says_where_it_came_from_when_it_was_read_and_where_to_correct_it() -> None:
    origin = Origin("Hub", "json", "a.jsonl", "https://a.b/c", "item 3", dt.date(2025, 9, 3))
    b = builder_of(edit_url="https://example.org/edit?file={path}&line=1")
    (edition,) = graph_of_entries((entry("2025/09/02/a+b", source=origin),), b).month(dt.date(2025, 9, 1)).editions
    pages = DaySheet(edition, None, None).pages(b, lambda _: entry("2025/09/02/a+b", source=origin))
    view = next(page.view for page in pages if isinstance(page.view, PaperView))
    assert (view.source_name, view.source_url, view.source_place) == ("Hub", "https://a.b/c", ("a.jsonl", "item 3"))
    assert view.read == dt.date(2025, 9, 3)
    assert view.edit_url == "https://example.org/edit?file=content/2025/09/02/a%2Bb.md&line=1"


def test_without_an_edit_address_a_paper_has_none() -> None:
    assert view_of(pages_by_path(entry("2025/09/02/a")), "papers/a/index.html", PaperView).edit_url == ""


def test_an_empty_archive_has_a_home_page_without_a_day() -> None:
    home = view_of(pages_by_path(), "index.html", HomeView)
    assert (home.day, home.recent_days, home.paper_count) == (None, (), 0)


def test_a_year_is_twelve_calendars_whose_tints_are_fifths_of_the_fullest_day() -> None:
    full = [entry(f"2025/03/01/p{number}") for number in range(10)]
    pages = pages_by_path(
        *full, entry("2025/03/02/one"), entry("2025/03/03/x"), entry("2025/03/03/y"), entry("2025/03/03/z")
    )
    year = view_of(pages, "2025/index.html", YearView)
    assert [month.month.count for month in year.months] == [0, 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    march = [cell for week in year.months[2].weeks for cell in week if cell.day in (1, 2, 3, 4)]
    assert [(cell.day, cell.count, cell.tint) for cell in march] == [(1, 10, 5), (2, 1, 1), (3, 3, 2), (4, 0, 0)]
    first_week = year.months[2].weeks[0]
    assert [cell.day for cell in first_week] == [0, 0, 0, 0, 0, 1, 2]


def test_a_month_of_more_than_500_papers_counts_its_days_and_lists_none() -> None:
    many = [entry(f"2025/09/{day:02}/p{day}-{number}") for day in (1, 2) for number in range(251)]
    month = view_of(pages_by_path(*many), "2025/09/index.html", MonthView)
    assert [(rows.day.count, len(rows.rows)) for rows in month.days] == [(251, 0), (251, 0)]


def test_a_month_of_500_papers_lists_them_all() -> None:
    many = [entry(f"2025/09/{day:02}/p{day}-{number}") for day in (1, 2) for number in range(250)]
    month = view_of(pages_by_path(*many), "2025/09/index.html", MonthView)
    assert [len(rows.rows) for rows in month.days] == [250, 250]


def test_a_topic_has_a_page_for_each_of_its_years_and_months() -> None:
    pages = pages_by_path(
        entry("2024/12/31/a", topics=("scaling",)),
        entry("2025/09/02/b", topics=("scaling", "evaluation")),
        entry("2025/08/01/c"),
    )
    year = view_of(pages, "topics/scaling/2025/index.html", TopicYearView)
    assert (year.count, year.older and year.older.url, year.newer) == (1, "/topics/scaling/2024/", None)
    assert [(month.month.url, [row.key for row in month.rows]) for month in year.months] == [
        ("/topics/scaling/2025/09/", ["b"])
    ]
    month = view_of(pages, "topics/scaling/2024/12/index.html", TopicMonthView)
    assert [row.key for rows in month.days for row in rows.rows] == ["a"]


def test_drafts_are_left_out_unless_asked_for(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/seen").entry("2025/09/02/hidden", draft="true")
    plain_site.build()
    assert not plain_site.has("papers/hidden/index.html")
    plain_site.build(with_drafts=True)
    assert plain_site.has("papers/hidden/index.html")


def test_a_new_day_leaves_the_pages_of_an_old_month_as_they_were() -> None:
    old = [entry("2025/07/01/a", topics=("scaling",)), entry("2025/07/02/b"), entry("2025/08/01/c")]
    before = pages_by_path(*old)
    after = pages_by_path(*old, entry("2025/09/02/new", topics=("scaling",)))
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {
        "2025/08/01/index.html",
        "2025/08/index.html",
        "2025/index.html",
        "404.html",
        "api/index.json",
        "archive/index.html",
        "downloads/2025/index.html",
        "downloads/SHA256SUMS",
        "downloads/dump.json",
        "downloads/index.html",
        "feed.json",
        "feed.xml",
        "feeds/editions/feed.json",
        "feeds/editions/feed.xml",
        "index.html",
        "llms.txt",
        "papers/c/index.html",
        "sitemap.xml",
        "sitemaps/site.xml",
        "topics/index.html",
        "topics/scaling/2025/index.html",
        "topics/scaling/feed.json",
        "topics/scaling/feed.xml",
        "topics/scaling/index.html",
        "weeks/2025-W31/index.html",
    }


def test_every_address_begins_with_the_folder_of_the_base_url() -> None:
    pages = pages_by_path(entry("2025/09/02/a", topics=("scaling",)), base_url="https://example.org/daily-papers/")
    paper = view_of(pages, "papers/a/index.html", PaperView)
    assert paper.url == "/daily-papers/papers/a/"
    assert paper.canonical_url == "https://example.org/daily-papers/papers/a/"
    assert paper.row.topics[0].url == "/daily-papers/topics/scaling/"
    assert paper.day.url == "/daily-papers/2025/09/02/"


def test_a_day_that_only_lists_papers_again_stands_in_its_month_and_calendar() -> None:
    pages = pages_by_path(entry("2025/09/01/old", listed_on=(dt.date(2025, 10, 3),)))
    october = view_of(pages, "2025/10/index.html", MonthView)
    assert [(rows.day.url, rows.day.count) for rows in october.days] == [("/2025/10/03/", 1)]
    year = view_of(pages, "2025/index.html", YearView)
    cells = [cell for week in year.months[9].weeks for cell in week if cell.count]
    assert [(cell.url, cell.count) for cell in cells] == [("/2025/10/03/", 1)]
    assert year.count == 1


def test_a_month_has_the_same_count_in_the_calendar_and_on_its_page() -> None:
    pages = pages_by_path(
        entry("2025/09/01/a", listed_on=(dt.date(2025, 9, 4), dt.date(2025, 9, 9))), entry("2025/09/04/b")
    )
    year = view_of(pages, "2025/index.html", YearView)
    assert (year.months[8].month.count, view_of(pages, "2025/09/index.html", MonthView).count) == (2, 2)


def test_a_day_with_a_note_and_no_papers_has_a_page_and_stands_in_no_count_and_no_pager() -> None:
    notes = (Note("content/2025/09/03/_day.md", dt.date(2025, 9, 3), "A day off."),)
    pages = pages_by_path(entry("2025/09/01/a"), entry("2025/09/05/b"), notes=notes)
    noted = view_of(pages, "2025/09/03/index.html", DayView)
    assert (noted.day.note, noted.description, noted.day.cards) == ("A day off.", "A day off.", ())
    assert (noted.older and noted.older.date.day, noted.newer and noted.newer.date.day) == (1, 5)
    newest = view_of(pages, "2025/09/05/index.html", DayView)
    assert newest.older is not None
    assert newest.older.date == dt.date(2025, 9, 1)
    assert view_of(pages, "archive/index.html", ArchiveView).day_count == 2
    assert [day.date.day for day in view_of(pages, "index.html", HomeView).recent_days] == [5, 1]
    cells = [cell for week in view_of(pages, "2025/index.html", YearView).months[8].weeks for cell in week if cell.url]
    assert [(cell.url, cell.count, cell.tint) for cell in cells] == [
        ("/2025/09/01/", 1, 5),
        ("/2025/09/03/", 0, 0),
        ("/2025/09/05/", 1, 5),
    ]


def test_a_paper_more_in_the_newest_month_leaves_the_month_before_as_it_was() -> None:
    old = [entry("2025/08/01/a"), entry("2025/09/01/b")]
    before = pages_by_path(*old)
    after = pages_by_path(*old, entry("2025/09/02/c"))
    assert before["2025/08/index.html"] == after["2025/08/index.html"]


def cells_of(month: CalendarMonth) -> dict[int, CalendarCell]:
    return {cell.day: cell for week in month.weeks for cell in week if cell.day}


def marked(gaps: str = "", quiet: str = "") -> Marks:
    return Marks(*(tuple(map(dt.date.fromisoformat, days.split())) for days in (gaps, quiet)))


def test_a_calendar_tells_gaps_from_days_without_a_digest_and_leaves_unknown_days_blank() -> None:
    notes = (Note("content/2025/09/05/_day.md", dt.date(2025, 9, 5), "A day off."),)
    pages = pages_by_path(
        entry("2025/09/01/a"),
        entry("2025/09/02/b"),
        notes=notes,
        marks=(
            marked(gaps="2025-09-02 2025-09-03", quiet="2025-09-01 2025-09-04 2025-09-05"),
            marked(gaps="2025-11-30"),
        ),
    )
    year = view_of(pages, "2025/index.html", YearView)
    september = cells_of(year.months[8])
    seen = {day: (cell.count, cell.url, cell.is_gap, cell.is_quiet) for day, cell in september.items() if day < 7}
    assert seen == {
        1: (1, "/2025/09/01/", False, False),  # added by hand, whatever the sources said
        2: (1, "/2025/09/02/", True, False),
        3: (0, "", True, False),
        4: (0, "", False, True),
        5: (0, "/2025/09/05/", False, True),
        6: (0, "", False, False),
    }
    assert (year.gap_count, year.quiet_count) == (3, 2)
    assert [month.month.month.month for month in year.months if not month.is_blank] == [9, 11]
    assert cells_of(year.months[10])[30].is_gap


def test_a_month_names_its_gaps_and_its_days_without_a_digest() -> None:
    pages = pages_by_path(
        entry("2025/09/02/b"),
        marks=(marked(gaps="2025-09-02 2025-09-03", quiet="2025-09-06"), marked("2025-10-01")),
    )
    month = view_of(pages, "2025/09/index.html", MonthView)
    assert [(day.date.day, day.url, day.count) for day in month.gaps] == [(2, "/2025/09/02/", 1), (3, "", 0)]
    assert month.quiet == (dt.date(2025, 9, 6),)


def test_a_year_of_gaps_alone_has_a_calendar_and_no_page_besides() -> None:
    papers = (entry("2025/12/30/b"), entry("2023/12/31/a"))
    marks = (marked("2025-12-31"), marked("2026-01-01 2026-01-02"), marked("2024-06-01"), marked(quiet="2022-01-01"))
    pages = pages_by_path(*papers, marks=marks)
    assert pages.keys() - pages_by_path(*papers).keys() == {"2026/index.html", "2024/index.html"}
    year = view_of(pages, "2026/index.html", YearView)
    assert (year.count, year.gap_count, year.is_indexed) == (0, 2, False)
    assert [month.month.url for month in year.months] == [""] * 12
    assert [month.month.month.month for month in year.months if not month.is_blank] == [1]
    assert cells_of(year.months[0])[2].is_gap
    beside = {year: view_of(pages, f"{year}/index.html", YearView) for year in (2026, 2025, 2024, 2023)}
    assert [(each.older and each.older.year, each.newer and each.newer.year) for each in beside.values()] == [
        (2025, None),
        (2024, 2026),
        (2023, 2025),
        (None, 2024),
    ]
    assert beside[2025].is_indexed


def test_the_archive_lists_years_of_gaps_alone_and_sitemaps_and_home_do_not() -> None:
    papers = (entry("2025/09/02/b"), entry("2024/12/31/a"))
    marks = (marked("2025-10-01 2025-10-02"), marked("2022-01-01"), marked(quiet="2021-01-01"))
    pages = pages_by_path(*papers, marks=marks)
    archive = view_of(pages, "archive/index.html", ArchiveView)
    assert [(each.year.year, each.year.url, each.year.count, each.gap_count) for each in archive.years] == [
        (2025, "/2025/", 1, 2),
        (2024, "/2024/", 1, 0),
        (2022, "/2022/", 0, 1),
    ]
    assert (archive.gap_count, archive.years[2].months) == (3, ())
    without = pages_by_path(*papers)
    for path in ("index.html", "sitemap.xml", "sitemaps/site.xml"):
        assert pages[path] == without[path]


def test_a_site_whose_sources_never_answered_shows_which_days_they_owe() -> None:
    pages = pages_by_path(marks=(marked("2026-01-01"),))
    assert [each.year.year for each in view_of(pages, "archive/index.html", ArchiveView).years] == [2026]
    assert view_of(pages, "2026/index.html", YearView).gap_count == 1


def test_an_empty_day_with_a_note_leads_to_its_year_if_that_has_a_page() -> None:
    notes = (Note("content/2026/01/01/_day.md", dt.date(2026, 1, 1), "A day off."),)
    assert view_of(pages_by_path(notes=notes), "2026/01/01/index.html", DayView).day.year.url == ""
    with_gap = pages_by_path(notes=notes, marks=(marked("2026-01-02"),))
    day = view_of(with_gap, "2026/01/01/index.html", DayView).day
    assert (day.year.url, day.month.url) == ("/2026/", "")


def test_where_every_format_of_months_is_off_nothing_lists_their_files() -> None:
    off = DownloadSwitches(bib=False, ris=False, csl=False, jsonl=False, csv=False, md=False)
    pages = pages_by_path(entry("2025/09/02/a"), downloads=off)
    assert [path for path in pages if path.startswith("downloads/")] == []
    llms = pages["llms.txt"].view
    assert isinstance(llms, LlmsText)
    assert [link[0] for link in dict(llms.sections)["Data"]] == ["API index"]
