"""Whether both sites really do the same work: the words and the size of each paper and day page."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.report import Result
from bench.running import seconds
from bench.workshop import PLAIN, Workshop

_MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


class Pair(NamedTuple):
    """The same page of both sites."""

    ours: str
    theirs: str


def equal(shop: Workshop) -> Iterator[Result]:
    """Not a measurement: without it, the others would mean little."""
    site, hugo = shop.site("equal", PLAIN, has_search=False), shop.hugo()
    seconds(site.build)
    seconds(hugo.build)
    for kind, pairs in (("paper", _papers(site.public, hugo.public)), ("day", _days(site.public, hugo.public))):
        found = [(len(ours), len(theirs), similarity(ours, theirs)) for ours, theirs in pairs]
        ours_size, theirs_size = (sum(each[side] for each in found) / len(found) for side in (0, 1))
        least = min(each[2] for each in found)
        yield Result(
            what=f"content of {len(found):,} {kind} pages: size",
            sitegen=f"{ours_size / 1000:.2f} kB",
            beside=f"Hugo {theirs_size / 1000:.2f} kB; of the words of a page at least {least:.1%} are on both",
            value=ours_size / theirs_size,
            unit="×",
        )
    shop.remove(site)
    shop.remove(hugo)


def similarity(ours: str, theirs: str) -> float:
    """The share of the words of both pages that both have, 1 for the same words. Quotes and dashes are no words."""
    a, b = Counter(words_of(ours)), Counter(words_of(theirs))
    return 2 * (a & b).total() / (a.total() + b.total()) if a or b else 1.0


def words_of(page: str) -> list[str]:
    """The words of a page between `<main>` and `</main>`, in order."""
    found = _MAIN.search(page)
    return _WORD.findall(html.unescape(_TAG.sub(" ", found[1]))) if found else []


def _papers(ours: Path, theirs: Path) -> Iterator[Pair]:
    for path in sorted(theirs.glob("[0-9]*/*/*/*/index.html")):
        key = path.parent.name.replace("-", ".")
        yield Pair(_read(ours / "papers" / key / "index.html"), _read(path))


def _days(ours: Path, theirs: Path) -> Iterator[Pair]:
    for path in sorted(theirs.glob("[0-9]*/*/*/index.html")):
        yield Pair(_read(ours / path.relative_to(theirs)), _read(path))


def _read(path: Path) -> str:
    return path.read_text("utf-8")
