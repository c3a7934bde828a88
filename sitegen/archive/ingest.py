"""Records → Markdown files. Plans everything, notes it in a journal, then writes: content first, the ledger last."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from sitegen.archive.front_matter import take_apart
from sitegen.archive.identity import Identities, entry_path, first_choice, is_same, new_key
from sitegen.archive.leaves import BODY, leaves_of
from sitegen.archive.ledger import (
    JOURNAL,
    LEDGER,
    Ledger,
    Line,
    as_far_as_written,
    body_digest,
    emitted,
    month_of,
    read_journal,
    read_ledger,
)
from sitegen.archive.matching import Matcher
from sitegen.archive.merge import Merged, Wanted, created, merged, wanted_of
from sitegen.archive.prepared import Preparation, Prepared, Rules
from sitegen.archive.store import NOTE, date_of_folder
from sitegen.archive.topics import Topic
from sitegen.archive.walk import PAGES, markdown_paths
from sitegen.locking import locked
from sitegen.problems import Problem, SiteError
from sitegen.sources.formats import Source
from sitegen.sources.record import Harvest
from sitegen.text.files import encoded_as, read_text

LOCK = ".sitegen/ingest.lock"
_TITLE_OR_ID = re.compile(r"^(title|arxiv_id):[ \t]+(\S.*?)(?:[ \t]+#.*)?$", re.MULTILINE)


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the items of a source; the first five add up to what was read.

    ignored: papers whose files the curator deleted. rejected: items that cannot be read, or whose entry cannot. kept:
    fields that stay as the curator wrote them.
    """

    source: Source
    read: int
    new: int
    updated: int
    unchanged: int
    ignored: int
    rejected: int
    kept: int


class Report(msgspec.Struct, frozen=True):
    """What an ingest did.

    problems: rejected items, and files of the archive that could not be read. cleaned: the rules of hygiene that fired,
    by entry and field, of every paper that was read.
    """

    counts: tuple[Counts, ...]
    written: tuple[str, ...]
    problems: tuple[Problem, ...]
    cleaned: Mapping[str, Rules]


class _Plan:
    """The archive as it will be; files are read when a record needs them."""

    def __init__(self, site_root: Path, ledger: Ledger) -> None:
        self.site_root = site_root
        self.lines = dict(ledger.lines)
        self.months = dict(ledger.months)
        self.paths = {path.rsplit("/", 1)[1].removesuffix(".md"): path for path in _entry_paths(site_root)}
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

    def take(self, prepared: Prepared, wanted: Wanted, used: Mapping[str, str]) -> tuple[str, int]:
        """Merges a record; answers its entry's key ('' if it is to be ignored) and how many fields were kept.

        used: the entries that the same harvest named already, with the digests of the abstracts it gave.
        Raises SiteError if the file of its entry cannot be read.
        """
        record = prepared.record
        key = self._key_of(prepared, wanted, used)
        if not key and not self.knows_edits:
            self._know_edits()
            key = self._key_of(prepared, wanted, used)
        if not key:
            for choice in map(first_choice, (record, prepared.told)):
                if choice in self.unreadable:
                    raise self.unreadable[choice]
            key = new_key(record, {*self.lines, *self.paths})
            self.paths[key] = entry_path(record.date, key)
            self.months[key] = month_of(record.date)
            return self._accept(key, created(key, wanted))
        if key not in self.paths:
            return "", 0
        line = self.lines.get(key) or self._line_of_renamed(key, prepared, wanted)
        self.months.setdefault(key, month_of(date_of_folder(self.paths[key])))
        return self._accept(key, merged(self.paths[key], self._text(key), line, wanted))

    def _key_of(self, prepared: Prepared, wanted: Wanted, used: Mapping[str, str]) -> str:
        """The key of the entry that is this paper, also by what the source told: it may have entered so."""
        body = body_digest(wanted.body)
        key = self.identities.key_of(prepared.record, body, used)
        return key or (self.identities.key_of(prepared.told, body, used) if prepared.raw else "")

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
                said = _TITLE_OR_ID.findall(_text_if_readable(self.site_root, self.paths[key]))
                edited = {name: text.strip("'\"") for name, text in said}
                self.identities.add(key, {**line.fields, **edited}, _told_titles(line), has_file=True)

    def _accept(self, key: str, result: Merged) -> tuple[str, int]:
        self.after[key] = result.text
        self.lines[key] = result.line
        self.identities.add(key, result.line.fields, _told_titles(result.line), has_file=True)
        return key, len(result.kept)

    def _text(self, key: str) -> str:
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


