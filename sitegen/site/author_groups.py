"""The groups of sheets that make the pages of authors: one for each shard of them, one for the lists of names."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

import msgspec

from sitegen.config import AUTHORS_FILE
from sitegen.provenance import digest
from sitegen.site.addresses import INDEX, author_path
from sitegen.site.author_feeds import AUTHORS_OPML, author_feed_claims, author_feed_sheets
from sitegen.site.author_lists import AuthorsSheet, LetterSheet, list_path
from sitegen.site.author_pages import author_sheet
from sitegen.site.builder import Builder
from sitegen.site.feeds import FeedSheet
from sitegen.site.feeds_page import AuthorsOpmlSheet
from sitegen.site.name_lists import NameList, letters_of
from sitegen.site.roster import Roster
from sitegen.site.sheets import Group, Place, Sheet
from sitegen.site.sitemaps import sitemap_of, sitemap_paths


def author_groups(roster: Roster, b: Builder) -> Iterator[Group]:
    """The pages of all authors and the lists of their names."""
    people = _value_of_people(roster)
    for shard, value in roster.shards:
        yield Group(
            name=f"authors {shard:04}",
            value=people + value,
            kinds=("author", "redirect", *FeedSheet.kinds),
            sheets=partial(_sheets_of_shard, roster, shard, b),
        )
    if roster.pages:
        yield Group(
            name="author names",
            value=_value_of_names(roster),
            kinds=("author_letter", "sitemap", "opml"),
            sheets=partial(_sheets_of_names, roster, b),
        )


def list_value(roster: Roster) -> bytes:
    """A digest of all that the list of authors and the names of their sitemaps follow from."""
    return digest(_value_of_names(roster), msgspec.msgpack.encode(roster.most_prolific))


def author_claims(roster: Roster, b: Builder) -> Iterator[tuple[str, str]]:
    """The paths of the pages of authors and of the lists of their names, each with the file behind it."""
    for author in roster.listed:
        person = roster.names.people.get(author.slug)
        for slug in (author.slug, *(person.aliases if person else ())):
            yield author_path(slug) + INDEX, AUTHORS_FILE if person else "content"
        yield from author_feed_claims(author, roster, b)
    if roster.pages and b.config.pages.has_author_feeds:
        yield AUTHORS_OPML, "content"
    for each in roster.lists:
        yield list_path(each.letter, each.start) + INDEX, "content"
    for path in author_sitemaps(roster) if b.config.pages.sitemap else ():
        yield path, "site.yaml"


def authors_sheet(roster: Roster) -> AuthorsSheet:
    """The sheet of the list of authors, which changes with the counts."""
    return AuthorsSheet(len(roster.pages), roster.most_prolific, letters_of(roster.lists))


def author_sitemaps(roster: Roster) -> tuple[str, ...]:
    """The paths of the sitemaps of authors: one for each letter, which changes only when an author is added."""
    counts: Counter[str] = Counter()
    for each in roster.lists:
        counts[each.letter] += 1 + len(each.names)
    return tuple(
        path for letter in letters_of(roster.lists) for path in sitemap_paths(sitemap_name(letter), counts[letter])
    )


def _value_of_people(roster: Roster) -> bytes:
    return digest(msgspec.msgpack.encode(tuple(roster.names.people.values())))


def _value_of_names(roster: Roster) -> bytes:
    names = sorted((author.slug, author.name) for author in roster.listed)
    return digest(_value_of_people(roster), msgspec.msgpack.encode(names))


def _sheets_of_shard(roster: Roster, shard: int, b: Builder) -> tuple[Sheet, ...]:
    people = roster.names.people
    sheets: list[Sheet] = []
    for author in roster.authors_of(shard):
        person = people.get(author.slug)
        sheets.append(author_sheet(author, roster.pages, person, b))
        if b.config.pages.has_author_feeds:
            sheets.extend(author_feed_sheets(author, person, b))
    return tuple(sheets)


def _sheets_of_names(roster: Roster, b: Builder) -> tuple[Sheet, ...]:
    letters = letters_of(roster.lists)
    sheets: list[Sheet] = [LetterSheet(each, letters) for each in roster.lists]
    if b.config.pages.sitemap:
        sheets.extend(_sitemap(letter, roster.lists, b) for letter in letters)
    if b.config.pages.has_author_feeds:
        named = sorted((each.key, each.slug, each.name) for each in roster.listed)
        sheets.append(AuthorsOpmlSheet(tuple((slug, name) for _, slug, name in named)))
    return tuple(sheets)


def _sitemap(letter: str, lists: tuple[NameList, ...], b: Builder) -> Sheet:
    of_letter = [each for each in lists if each.letter == letter]
    places = [place for each in of_letter for place in LetterSheet(each, ()).places(b)]
    places += [Place(author_path(name.slug) + INDEX, "content") for each in of_letter for name in each.names]
    return sitemap_of(sitemap_name(letter), places)


def sitemap_name(letter: str) -> str:
    return f"authors-{letter or 'other'}"
