"""Facts and entries without an arXiv id → which fact is certainly whose, and what only may be. Pure."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import msgspec

from sitegen.archive.alike import alike_pairs, titled
from sitegen.archive.identity import normalised
from sitegen.archive.unidentified import Seen, Unidentified
from sitegen.sources.facts import Fact
from sitegen.text.hygiene import clean_line, clean_names

# A digest in the east lists a paper on the day after the one that arXiv, in UTC, gives it.
_EARLIEST = dt.timedelta(days=1)
# Of 20,000 pairs of abstracts of other papers, 95 in 100 share less than this part of the longer words of the shorter.
_LEAST_SHARED = 0.25
_FEWEST_WORDS = 20
_WORD = re.compile(r"[^\W\d_]{4,}")


class Candidate(NamedTuple):
    """A paper that may be that of an entry, and where it was told."""

    arxiv_id: str
    title: str
    place: str


class Suggestion(msgspec.Struct, frozen=True):
    """An entry whose paper is not certain. path: of the entry; reason: why nothing is written."""

    path: str
    title: str
    reason: str
    candidates: tuple[Candidate, ...]


class Verdicts(msgspec.Struct, frozen=True):
    """The fact of each entry of which it is certain, by key, and of others what may be; by key, too."""

    certain: Mapping[str, Fact]
    suggested: Mapping[str, Suggestion]


def verdicts(seen: Seen, asked: Set[str], facts: Iterable[Fact], crowded: Set[str]) -> Verdicts:
    """What the facts say of the entries that were asked about.

    asked: keys of entries without an id. crowded: those of whose title there may be more papers than these facts.
    A fact is certain if its title is that of one entry, no other paper has this title, no entry has its id or another
    title told of it, and nothing that is known of both tells them apart.
    """
    papers = _joined(facts)
    by_name: dict[str, list[Fact]] = defaultdict(list)
    for fact in papers:
        for name in {normalised(fact.title), normalised(clean_line(fact.title).text)} - {""}:
            by_name[name].append(fact)
    counts = Counter(name for entry in seen.without_id.values() for name in entry.names)
    found = {key: _named(entry, by_name) for key, entry in seen.without_id.items()}
    doubts: dict[str, str] = {}
    owners: dict[str, list[str]] = defaultdict(list)
    for key, its_facts in found.items():
        if not its_facts:
            continue
        entry = seen.without_id[key]
        is_shared = any(counts[name] > 1 for name in entry.names if name in by_name)
        doubts[key] = _doubt(entry, its_facts, seen.ids, is_shared=is_shared, is_crowded=key in crowded)
        if not doubts[key]:
            owners[its_facts[0].arxiv_id.casefold()].append(key)
    for keys in owners.values():
        for key in keys if len(keys) > 1 else ():
            other = next(seen.without_id[other].path for other in keys if other != key)
            doubts[key] = f"{other} has another title of this paper"
    certain = {key: found[key][0] for key in sorted(asked & doubts.keys()) if not doubts[key]}
    suggested = {
        key: _suggestion(seen.without_id[key], doubts[key], found[key])
        for key in sorted(asked & doubts.keys())
        if doubts[key]
    }
    open_keys = asked - certain.keys() - suggested.keys()
    suggested.update(_near(tuple(seen.without_id[key] for key in sorted(open_keys)), papers))
    return Verdicts(certain, suggested)


def _named(entry: Unidentified, by_name: Mapping[str, Sequence[Fact]]) -> tuple[Fact, ...]:
    """The papers that have a title of the entry, one fact for each."""
    return tuple({fact.arxiv_id: fact for name in entry.names for fact in by_name.get(name, ())}.values())


def _joined(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """One fact for each title and id; what the first one leaves open, later ones tell."""
    joined: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        first = joined.setdefault((fact.arxiv_id, normalised(fact.title)), fact)
        gaps = {name: getattr(fact, name) for name in fact.__struct_fields__ if not getattr(first, name)}
        joined[fact.arxiv_id, normalised(fact.title)] = msgspec.structs.replace(first, **gaps)
    return tuple(joined.values())


def _doubt(
    entry: Unidentified, found: tuple[Fact, ...], ids: Mapping[str, str], *, is_shared: bool, is_crowded: bool
) -> str:
    """Why it is not certain whose paper these are; empty if it is."""
    if len(found) > 1:
        return f"{len(found)} papers have this title"
    if is_shared:
        return "another entry without an arXiv id has this title"
    if is_crowded:
        return "the title is part of so many others that not all were looked at"
    (fact,) = found
    if fact.arxiv_id in ids:
        return f"{ids[fact.arxiv_id]} has this arXiv id"
    return next(_contradictions(entry, fact), "")


def _contradictions(entry: Unidentified, fact: Fact) -> Iterator[str]:
    if entry.told_id and entry.told_id != fact.arxiv_id:
        yield f"the DOI of the entry is that of arXiv's {entry.told_id}"
    if entry.doi and fact.doi and entry.doi != fact.doi.casefold():
        yield f"the DOIs differ: {entry.doi} in the entry, {fact.doi.casefold()} told"
    one, other = _first_author(entry.authors), _first_author(fact.authors)
    if one and other and one != other:
        yield f"the first authors differ: {entry.authors[0]} in the entry, {fact.authors[0]} told"
    if fact.published and fact.published > entry.date + _EARLIEST:
        yield f"it came out on {fact.published.isoformat()}, after the day of the entry"
    if _are_foreign(entry.abstract, fact.abstract):
        yield "the abstracts have next to no words in common"


def _first_author(authors: tuple[str, ...]) -> str:
    return titled("", {"authors": clean_names(authors).names}).last_name


def _are_foreign(abstract: str, other: str) -> bool:
    words, others = (set(_WORD.findall(text.casefold())) for text in (abstract, other))
    shorter = min(len(words), len(others))
    return shorter >= _FEWEST_WORDS and len(words & others) < _LEAST_SHARED * shorter


def _near(entries: tuple[Unidentified, ...], papers: tuple[Fact, ...]) -> Iterator[tuple[str, Suggestion]]:
    """The entries whose titles are like those of papers, without being equal."""
    # A key has no space; that of a paper is none of an entry.
    by_name = {f"paper {number}": fact for number, fact in enumerate(papers)}
    known = {entry.key: entry for entry in entries}
    every = [titled(key, {"title": entry.title, "authors": entry.authors}) for key, entry in known.items()]
    every += [titled(name, {"title": fact.title, "authors": fact.authors}) for name, fact in by_name.items()]
    found: dict[str, list[Fact]] = defaultdict(list)
    for key, other in alike_pairs(every, known):
        if other in by_name:
            found[key].append(by_name[other])
    for key, facts in found.items():
        yield key, _suggestion(known[key], "the titles are alike, not equal", tuple(facts))


def _suggestion(entry: Unidentified, reason: str, facts: tuple[Fact, ...]) -> Suggestion:
    candidates = tuple(sorted(Candidate(fact.arxiv_id, fact.title, fact.place) for fact in facts))
    return Suggestion(entry.path, entry.title, reason, candidates)
