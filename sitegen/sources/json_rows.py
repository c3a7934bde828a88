"""Papers as JSON: one object on each line (JSON Lines), an array, or a list inside an object."""

import datetime as dt
import re
from codecs import BOM_UTF8

from sitegen.sources.aliases import Days, record_of
from sitegen.sources.json_text import begins_as_json, json_rows
from sitegen.sources.record import Harvest
from sitegen.sources.rows import harvested
from sitegen.text.files import decoded

# `[]`, and the envelope of a search that found nothing.
_EMPTY = re.compile(
    rb'\s*(?:\[\s*\]|\{[^\[\]]{0,500}"(papers|data|results|entries|items|works)"\s*:\s*\[\s*\][^\[\]]{0,500}\})\s*'
)
_TITLE = re.compile(rb'"title"\s*:', re.IGNORECASE)
_ABSTRACT = re.compile(rb'"(abstract|summary|description)"\s*:', re.IGNORECASE)


def read_json(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of JSON Lines, a JSON array or a list inside an object. date: for rows that do not tell theirs.

    docs/reference/sources/fields.md lists the names of the fields. Raises SiteError if the text as a whole is no JSON
    or holds no objects. A row that cannot be read is rejected with its place; the others are read.
    """
    rows = json_rows(decoded(data, path), path, "JSON Lines, a JSON array or an object", "JSON objects with 'title'")
    days = Days()
    return harvested(rows, lambda row: record_of(row, date, days))


def is_json(head: bytes) -> bool:
    """True if the first bytes of a file are those of JSON with papers, or of an empty list of them."""
    if _EMPTY.fullmatch(head.removeprefix(BOM_UTF8)):
        return True
    return begins_as_json(head) and bool(_TITLE.search(head) and _ABSTRACT.search(head))
