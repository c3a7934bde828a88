"""Rolls → the authors who have a page, with what each page shows. Asked shard by shard; others are not read."""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import chain

import msgspec

from sitegen.archive.brief import Brief, day_order
from sitegen.archive.unsigned import Signature
from sitegen.provenance import digest
from sitegen.site.name_lists import Name, NameList, name_lists
from sitegen.site.names import Names, letter_of, sort_key
from sitegen.site.rolls import DIGEST_SIZE, NOTHING, SHARDS, Roll, Signers, roll_of, shard_values

# Whoever signs a paper with more people than this need not have met them.
MOST_COLLABORATORS = 50
SHOWN_COAUTHORS = 12
MOST_PROLIFIC = 100
_BITS = 8 * DIGEST_SIZE


class Listed(msgspec.Struct, frozen=True, array_like=True):
    """An author who has a page, as lists show them: by the most frequent spelling of the name. letter, key: where."""

    slug: str
    name: str
    count: int
    letter: str
    key: str


class Coauthor(msgspec.Struct, frozen=True, array_like=True):
    """Somebody who signed papers with an author, and how many. name: as these papers spell it most often."""

    slug: str
    name: str
    count: int


class Author(msgspec.Struct, frozen=True):
    """An author who has a page. papers: newest first. spellings: other ones of the name, the most frequent first."""

    slug: str
    name: str
    spellings: tuple[str, ...]
    papers: tuple[Brief, ...]
    coauthors: tuple[Coauthor, ...]


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a shard. value: of the shard. authors: those who have a page.

    months: for each month from number `first` on, the exclusive or of digests of who of these authors signs in it.
    beside: the slugs of the co-authors that their pages show, each on a line; linked: a digest of those with a page.
    """

    value: bytes
    authors: tuple[Listed, ...] = ()
    first: int = 0
    months: bytes = b""
    beside: str = ""
    linked: bytes = b""


class Remembered(msgspec.Struct, frozen=True, array_like=True):
    """What an earlier look found out; another one of the same people and limits may take it over by its values."""

    rolls: tuple[Roll, ...] = ()
    facts: tuple[Facts, ...] = ()


class Roster:
    """The authors of an archive. facts: of each shard."""

    def __init__(
        self, names: Names, min_papers: int, rolls: tuple[Roll, ...], briefs: Callable[[], Iterable[Brief]]
    ) -> None:
        self.names = names
        self._min_papers = min_papers
        self._rolls = rolls
        self._briefs = briefs
        self._signed: dict[str, Mapping[str, str]] = {}
        self._authors: dict[int, tuple[Author, ...]] = {}
        self._facts: tuple[Facts, ...] = ()

    def look(self, known: tuple[Facts, ...]) -> None:
        """Finds the facts of all shards. known: those of an earlier look, which stand while their value does."""
        values = shard_values(self._rolls)
        former = known if len(known) == SHARDS else (Facts(NOTHING),) * SHARDS
        found = [
            before if before.value == value else self._facts_of(shard, value)
            for shard, (before, value) in enumerate(zip(former, values, strict=True))
        ]
        self._facts = tuple(found)
        before_pages = {author.slug for facts in former for author in facts.authors}
        changed = [f"\n{slug}\n" for slug in before_pages ^ self.pages]
        self._facts = tuple(
            facts
            if facts is before and not (facts.beside and any(slug in facts.beside for slug in changed))
            else msgspec.structs.replace(facts, linked=self._linked(facts))
            for facts, before in zip(found, former, strict=True)
        )

    @property
    def remembered(self) -> Remembered:
        return Remembered(self._rolls, self._facts)

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """How those sign of whom authors.yaml tells, in order."""
        return tuple(sorted({each for roll in self._rolls for each in roll.declared}))

    @cached_property
    def pages(self) -> frozenset[str]:
        """The slugs of all who have a page."""
        return frozenset(author.slug for facts in self._facts for author in facts.authors)

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """All who have a page, in no order that tells anything."""
        return tuple(author for facts in self._facts for author in facts.authors)

    @cached_property
    def most_prolific(self) -> tuple[Listed, ...]:
        return tuple(heapq.nsmallest(MOST_PROLIFIC, self.listed, key=lambda author: (-author.count, author.slug)))

    @cached_property
    def lists(self) -> tuple[NameList, ...]:
        """All names by letter."""
        return name_lists((author.letter, Name(author.key, author.slug, author.name)) for author in self.listed)

    @property
    def shards(self) -> tuple[tuple[int, bytes], ...]:
        """The shards that have pages, each with a digest of all that these follow from but authors.yaml."""
        return tuple((n, facts.value + facts.linked) for n, facts in enumerate(self._facts) if facts.authors)

    def authors_of(self, shard: int) -> tuple[Author, ...]:
        """Those of a shard who have a page, in the order of their slugs."""
        if shard not in self._authors:
            self._authors[shard] = tuple(self._authors_of(shard))
        return self._authors[shard]

    def value_of_month(self, month: dt.date) -> bytes:
        """A digest of who of those that sign in a month have a page."""
        first, digests = self._months
        start = (_number(month) - first) * DIGEST_SIZE
        return digests[start : start + DIGEST_SIZE] if start >= 0 else b""

    def linked(self, briefs: Iterable[Brief]) -> dict[str, Signers]:
        """For each of these papers that somebody with a page signs, the slugs of its authors, '' without a page."""
        found = {}
        for brief in briefs:
            slugs = self.signers_of(brief.key)
            if not self.pages.isdisjoint(slugs):
                found[brief.key] = tuple(slug if slug in self.pages else "" for slug in slugs)
        return found

    @cached_property
    def _months(self) -> tuple[int, bytes]:
        """The number of the first month with a digest, and the digests from there on."""
        with_pages = [facts for facts in self._facts if facts.months]
        first = min((facts.first for facts in with_pages), default=0)
        total = 0
        for facts in with_pages:
            total ^= int.from_bytes(facts.months, "little") << (facts.first - first) * _BITS
        return first, total.to_bytes((total.bit_length() + _BITS) // _BITS * DIGEST_SIZE, "little")

    @cached_property
    def _by_key(self) -> Mapping[str, Brief]:
        return {brief.key: brief for brief in self._briefs()}

    @cached_property
    def _signers(self) -> Mapping[str, msgspec.Raw]:
        return {key: signers for roll in self._rolls for key, signers in roll.signers_by_key().items()}

    def signers_of(self, key: str) -> Signers:
        """The slugs of those who sign a paper, in their order; '' for a name that cannot be spelt."""
        return msgspec.msgpack.decode(self._signers[key], type=Signers)

    def _names_on(self, brief: Brief) -> Mapping[str, str]:
        """Who signs a paper, by slug, and how the paper spells it; of two of one slug the last one."""
        found = self._signed.get(brief.key)
        if found is None:
            found = dict(zip(self.signers_of(brief.key), brief.author_names, strict=True))
            found.pop("", None)
            self._signed[brief.key] = found
        return found

    def _facts_of(self, shard: int, value: bytes) -> Facts:
        authors = self.authors_of(shard) if value != NOTHING else ()
        if not authors:
            return Facts(value)
        first = min(_number(author.papers[-1].date) for author in authors)
        total = 0
        for author in authors:
            mark = int.from_bytes(digest(author.slug.encode())[:DIGEST_SIZE], "little")
            for number in {_number(brief.date) for brief in author.papers}:
                total ^= mark << (number - first) * _BITS
        months = total.to_bytes((total.bit_length() + _BITS) // _BITS * DIGEST_SIZE, "little")
        beside = sorted({each.slug for author in authors for each in author.coauthors})
        listed = tuple(map(_listed, authors))
        return Facts(value, listed, first, months, "".join(f"\n{slug}\n" for slug in beside))

    def _linked(self, facts: Facts) -> bytes:
        return digest(*(slug.encode() for slug in facts.beside.split() if slug in self.pages)) if facts.authors else b""

    def _authors_of(self, shard: int) -> Iterable[Author]:
        keys: dict[str, list[str]] = {}
        for roll in self._rolls:
            for mention in roll.mentions_of(shard):
                keys.setdefault(mention.slug, []).append(mention.key)
        for slug in sorted(keys):
            if len(keys[slug]) >= self._min_papers:
                yield self._author(slug, tuple(sorted((self._by_key[key] for key in keys[slug]), key=_newest_first)))

    def _author(self, slug: str, papers: tuple[Brief, ...]) -> Author:
        signed = [self._names_on(brief) for brief in papers]
        names = _by_frequency(names[slug] for names in signed)
        name = self._declared_name(slug) or names[0]
        return Author(slug, name, tuple(each for each in names if each != name), papers, self._coauthors(slug, signed))

    def _coauthors(self, slug: str, signed: list[Mapping[str, str]]) -> tuple[Coauthor, ...]:
        """signed: who signs the papers of an author."""
        few = [names for names in signed if len(names) <= MOST_COLLABORATORS]
        counts = Counter(chain.from_iterable(few))
        del counts[slug]
        shown = heapq.nsmallest(SHOWN_COAUTHORS, counts.items(), key=lambda each: (-each[1], each[0]))
        return tuple(
            Coauthor(other, self._declared_name(other) or _by_frequency(n[other] for n in few if other in n)[0], count)
            for other, count in shown
        )

    def _declared_name(self, slug: str) -> str:
        person = self.names.people.get(slug)
        return person.name if person else ""


def roster_of(
    names: Names,
    min_papers: int,
    months: Iterable[tuple[dt.date, bytes, Callable[[], Iterable[Brief]]]],
    briefs: Callable[[], Iterable[Brief]],
    known: Remembered,
) -> Roster:
    """The authors of an archive. months: first day, value, and what gives the entries. briefs: gives all of them."""
    rolls = {roll.value: roll for roll in known.rolls}
    found = tuple(rolls.get(value) or roll_of(month, value, entries(), names) for month, value, entries in months)
    roster = Roster(names, min_papers, found, briefs)
    roster.look(known.facts)
    return roster


def _listed(author: Author) -> Listed:
    return Listed(author.slug, author.name, len(author.papers), letter_of(author.name), sort_key(author.name))


def _by_frequency(spellings: Iterable[str]) -> list[str]:
    """Spellings, each once, the most frequent first, equal ones in the order of the alphabet."""
    found = list(spellings)
    if len({*found}) == 1:  # as nearly always: a fifth of the time
        return found[:1]
    counts = Counter(found)
    return sorted(counts, key=lambda name: (-counts[name], name))


def _newest_first(brief: Brief) -> tuple[int, tuple[int, int, str]]:
    return -brief.date.toordinal(), day_order(brief)


def _number(date: dt.date) -> int:
    """The number of the month of a date."""
    return date.year * 12 + date.month - 1
