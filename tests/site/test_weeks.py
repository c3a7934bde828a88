"""Weeks: which days stand in which, what lies beside them, and who follows from whom."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.archive.entry import Entry
from sitegen.archive.marks import Marks
from sitegen.archive.store import Note
from sitegen.config import PageSwitches
from sitegen.site.pages import groups_of
from sitegen.site.views import DayView, MonthView, Page, Sitemap, WeekView, YearView
from tests.site.made import builder_of, entry, graph_of_entries, pages_by_path, view_of


def week(pages: dict[str, Page], name: str) -> WeekView:
    return view_of(pages, f"weeks/{name}/index.html", WeekView)


def test_the_last_days_of_2024_and_the_first_of_2025_make_one_week() -> None:
    pages = pages_by_path(entry("2024/12/30/a"), entry("2025/01/02/b"), entry("2025/01/05/c"), entry("2025/01/06/d"))
    view = week(pages, "2025-W01")
    assert (view.year, view.week, view.first, view.last) == (2025, 1, dt.date(2024, 12, 30), dt.date(2025, 1, 5))
    assert [(rows.day.date.isoformat(), [row.key for row in rows.rows]) for rows in view.days] == [
        ("2025-01-05", ["c"]),
        ("2025-01-02", ["b"]),
        ("2024-12-30", ["a"]),
    ]
    assert [month.url for month in view.months] == ["/2024/12/", "/2025/01/"]
    assert [(year.name, year.url) for year in view.years] == [("2024", "/2024/"), ("2025", "/2025/")]
    assert view.count == 3


def test_a_year_of_53_weeks_ends_in_the_next_one() -> None:
    pages = pages_by_path(entry("2020/12/28/a"), entry("2021/01/03/b"), entry("2021/01/04/c"))
    view = week(pages, "2020-W53")
    assert [rows.day.date.isoformat() for rows in view.days] == ["2021-01-03", "2020-12-28"]
    assert view.newer is not None
    assert (view.newer.year, view.newer.week, view.newer.url) == (2021, 1, "/weeks/2021-W01/")


def test_a_week_leads_to_the_weeks_beside_it_that_have_papers() -> None:
    pages = pages_by_path(entry("2025/07/01/a"), entry("2025/09/03/b"), entry("2025/09/30/c"))
    middle = week(pages, "2025-W36")
    assert (middle.older and middle.older.url, middle.newer and middle.newer.url) == (
        "/weeks/2025-W27/",
        "/weeks/2025-W40/",
    )
    assert (week(pages, "2025-W27").older, week(pages, "2025-W40").newer) == (None, None)


def test_a_week_whose_thursday_is_in_a_month_without_papers_has_its_page() -> None:
    pages = pages_by_path(entry("2025/09/29/a"))
    assert [rows.day.date.day for rows in week(pages, "2025-W40").days] == [29]


def test_the_most_voted_papers_of_a_week_come_first_where_it_has_many() -> None:
    many = [entry(f"2025/09/{day:02}/p{day}-{votes}", votes=votes) for day in (1, 3) for votes in range(6)]
    top = week(pages_by_path(*many), "2025-W36").top
    assert [row.key for row in top] == ["p3-5", "p1-5", "p3-4", "p1-4", "p3-3"]


def test_a_week_of_few_papers_or_without_votes_has_no_list_of_the_most_voted() -> None:
    few = [entry(f"2025/09/01/p{votes}", votes=votes) for votes in range(9)]
    silent = [entry(f"2025/09/08/q{number}") for number in range(30)]
    pages = pages_by_path(*few, *silent)
    assert (week(pages, "2025-W36").top, week(pages, "2025-W37").top) == ((), ())


def test_a_week_of_more_than_500_papers_counts_its_days_and_still_names_the_most_voted() -> None:
    many = [entry(f"2025/09/01/p{number}", votes=number) for number in range(501)]
    view = week(pages_by_path(*many), "2025-W36")
    assert ([len(rows.rows) for rows in view.days], view.days[0].day.count, len(view.top)) == ([0], 501, 5)


def test_a_week_names_the_gaps_and_the_quiet_days_of_both_its_months() -> None:
    def days(text: str) -> tuple[dt.date, ...]:
        return tuple(map(dt.date.fromisoformat, text.split()))

    marks = (Marks(days("2025-09-26 2025-09-29"), days("2025-09-30")), Marks(days("2025-10-01"), days("2025-10-06")))
    view = week(pages_by_path(entry("2025/10/01/a"), marks=marks), "2025-W40")
    assert [(day.date.isoformat(), day.url, day.count) for day in view.gaps] == [
        ("2025-09-29", "", 0),
        ("2025-10-01", "/2025/10/01/", 1),
    ]
    assert view.quiet == (dt.date(2025, 9, 30),)


def test_a_paper_listed_again_stands_in_both_weeks_and_counts_in_the_first() -> None:
    pages = pages_by_path(entry("2025/09/01/a", listed_on=(dt.date(2025, 9, 10),)))
    first, again = week(pages, "2025-W36"), week(pages, "2025-W37")
    assert (first.count, again.count, [row.key for row in again.days[0].rows]) == (1, 0, ["a"])


def test_a_day_and_a_month_lead_to_their_weeks() -> None:
    notes = (Note("n", dt.date(2025, 9, 4), "A note."), Note("n", dt.date(2025, 9, 24), "A note."))
    pages = pages_by_path(entry("2025/09/02/a"), entry("2025/09/30/b"), notes=notes)
    links = [view_of(pages, f"2025/09/{day}/index.html", DayView).day.week for day in ("02", "04", "24")]
    assert [(link.week, link.url) for link in links] == [
        (36, "/weeks/2025-W36/"),
        (36, "/weeks/2025-W36/"),
        (39, ""),
    ]
    month = view_of(pages, "2025/09/index.html", MonthView)
    assert [link.url for link in month.weeks] == ["/weeks/2025-W36/", "/weeks/2025-W40/"]


def test_a_row_of_a_calendar_leads_to_its_week_if_that_has_papers_in_this_month() -> None:
    year = view_of(pages_by_path(entry("2025/09/30/a"), entry("2025/10/10/b")), "2025/index.html", YearView)
    september, october = year.months[8], year.months[9]
    assert [(link.week, link.url) for link in september.week_links] == [
        (36, ""),
        (37, ""),
        (38, ""),
        (39, ""),
        (40, "/weeks/2025-W40/"),
    ]
    assert [link.url for link in october.week_links][:3] == ["", "/weeks/2025-W41/", ""]
    assert len(october.week_links) == len(october.weeks)


def test_the_sitemap_names_weeks_with_the_day_of_their_last_change() -> None:
    pages = pages_by_path(entry("2025/09/02/a"), entry("2025/09/03/b", updated=dt.date(2025, 10, 1)))
    urls = {url.url: url.lastmod for url in view_of(pages, "sitemaps/site.xml", Sitemap).urls}
    assert urls["https://example.org/weeks/2025-W36/"] == dt.date(2025, 10, 1)


def test_without_weeks_nothing_leads_to_one() -> None:
    b = builder_of(pages=PageSwitches(weeks=False))
    one = entry("2025/09/02/a")
    groups = groups_of(graph_of_entries((one,), b), b)
    made = {page.path: page for group in groups for sheet in group.sheets() for page in sheet.pages(b, lambda _: one)}
    assert not [path for path in made if path.startswith("weeks/")]
    assert view_of(made, "2025/09/02/index.html", DayView).day.week.url == ""
    assert view_of(made, "2025/09/index.html", MonthView).weeks == ()
    assert view_of(made, "2025/index.html", YearView).months[8].week_links == ()
    assert not [url for url in view_of(made, "sitemaps/site.xml", Sitemap).urls if "/weeks/" in url.url]


def test_a_new_day_changes_its_own_week_and_the_one_that_leads_to_it() -> None:
    old = [entry("2025/08/20/a"), entry("2025/08/27/b"), entry("2025/09/01/c")]
    before, after = pages_by_path(*old), pages_by_path(*old, entry("2025/09/05/d"))
    assert changed(before, after) == {"weeks/2025-W36/index.html"}
    later = pages_by_path(*old, entry("2025/09/08/d"))
    assert changed(before, later) == {"weeks/2025-W36/index.html"}
    assert "weeks/2025-W37/index.html" in later.keys() - before.keys()


def changed(before: dict[str, Page], after: dict[str, Page]) -> set[str]:
    return {path for path in before if path.startswith("weeks/") and before[path] != after[path]}


places = st.dates(dt.date(2024, 12, 20), dt.date(2025, 1, 12)).map(lambda date: date.strftime("%Y/%m/%d"))
archives = st.lists(st.tuples(places, st.integers(0, 9)), max_size=8, unique_by=lambda drawn: drawn[1]).map(
    lambda drawn: tuple(entry(f"{place}/p{number}") for place, number in drawn)
)


@settings(max_examples=100)
@given(papers=archives, more=archives)
def test_a_group_of_weeks_is_as_it_was_only_if_its_pages_are(
    papers: tuple[Entry, ...], more: tuple[Entry, ...]
) -> None:
    """What a build believes: equal values mean equal pages, whatever else changed in the archive."""
    old, new = weeks_by_group(papers), weeks_by_group(more)
    for name in old.keys() & new.keys():
        if old[name][0] == new[name][0]:
            assert old[name][1] == new[name][1]
    keys = {brief.key for brief in papers}
    assert keys == {row.key for _, views in old.values() for view in views for rows in view.days for row in rows.rows}


def weeks_by_group(papers: tuple[Entry, ...]) -> dict[str, tuple[bytes, list[WeekView]]]:
    b = builder_of()
    by_key = {each.key: each for each in papers}
    found = {}
    for group in groups_of(graph_of_entries(papers, b), b):
        if group.name.startswith("weeks "):
            pages = [page.view for sheet in group.sheets() for page in sheet.pages(b, lambda brief: by_key[brief.key])]
            found[group.name] = (group.value, [view for view in pages if isinstance(view, WeekView)])
    return found


def test_a_note_of_a_day_is_no_part_of_its_week() -> None:
    b = builder_of()
    note = Note("n", dt.date(2025, 9, 2), "A note.")
    plain, noted = (
        {
            sheet.name: sheet
            for group in groups_of(graph_of_entries((entry("2025/09/02/a"),), b, notes=notes), b)
            for sheet in group.sheets()
        }
        for notes in ((), (note,))
    )
    assert plain["week 2025-W36"] == noted["week 2025-W36"]
    assert plain["day 2025-09-02"] != noted["day 2025-09-02"]
