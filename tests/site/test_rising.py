"""Trends: what rises by more than chance, from which papers, with the search behind each number."""

import datetime as dt

import msgspec
import pytest

from sitegen.archive.entry import Entry
from sitegen.archive.people import Person
from sitegen.site.graph import Graph
from sitegen.site.names import Names
from sitegen.site.rising import Facts, Rise, errors_of, rises, without_parts
from sitegen.site.trend_facts import Kept, facts_of
from sitegen.site.trend_tally import tallies_in
from sitegen.site.views import TrendsView
from tests.site.made import builder_of, entry, graph_of_entries, pages_by_path

PATH = "trends/index.html"


def papers(month: str, count: int, start: int = 0, **values: object) -> list[Entry]:
    return [
        entry(f"{month}/0{1 + n % 9}/{month.replace('/', '')}{n}", title="Nothing", **values)
        for n in range(start, start + count)
    ]


# 120 papers of two months, then 60: 6 of 120 beside 12 of 60 are on scaling, 2 beside 9 have the word.
BEFORE = [
    *papers("2025/07", 57),
    *papers("2025/07", 3, 57, topics=("scaling",)),
    *papers("2025/08", 57),
    *papers("2025/08", 3, 57, topics=("scaling",)),
]
MONTH = [*papers("2025/09", 48), *papers("2025/09", 12, 48, topics=("scaling",))]


def titled(entries: list[Entry], places: range, title: str, **values: object) -> list[Entry]:
    return [
        msgspec.structs.replace(each, title=title, **values) if n in places else each for n, each in enumerate(entries)
    ]


ARCHIVE = (
    *titled(BEFORE, range(2), "Flow Matching for Speech"),
    *titled(MONTH, range(9), "Flow Matching for Images", authors=("Ada Lovelace", "Wei Zhang"), venue="ICLR 2026"),
)


@pytest.fixture(scope="module")
def view() -> TrendsView:
    found = pages_by_path(*ARCHIVE)[PATH].view
    assert isinstance(found, TrendsView)
    return found


def test_a_topic_rises_by_its_share_of_the_month(view: TrendsView) -> None:
    assert view.month is not None
    assert (view.month.month, view.month.url) == (dt.date(2025, 9, 1), "/2025/09/")
    assert (view.is_running, view.count, view.count_before) == (True, 60, 120)
    assert view.totals == (60, 60, 60)
    (scaling,) = view.topics
    assert (scaling.topic.slug, scaling.count, scaling.share, scaling.before) == ("scaling", 12, 20, 5)
    assert scaling.search_url == "/search/?topic=Scaling+Laws&year=2025&month=2025-09"
    assert scaling.month_urls == tuple(
        f"/search/?topic=Scaling+Laws&year=2025&month=2025-{month}" for month in ("07", "08", "09")
    )
    assert view.month_urls == tuple(f"/search/?year=2025&month=2025-{month}" for month in ("07", "08", "09"))
    assert scaling.trend is not None
    assert [(point.count, point.share) for point in scaling.trend.points] == [(3, 5), (3, 5), (12, 20)]


def test_the_longest_of_terms_with_the_same_papers_is_shown(view: TrendsView) -> None:
    assert [(term.name, term.count, term.of_thousand, term.before) for term in view.terms] == [
        ("Images", 9, 150, 0),
        ("Flow Matching", 9, 150, 17),
    ]
    assert view.terms[0].search_url == "/search/?q=Images&year=2025&month=2025-09"
    assert view.terms[1].search_url == "/search/?q=%22Flow+Matching%22&year=2025&month=2025-09"
    trend = view.terms[1].trend
    assert trend is not None
    assert [point.count for point in trend.points] == [2, 0, 9]
    july, august, september = view.terms[1].month_urls
    assert (july, august) == ("/search/?q=%22Flow+Matching%22&year=2025&month=2025-07", "")
    assert september == view.terms[1].search_url


def test_a_word_is_written_as_a_plural_where_all_papers_write_it_so() -> None:
    entries = (*BEFORE, *titled(MONTH, range(9), "Policies"))
    assert facts(graph_of_entries(entries, builder_of()))[0].terms[0].shown == "Policies"


def test_authors_and_venues_of_the_year_lead_to_their_search(view: TrendsView) -> None:
    assert view.year is not None
    assert (view.year.year, view.year.url, view.year_count) == (2025, "/2025/", 180)
    assert [(each.name.name, each.name.url, each.count, each.search_url) for each in view.authors] == [
        ("Ada Lovelace", "/authors/ada-lovelace/", 9, "/search/?q=%22Ada+Lovelace%22&year=2025"),
        ("Wei Zhang", "/authors/wei-zhang/", 9, "/search/?q=%22Wei+Zhang%22&year=2025"),
    ]
    assert [(each.name.name, each.count, each.search_url) for each in view.venues] == [
        ("ICLR 2026", 9, "/search/?year=2025&venue=ICLR+2026"),
    ]


def test_a_month_that_has_only_begun_is_not_judged() -> None:
    view = pages_by_path(*ARCHIVE, *papers("2025/10", 20, topics=("evaluation",)))[PATH].view
    assert isinstance(view, TrendsView)
    assert view.month is not None
    assert (view.month.month, view.is_running) == (dt.date(2025, 9, 1), False)


