"""What a month counts for trends: who signs its papers, where they appeared, what they are about. Ranks nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

import msgspec

from sitegen.archive.brief import Brief
from sitegen.provenance import digest
from sitegen.site.graph import Graph, Outline
from sitegen.site.names import Names
from sitegen.text.terms import terms_of

SlugsOf = Callable[[Brief], Mapping[str, str]]
"""Gives the slugs of those who sign a paper, each once, with their names as the paper writes them."""


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """The counts of a month. value: of all they follow from. terms, venues: their papers.

    signers: by slug, how many papers write the name in each way.
    """

    value: bytes = b""
    terms: Mapping[str, int] = {}
    signers: Mapping[str, Mapping[str, int]] = {}
    venues: Mapping[str, int] = {}


TallyOf = Callable[[Outline], Tally]
"""Gives the counts of a month."""


def tallies_in(graph: Graph, names: Names, named: bytes) -> TallyOf:
    """Counts a month of an archive when it is asked for. named: a digest of what `names` follows from."""
    slugs_of = slugs_in(graph, names)
    return lambda outline: _tally(graph.month(outline.month).entries, slugs_of, value_of(outline, named))


def value_of(outline: Outline, named: bytes) -> bytes:
    """The value of the counts of a month."""
    return digest(named, outline.value)


def _tally(entries: tuple[Brief, ...], slugs_of: SlugsOf, value: bytes) -> Tally:
    signers: dict[str, Counter[str]] = {}
    for brief in entries:
        for slug, name in slugs_of(brief).items():
            signers.setdefault(slug, Counter())[name] += 1
    return Tally(value, counted_terms(entries), signers, Counter(brief.venue for brief in entries if brief.venue))


def counted_terms(entries: Iterable[Brief]) -> Counter[str]:
    """How many papers have each term."""
    return Counter(chain.from_iterable(map(terms_of_paper, entries)))


def terms_of_paper(brief: Brief) -> Mapping[str, str]:
    """The terms of a paper, with how it writes them."""
    return terms_of(brief.title, brief.keywords.split("\n") if brief.keywords else ())


def slugs_in(graph: Graph, names: Names) -> SlugsOf:
    """Tells who signs the papers of an archive."""
    roster = graph.roster

    def found(brief: Brief) -> Mapping[str, str]:
        written = brief.author_names
        slugs = roster.signers_of(brief.key) if roster else names.slugs_of(written, brief.key)
        by_slug = dict(zip(slugs, written, strict=True))
        by_slug.pop("", None)
        return by_slug

    return found
