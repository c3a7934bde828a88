"""Related papers: how often they have the category of their paper, beside scikit-learn and chance; what they cost."""

import json
import time
from collections.abc import Iterator, Sequence
from functools import partial

import click
import msgspec

from bench import kit
from bench.goals import goal_of
from bench.neighbours import Lists, Paper, by_chance, by_scikit_learn, by_sitegen, of_one_category, share, whole_count
from bench.report import Result, in_seconds
from bench.running import in_turn, median, output_of, pace_s
from bench.sites import Site
from bench.spliced import Spliced
from bench.terms_table import collections, is_held_out, rows_of, table_of
from bench.workshop import FULL, Workshop, add_ordinary_day
from sitegen.site.terms import TABLE

# scikit-learn as it comes, and with the settings that serve it best here.
_PLAIN: dict[str, object] = {}
_BEST: dict[str, object] = {"stop_words": "english", "sublinear_tf": True, "ngram_range": (1, 2)}

# A day is short, and a busy moment of the machine is half of it: so many days for each round.
_DAYS = 3


def related(shop: Workshop) -> Iterator[Result]:
    """Raises ClickException if the table of terms is not what its collections make."""
    if table_of(collections()) != TABLE.read_text("utf-8"):
        raise click.ClickException(f"{TABLE.name} is not what its collections make: run python -m bench.terms_table")
    rows = list(rows_of(kit.ARXIV))
    unseen = [row for row in rows if is_held_out(row)]
    yield from _likeness(shop, [_paper(row) for row in unseen], "arXiv papers that no term was counted in")
    yield from _likeness(shop, [_paper(row) for row in rows], "arXiv papers, half of them counted")
    yield from _cost(shop, [_paper(row) for row in rows])


def _paper(row: object) -> Paper:
    return msgspec.convert(row, Paper)


def _likeness(shop: Workshop, papers: Sequence[Paper], name: str) -> Iterator[Result]:
    """The share of related papers of the same primary category."""
    start = time.perf_counter()
    ours = by_sitegen(papers)
    shop.say(f"sitegen: {in_seconds(time.perf_counter() - start)}, {whole_count(ours):,} lists of five")
    of = partial(share, is_alike=of_one_category(papers))
    chance = of(by_chance(papers))
    for settings, words in ((_PLAIN, "as it comes"), (_BEST, "stop words, sublinear, pairs of words")):
        theirs: Lists = by_scikit_learn(papers, **settings)
        yield Result(
            what=f"related papers of the same primary category, {len(papers):,} {name}; TF-IDF {words}",
            sitegen=f"{of(ours):.1%}",
            beside=f"scikit-learn {of(theirs):.1%}, random {chance:.1%}",
            value=of(ours) / of(theirs),
            unit="×",
            goal=goal_of("related share", shop.paper_count),
        )


def _cost(shop: Workshop, papers: Sequence[Paper]) -> Iterator[Result]:
    """The time of that stage of a build, as the build tells it: of a clean one, and of days of 20 papers."""
    site = shop.site("related", FULL, has_search=False)
    texts = Spliced(papers)
    texts.spell(site.papers.content)
    count = f"{shop.paper_count:,}"
    clean_s, _ = _related_seconds(site)
    clean_pace_s = pace_s()
    yield Result(
        what=f"related papers of {count}, clean: time for finding them",
        sitegen=f"{clean_s / shop.paper_count * 1000:.2f} ms a paper",
        beside=_loop(clean_pace_s),
        value=clean_s,
        unit=" s",
        goal=goal_of("related clean", shop.paper_count),
    )
    (days,) = in_turn(shop.rounds * _DAYS, partial(_day, site, texts))
    day_s = shop.tell("20 papers more", tuple(day for day, _, _ in days))
    pages = sorted(page_count for _, page_count, _ in days)[len(days) // 2]
    yield Result(
        what=f"related papers of 20 more than {count}: time for finding them",
        sitegen=f"{pages:,} pages of papers made, the new ones among them",
        beside=_loop(median([loop_s for _, _, loop_s in days])),
        value=median(day_s),
        unit=" s",
        goal=goal_of("related daily", shop.paper_count),
    )
    shop.remove(site)


def _loop(loop_s: float) -> str:
    return f"a loop of ten million additions {in_seconds(loop_s)}"


def _day(site: Site, texts: Spliced) -> tuple[float, int, float]:
    """Seconds of a day, how many pages of papers it makes, and seconds of a loop."""
    add_ordinary_day(site)
    texts.spell(site.papers.content)
    return *_related_seconds(site), pace_s()


def _related_seconds(site: Site) -> tuple[float, int]:
    """What a build took to find related papers, and how many pages of papers it made."""
    told = json.loads(output_of((*site.build, "--profile", "--format", "json")))["profile"]
    return float(told["stages"]["relate"]), int(told["kinds"].get("paper", {"pages": 0})["pages"])
