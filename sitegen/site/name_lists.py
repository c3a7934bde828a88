"""Names by letter: the lists in which they stand, cut so that none is too long. Tells no counts, knows no address."""

from collections.abc import Iterable, Iterator

import msgspec

# No list of the site shows more.
_LIMIT = 500


class Name(msgspec.Struct, frozen=True, array_like=True):
    """An author in a list of names. key: the last word of the name first, as a slug."""

    key: str
    slug: str
    name: str


class NameList(msgspec.Struct, frozen=True, array_like=True):
    """The names under a letter, '' for other scripts, that begin with `start`; parts: how those of its parts begin."""

    letter: str
    start: str
    names: tuple[Name, ...]
    parts: tuple[str, ...] = ()


def name_lists(names: Iterable[tuple[str, Name]]) -> tuple[NameList, ...]:
    """All lists of names, each letter before its parts, other scripts last. names: each with its letter."""
    by_letter: dict[str, list[Name]] = {}
    for letter, name in names:
        by_letter.setdefault(letter, []).append(name)
    letters = sorted(by_letter, key=lambda letter: (not letter, letter))
    return tuple(each for letter in letters for each in _lists(letter, sorted(by_letter[letter], key=_order)))


def letters_of(lists: Iterable[NameList]) -> tuple[str, ...]:
    return tuple(each.letter for each in lists if each.start == each.letter)


def _lists(letter: str, names: list[Name]) -> Iterator[NameList]:
    if len(names) <= _LIMIT:
        yield NameList(letter, letter, tuple(names))
        return
    whole: list[Name] = []
    parts: list[NameList] = []
    for part in _parts(letter, letter, names):
        if part.start == letter:
            whole.extend(part.names)
        else:
            parts.append(part)
    yield NameList(letter, letter, tuple(whole), tuple(part.start for part in parts))
    yield from parts


def _parts(letter: str, start: str, names: list[Name]) -> Iterator[NameList]:
    """Names cut by how they begin, by one more sign wherever there are too many. names: sorted, all begin so."""
    cut: dict[str, list[Name]] = {}
    for each in names:
        cut.setdefault(each.key[: len(start) + 1], []).append(each)
    for beginning in sorted(cut):
        found = cut[beginning]
        if len(found) <= _LIMIT or beginning == start:
            yield NameList(letter, beginning, tuple(found))
        else:
            yield from _parts(letter, beginning, found)


def _order(name: Name) -> tuple[str, str]:
    return name.key, name.slug
