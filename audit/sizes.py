"""How many bytes pages and style have as a host sends them, packed as tightly as gzip can, beside their budgets."""

import gzip
import statistics
from collections.abc import Mapping
from pathlib import Path

import msgspec

from audit.kinds import pages_by_kind

KB = 1_000
# A host packs text; what Pagefind writes is packed already.
PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml"}
# A paper's page names all authors, and Google Scholar wants each in a tag: 16 to 20 bytes, packed. The budget is for
# everything else, and for the names of the first hundred.
MANY_AUTHORS = 100
NAME = 20
# That of a day is meant for one of 40 papers.
BUDGETS = {"paper": 10 * KB, "day": 35 * KB, "home": 25 * KB, "style": 10 * KB}


class Size(msgspec.Struct, frozen=True):
    """Bytes of the pages of a kind. count: how many there are."""

    count: int
    median: int
    largest: int


def byte_count(file: Path) -> int:
    """What a host sends of a file."""
    body = file.read_bytes()
    return len(gzip.compress(body, 9)) if file.suffix in PACKED else len(body)


def sizes(folder: Path) -> Mapping[str, Size]:
    """The pages of a site by kind, and all of its style together."""
    found = {kind: [_weight(_file(folder, path)) for path in paths] for kind, paths in pages_by_kind(folder).items()}
    measured = {kind: _size(counts) for kind, counts in found.items()}
    sheets = sum(map(byte_count, folder.glob("assets/**/*.css")))
    return {**measured, "style": Size(1, sheets, sheets)}


def _weight(page: Path) -> int:
    """What a host sends of a page, the names of its authors beyond the first hundred aside."""
    author_count = page.read_bytes().count(b'name="citation_author"')
    return byte_count(page) - NAME * max(0, author_count - MANY_AUTHORS)


def over_budget(measured: Mapping[str, Size]) -> list[str]:
    """The kinds whose largest page has more than it may."""
    return [kind for kind, budget in BUDGETS.items() if kind in measured and measured[kind].largest > budget]


def table(measured: Mapping[str, Size]) -> list[str]:
    """Markdown: a line for each kind."""
    lines = ["| kind | pages | median | largest | budget |", "|---|--:|--:|--:|--:|"]
    for kind, size in measured.items():
        budget = f"{BUDGETS[kind] / KB:.0f} KB" if kind in BUDGETS else ""
        median, largest = (f"{count / KB:.1f} KB" for count in (size.median, size.largest))
        lines.append(f"| {kind} | {size.count:,} | {median} | {largest} | {budget} |")
    return lines


def _size(counts: list[int]) -> Size:
    return Size(len(counts), int(statistics.median(counts)), max(counts))


def _file(folder: Path, path: str) -> Path:
    return folder / (path if path.endswith(".html") else f"{path}index.html")
