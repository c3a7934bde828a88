"""Clean builds without search: the plain theme, and the full one, beside Hugo's plain site."""

from collections.abc import Iterator
from functools import partial

from bench.goals import goal_of
from bench.processes import CAN_MEASURE, peak_byte_count
from bench.report import Result, in_mebibytes, medians_in_seconds
from bench.running import in_turn, median, seconds
from bench.sites import HugoSite, Site
from bench.workshop import FULL, PLAIN, Workshop


def clean(shop: Workshop) -> Iterator[Result]:
    """Equal content: time and memory."""
    yield from _beside_hugo(shop, PLAIN, "clean")


def full(shop: Workshop) -> Iterator[Result]:
    """The theme that comes with sitegen, whose pages are larger and more."""
    yield from _beside_hugo(shop, FULL, "full")


def _beside_hugo(shop: Workshop, theme: str, goals: str) -> Iterator[Result]:
    ours, hugo = shop.site(f"clean-{theme}", theme, has_search=False), shop.hugo()
    what = f"clean build of {shop.paper_count:,} papers, theme {theme}"
    runs = in_turn(shop.rounds, partial(_clean_seconds, ours), partial(_clean_seconds, hugo))
    ours_s, hugo_s = shop.tell("sitegen", runs[0]), shop.tell("Hugo", runs[1])
    yield Result(
        what=f"{what}: time",
        sitegen=medians_in_seconds(ours_s),
        beside=f"Hugo {medians_in_seconds(hugo_s)}",
        value=median(ours_s) / median(hugo_s),
        unit="×",
        goal=goal_of(f"{goals} time", shop.paper_count),
    )
    if CAN_MEASURE:
        peaks = in_turn(shop.rounds, partial(_clean_peak, ours), partial(_clean_peak, hugo))
        ours_peak, hugo_peak = median(peaks[0]), median(peaks[1])
        yield Result(
            what=f"{what}: memory of all processes",
            sitegen=in_mebibytes(ours_peak),
            beside=f"Hugo {in_mebibytes(hugo_peak)}",
            value=ours_peak / hugo_peak,
            unit="×",
            goal=goal_of(f"{goals} memory", shop.paper_count),
        )
    shop.remove(ours)
    shop.remove(hugo)


def _clean_seconds(site: Site | HugoSite) -> float:
    site.forget_builds()
    return seconds(site.build)


def _clean_peak(site: Site | HugoSite) -> int:
    site.forget_builds()
    return peak_byte_count(site.build)
