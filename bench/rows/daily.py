"""What a day costs: 20 papers more, nothing more, and a month that closes. Search is included."""

from collections.abc import Iterator
from functools import partial

from bench.corpus import DAY, end_of_month
from bench.files import Changes, by_kind, changes, in_words, snapshot
from bench.goals import goal_of
from bench.processes import CAN_MEASURE, peak_byte_count
from bench.report import Result, in_mebibytes, in_seconds, medians_in_seconds
from bench.running import in_turn, median, seconds
from bench.sites import HugoSite, Site
from bench.workshop import FULL, PLAIN, Workshop, add_ordinary_day

# A growing archive is compared with one of a tenth of its size.
SHARE = 10


def daily(shop: Workshop) -> Iterator[Result]:
    """The next days, each of 20 papers, beside Hugo's full build and Pagefind over all paper pages."""
    plain, full, hugo = shop.built(PLAIN, shop.paper_count), shop.built(FULL, shop.paper_count), shop.hugo()
    clean_s = seconds(hugo.build, hugo.index)
    shop.say(f"clean build of {shop.paper_count:,} papers with search, Hugo and Pagefind: {in_seconds(clean_s)}")
    days = in_turn(shop.rounds, partial(_day_seconds, plain), partial(_day_seconds, full), partial(_hugo_day, hugo))
    names = (f"sitegen, theme {PLAIN}", f"sitegen, theme {FULL}", "Hugo and Pagefind")
    plain_s, full_s, hugo_s = (shop.tell(name, runs) for name, runs in zip(names, days, strict=True))
    what = f"{DAY} papers more than {shop.paper_count:,}, with search"
    for theme, ours_s, goal in (
        (PLAIN, plain_s, goal_of("daily time", shop.paper_count)),
        (FULL, full_s, None),
    ):
        yield Result(
            what=f"{what}, theme {theme}: time",
            sitegen=medians_in_seconds(ours_s),
            beside=f"Hugo and Pagefind {medians_in_seconds(hugo_s)}",
            value=median(hugo_s) / median(ours_s),
            unit="× faster",
            goal=goal,
        )
    shop.remove(hugo)
    if CAN_MEASURE:
        add_ordinary_day(plain)
        peak = peak_byte_count(plain.build)
        yield Result(
            what=f"{what}, theme {PLAIN}: memory of all processes",
            sitegen=in_mebibytes(peak),
            value=peak / 2**20,
            unit=" MiB",
            goal=goal_of("daily memory", shop.paper_count),
        )


def nothing(shop: Workshop) -> Iterator[Result]:
    """A build after which nothing changed."""
    site = shop.built(PLAIN, shop.paper_count)
    seconds(site.build)
    (runs,) = in_turn(shop.rounds, partial(seconds, site.build))
    shop.tell("sitegen", runs)
    yield Result(
        what=f"nothing changed, {shop.paper_count:,} papers, with search: time",
        sitegen=medians_in_seconds(runs),
        value=median(runs),
        unit=" s",
        goal=goal_of("nothing", shop.paper_count),
    )


def growth(shop: Workshop) -> Iterator[Result]:
    """The same day in an archive and in one of a tenth of its size."""
    few_count = shop.paper_count // SHARE
    many, few = shop.built(PLAIN, shop.paper_count), shop.built(PLAIN, few_count)
    runs = in_turn(shop.rounds, partial(_day_seconds, many), partial(_day_seconds, few))
    many_s, few_s = shop.tell(f"{shop.paper_count:,} papers", runs[0]), shop.tell(f"{few_count:,} papers", runs[1])
    yield Result(
        what=f"{DAY} papers more than {shop.paper_count:,} or than {few_count:,}, with search: time",
        sitegen=medians_in_seconds(many_s),
        beside=f"sitegen, {few_count:,}: {medians_in_seconds(few_s)}",
        value=median(many_s) / median(few_s),
        unit="×",
        goal=goal_of("growth", shop.paper_count),
    )


def files(shop: Workshop) -> Iterator[Result]:
    """How many files of the published site a day rewrites, the index of the search apart: the median of some days."""
    site = shop.built(PLAIN, shop.paper_count)
    days = sorted((_day_changes(site) for _ in range(shop.rounds)), key=lambda day: len(day.rewritten + day.touched))
    shop.say(f"files rewritten: {' '.join(str(len(day.rewritten + day.touched)) for day in days)}")
    found = days[len(days) // 2]
    yield Result(
        what=f"files rewritten by {DAY} papers more than {shop.paper_count:,}",
        sitegen=f"{len(found.rewritten):,} with other bytes, {len(found.touched):,} with the same",
        beside=f"{len(found.new):,} new ones apart",
        value=len(found.rewritten) + len(found.touched),
        unit=" files",
        goal=goal_of("files", shop.paper_count),
    )


def kinds(shop: Workshop) -> Iterator[Result]:
    """Which kinds of file a day writes in the full theme, the index of the search apart: the median of some days."""
    site = shop.built(FULL, shop.paper_count)
    days = sorted((_day_changes(site) for _ in range(shop.rounds)), key=lambda day: len(day.rewritten + day.touched))
    for day in days:
        shop.say(f"{len(day.rewritten)} rewritten: {in_words(by_kind(day.rewritten))}")
    found = days[len(days) // 2]
    yield Result(
        what=f"files rewritten by {DAY} papers more than {shop.paper_count:,}, theme {FULL}, by kind",
        sitegen=in_words(by_kind(found.rewritten + found.touched)),
        beside=f"new ones apart: {in_words(by_kind(found.new))}",
        value=len(found.rewritten) + len(found.touched),
        unit=" files",
    )


def month(shop: Workshop) -> Iterator[Result]:
    """The first day of a month: its papers, and the bundles of the months before joined anew."""
    site = shop.built(PLAIN, shop.paper_count)
    (runs,) = in_turn(shop.rounds, partial(_month_seconds, site))
    shop.tell("sitegen", runs)
    yield Result(
        what=f"{DAY} papers more than {shop.paper_count:,} that begin a month, with search: time",
        sitegen=medians_in_seconds(runs),
        value=median(runs),
        unit=" s",
        goal=goal_of("month", shop.paper_count),
    )


def _day_changes(site: Site) -> Changes:
    before = snapshot(site.public)
    add_ordinary_day(site)
    seconds(site.build)
    return changes(before, snapshot(site.public))


def _day_seconds(site: Site) -> float:
    add_ordinary_day(site)
    return seconds(site.build)


def _hugo_day(site: HugoSite) -> float:
    site.papers.add(DAY)
    site.forget_index()
    return seconds(site.build, site.index)


def _month_seconds(site: Site) -> float:
    """Everything up to the month's last paper is built before; then a day that begins the next month."""
    site.papers.add(end_of_month(site.papers.count) - site.papers.count)
    seconds(site.build)
    site.papers.add(DAY)
    return seconds(site.build)
