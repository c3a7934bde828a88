"""The archive by days, reading only what changed since the last look, as a build does. Makes no page."""

from collections.abc import Iterator
from pathlib import Path

from sitegen.archive.days import Head
from sitegen.archive.declared import declared_topics
from sitegen.archive.entry import Entry
from sitegen.archive.shelves import Lender
from sitegen.build.memory import Memory
from sitegen.build.pool import Pool
from sitegen.build.reading import is_much, read_known
from sitegen.build.seeing import see


def heads(site_root: Path) -> Iterator[Head]:
    """What a list of days has to know of each entry. Raises SiteError with the problems of all files."""
    memory = Memory()
    seen = see(site_root, memory, None)
    topics = declared_topics(site_root)
    with Pool(0) as pool:
        if is_much(seen):
            pool.start()
        known = read_known(site_root, seen, topics, pool, memory)
    # By month, so that what is kept of each is read once.
    lend = Lender(site_root)
    for brief in sorted(known.briefs, key=lambda brief: brief.path):
        yield Head(brief.date, brief.listed_on, brief.is_draft, _sources(lend(brief)))


def _sources(entry: Entry) -> tuple[str, ...]:
    names = (entry.source.name, *entry.also_from)
    return tuple(dict.fromkeys(name for name in names if name))
