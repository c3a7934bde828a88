"""The rows of the table, each a function that measures and answers results, in the order in which they run."""

from collections.abc import Callable, Iterator, Mapping

from bench.report import Result
from bench.rows.clean import clean, full
from bench.rows.daily import daily, files, growth, kinds, month, nothing
from bench.rows.equal import equal
from bench.rows.formulas import formulas
from bench.rows.ingest import ingest
from bench.rows.real import real
from bench.rows.related import related
from bench.rows.search import search
from bench.rows.serve import serve
from bench.workshop import Workshop

Row = Callable[[Workshop], Iterator[Result]]

# `month` makes its site grow by a month for each run, so it comes after those that share the site.
ROWS: Mapping[str, Row] = {
    "equal": equal,
    "clean": clean,
    "full": full,
    "daily": daily,
    "nothing": nothing,
    "growth": growth,
    "files": files,
    "kinds": kinds,
    "serve": serve,
    "search": search,
    "month": month,
    "real": real,
    "ingest": ingest,
    "related": related,
    "formulas": formulas,
}
