"""Which kind of page lies at a path of a built site. Knows the shape of addresses, nothing of what is in a page.

The audit, the tests and the measurements ask it, so that a kind that is new is looked at by all of them.
"""

import re
from collections.abc import Mapping
from pathlib import Path

_INDEX = "index.html"
# First match counts. A folder of one name that is not here is a kind of its own, called after the folder.
_SHAPES = (
    ("home", ""),
    ("day", r"\d{4}/\d{2}/\d{2}/"),
    ("month", r"\d{4}/\d{2}/"),
    ("year", r"\d{4}/"),
    ("week", r"weeks/\d{4}-W\d{2}/"),
    ("paper", r"papers/[^/]+/"),
    ("author", r"authors/[^/]+/"),
    ("topic", r"topics/[^/]+/"),
    ("topic year", r"topics/[^/]+/\d{4}/"),
    ("topic month", r"topics/[^/]+/\d{4}/\d{2}/"),
    ("not found", r"404\.html"),
    ("feed", r"(.*/)?feed\.(xml|json)"),
    ("feed archive", r"(.*/)?feed-[\d-]+\.(xml|json)"),
    ("sitemap", r"sitemap\.xml|sitemaps/.*"),
)
_SHAPE = tuple((kind, re.compile(shape)) for kind, shape in _SHAPES)
_LEADS_ON = b'http-equiv="refresh"'
_SEARCH_FOLDER = "pagefind"


def kind_of(path: str) -> str:
    """The kind of the file at a path: of a page what it shows, of another file what it is (`feed`, `sitemap`, …)."""
    address = path.removesuffix(_INDEX) if path.rpartition("/")[2] == _INDEX else path
    for kind, shape in _SHAPE:
        if shape.fullmatch(address):
            return kind
    name = address.rstrip("/").rpartition("/")[2]
    if address.endswith("/"):
        return address.partition("/")[0] if address.count("/") == 1 else f"other page below {address.partition('/')[0]}"
    return f"{name.rpartition('.')[2]} file"


def pages_by_kind(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """The addresses of a site's pages below its root, by kind, the largest first. Pages that lead on are none."""
    sizes: dict[str, list[tuple[int, str]]] = {}
    for file in page_files(folder):
        path, text = file.relative_to(folder).as_posix(), file.read_bytes()
        if _LEADS_ON not in text:
            sizes.setdefault(kind_of(path), []).append((-len(text), path.removesuffix(_INDEX)))
    return {kind: tuple(address for _, address in sorted(found)) for kind, found in sorted(sizes.items())}


def largest_pages(folder: Path) -> Mapping[str, str]:
    """One page of each kind, its largest: what holds for it holds for the others."""
    return {kind: addresses[0] for kind, addresses in pages_by_kind(folder).items()}


def page_files(folder: Path) -> list[Path]:
    """Every page of a site, those too that lead on; not what Pagefind writes."""
    return [path for path in sorted(folder.rglob("*.html")) if path.relative_to(folder).parts[0] != _SEARCH_FOLDER]
