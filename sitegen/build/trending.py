"""What rises, with what is remembered of months that seldom change: a day has its own month counted alone."""

import datetime as dt
from pathlib import Path

import msgspec

from sitegen.archive.people import Person
from sitegen.memo import forget, recall, remember
from sitegen.provenance import digest, engine_digest
from sitegen.site.graph import Graph, Outline
from sitegen.site.names import Names
from sitegen.site.rising import Facts
from sitegen.site.trend_facts import Days, Kept, facts_of
from sitegen.site.trend_tally import Tally, tallies_in, value_of

_FACTS = "trends"
_COUNTS = "trends-counts"
_DAYS = "trends-days"
# Of each month one file, some 0.3 MB of 1,200 papers.
_MONTHS = "trends-months"


def with_trends(graph: Graph, people: tuple[Person, ...], state: Path) -> Graph:
    """The graph with what rises in it."""
    known = recall(state / _FACTS, Facts, engine_digest()) or Facts()
    names, named = Names(people), digest(msgspec.msgpack.encode(people))
    before: list[Kept] = []

    def kept() -> Kept:
        seldom = recall(state / _COUNTS, Kept, engine_digest()) or Kept()
        days = recall(state / _DAYS, Days, engine_digest()) or Days()
        before.append(msgspec.structs.replace(seldom, days=days))
        return before[-1]

    counted = tallies_in(graph, names, named)

    def tallied(outline: Outline) -> Tally:
        path = state / _MONTHS / _name(outline.month)
        found = recall(path, Tally, engine_digest())
        if found is None or found.value != value_of(outline, named):
            found = counted(outline)
            remember(path, found, engine_digest())
        return found

    facts, counts = facts_of(graph, names, named, known, kept, tallied)
    if counts is not None:
        remember(state / _FACTS, facts, engine_digest())
        remember(state / _DAYS, counts.days, engine_digest())
        # Thousands of counts, which a new day leaves as they are.
        if counts.seldom != before[-1].seldom:
            remember(state / _COUNTS, msgspec.structs.replace(counts, days=Days()), engine_digest())
            _forget_others(state / _MONTHS, graph, facts)
    return msgspec.structs.replace(graph, trends=facts)


def _forget_others(folder: Path, graph: Graph, facts: Facts) -> None:
    """Removes what is kept of months that are in no sum."""
    of_year = (outline.month for outline in graph.outlines if outline.month.year == facts.year)
    summed = {_name(month) for month in (*(month for month, _ in facts.months), *of_year)}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in summed:
            forget(path)


def _name(month: dt.date) -> str:
    return f"{month:%Y-%m}"
