"""The formats by name, and the sources a site declares in seeds/seeds.yaml."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.fields import schema
from sitegen.fields.nodes import Items, Node, described, parse
from sitegen.fields.schema import Field, Mismatch, Reading
from sitegen.problems import quoted, raise_if
from sitegen.sources.acl_anthology import read_acl_anthology
from sitegen.sources.arxiv_api import read_arxiv_api
from sitegen.sources.arxiv_feed import read_arxiv_feed
from sitegen.sources.bibtex import read_bibtex
from sitegen.sources.capture import read_capture
from sitegen.sources.csv_rows import read_csv
from sitegen.sources.feed import read_feed
from sitegen.sources.huggingface import read_huggingface
from sitegen.sources.json_rows import read_json
from sitegen.sources.openalex import read_openalex
from sitegen.sources.own_export import read_sitegen
from sitegen.sources.record import Reader
from sitegen.sources.semantic_scholar import read_semantic_scholar
from sitegen.text.files import read_text

READERS: Mapping[str, Reader] = {
    "acl-anthology": read_acl_anthology,
    "arxiv-api": read_arxiv_api,
    "arxiv-feed": read_arxiv_feed,
    "bibtex": read_bibtex,
    "capture": read_capture,
    "csv": read_csv,
    "feed": read_feed,
    "huggingface": read_huggingface,
    "json": read_json,
    "openalex": read_openalex,
    "semantic-scholar": read_semantic_scholar,
    "sitegen": read_sitegen,
}
SEEDS = "seeds"
SEEDS_FILE = "seeds/seeds.yaml"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What to ingest: a file, or what was fetched. date: of the digest, if declared.

    file: relative to the site, or as the command line has it; '' for what was fetched, which has its `url` instead.
    name, format: '' where they were left out and the file has not been read.
    """

    name: str = ""
    file: str = ""
    url: str = ""
    format: str = ""
    date: dt.date | None = None


def _seed_file(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if found.startswith("/") or ".." in found.split("/") or "\\" in found:
        raise Mismatch(
            node, f"{quoted(found)} is not a file in seeds/ (expected its path from there)", "put the file into seeds/"
        )
    return f"{SEEDS}/{found}"


SEED_FIELDS = (
    Field("file", _seed_file, "The file, as its path from seeds/.", "2025-09-02.txt", is_required=True),
    Field("format", schema.choice(*READERS), "Its format. Recognised by the content when it is left out.", "capture"),
    Field("date", schema.day, "The digest date, for formats that do not tell it.", "2025-09-02"),
    Field(
        "name",
        schema.text,
        "The name of the source, as pages show it. The format's name when it is left out.",
        "Daily Papers",
    ),
)


def declared_sources(site_root: Path) -> tuple[Source, ...]:
    """The sources of seeds/seeds.yaml, in its order; none without that file. Raises SiteError with all its problems."""
    if not (site_root / SEEDS_FILE).is_file():
        return ()
    reading = Reading(SEEDS_FILE)
    mapping = parse(read_text(site_root, SEEDS_FILE), SEEDS_FILE)
    fields = (Field("seeds", _seeds, "The files.", "[]", is_required=True),)
    values = reading.fields(mapping, fields, SEEDS_FILE)
    raise_if(reading.problems)
    return msgspec.convert(values["seeds"], tuple[Source, ...])


def _seeds(node: Node, reading: Reading) -> object:
    if not isinstance(node, Items):
        raise Mismatch(node, f"{described(node)} (expected a list)", "one '- file: …' for each")
    sources = []
    for item in node.nodes:
        values = reading.value(item, _seed)
        if values is not None:
            sources.append(values)
    return tuple(sources)


def _seed(node: Node, reading: Reading) -> object:
    problem_count = len(reading.problems)
    values = reading.fields(schema.mapping(node), SEED_FIELDS, "a seed")
    if len(reading.problems) > problem_count:
        return None
    return msgspec.convert(values, Source)