def ingest(
    site_root: Path, harvests: list[tuple[Source, Harvest]], topics: tuple[Topic, ...], preparation: Preparation
) -> Report:
    """Merges what sources gave into the archive of a site and writes what changed.

    preparation: `cleaned`, or `as_told` to leave texts as the sources have them.
    Records are merged by digest date, then in the order of the sources, so the newest listing has the last word. A
    paper whose file the curator deleted stays deleted. Raises SiteError if another ingest is running or the ledger
    cannot be read; problems of single items and files are in the report, and all else is written.
    """
    matcher = Matcher(topics)
    message = "another ingest is running on this archive (expected one at a time)"
    with locked(site_root / LOCK, LOCK, message, "wait for it; the lock ends with its process"):
        ledger = read_ledger(site_root)
        plan = _Plan(site_root, ledger)
        taken: list[tuple[int, str, int]] = []
        unreadable: list[tuple[int, SiteError]] = []
        used: dict[int, dict[str, str]] = defaultdict(dict)
        rules: dict[str, Rules] = {}
        order = [
            (record.date, number, record) for number, (_, harvest) in enumerate(harvests) for record in harvest.records
        ]
        for _, number, record in sorted(order, key=lambda item: item[:2]):
            prepared = preparation(record)
            given = matcher.topics_of(prepared.record.title, prepared.record.abstract, ())
            wanted = wanted_of(prepared, harvests[number][0], given)
            try:
                key, kept = plan.take(prepared, wanted, used[number])
                rules[key] = prepared.rules
                taken.append((number, key, kept))
                used[number].setdefault(key, body_digest(wanted.body))
            except SiteError as error:
                unreadable.append((number, error))
        written = tuple(_write(plan, ledger))
    counts = tuple(
        _counts(source, harvest, plan, [(key, kept) for n, key, kept in taken if n == number])
        for number, (source, harvest) in enumerate(harvests)
    )
    problems = [problem for _, harvest in harvests for problem in harvest.rejected]
    for found in [*plan.unreadable.values(), *(error for _, error in unreadable)]:
        problems.extend(found.problems)
    fired = {plan.paths[key]: found for key, found in sorted(rules.items()) if key and found}
    return Report(counts, written, tuple(sorted(set(problems))), fired)


def _told_titles(line: Line) -> tuple[str, ...]:
    told = line.raw.get("title")
    return (*line.titles, told) if isinstance(told, str) else line.titles


def _counts(source: Source, harvest: Harvest, plan: _Plan, taken: list[tuple[str, int]]) -> Counts:
    # A paper that stands in the source twice counts once as new or updated.
    ignored = sum(1 for key, _ in taken if not key)
    keys = {key for key, _ in taken if key}
    outcomes = Counter(_outcome(key, plan) for key in keys)
    repeats = len(taken) - ignored - len(keys)
    return Counts(
        source=source,
        read=harvest.read_count,
        new=outcomes["new"],
        updated=outcomes["updated"],
        unchanged=outcomes["unchanged"] + repeats,
        ignored=ignored,
        rejected=harvest.read_count - len(taken),
        kept=sum(kept for _, kept in taken),
    )


def _outcome(key: str, plan: _Plan) -> str:
    if key not in plan.before:
        return "new"
    return "unchanged" if plan.before[key] == plan.after[key] else "updated"


def _write(plan: _Plan, ledger: Ledger) -> Iterator[str]:
    new_lines = [line for key, line in plan.lines.items() if line != ledger.lines.get(key)]
    if new_lines:
        _replace(plan.site_root, JOURNAL, emitted(new_lines).encode())
    for key in sorted(plan.after):
        text, path = plan.after[key], plan.paths[key]
        if key not in plan.before:
            _replace(plan.site_root, path, text.encode())
            yield path
        elif text != plan.before[key]:
            _replace(plan.site_root, path, encoded_as((plan.site_root / path).read_bytes(), text))
            yield path
    for month in sorted({plan.months[line.key] for line in new_lines}):
        lines = [line for key, line in plan.lines.items() if plan.months[key] == month]
        _replace(plan.site_root, f"{LEDGER}/{month}.jsonl", emitted(lines).encode())
        yield f"{LEDGER}/{month}.jsonl"
    (plan.site_root / JOURNAL).unlink(missing_ok=True)


def _replace(site_root: Path, path: str, data: bytes) -> None:
    """Writes a file so that a reader, or a kill, finds the old one or the new one."""
    target = site_root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{target.name}.new")
    scratch.write_bytes(data)
    scratch.replace(target)


def _text_if_readable(site_root: Path, path: str) -> str:
    try:
        return read_text(site_root, path)
    except SiteError:
        return ""  # told when a record needs the file


def _entry_paths(site_root: Path) -> list[str]:
    return [
        path for path in markdown_paths(site_root) if not path.startswith(f"{PAGES}/") and not path.endswith(f"/{NOTE}")
    ]
