"""The pages that list authors: the most prolific, and all names by letter, which only a new name changes."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from sitegen.site.addresses import AUTHORS, INDEX
from sitegen.site.builder import Builder, head
from sitegen.site.name_lists import NameList
from sitegen.site.roster import Listed
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import AuthorCount, AuthorLetterView, AuthorsView, Link, Page

_ORIGIN = "content"


class AuthorsSheet(Sheet, frozen=True):
    """The list of authors. letters: those that have names."""

    kinds: ClassVar[tuple[str, ...]] = ("authors",)
    count: int
    most_prolific: tuple[Listed, ...]
    letters: tuple[str, ...]

    @property
    def name(self) -> str:
        return "authors"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(AUTHORS + INDEX, _ORIGIN),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        view = AuthorsView(
            **head(b, "authors", AUTHORS, "", b.config.title),
            count=self.count,
            min_papers=b.config.authors.min_papers,
            most_prolific=tuple(
                AuthorCount(Link(each.name, b.addresses.author(each.slug)), each.count) for each in self.most_prolific
            ),
            letters=_letters(b, self.letters),
        )
        yield Page(AUTHORS + INDEX, view)


class LetterSheet(Sheet, frozen=True):
    """A list of names. letters: all that have one."""

    kinds: ClassVar[tuple[str, ...]] = ("author_letter",)
    listed: NameList
    letters: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"author letter {self.listed.letter} {self.listed.start}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(list_path(self.listed.letter, self.listed.start) + INDEX, _ORIGIN),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        listed = self.listed
        path = list_path(listed.letter, listed.start)
        shown = _shown(listed.start)
        view = AuthorLetterView(
            **head(b, "author_letter", path, shown, b.config.title),
            letter=shown,
            authors=tuple(Link(each.name, b.addresses.author(each.slug)) for each in listed.names),
            parts=tuple(Link(_shown(part), b.addresses.at(list_path(listed.letter, part))) for part in listed.parts),
            letters=_letters(b, self.letters),
            letter_url=b.addresses.at(list_path(listed.letter, listed.letter)),
        )
        yield Page(path + INDEX, view)


def list_path(letter: str, start: str) -> str:
    """Where a list of names goes: no slug has '_' in it, so no author's page is there."""
    if letter:
        return f"{AUTHORS}letter_{start}/"
    return f"{AUTHORS}other_scripts_{start}/" if start else f"{AUTHORS}other_scripts/"


def _shown(start: str) -> str:
    """How names begin, as people write it: 'zhang-w' is 'Zhang W'."""
    return start.replace("-", " ").strip().title()


def _letters(b: Builder, letters: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(letter.upper(), b.addresses.at(list_path(letter, letter))) for letter in letters)
