"""One paper in the archive, and the schema of its front matter: the one list of what a file may say."""

import datetime as dt
import re
from functools import lru_cache

import msgspec

from sitegen.archive.topics import NO_FORMER_NAMES, FormerNames, hint_for_unknown
from sitegen.fields import schema
from sitegen.fields.nodes import Node
from sitegen.fields.schema import Field, Mismatch, Reading
from sitegen.problems import one_of, quoted
from sitegen.sources.identifiers import ARXIV_ID, DOI

KEY = re.compile(r"[a-z0-9][a-z0-9._-]*")


class Links(msgspec.Struct, frozen=True):
    """Where a paper is on the web; empty where unknown."""

    abs: str = ""
    pdf: str = ""
    code: str = ""
    project: str = ""
    video: str = ""
    discussion: str = ""


class Origin(msgspec.Struct, frozen=True):
    """Where an entry came from: the source's name and format, its file or address, the item in it, and when.

    read: the day, in UTC, on which ingest made the entry.
    """

    name: str = ""
    format: str = ""
    file: str = ""
    url: str = ""
    item: str = ""
    read: dt.date | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One paper in the archive.

    path: of its file, relative to the site. abstract: Markdown, the body of the file. date: when the digest listed it
    first; published: when the paper came out. position: its place in the day, from 1; None if the digest had no order.
    """

    key: str
    path: str
    abstract: str
    title: str
    date: dt.date
    published: dt.date | None = None
    updated: dt.date | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    summary: str = ""
    arxiv_id: str = ""
    doi: str = ""
    venue: str = ""
    keywords: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    votes: int | None = None
    submitted_by: str = ""
    thumbnail: str = ""
    listed_on: tuple[dt.date, ...] = ()
    position: int | None = None
    links: Links = Links()
    status: str = ""
    is_draft: bool = False
    lang: str = ""
    aliases: tuple[str, ...] = ()
    source: Origin = Origin()
    also_from: tuple[str, ...] = ()
    extra: dict[str, object] = {}

    @property
    def is_withdrawn(self) -> bool:
        return self.status == "withdrawn"


def _one_line(node: Node, reading: Reading) -> str:
    return " ".join(schema.text(node, reading).split())


def _arxiv_id(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if not ARXIV_ID.fullmatch(found):
        raise Mismatch(
            node,
            f"{quoted(found)} is no arXiv id (expected one like 2509.01234 or math/0309136)",
            "without 'arXiv:' and without the version",
        )
    return found


def _doi(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if not DOI.fullmatch(found):
        raise Mismatch(node, f"{quoted(found)} is no DOI (expected one like 10.1000/182)", "without 'https://doi.org/'")
    return found


LINK_FIELDS = (
    Field("abs", schema.url, "The abstract's page.", "https://arxiv.org/abs/2509.01234"),
    Field("pdf", schema.url, "The paper as PDF.", "https://arxiv.org/pdf/2509.01234"),
    Field("code", schema.url, "The code.", "https://github.com/example/code"),
    Field("project", schema.url, "The project's page.", "https://example.org/project"),
    Field("video", schema.url, "A video.", "https://example.org/talk.mp4"),
    Field("discussion", schema.url, "Where it is discussed.", "https://huggingface.co/papers/2509.01234"),
)
ORIGIN_FIELDS = (
    Field("name", schema.text, "The source's name.", "daily-papers"),
    Field("format", schema.text, "The format it was read as.", "capture"),
    Field("file", schema.text, "The file it was read from.", "seeds/2025-09-02.txt"),
    Field("url", schema.url, "The address it was read from.", "https://example.org/feed"),
    Field("item", schema.text, "Which item of the file or address.", "line 13"),
    Field("read", schema.day, "The day on which it was read first, in UTC.", "2025-09-03"),
)


@lru_cache(maxsize=8)
def front_matter_schema(topic_slugs: frozenset[str], former: FormerNames = NO_FORMER_NAMES) -> tuple[Field, ...]:
    """The fields of an entry's front matter, in the order in which ingest writes them.

    former: names that topics had; they are no topics, but a hint tells what they are now.
    """

    def topic(node: Node, reading: Reading) -> str:
        found = schema.text(node, reading)
        if found not in topic_slugs:
            hint = hint_for_unknown(found, topic_slugs, former, "topics are declared in topics.yaml")
            raise Mismatch(node, f"unknown topic {quoted(found)} (expected one of: {one_of(topic_slugs)})", hint)
        return found

    texts = schema.sequence(_one_line)
    return (
        Field(
            "title",
            _one_line,
            "The title: plain text, [formulas](../how-to/formulas.md) as `$…$`.",
            "Attention Is All You Need",
            is_required=True,
        ),
        Field("date", schema.day, "The day on which the digest listed it.", "2025-09-02", is_required=True),
        Field("published", schema.day, "The day on which the paper came out (arXiv: version 1).", "2025-08-29"),
        Field(
            "updated",
            schema.day,
            "The day of the last change worth a reader's notice; feeds and the sitemap show it.",
            "2025-09-05",
        ),
        Field(
            "authors",
            schema.sequence_with_repeats(_one_line),
            "The authors, one line each, as they sign: given name first.",
            "[Ada Lovelace, Alan Turing]",
        ),
        Field(
            "topics",
            schema.sequence(topic),
            "Topics of topics.yaml, the main one first. A list of your own wins over the rules.",
            "[scaling, evaluation]",
        ),
        Field(
            "summary",
            _one_line,
            "One sentence that says what the paper shows. Without it, lists show the abstract's first sentence.",
            "Small models learn to reason when …",
        ),
        Field(
            "arxiv_id",
            _arxiv_id,
            "The arXiv id, without version. Quote it: other programs read 2401.00010 as a number.",
            '"2509.01234"',
        ),
        Field("doi", _doi, "The DOI, without address.", "10.1000/182"),
        Field("venue", _one_line, "Where it was published.", "NeurIPS 2025"),
        Field("keywords", texts, "Keywords, as text.", "[alignment, reward models]"),
        Field("categories", texts, "arXiv categories, the primary one first.", "[cs.CL, cs.AI]"),
        Field("votes", schema.count, "Votes of the digest's readers; they order a day.", "42"),
        Field("submitted_by", _one_line, "Who proposed it to the digest.", "A Reader"),
        Field(
            "thumbnail",
            schema.url,
            "A picture's address. Kept, never loaded by a page.",
            "https://example.org/thumbnail.png",
        ),
        Field(
            "listed_on",
            schema.sequence(schema.day),
            "Further days on which the digest listed it again.",
            "[2025-09-09]",
        ),
        Field("position", schema.count, "Its place in the day, from 1.", "3"),
        Field(
            "links",
            schema.record(Links, LINK_FIELDS, "links"),
            "Where it is on the web: abs, pdf, code, project, video, discussion.",
            "{pdf: https://arxiv.org/pdf/2509.01234}",
        ),
        Field(
            "status",
            schema.choice("withdrawn"),
            "`withdrawn` marks it as withdrawn; the page stays.",
            "withdrawn",
        ),
        Field(
            "draft",
            schema.truth,
            "`true` keeps it off the site, except with `--drafts`.",
            "true",
            attribute="is_draft",
        ),
        Field(
            "lang",
            schema.language,
            "The language of title and abstract, when it is not that of the site's papers.",
            "de",
        ),
        Field(
            "aliases",
            schema.sequence(schema.site_path),
            "Former paths of the page; each becomes a redirect.",
            "[/papers/old-name/]",
        ),
        Field(
            "source",
            schema.record(Origin, ORIGIN_FIELDS, "source"),
            "Where it came from: name, format, file or url, item, and the day it was read. Written by ingest.",
            "{name: daily-papers, format: capture}",
        ),
        Field(
            "also_from",
            texts,
            "Other sources that told of it too, by name. Written by ingest.",
            "[arxiv]",
        ),
        Field(
            "extra",
            schema.free_mapping,
            "A mapping of your own; templates see it as `page.extra`, every value as text.",
            "{shelf: two}",
        ),
    )
