"""A paper's title and abstract → its profile, and how close two profiles are. Knows two papers and a table, no archive.

The table tells in how many papers of two named collections a word or a phrase of two words stands; its head says how it
was made. A term of the table's common half counts in how often a paper has it, as bits of one long number, so that what
two papers share of all of them is a conjunction and a count. A rare term, or one that the table does not know, is a
number, and others for how often a paper has it; a paper keeps its strongest. Everything is whole numbers: no machine
rounds otherwise.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec

from sitegen.text.formulas import without_formulas
from sitegen.text.plurals import singular

TABLE = Path(__file__).with_name("terms.tsv")
# A share of the table's papers. More than half of them have such a word: it says nothing.
_EMPTY = 0.5
# A rarer term stands by itself.
_RARE = 0.01
# How often a paper must have a common term for each of its bits, by the share of papers that have it: what is seldom
# counts when it stands there, what is frequent when it stands there often.
_STEPS = ((0.02, (1,)), (0.05, (1, 3)), (0.15, (1, 2, 4)), (_EMPTY, (2, 3, 5, 7)))
# A rare term is stronger by half the logarithm of its inverse share, and by one for each of these.
_STRONGER = (2, 3, 5)
RARE_LIMIT = 26
# So often a paper must have a rare term for each of its further numbers.
_RARE_STEPS = (2, 4)
# What a number of a rare term counts, beside a bit of a common one.
RARE_WEIGHT = 2
# Two papers that share fewer numbers of rare terms are not compared: two rare terms, or one that both say twice. With
# one, four times as many pairs are compared for the same category in 0.608 instead of 0.603 of the places. What relates
# an archive counts on two: it looks for what is shared again.
FEWEST_SHARED = 2
# What the table does not know is a name, a slip, or another language: as rare as what stands in this many papers of it.
_UNKNOWN = 10
# With more words than this that the table does not know, a text is taken for one in another language, whose short words
# say nothing.
_STRANGE_SHARE = 0.5
_SHORT = 6
# What a text of next to nothing would have: it is no closer to others than what it says.
_SLIGHT = 40
# The square of a cosine, in millionths.
SCALE = 1_000_000
LEAST = 4_000
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"https?://\S+")
# Chinese and Japanese are written without blanks: pairs of characters stand for words. Hiragana mostly bends them.
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\u30a0-\u30ff\uf900-\ufaff]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BENDING = frozenset("的了是在和与與及对對将將并為为等从從我们們这這其本文于以中上下一个個")


class Profile(msgspec.Struct, frozen=True, array_like=True):
    """What is compared of a paper. rare: the numbers of its strongest rare terms, in order, each once.

    common: a bit for each step of each common term. size: all that counts, and a little more.
    """

    rare: tuple[int, ...]
    common: bytes
    size: int


class Table(msgspec.Struct, frozen=True):
    """paper_count: in how many papers terms were counted. known: all terms that were.

    strengths: of rare terms, 0 of those that say nothing. bits: of common terms, how often a paper must have each for
    which bit. byte_count: that hold all bits.
    """

    paper_count: int
    known: Collection[str]
    strengths: Mapping[str, int]
    bits: Mapping[str, tuple[tuple[int, int], ...]]
    byte_count: int


def profile_of(title: str, abstract: str) -> Profile:
    """The profile of a paper. abstract: as plain text; formulas and addresses say nothing here."""
    table = table_of_terms()
    bits, strengths = table.bits, table.strengths
    unknown = _strength(table.paper_count, _UNKNOWN)
    common = bytearray(table.byte_count)
    common_count = 0
    rare: list[tuple[int, int, str, int]] = []
    for term, count in _counts(table, title, abstract).items():
        if term in bits:
            for step, bit in bits[term]:
                if count < step:
                    break
                common[bit >> 3] |= 1 << (bit & 7)
                common_count += 1
        elif strength := strengths.get(term, unknown):
            rare.append((-strength - sum(count >= step for step in _STRONGER), -len(term), term, count))
    rare.sort()
    numbers = {number for _, _, term, count in rare[:RARE_LIMIT] for number in _numbers(term, count)}
    size = RARE_WEIGHT * len(numbers) + common_count + _SLIGHT
    return Profile(tuple(sorted(numbers)), bytes(common), size)


def _numbers(term: str, count: int) -> Iterator[int]:
    """The numbers of a rare term that a paper has so often."""
    yield zlib.crc32(term.encode())
    for step in _RARE_STEPS:
        if count >= step:
            yield zlib.crc32(f"{term} {step}".encode())


def score(one: Profile, other: Profile) -> int:
    """How close two papers are, from 0 to a million; 0 if they are not compared. The same either way round."""
    shared = len({*one.rare} & {*other.rare})
    if shared < FEWEST_SHARED:
        return 0
    common = int.from_bytes(one.common, "little") & int.from_bytes(other.common, "little")
    return closeness(RARE_WEIGHT * shared + common.bit_count(), one.size, other.size)


def closeness(shared: int, one_size: int, other_size: int) -> int:
    """The square of the share that two profiles have in common."""
    return shared * shared * SCALE // (one_size * other_size)


def words_of(text: str) -> list[str]:
    """The words of a text, small and without the ending of a plural."""
    words = _WORD.findall(text.lower())
    if text.isascii():
        return [singular(word) for word in words]
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> Iterator[str]:
    if word.isascii() or not _UNSPACED.search(word):
        yield singular(word)
        return
    for run in _IDEOGRAPHS.findall(word):
        yield from (a + b for a, b in pairwise(run) if a not in _BENDING and b not in _BENDING)


def running_text(text: str) -> str:
    """A text without formulas and addresses."""
    text = without_formulas(text, " ")
    return _ADDRESS.sub(" ", text) if "://" in text else text


def is_term(word: str) -> bool:
    """False for single characters and for numbers."""
    return len(word) > 1 and not word.isdigit()


@cache
def table_of_terms() -> Table:
    """The table that comes with sitegen."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    paper_count = int(lines[0].split("\t")[1])
    known: set[str] = set()
    strengths: dict[str, int] = {}
    bits: dict[str, tuple[tuple[int, int], ...]] = {}
    width = 0
    for line in lines[1:]:
        count, _, text = line.partition("\t")
        terms, share = text.split(","), int(count) / paper_count
        known.update(terms)
        if share <= _RARE or share > _EMPTY:
            strength = _strength(paper_count, int(count)) if share <= _RARE else 0
            strengths.update(dict.fromkeys(terms, strength))
            continue
        steps = next(steps for most, steps in _STEPS if share <= most)
        for term in terms:
            bits[term] = tuple((step, bit) for bit, step in enumerate(steps, width))
            width += len(steps)
    return Table(paper_count, known, strengths, bits, (width + 7) // 8)


def _strength(paper_count: int, count: int) -> int:
    return round(math.log(paper_count / count) / 2)


def _counts(table: Table, title: str, abstract: str) -> Counter[str]:
    """How often a paper has each term, the title counted twice."""
    known = table.known
    found: Counter[str] = Counter()
    for text in (title, title, abstract):
        words = words_of(running_text(text))
        found.update(words)
        found.update(filter(known.__contains__, map(" ".join, pairwise(words))))
    strange = [word for word in found if word not in known]
    is_foreign = sum(map(found.__getitem__, strange)) > _STRANGE_SHARE * found.total()
    # What is common in the table is a technical word in a text of another language too; the rest, the few words of that
    # language in the table among it, is told apart by its length alone.
    doubtful = [word for word in found if word not in table.bits] if is_foreign else strange
    for word in doubtful:
        if not is_term(word) or (is_foreign and not _says_something(word)):
            del found[word]
    return found


def _says_something(word: str) -> bool:
    return len(word) >= _SHORT or _UNSPACED.search(word) is not None


def phrases_in(texts: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    """The pairs of words that stand beside each other in texts."""
    for text in texts:
        yield from pairwise(text)
