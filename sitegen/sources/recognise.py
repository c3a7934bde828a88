"""Content → the name of its format. Each format has its own check; the order decides where two would agree."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable

from sitegen.problems import SiteError, one_of, stop
from sitegen.sources.acl_anthology import is_acl_anthology
from sitegen.sources.arxiv_api import is_arxiv_api
from sitegen.sources.arxiv_feed import is_arxiv_feed
from sitegen.sources.bibtex import is_bibtex
from sitegen.sources.capture import is_capture
from sitegen.sources.csv_rows import is_csv
from sitegen.sources.feed import is_feed
from sitegen.sources.huggingface import is_huggingface
from sitegen.sources.json_rows import is_json
from sitegen.sources.json_text import error_told
from sitegen.sources.later_row import HEAD_COUNT, later_row
from sitegen.sources.openalex import is_openalex
from sitegen.sources.own_export import is_sitegen
from sitegen.sources.semantic_scholar import is_semantic_scholar

# What is more special comes first: every answer of an API in JSON is JSON with a title too, and arXiv's are feeds.
CHECKS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("sitegen", is_sitegen),
    ("huggingface", is_huggingface),
    ("semantic-scholar", is_semantic_scholar),
    ("openalex", is_openalex),
    ("json", is_json),
    ("arxiv-api", is_arxiv_api),
    ("arxiv-feed", is_arxiv_feed),
    ("acl-anthology", is_acl_anthology),
    ("feed", is_feed),
    ("bibtex", is_bibtex),
    ("csv", is_csv),
    ("capture", is_capture),
)

_UNPACK = "unpack it first; only gzip is unpacked here"
# What people hand over that is none of the formats. Each pattern is matched at the first character.
_FOREIGN = tuple(
    (re.compile(mark, re.IGNORECASE | re.DOTALL), what, hint)
    for mark, what, hint in (
        (
            rb"<(?:!doctype\s+)?html[\s>]",
            "a page of HTML",
            "this is perhaps the page of an error: look at it, and fetch the file again",
        ),
        (
            rb"(?:\[|\{[^\[]{0,500}\[)\s*\"\s*\{'",
            "rows of text, as when a program writes Python's repr",
            "write the file with json.dump, or fetch it again from the API",
        ),
        (
            rb'\{.{0,200}?"\|\*\*[0-9]{4}-[0-9]{2}-[0-9]{2}\*\*\|',
            "a list of cv-arxiv-daily, which tells titles and first authors but no abstracts",
            "fetch the papers by their ids from arXiv's API: https://export.arxiv.org/api/query?id_list=…",
        ),
        (rb"TY  - ", "RIS, which is not read", "export BibTeX, CSV or JSON, with the abstracts"),
        (rb"%PDF-", "a PDF", "ingest takes what is known of papers, not the papers"),
        (rb"PK\x03\x04", "a ZIP archive", _UNPACK),
        (rb"BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd", "a packed file", _UNPACK),
    )
)


def recognised(data: bytes, path: str) -> str:
    """The name of the format of a file's content. Raises SiteError if no check knows it."""
    head = data[:HEAD_COUNT]
    found = _checked(head)
    if not found and not _is_foreign(head):
        # One line that a log or a killed program left must not cost the rows below it.
        text = head.decode("utf-8-sig", "replace")
        start = later_row(text)
        found = _checked(text[start:].encode()) if start >= 0 else None
    if found:
        return found
    raise _unknown(head, path)


def _checked(head: bytes) -> str | None:
    return next((name for name, is_it in CHECKS if is_it(head)), None)


def _is_foreign(head: bytes) -> bool:
    text = head.removeprefix(BOM_UTF8).lstrip()
    return any(mark.match(text) for mark, _, _ in _FOREIGN)


def _unknown(head: bytes, path: str) -> SiteError:
    what, hint = _seen(head)
    return stop(path, f"{what} (tried: {one_of(name for name, _ in CHECKS)})", hint)


def _seen(head: bytes) -> tuple[str, str]:
    """What a file is that no format knows, as far as its beginning says, and what to do."""
    name_it = "name it with --format, or with 'format' in seeds/seeds.yaml"
    if not head.strip():
        return "an empty file", name_it
    text = head.removeprefix(BOM_UTF8).lstrip()
    told = error_told(text.decode("utf-8", "replace").strip()) if text.startswith(b"{") else None
    for mark, what, hint in _FOREIGN:
        if mark.match(text):
            return what, hint
    return told or ("a format that is not recognised", name_it)
