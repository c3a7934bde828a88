"""Entries that may be one paper, by their titles: nobody merges them, but people should know. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import NamedTuple

from sitegen.archive.identity import normalised
from sitegen.archive.leaves import Leaf

# Shorter titles are alike by chance: "A Survey", "Scaling Laws".
_FEWEST_WORDS = 4
# Longer ones are no titles, and to leave out each word takes the square of their number.
_MOST_WORDS = 60
# What more entries than these are called is the name of a series.
_MOST_OF_ONE_TITLE = 5
# "Scaling Laws for Vision Models" and "… for Speech Models" have 0.8, "On the Scaling Law of Data" and "… Laws …" 0.98.
_LEAST_RATIO = 0.9
_WORD = re.compile(r"\w+")


class Titled(NamedTuple):
    """What tells two entries apart; empty where it is not known."""

    key: str
    title: str
    first_author: str
    arxiv_id: str
    doi: str

    @property
    def last_name(self) -> str:
        """That of the first author."""
        names = self.first_author.split()
        return normalised(names[-1]) if names else ""


def titled(key: str, leaves: Mapping[str, Leaf]) -> Titled:
    title, authors, arxiv_id, doi = (leaves.get(name, "") for name in ("title", "authors", "arxiv_id", "doi"))
    first = authors[0] if isinstance(authors, tuple) and authors else ""
    return Titled(key, str(title), first, str(arxiv_id), str(doi).casefold())


def alike_pairs(entries: Iterable[Titled], new: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The keys of entries, the first one new, whose titles are alike and whom nothing tells apart; sorted.

    Titles are alike if they are equal but for case, signs and a word, and have nearly the same letters. Two arXiv ids,
    two DOIs or two last names of first authors tell papers apart. Takes time linear in the number of entries.
    """
    if not new:
        return ()
    every = tuple(entries)
    ours = [entry for entry in every if entry.key in new]
    without_id = [entry for entry in every if not entry.arxiv_id]
    ours_without_id = [entry for entry in without_id if entry.key in new]
    found = (*_alike(ours, without_id), *_alike(ours_without_id, every))
    pairs = {_in_order(one, other, new) for one, other in found}
    counts = Counter(key for pair in pairs for key in pair)
    return tuple(sorted(pair for pair in pairs if max(counts[key] for key in pair) < _MOST_OF_ONE_TITLE))


def _alike(entries: Sequence[Titled], others: Sequence[Titled]) -> Iterator[tuple[str, str]]:
    """The keys of one of the entries and one of the others, for each two that are alike."""
    few, many = sorted((entries, others), key=len)
    by_words: dict[str, list[Titled]] = defaultdict(list)
    for entry in few:
        for words in _shortened(entry.title):
            by_words[words].append(entry)
    for entry in many if by_words else ():
        for words in _shortened(entry.title):
            of_these = by_words.get(words, ())
            for other in of_these if len(of_these) <= _MOST_OF_ONE_TITLE else ():
                if other.key != entry.key and _are_alike(other, entry):
                    yield other.key, entry.key


def _shortened(title: str) -> Iterator[str]:
    """The words of a title, and the words but one; nothing for a short title."""
    words = _WORD.findall(title.casefold())
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return
    yield " ".join(words)
    for rest in combinations(words, len(words) - 1):
        yield " ".join(rest)


def _are_alike(one: Titled, other: Titled) -> bool:
    if one.arxiv_id and other.arxiv_id:
        return False
    known = ((one.last_name, other.last_name), (one.doi, other.doi))
    if any(its and others and its != others for its, others in known):
        return False
    title, its_title = normalised(one.title), normalised(other.title)
    return title == its_title or SequenceMatcher(None, title, its_title, False).ratio() >= _LEAST_RATIO


def _in_order(one: str, other: str, new: Container[str]) -> tuple[str, str]:
    """The new key first; of two new ones the greater, which is rather the one that gained a suffix."""
    if other in new and (one not in new or other > one):
        return other, one
    return one, other
