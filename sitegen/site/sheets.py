"""What is made together: a sheet is a few pages that follow from the same facts, a group is the sheets of a period.

A sheet holds all that its pages are made from but the settings and the text of its entries, for which it holds the
digests. So a sheet that is as it was makes the pages that were, and need not be asked for them.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.site.builder import Builder
from sitegen.site.views import Page

EntryOf = Callable[[Brief], Entry]


class Place(msgspec.Struct, frozen=True):
    """Where a page of a sheet goes. origin: the file a person would change to mend it.

    changed: the day of its last change, where content tells. is_indexed: whether search engines should know it.
    """

    path: str
    origin: str
    changed: dt.date | None = None
    is_indexed: bool = True


class Sheet(msgspec.Struct, frozen=True, tag=True):
    """Pages that are made together. kinds: of the views it may make, each the name of a template or writer."""

    kinds: ClassVar[tuple[str, ...]] = ()

    @property
    def name(self) -> str:
        """Its name, unique in its site."""
        raise NotImplementedError

    def places(self, b: Builder) -> tuple[Place, ...]:
        """Where its pages go, in the order of `pages`."""
        raise NotImplementedError

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        """Its pages with their views. entry_of: gives the text of the entries that the sheet names."""
        raise NotImplementedError

    def without_details(self) -> "Sheet":
        """The sheet without what the details of its group tell of single pages."""
        return self


class Details(msgspec.Struct, frozen=True):
    """What single pages of a group follow from that nothing else shows: where only that changed, only they are made.

    value: a digest of all of it. of_pages: gives a digest for each page that has any, by its path. sheets: gives the
    sheets of the pages at some paths, which make no other page.
    """

    value: bytes
    of_pages: Callable[[], Mapping[str, bytes]]
    sheets: Callable[[frozenset[str]], tuple[Sheet, ...]]


class FileFact(msgspec.Struct, frozen=True, array_like=True):
    """What is told of a published file. size: in bytes. sha256: hexadecimal."""

    size: int
    sha256: str


class ListingSheet(Sheet, frozen=True):
    """Pages that tell sizes and checksums of files of other sheets, so that they are made after these.

    What the sheet holds stands for what is in the files: while it is as it was, so are they. facts: of the files, by
    path; none until they are made.
    """

    facts: Mapping[str, FileFact] = {}

    def listed(self, b: Builder) -> tuple[str, ...]:
        """The paths of the files that its pages tell of."""
        raise NotImplementedError


class Group(msgspec.Struct, frozen=True):
    """The sheets of a period, which are not made while all they follow from is as it was.

    value: a digest of it, without the details.
    """

    name: str
    value: bytes
    kinds: tuple[str, ...]
    sheets: Callable[[], tuple[Sheet, ...]]
    details: Details | None = None
