"""Whose a name on a paper is. A name is its slug, unless authors.yaml says otherwise; knows no page."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from sitegen.archive.people import Person
from sitegen.text.slugs import mark_of, whole_slug
from sitegen.text.suffixes import SUFFIX

_SUFFIX = re.compile(SUFFIX)


class Names:
    """The slug of the person behind each name. Two people never share one, whoever authors.yaml tells of."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people: Mapping[str, Person] = {person.slug: person for person in people}
        everybody = self.people.values()
        self._everywhere = {name: each.slug for each in everybody if not each.papers for name in each.spellings}
        self._on_paper = {
            (name, key): each.slug for each in everybody for key in each.papers for name in each.spellings
        }
        self._split = frozenset(name for name, _ in self._on_paper)
        self._addresses = frozenset(slug for each in everybody for slug in (each.slug, *each.aliases))
        self._known: dict[str, str] = {}

    def slug_of(self, name: str, key: str) -> str:
        """The slug of who signs the paper of that key with a name; '' for a name that cannot be spelt."""
        known = self._known.get(name)
        if known is not None:
            return known
        spelling = whole_slug(name)
        slug = self._everywhere.get(spelling, "")
        if not slug:
            # Others of this name than authors.yaml tells of: the address of somebody else is not theirs.
            slug = f"{spelling}-{mark_of(spelling)}" if spelling in self._addresses else spelling
        if spelling in self._split:
            return self._on_paper.get((spelling, key), slug)
        self._known[name] = slug
        return slug

    def slugs_of(self, names: Iterable[str], key: str) -> tuple[str, ...]:
        """The slugs of all who sign a paper, in their order."""
        return tuple([self.slug_of(name, key) for name in names])


def sort_key(name: str) -> str:
    """Where a name stands in a list: its last word first, as a slug. 'Jr.' and the like are no last word."""
    words = name.split() or [""]
    while len(words) > 1 and (_SUFFIX.fullmatch(words[-1]) or not whole_slug(words[-1])):
        words.pop()
    return whole_slug(" ".join([words[-1], *words[:-1]]))


def letter_of(name: str) -> str:
    """The letter under which a name is listed, 'a' to 'z'; '' for one that is not written in Latin letters."""
    first = sort_key(name)[:1]
    is_latin = first.isalpha() and any("LATIN" in unicodedata.name(sign, "") for sign in name)
    return first if is_latin else ""
