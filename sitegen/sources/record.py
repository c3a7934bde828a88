"""One paper as a source told it, in our fields; nothing guessed."""

import datetime as dt
from collections.abc import Callable, Mapping

import msgspec

from sitegen.problems import Location, Problem


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What only an export of our own tells of a paper: the entry that it was.

    place, row: where the export tells it, and its number there. key, day: of its file, which lies in the folder of that
    day. body: Markdown. leaves: of its front matter, by name ('title', 'links.pdf'), as its file writes them; none is
    empty. extra: what stands under `extra`. ledger: its line of the ledger, as values of JSON; empty if it had none.
    """

    place: Location
    row: int
    key: str
    day: dt.date
    body: str
    leaves: Mapping[str, str | tuple[str, ...]]
    extra: Mapping[str, object]
    ledger: Mapping[str, object]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One paper as a source told it. Empty text and None mean that the source does not say.

    All texts are plain text: characters that are markup elsewhere are just characters here. abstract: paragraphs are
    separated by a blank line. date: when the digest listed it. position: its place in that day, from 1. links: by
    kind (abs, pdf, code, project, video, discussion). item: which item of the file it was, for people. withdrawn: that
    it was, and why. is_listing: False for news of a paper that was listed before, such as arXiv's replacements.
    whole_names: authors of whom the source says that they have no first and last part, such as a group.
    own: the entry, if an export of ours tells the paper; the other fields then only say which paper it is.
    """

    title: str
    abstract: str
    date: dt.date
    item: str
    position: int | None = None
    published: dt.date | None = None
    authors: tuple[str, ...] = ()
    whole_names: tuple[str, ...] = ()
    arxiv_id: str = ""
    doi: str = ""
    venue: str = ""
    categories: tuple[str, ...] = ()
    summary: str = ""
    keywords: tuple[str, ...] = ()
    votes: int | None = None
    submitted_by: str = ""
    thumbnail: str = ""
    links: dict[str, str] = {}
    withdrawn: str = ""
    is_listing: bool = True
    own: Own | None = None


class Harvest(msgspec.Struct, frozen=True):
    """What a file gave: its records in order, and the items that were rejected, each with its place and reason."""

    records: tuple[Record, ...]
    rejected: tuple[Problem, ...]

    @property
    def read_count(self) -> int:
        return len(self.records) + len(self.rejected)


Reader = Callable[[bytes, str, dt.date | None], Harvest]
"""A format's reader: the bytes, the path for messages, the digest date where it was declared."""
