"""content/ → entries, notes on days and own pages. Reads only; collects every problem of the archive."""

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sitegen.archive.entry import KEY, Entry, front_matter_schema
from sitegen.archive.front_matter import FIRST_LINE, Document, has_front_matter, take_apart_past_repeats
from sitegen.archive.topics import NO_FORMER_NAMES, FormerNames
from sitegen.archive.walk import PAGES, markdown_paths
from sitegen.fields import schema
from sitegen.fields.schema import Field, Reading
from sitegen.problems import Location, Problem, SiteError, quoted, raise_if
from sitegen.text.files import read_text

NOTE = "_day.md"
_DAY_FOLDER = re.compile(r"content/(\d{4})/(\d{2})/(\d{2})")


class Note(msgspec.Struct, frozen=True):
    """The editor's note on a day, as Markdown."""

    path: str
    date: dt.date
    body: str


class OwnPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the curator's own, such as About. `address`: its path on the site, as `/about/`."""

    path: str
    address: str
    body: str
    title: str
    summary: str = ""
    lang: str = ""
    is_draft: bool = False
    in_menu: bool = True
    position: int = 0
    updated: dt.date | None = None
    aliases: tuple[str, ...] = ()
    extra: dict[str, object] = {}


class Archive(msgspec.Struct, frozen=True):
    """Everything in content/: entries by key, notes by date, pages by address."""

    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    pages: tuple[OwnPage, ...]


OWN_PAGE_FIELDS = (
    Field("title", schema.text, "The title of the page.", "About", is_required=True),
    Field("summary", schema.text, "One sentence; search engines show it.", "Who makes this digest, and how."),
    Field("lang", schema.language, "Its language, when it is not the site's.", "de"),
    Field(
        "draft",
        schema.truth,
        "`true` keeps it off the site, except with `--drafts`.",
        "true",
        attribute="is_draft",
    ),
    Field("menu", schema.truth, "`false` leaves it out of the menu of pages.", "false", attribute="in_menu"),
    Field("position", schema.count, "Its place in the menu; equal ones go by title.", "2"),
    Field("updated", schema.day, "The day of its last change; the sitemap shows it.", "2025-09-05"),
    Field(
        "aliases",
        schema.sequence(schema.site_path),
        "Former paths of the page; each becomes a redirect.",
        "[/imprint/]",
    ),
    Field(
        "extra",
        schema.free_mapping,
        "A mapping of your own; templates see it as `page.extra`, every value as text.",
        "{layout: wide}",
    ),
)


def read_archive(site_root: Path, topic_slugs: Iterable[str], former: FormerNames = NO_FORMER_NAMES) -> Archive:
    """The whole archive of a site; an archive that is not there yet is empty.

    former: names that topics had, for hints.
    Raises SiteError with the problems of all files.
    """
    slugs = frozenset(topic_slugs)
    problems: list[Problem] = []
    entries: dict[str, Entry] = {}
    notes: list[Note] = []
    pages: list[OwnPage] = []
    for path in markdown_paths(site_root):
        try:
            if path.startswith(f"{PAGES}/"):
                pages.append(read_own_page(read_text(site_root, path), path))
            elif path.endswith(f"/{NOTE}"):
                notes.append(read_note(read_text(site_root, path), path))
            else:
                entry = read_entry(read_text(site_root, path), path, slugs, former)
                _add(entries, entry)
        except SiteError as error:
            problems.extend(error.problems)
    raise_if(problems)
    return Archive(tuple(entries[key] for key in sorted(entries)), tuple(notes), tuple(pages))


def read_entry(text: str, path: str, topic_slugs: frozenset[str], former: FormerNames = NO_FORMER_NAMES) -> Entry:
    """The entry that a file holds. former: names that topics had, for hints.

    Raises SiteError with every problem of the file.
    """
    key = path.rsplit("/", 1)[1].removesuffix(".md")
    misplaced: list[Problem] = []
    try:
        date_of_folder(path)
    except SiteError as error:
        misplaced.extend(error.problems)
    if not KEY.fullmatch(key):
        misplaced.append(_misnamed(path, key, "a key"))
    document, values = _read(text, path, front_matter_schema(topic_slugs, former), "an entry", misplaced)
    return msgspec.convert({**values, "key": key, "path": path, "abstract": document.body.strip()}, Entry)


def read_note(text: str, path: str) -> Note:
    """The editor's note on the day whose folder it lies in; it has no front matter."""
    if has_front_matter(text):
        raise SiteError(
            [
                Problem(
                    Location(path, 1, 1),
                    "front matter in a note on a day (expected Markdown only)",
                    "remove the lines from '---' to '---'",
                )
            ]
        )
    return Note(path, date_of_folder(path), text.strip())


def read_own_page(text: str, path: str) -> OwnPage:
    """A page of the curator's own. Raises SiteError with every problem of the file."""
    name = path.removeprefix(f"{PAGES}/").removesuffix(".md")
    is_address = all(KEY.fullmatch(part) for part in name.split("/"))
    misplaced = [] if is_address else [_misnamed(path, name, "an address")]
    document, values = _read(text, path, OWN_PAGE_FIELDS, "a page", misplaced)
    return msgspec.convert({**values, "path": path, "address": f"/{name}/", "body": document.body.strip()}, OwnPage)


def _read(
    text: str, path: str, fields: tuple[Field, ...], what: str, misplaced: list[Problem]
) -> tuple[Document, dict[str, object]]:
    """A file and the values of its fields. Raises SiteError with all its problems, those of its place included."""
    try:
        document = take_apart_past_repeats(text, path)
    except SiteError as error:
        raise SiteError([*misplaced, *error.problems]) from None
    reading = Reading(path, FIRST_LINE)
    values = reading.fields(document.mapping, fields, what)
    raise_if([*misplaced, *document.repeats, *reading.problems])
    return document, values


def _misnamed(path: str, name: str, purpose: str) -> Problem:
    message = f"file name {quoted(name)} cannot be {purpose} (expected lower case letters, digits, '-', '.', '_')"
    return Problem(Location(path), message, "rename the file; the name becomes the page's address")


def _add(entries: dict[str, Entry], entry: Entry) -> None:
    if entry.key in entries:
        message = f"the key '{entry.key}' is taken by {entries[entry.key].path} (expected one file for each key)"
        raise SiteError(
            [
                Problem(
                    Location(entry.path),
                    message,
                    "remove one of the two, or rename it if they are different papers",
                )
            ]
        )
    entries[entry.key] = entry


def date_of_folder(path: str) -> dt.date:
    """The day in whose folder a file of the archive lies. Raises SiteError if it lies in none."""
    match = _DAY_FOLDER.fullmatch(path.rsplit("/", 1)[0])
    try:
        if match:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    message = "not in the folder of a day (expected content/YYYY/MM/DD/)"
    raise SiteError(
        [
            Problem(
                Location(path),
                message,
                "entries live in the folder of their day, other pages in content/pages/",
            )
        ]
    )
