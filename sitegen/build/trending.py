"""What rises, with what is remembered of months that seldom change: a new day has its own month counted alone."""

from pathlib import Path

import msgspec

from sitegen.archive.people import Person
from sitegen.memo import recall, remember
from sitegen.provenance import digest, engine_digest
from sitegen.site.graph import Graph
from sitegen.site.names import Names
from sitegen.site.rising import Facts
from sitegen.site.trend_facts import Days, Kept, facts_of

_FACTS = "trends"
_COUNTS = "trends-counts"
_DAYS = "trends-days"


def with_trends(graph: Graph, people: tuple[Person, ...], state: Path) -> Graph:
    """The graph with what rises in it."""
    known = recall(state / _FACTS, Facts, engine_digest()) or Facts()
    named = digest(msgspec.msgpack.encode(people))
    before: list[Kept] = []

    def kept() -> Kept:
        seldom = recall(state / _COUNTS, Kept, engine_digest()) or Kept()
        days = recall(state / _DAYS, Days, engine_digest()) or Days()
        before.append(msgspec.structs.replace(seldom, days=days))
        return before[-1]

    facts, counts = facts_of(graph, Names(people), named, known, kept)
    if counts is not None:
        remember(state / _FACTS, facts, engine_digest())
        remember(state / _DAYS, counts.days, engine_digest())
        # Thousands of counts, which a new day leaves as they are.
        if counts.seldom != before[-1].seldom:
            remember(state / _COUNTS, msgspec.structs.replace(counts, days=Days()), engine_digest())
    return msgspec.structs.replace(graph, trends=facts)
