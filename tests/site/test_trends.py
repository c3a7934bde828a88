"""Topics over time: the numbers behind charts, and what a chart is drawn from."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.entry import Entry
from sitegen.site.trends import count_trend, months_between
from sitegen.site.views import ArchiveView, MonthView, TopicsView, TopicView, YearView
from tests.site.made import entry, pages_by_path, view_of


def papers(place: str, count: int, *topics: str) -> list[Entry]:
    name = "-".join(topics) or "none"
    return [entry(f"{place}/{place.replace('/', '')}-{name}-{number}", topics=topics) for number in range(count)]


def test_a_trend_counts_each_month_and_those_between_without_papers() -> None:
    pages = pages_by_path(
        *papers("2025/06/02", 2, "scaling"), *papers("2025/09/01", 4, "scaling"), *papers("2025/09/02", 1)
    )
    trend = view_of(pages, "topics/scaling/index.html", TopicView).trend
    assert trend is not None
    assert [(point.start.month, point.count, point.x, point.y) for point in trend.points] == [
        (6, 2, 12.5, 50),
        (7, 0, 37.5, 100),
        (8, 0, 62.5, 100),
        (9, 4, 87.5, 0),
    ]
    assert (trend.unit, trend.peak.start.month, trend.peak_anchor) == ("month", 9, "end")


def test_the_trend_of_a_topic_ends_with_the_newest_month_of_the_archive_and_has_at_most_24() -> None:
    pages = pages_by_path(
        *papers("2022/01/03", 1, "scaling"),
        *papers("2024/01/03", 2, "scaling"),
        *papers("2024/06/03", 1, "scaling"),
        *papers("2025/09/01", 1),
    )
    topic = view_of(pages, "topics/scaling/index.html", TopicView)
    assert topic.trend is not None
    assert [topic.trend.points[0].start, topic.trend.points[-1].start] == [dt.date(2023, 10, 1), dt.date(2025, 9, 1)]
    assert sum(point.count for point in topic.trend.points) == 3


def test_from_four_years_on_a_topic_has_a_trend_by_year_too() -> None:
    of_years = [paper for year in (2022, 2024, 2025) for paper in papers(f"{year}/03/03", year - 2021, "scaling")]
    topic = view_of(pages_by_path(*of_years), "topics/scaling/index.html", TopicView)
    assert topic.year_trend is not None
    assert [(point.start.year, point.count) for point in topic.year_trend.points] == [
        (2022, 1),
        (2023, 0),
        (2024, 3),
        (2025, 4),
    ]
    three = view_of(pages_by_path(*of_years[1:]), "topics/scaling/index.html", TopicView)
    assert three.year_trend is None


def test_a_topic_with_one_paper_or_none_has_no_chart() -> None:
    pages = pages_by_path(
        *papers("2025/07/01", 1),
        *papers("2025/08/01", 1, "scaling"),
        *papers("2025/09/01", 1),
        *papers("2025/10/01", 1),
    )
    views = [view_of(pages, f"topics/{slug}/index.html", TopicView) for slug in ("scaling", "evaluation")]
    assert [(view.trend, view.year_trend, view.beside) for view in views] == [(None, None, ())] * 2
    assert [view.search_url for view in views] == ["/search/?topic=Scaling+Laws", ""]
    listed = view_of(pages, "topics/index.html", TopicsView).topics
    assert [each.trend for each in listed] == [None, None]


def test_a_topic_names_the_topics_that_go_with_it() -> None:
    pages = pages_by_path(
        *papers("2024/12/31", 1, "scaling", "evaluation"),
        *papers("2025/09/01", 2, "evaluation", "scaling"),
        *papers("2025/09/02", 3, "scaling"),
    )
    beside = view_of(pages, "topics/evaluation/index.html", TopicView).beside
    assert [(each.topic.url, each.count) for each in beside] == [("/topics/scaling/", 3)]


def test_a_year_has_a_trend_of_each_topic_over_its_months() -> None:
    pages = pages_by_path(
        *papers("2025/02/03", 1, "scaling"),
        *papers("2025/03/03", 3, "scaling"),
        *papers("2025/05/02", 2, "evaluation"),
        *papers("2024/05/02", 2, "evaluation"),
    )
    year = view_of(pages, "2025/index.html", YearView)
    assert [period.month for period in year.periods] == [2, 3, 4, 5]
    numbers = {each.topic.slug: each.trend and [point.count for point in each.trend.points] for each in year.topics}
    assert numbers == {"scaling": [1, 3, 0, 0], "evaluation": [0, 0, 0, 2]}
    assert [each.trend and each.trend.is_drawn for each in year.topics] == [True, False]
    assert view_of(pages, "2024/index.html", YearView).periods == ()


def test_the_archive_shows_shares_by_month_to_one_scale() -> None:
    pages = pages_by_path(
        *papers("2025/07/01", 1, "scaling"),
        *papers("2025/07/02", 3),
        *papers("2025/08/01", 1, "evaluation"),
        *papers("2025/08/02", 1),
        *papers("2025/09/01", 2, "scaling"),
        *papers("2025/09/02", 6, "evaluation"),
    )
    archive = view_of(pages, "archive/index.html", ArchiveView)
    assert archive.totals == (4, 2, 8)
    shares = {
        each.topic.slug: each.trend and [(point.count, point.share, point.y) for point in each.trend.points]
        for each in archive.topics
    }
    assert shares == {
        "evaluation": [(0, 0, 100), (1, 50, 33), (6, 75, 0)],
        "scaling": [(1, 25, 67), (0, 0, 100), (2, 25, 67)],
    }


def test_an_archive_of_four_years_shows_shares_by_year() -> None:
    of_years = [paper for year in (2022, 2023, 2025) for paper in papers(f"{year}/03/03", 1, "scaling")]
    archive = view_of(pages_by_path(*of_years, *papers("2025/04/04", 3)), "archive/index.html", ArchiveView)
    assert [period.year for period in archive.periods] == [2022, 2023, 2024, 2025]
    assert archive.totals == (1, 1, 0, 4)
    trend = archive.topics[0].trend
    assert trend is not None
    assert (trend.unit, [point.share for point in trend.points]) == ("year", [100, 100, 0, 25])


def test_a_month_has_the_shares_of_its_topics_and_those_of_the_month_before_that_has_papers() -> None:
    pages = pages_by_path(
        *papers("2025/06/02", 1, "scaling"), *papers("2025/06/03", 2), *papers("2025/09/01", 4, "scaling")
    )
    september, june = (view_of(pages, f"2025/{month}/index.html", MonthView) for month in ("09", "06"))
    assert [(each.count, each.share, each.before) for each in september.topics] == [(4, 100, 33)]
    assert [(each.count, each.share, each.before) for each in june.topics] == [(1, 33, None)]


def test_a_new_day_leaves_past_years_and_the_months_of_topics_as_they_were() -> None:
    old = [
        *papers("2023/03/01", 2, "scaling"),
        *papers("2024/05/01", 2, "scaling", "evaluation"),
        *papers("2025/06/01", 2, "evaluation"),
        *papers("2025/07/01", 2, "evaluation"),
    ]
    before, after = pages_by_path(*old), pages_by_path(*old, *papers("2025/08/01", 3, "scaling"))
    stable = [
        path
        for path in before
        if path.endswith("index.html") and (path[:4].isdigit() or path.count("/") > 2) and "2025" not in path
    ]
    assert len(stable) > 6
    assert [path for path in stable if before[path] != after[path]] == ["topics/scaling/2024/index.html"]


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=60))
def test_a_chart_keeps_all_numbers_and_stays_inside(counts: list[int]) -> None:
    months = months_between(dt.date(2020, 11, 1), dt.date(2030, 1, 1))[: len(counts)]
    trend = count_trend("month", months, dict(zip(months, counts, strict=True)))
    assert [point.count for point in trend.points] == counts
    assert trend.peak.count == max(counts)
    assert all(0 <= point.y <= 100 and (point.y < 100) == bool(point.count) for point in trend.points)
    assert trend.points[0].x >= trend.bar_width / 2
    assert trend.points[-1].x + trend.bar_width / 2 <= 100
    assert trend.peak.y == (0 if max(counts) else 100)
