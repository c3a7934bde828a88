"""`python -m bench.terms_table`: two collections of real papers → sitegen/site/terms.tsv. `--check` only compares."""

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bench.kit import ARXIV, DAILY_PAPERS
from sitegen.site.terms import TABLE, is_term, phrases_in, running_text, words_of

Row = Mapping[str, object]
# A word stands in the table from this many papers on, a phrase from that many, if its words stand beside each other
# this many times as often as chance would have it.
_FEWEST_WORD = 3
_FEWEST_PHRASE = 10
_LEAST_LIFT = 10
_HEAD = """\
# In how many papers a word or a phrase of two words stands: a count, a tab, the terms. Written by
# `python -m bench.terms_table`; nobody edits it. Counted in titles and abstracts of:
#   the 2,202 papers that Hugging Face's daily papers listed from 2024-05-27 to 2024-12-31 (metadata by arXiv), and
#   half of 12,240 papers that arXiv listed from 2025-03-18 to 2025-05-30, those whose id has an even BLAKE2b digest.
# The other half is what `python -m bench --rows related` measures with. Words are small, without plural endings; from
# {words} papers on. Phrases from {phrases} papers on, if their words meet {lift} times as often as by chance.
# arXiv's metadata are in the public domain (CC0 1.0); a count of words holds no text.
"""


def rows_of(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def is_held_out(row: Row) -> bool:
    """True for the half of arXiv's papers that no table is made from."""
    return hashlib.blake2b(str(row["id"]).encode(), digest_size=1).digest()[0] % 2 == 1


def collections() -> Iterator[Row]:
    """The papers that terms are counted in."""
    yield from rows_of(DAILY_PAPERS)
    yield from (row for row in rows_of(ARXIV) if not is_held_out(row))


def table_of(rows: Iterable[Row]) -> str:
    """The table of some papers, as a file holds it. rows: with title and abstract."""
    papers = 0
    documents: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    running: Counter[str] = Counter()
    running_pairs: Counter[tuple[str, str]] = Counter()
    for row in rows:
        texts = [words_of(running_text(str(row[name]))) for name in ("title", "abstract")]
        papers += 1
        words = [word for text in texts for word in text]
        running.update(words)
        documents.update({*words})
        beside = list(phrases_in(texts))
        running_pairs.update(beside)
        pairs.update({*beside})
    total = running.total()
    counts = {word: count for word, count in documents.items() if count >= _FEWEST_WORD and is_term(word)}
    for (a, b), count in pairs.items():
        lift = running_pairs[a, b] * total / (running[a] * running[b])
        if count >= _FEWEST_PHRASE and lift >= _LEAST_LIFT and not a.isdigit() and not b.isdigit():
            counts[f"{a} {b}"] = count
    by_count: dict[int, list[str]] = {}
    for term in sorted(counts):
        by_count.setdefault(counts[term], []).append(term)
    lines = [
        f"papers\t{papers}",
        *(f"{count}\t{','.join(by_count[count])}" for count in sorted(by_count, reverse=True)),
    ]
    head = _HEAD.format(words=_FEWEST_WORD, phrases=_FEWEST_PHRASE, lift=_LEAST_LIFT)
    return head + "\n".join(lines) + "\n"


def main() -> None:
    made = table_of(collections())
    if "--check" in sys.argv[1:]:
        is_same = made == TABLE.read_text("utf-8")
        sys.exit(0 if is_same else f"bench: {TABLE.name} is not what the collections make")
    TABLE.write_text(made, "utf-8")


if __name__ == "__main__":
    main()