def test_few_papers_tell_nothing() -> None:
    view = pages_by_path(*MONTH)[PATH].view
    assert isinstance(view, TrendsView)
    assert (view.month, view.topics, view.terms, view.periods) == (None, (), (), ())
    assert (view.least_of_month, view.least_before) == (50, 100)


def test_an_empty_archive_has_the_page_too() -> None:
    view = pages_by_path()[PATH].view
    assert isinstance(view, TrendsView)
    assert (view.month, view.year, view.authors) == (None, None, ())


def test_without_search_numbers_lead_nowhere_and_without_trends_there_is_no_page() -> None:
    from sitegen.config import PageSwitches

    view = pages_by_path(*ARCHIVE, pages=PageSwitches(search=False))[PATH].view
    assert isinstance(view, TrendsView)
    assert {each.search_url for each in (*view.topics, *view.terms, *view.authors, *view.venues)} == {""}
    assert {url for each in (view, *view.topics, *view.terms) for url in each.month_urls} == {""}
    assert PATH not in pages_by_path(*ARCHIVE, pages=PageSwitches(trends=False))


NOTHING, NOTHING_KEPT = Facts(), Kept()


def facts(graph: Graph, known: Facts = NOTHING, kept: Kept = NOTHING_KEPT) -> tuple[Facts, Kept | None]:
    return facts_of(graph, Names(()), b"", known, lambda: kept, tallies_in(graph, Names(()), b""))


def test_what_was_remembered_gives_the_same_as_counting_all() -> None:
    b = builder_of()
    first, kept = facts(graph_of_entries(ARCHIVE[:-3], b))
    assert kept is not None
    changes = {
        "a paper of the month": ARCHIVE,
        "a paper of a month before": ARCHIVE[1:],
        "a new month": (*ARCHIVE, *papers("2025/10", 55)),
        "a new year": (*ARCHIVE, *papers("2026/01", 120)),
        "nothing left": (),
    }
    for change, entries in changes.items():
        graph = graph_of_entries(entries, b)
        assert facts(graph, first, kept)[0] == facts(graph)[0], change


def test_what_is_as_it_was_is_not_counted_again() -> None:
    graph = graph_of_entries(ARCHIVE, builder_of())
    first, kept = facts(graph)
    assert kept is not None

    def not_asked() -> Kept:
        raise AssertionError("what was kept is read")

    assert facts_of(graph, Names(()), b"", first, not_asked, tallies_in(graph, Names(()), b"")) == (first, None)


def test_a_day_reads_no_month_but_its_own() -> None:
    b = builder_of()
    first, kept = facts(graph_of_entries(ARCHIVE[:-1], b))
    assert kept is not None
    graph = graph_of_entries(ARCHIVE, b)
    asked: list[dt.date] = []
    month = graph.month

    def noted(date: dt.date):  # type: ignore[no-untyped-def]
        asked.append(date)
        return month(date)

    facts(msgspec.structs.replace(graph, month=noted), first, kept)
    assert set(asked) == {dt.date(2025, 9, 1)}


def test_a_name_of_authors_yaml_is_one_author() -> None:
    people = (Person(slug="ada", name="Ada King", also=("Ada Lovelace",)),)
    graph = graph_of_entries(ARCHIVE, builder_of(), people=people)
    found, _ = facts_of(graph, Names(people), b"people", Facts(), Kept, tallies_in(graph, Names(people), b"people"))
    assert found.authors[0] == ("ada", "Ada King", 9)


def test_standard_errors_are_those_of_two_shares() -> None:
    """Twenty of a hundred beside ten of a hundred: 20.5/101 − 10.5/101 over the error of both, worked out by hand."""
    assert errors_of(20, 100, 10, 100) == pytest.approx(1.9521, abs=1e-4)
    assert errors_of(10, 100, 20, 100) == pytest.approx(-1.9521, abs=1e-4)
    assert errors_of(5, 100, 5, 100) == 0


@pytest.mark.parametrize(
    ("count", "total", "before", "total_before", "is_listed"),
    [
        (12, 60, 6, 120, True),
        (4, 60, 0, 120, False),  # fewer than five papers
        (12, 49, 6, 120, False),  # a month of few papers
        (12, 60, 6, 99, False),  # few papers before
        (6, 60, 6, 120, False),  # chance explains it
        (3, 60, 30, 120, False),  # it falls
    ],
)
def test_a_rise_is_listed_if_chance_does_not_explain_it(
    count: int, total: int, before: int, total_before: int, is_listed: bool
) -> None:
    assert bool(rises({"a": count}, total, {"a": before}, total_before, 2)) == is_listed


def test_a_part_of_a_longer_term_is_left_out_if_it_has_no_papers_of_its_own() -> None:
    found = [
        Rise("flow", 20, 0, 5),
        Rise("flow matching", 10, 0, 4),
        Rise("matching", 11, 0, 4),
        Rise("match", 9, 0, 3),
    ]
    assert [each.name for each in without_parts(found)] == ["flow", "flow matching", "match"]
