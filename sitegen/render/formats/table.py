"""Papers → CSV (RFC 4180) for spreadsheets: no cell of it is a formula, whatever a title says."""

from collections.abc import Iterable

from sitegen.render.catalogue import Catalogue
from sitegen.site.file_views import FilePaper, FileTable
from sitegen.text.markdown import to_plain

COLUMNS = (
    "date",
    "key",
    "title",
    "authors",
    "topics",
    "keywords",
    "categories",
    "published",
    "venue",
    "votes",
    "arxiv_id",
    "doi",
    "abs",
    "pdf",
    "code",
    "project",
    "page",
    "status",
    "summary",
    "abstract",
)
# Spreadsheets take what begins with these for a formula, or skip to what does (OWASP, "CSV Injection").
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Without it Excel takes UTF-8 for the code page of the machine.
_BYTE_ORDER_MARK = "\ufeff"


def csv_file(view: FileTable, _: Catalogue) -> str:
    """A line of names, then a line for each paper. Names of people and words in one cell are parted by '; '."""
    return _BYTE_ORDER_MARK + "".join(map(_line, (COLUMNS, *map(_cells, view.papers))))


def _line(cells: Iterable[str]) -> str:
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(text: str) -> str:
    safe = f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
    # Quoted whenever a program might part cells or lines there; some part them at semicolons.
    if any(sign in safe for sign in ',;"\r\n\t') or safe != safe.strip():
        return '"' + safe.replace('"', '""') + '"'
    return safe


def _cells(paper: FilePaper) -> tuple[str, ...]:
    links = {link.kind: link.url for link in paper.links}
    return (
        paper.date.isoformat(),
        paper.key,
        paper.title,
        "; ".join(paper.authors),
        "; ".join(paper.topics),
        "; ".join(paper.keywords),
        "; ".join(paper.categories),
        paper.published.isoformat() if paper.published else "",
        paper.venue,
        "" if paper.votes is None else str(paper.votes),
        paper.arxiv_id,
        paper.doi,
        *(links.get(kind, "") for kind in ("abs", "pdf", "code", "project")),
        paper.page_url,
        "withdrawn" if paper.is_withdrawn else "",
        paper.summary,
        to_plain(paper.abstract),
    )
