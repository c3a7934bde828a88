"""The words of a corpus → the queries of the search, from rare to very common. Pure."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

# Whole words only: a part of a name, of an address or of a compound may be no word of the index.
_WORD = re.compile(r"(?<![^\s(])[a-z]{4,}(?=[.,;:)]*(?:\s|$))")


class Query(NamedTuple):
    """A word, and how many papers have it."""

    word: str
    paper_count: int


def frequencies(texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each word occurs. Words: four small letters or more, as they stand there."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_WORD.findall(text)))
    return counts


def spread(counts: Counter[str], query_count: int) -> tuple[Query, ...]:
    """`query_count` words from the rarest to the most common one, evenly apart on a scale of logarithms.

    Between equally frequent words the alphabet decides, so the same corpus gives the same queries.
    """
    known = sorted(counts.items(), key=lambda pair: (pair[1], pair[0]))
    low, high = math.log(known[0][1]), math.log(known[-1][1])
    chosen: dict[str, int] = {}
    for step in range(query_count):
        wanted = low + (high - low) * step / (query_count - 1)
        word, count = min(
            ((word, count) for word, count in known if word not in chosen),
            key=lambda pair: abs(math.log(pair[1]) - wanted),
        )
        chosen[word] = count
    return tuple(sorted((Query(*pair) for pair in chosen.items()), key=lambda query: (query.paper_count, query.word)))
