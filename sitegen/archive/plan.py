"""The archive as an ingest will leave it, made record by record. Reads files when a record needs them; writes none."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from sitegen.archive.front_matter import FENCE, take_apart
from sitegen.archive.identity import Identities, entry_path, first_choice, is_same, new_key
from sitegen.archive.leaves import BODY, leaves_of
from sitegen.archive.ledger import Ledger, Line, as_far_as_written, body_digest, month_of, read_journal
from sitegen.archive.merge import Merged, Wanted, created, merged
from sitegen.archive.prepared import Prepared
from sitegen.archive.store import NOTE, date_of_folder
from sitegen.archive.walk import PAGES, markdown_paths
from sitegen.problems import SiteError
from sitegen.text.files import read_text

_TITLE_OR_ID = re.compile(r"^(title|arxiv_id|doi):[ \t]+(\S.*?)(?:[ \t]+#.*)?$", re.MULTILINE)


Outcome = Literal["new", "updated", "unchanged", "again", "merged", "ignored", "not_listed"]


class Taken(NamedTuple):
    """What became of a record. key: of its entry; '' if it has none. kept: how many fields were left to the curator.

    outcome: `merged` if the entry has this source for the first time, `again` if it has this day for the first time,
    `ignored` if the curator deleted its file, `not_listed` if it is news of a paper that no digest listed.
    """

    key: str
    outcome: Outcome
    kept: int = 0


NOT_LISTED = Taken("", "not_listed")


class Plan:
    """The archive as it will be; files are read when a record needs them.

    precedence: names of sources, as `merge.merged` has it. restores: papers whose files were deleted come back.
    today: new entries say that they were read on it; None leaves that open.
    """

    def __init__(
        self,
        site_root: Path,
        ledger: Ledger,
        precedence: Sequence[str] = (),
        *,
        restores: bool = False,
        today: dt.date | None = None,
    ) -> None:
        self.site_root = site_root
        self.precedence = precedence
        self.restores = restores
        self._today = today
        self.lines = dict(ledger.lines)
        self.months = dict(ledger.months)
        self.paths = {path.rsplit("/", 1)[1].removesuffix(".md"): path for path in _entry_paths(site_root)}
        self.taken = {*self.lines, *self.paths}
        self.before: dict[str, str] = {}
        self.after: dict[str, str] = {}
        self.identities = Identities()
        self.unreadable: dict[str, SiteError] = {}
        self.knows_edits = False
        for planned in read_journal(site_root):
            self._recover(planned)
        # Files without a line come first: a file that was renamed is the paper, not the line of its old name.
        for key, path in self.paths.items():
            if key not in self.lines:
                self._know_by_file(key, path)
        for key, line in self.lines.items():
            self.identities.add(key, line.fields, _told_titles(line), has_file=key in self.paths)

    def take(self, prepared: Prepared, wanted: Wanted, used: Mapping[str, str]) -> Taken:
        """Merges a record, unless it is to be ignored.

        used: the entries that the same harvest named already, with the digests of the abstracts it gave.
        Raises SiteError if the file of its entry cannot be read.
        """
        record = prepared.record
        filed = record.own.day if record.own else record.date
        key = self.key_of(prepared, wanted, used)
        if not key:
            for choice in map(first_choice, (record, prepared.told)):
                if choice in self.unreadable:
                    raise self.unreadable[choice]
            if not wanted.is_listing:
                return NOT_LISTED
            return self._create(new_key(record, self.taken), wanted, filed)
        if key not in self.paths:
            if self.restores and wanted.is_listing:
                return self._create(key, wanted, filed)
            self.lines[key] = msgspec.structs.replace(self.lines[key], ignored=True)
            return Taken("", "ignored")
        line = self.lines.get(key) or self._line_of_renamed(key, prepared, wanted)
        self.months.setdefault(key, month_of(date_of_folder(self.paths[key])))
        text = self.text(key)
        result = merged(self.paths[key], text, line, wanted, self.precedence)
        if record.own and result.text == text:
            # What an export tells and the file says already is nobody's news.
            return Taken(key, "unchanged", len(result.kept))
        self._accept(key, result)
        return Taken(key, _outcome(line, result, has_changed=result.text != text), len(result.kept))

    def key_of(self, prepared: Prepared, wanted: Wanted, used: Mapping[str, str]) -> str:
        """The key of the entry that is this paper; '' if it is new. One without a path has no file any more."""
        key = self._key_of(prepared, wanted, used)
        if key in self.paths or self.knows_edits:
            return key
        # A curator may have made two entries one, and written the id of the one that went into the other.
        self._know_edits()
        return self._key_of(prepared, wanted, used)

    def _create(self, key: str, wanted: Wanted, date: dt.date) -> Taken:
        result = created(key, wanted, self._today)
        self.taken.add(key)
        self.paths[key] = entry_path(date, key)
        self.months[key] = month_of(date)
        if wanted.own:
            self.identities.add(key, {**wanted.leaves, BODY: body_digest(wanted.body)}, (), has_file=True)
        self._accept(key, result)
        return Taken(key, "new")

    def _key_of(self, prepared: Prepared, wanted: Wanted, used: Mapping[str, str]) -> str:
        """The key of the entry that is this paper, also by what the source told: it may have entered so."""
        body = body_digest(wanted.body)
        own = prepared.record.own
        if own and self.paths.get(own.key) == entry_path(own.day, own.key):
            return own.key
        key = self.identities.key_of(prepared.record, wanted.source, body, used)
        if own and key in used:
            return ""  # an export tells each entry once
        return key or (self.identities.key_of(prepared.told, wanted.source, body, used) if prepared.raw else "")

    def _line_of_renamed(self, key: str, prepared: Prepared, wanted: Wanted) -> Line:
        """What ingest wrote into the file under its old name, if it was renamed; else nothing."""
        for old, line in self.lines.items():
            if old not in self.paths and any(is_same(found, line.fields) for found in (prepared.record, prepared.told)):
                return msgspec.structs.replace(line, key=key)
        return Line(key=key, source=wanted.source, fields={})

    def _know_edits(self) -> None:
        """Makes papers known by the titles and arXiv ids that their files say, which a curator may have corrected."""
        self.knows_edits = True
        for key, line in self.lines.items():
            if key in self.paths and key not in self.after:
                front_matter, _, _ = _text_if_readable(self.site_root, self.paths[key]).partition(f"\n{FENCE}")
                said = _TITLE_OR_ID.findall(front_matter)
                edited = {name: text.strip("'\"") for name, text in said}
                if all(line.fields.get(name) == text for name, text in edited.items()):
                    continue
                self.identities.add(key, {**line.fields, **edited}, _told_titles(line), has_file=True)

    def _accept(self, key: str, result: Merged) -> None:
        self.after[key] = result.text
        if result.line.fields or result.line.titles:
            self.lines[key] = result.line
        self.identities.add(key, result.line.fields, _told_titles(result.line), has_file=True)

    def text(self, key: str) -> str:
        """The file of an entry as it will be. Raises SiteError if it cannot be read."""
        if key not in self.after:
            self.before[key] = self.after[key] = read_text(self.site_root, self.paths[key])
        return self.after[key]

    def _recover(self, planned: Line) -> None:
        """Takes what a killed ingest wrote into a file for what it is: not an edit of the curator's."""
        path = self.paths.get(planned.key)
        if path is None:
            return
        try:
            document = take_apart(read_text(self.site_root, path), path)
            self.months.setdefault(planned.key, month_of(date_of_folder(path)))
        except SiteError:
            return  # told when a record needs the file
        found = {**leaves_of(document), BODY: body_digest(document.body)}
        self.lines[planned.key] = as_far_as_written(self.lines.get(planned.key), planned, found)

    def _know_by_file(self, key: str, path: str) -> None:
        try:
            document = take_apart(read_text(self.site_root, path), path)
        except SiteError as error:
            self.unreadable[key] = error
            return
        leaves = {**leaves_of(document), BODY: body_digest(document.body)}
        self.identities.add(key, leaves, (), has_file=True)


def _outcome(before: Line, result: Merged, *, has_changed: bool) -> Outcome:
    def has_grown(name: str) -> bool:
        return len(result.line.fields.get(name, ())) > len(before.fields.get(name, ()))

    if has_grown("also_from"):
        return "merged"
    if has_grown("listed_on"):
        return "again"
    return "updated" if has_changed else "unchanged"


def _told_titles(line: Line) -> tuple[str, ...]:
    told = line.raw.get("title")
    return (*line.titles, told) if isinstance(told, str) else line.titles


def _text_if_readable(site_root: Path, path: str) -> str:
    try:
        return read_text(site_root, path)
    except SiteError:
        return ""  # told when a record needs the file


def _entry_paths(site_root: Path) -> list[str]:
    return [
        path for path in markdown_paths(site_root) if not path.startswith(f"{PAGES}/") and not path.endswith(f"/{NOTE}")
    ]
