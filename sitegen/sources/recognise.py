"""Content → the name of its format. Each format has its own check; the order decides where two would agree."""

from collections.abc import Callable

from sitegen.problems import SiteError, one_of, stop
from sitegen.sources.arxiv_api import is_arxiv_api
from sitegen.sources.arxiv_feed import is_arxiv_feed
from sitegen.sources.bibtex import is_bibtex
from sitegen.sources.capture import is_capture
from sitegen.sources.csv_rows import is_csv
from sitegen.sources.feed import is_feed
from sitegen.sources.huggingface import is_huggingface
from sitegen.sources.json_rows import is_json
from sitegen.sources.openalex import is_openalex
from sitegen.sources.own_export import is_sitegen
from sitegen.sources.semantic_scholar import is_semantic_scholar

# Enough for the first paper of a file, with its abstract and some hundred authors.
_HEAD_BYTE_COUNT = 65_536

# What is more special comes first: every answer of an API in JSON is JSON with a title too, and arXiv's are feeds.
CHECKS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("sitegen", is_sitegen),
    ("huggingface", is_huggingface),
    ("semantic-scholar", is_semantic_scholar),
    ("openalex", is_openalex),
    ("json", is_json),
    ("arxiv-api", is_arxiv_api),
    ("arxiv-feed", is_arxiv_feed),
    ("feed", is_feed),
    ("bibtex", is_bibtex),
    ("csv", is_csv),
    ("capture", is_capture),
)


def recognised(data: bytes, path: str) -> str:
    """The name of the format of a file's content. Raises SiteError if no check knows it."""
    head = data[:_HEAD_BYTE_COUNT]
    found = next((name for name, is_it in CHECKS if is_it(head)), None)
    if found:
        return found
    raise _unknown(head, path)


def _unknown(head: bytes, path: str) -> SiteError:
    what = "a format that is not recognised" if head.strip() else "an empty file"
    html = head.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))
    hint = "name it with --format, or with 'format' in seeds/seeds.yaml"
    page = "this is a page of HTML, perhaps that of an error: fetch the file again"
    return stop(path, f"{what} (tried: {one_of(name for name, _ in CHECKS)})", page if html else hint)
