"""What the rest of the site knows of an entry without opening its file: enough to order, count, link and compare."""

import datetime as dt

import msgspec

from sitegen.archive.entry import Entry
from sitegen.provenance import digest


class Brief(msgspec.Struct, frozen=True, array_like=True):
    """An entry in short. digest: of the whole entry, so equal digests mean equal entries. abs: where the paper is.

    lang: the language of the title; empty for that of the site's papers.
    authors: their names, each on a line: one text is read in a tenth of the time of six. cited: what a list tells
    reference managers beside: when and where it was published, its arXiv id and its DOI, each on a line.
    """

    key: str
    path: str
    digest: bytes
    title: str
    lang: str
    abs: str
    date: dt.date
    topics: tuple[str, ...]
    votes: int | None
    position: int | None
    updated: dt.date | None
    listed_on: tuple[dt.date, ...]
    aliases: tuple[str, ...]
    is_draft: bool
    is_withdrawn: bool
    authors: str
    cited: str

    @property
    def author_names(self) -> tuple[str, ...]:
        return tuple(self.authors.split("\n")) if self.authors else ()

    @property
    def published(self) -> dt.date | None:
        day = self.cited.partition("\n")[0]
        return dt.date.fromisoformat(day) if day else None

    @property
    def venue(self) -> str:
        return self.cited.split("\n")[1]

    @property
    def arxiv_id(self) -> str:
        return self.cited.split("\n")[2]

    @property
    def doi(self) -> str:
        return self.cited.split("\n")[3]

    @property
    def changed(self) -> dt.date:
        """The day of its last change that content tells."""
        return self.updated or self.date


def brief_of(entry: Entry) -> Brief:
    return Brief(
        key=entry.key,
        path=entry.path,
        digest=digest(msgspec.msgpack.encode(entry)),
        title=entry.title,
        lang=entry.lang,
        abs=entry.links.abs,
        date=entry.date,
        topics=entry.topics,
        votes=entry.votes,
        position=entry.position,
        updated=entry.updated,
        listed_on=entry.listed_on,
        aliases=entry.aliases,
        is_draft=entry.is_draft,
        is_withdrawn=entry.is_withdrawn,
        authors="\n".join(entry.authors),
        cited="\n".join((str(entry.published or ""), entry.venue, entry.arxiv_id, entry.doi)),
    )


def day_order(brief: Brief) -> tuple[int, int, str]:
    """The sort key within a day: votes descending where there are any, then position, then key."""
    position = brief.position if brief.position is not None else 1 << 30
    return (-(brief.votes or 0), position, brief.key)
