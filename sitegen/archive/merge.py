"""A record into an entry, field by field: what ingest last wrote, what the file says, what the source says."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from sitegen.archive.front_matter import take_apart
from sitegen.archive.identity import normalised
from sitegen.archive.leaves import BODY, Leaf, leaves_of, new_text, with_body, with_leaf
from sitegen.archive.ledger import Line, body_digest
from sitegen.archive.own import edits_of, restored, with_extra
from sitegen.archive.prepared import Prepared
from sitegen.sources.formats import Source
from sitegen.sources.record import Own
from sitegen.sources.withdrawals import is_notice
from sitegen.text.characters import allowed

_WITHDRAWN = "withdrawn"
# What every source adds to.
_JOINT = frozenset({"listed_on", "also_from"})
# What tells how the entry came to be: no other source takes it over.
_ORIGIN = ("name", "format", "file", "url", "item", "read")
_OF_THE_FIRST = frozenset({"date", "position", *(f"source.{name}" for name in _ORIGIN)})


class Merged(msgspec.Struct, frozen=True):
    """An entry's file and ledger line after a merge, and the fields that were left to the curator."""

    text: str
    line: Line
    kept: tuple[str, ...]


class Wanted(msgspec.Struct, frozen=True):
    """What a source wants an entry to say: leaves of the front matter, and the body as Markdown.

    raw: what the source told, where hygiene changed it, and why it was withdrawn. is_listing: False for news of a paper
    that was listed before. own: the entry, if an export of ours tells it. is_notice: its abstract only says that the
    paper was withdrawn.
    """

    source: str
    leaves: Mapping[str, Leaf]
    body: str
    raw: Mapping[str, Leaf]
    is_listing: bool
    own: Own | None = None
    is_notice: bool = False


def wanted_of(prepared: Prepared, source: Source, topics: tuple[str, ...]) -> Wanted:
    """The leaves and the body of a record; what the source does not say is not among them."""
    record = prepared.record
    name = allowed(source.name)
    if record.own:
        return Wanted(name, record.own.leaves, record.own.body, {}, is_listing=True, own=record.own)
    leaves: dict[str, Leaf] = {
        "title": record.title,
        "date": record.date.isoformat(),
        "published": _date(record.published),
        "authors": record.authors,
        "topics": topics,
        "summary": record.summary,
        "arxiv_id": record.arxiv_id,
        "doi": record.doi,
        "venue": record.venue,
        "keywords": record.keywords,
        "categories": record.categories,
        "votes": "" if record.votes is None else str(record.votes),
        "submitted_by": record.submitted_by,
        "thumbnail": record.thumbnail,
        "position": "" if record.position is None else str(record.position),
        **{f"links.{kind}": url for kind, url in record.links.items()},
        "status": _WITHDRAWN if record.withdrawn else "",
        "source.name": name,
        "source.format": source.format,
        # The name of a file may hold bytes that are no text.
        "source.file": allowed(source.file),
        "source.url": source.url,
        "source.item": record.item,
    }
    raw = dict(prepared.raw)
    if record.withdrawn not in ("", _WITHDRAWN):
        raw["status"] = record.withdrawn
    told = {name: leaf for name, leaf in leaves.items() if leaf}
    is_only_notice = bool(record.withdrawn) and is_notice(record.abstract)
    return Wanted(name, told, prepared.body, raw, record.is_listing, is_notice=is_only_notice)


def created(key: str, wanted: Wanted, today: dt.date | None) -> Merged:
    """A new entry, read today; one that an export tells is as it was.

    today: None to leave it open. Raises SiteError if what the export tells is no entry.
    """
    if wanted.own:
        text, old_line = restored(key, wanted.own)
        return Merged(text, old_line or Line(key=key, source=wanted.source, fields={}), ())
    leaves = {**wanted.leaves, "source.read": today.isoformat()} if today else wanted.leaves
    line = Line(key=key, source=wanted.source, fields={**leaves, BODY: body_digest(wanted.body)}, raw=wanted.raw)
    return Merged(new_text(leaves, wanted.body), line, ())


def merged(path: str, text: str, line: Line, wanted: Wanted, precedence: Sequence[str] = ()) -> Merged:
    """The entry after a source spoke again.

    A field that ingest did not write, or that the curator changed since, is left as it is; one that stands as ingest
    wrote it follows the source that it is from. Another source fills what is open, and takes over what is from a source
    that comes after it in `precedence`, the names of sources. Those that are not named there come last; among them the
    source that made the entry comes first. Of what one source says of several days, the newest has the last word: an
    older one fills what is open and changes nothing. Of an export of ours, what a curator had edited comes as an edit:
    it is written, and the ledger does not take it for ingest's own.
    Raises SiteError if the file cannot be read.
    """
    edits = edits_of(wanted.own) if wanted.own else frozenset()
    fields = dict(line.fields)
    others = dict(line.others)
    raw = dict(line.raw)
    kept: list[str] = []
    document = take_apart(text, path)
    found = leaves_of(document)
    for name, new in _listed(line, found, wanted).items():
        if name not in edits and not _may_write(name, line, wanted, precedence):
            continue
        now: Leaf | None = body_digest(document.body) if name == BODY else found.get(name)
        written = body_digest(wanted.body) if name == BODY else new
        if now != written:
            if now != fields.get(name):
                kept.append(name)
                continue
            changed = with_body(document, wanted.body) if name == BODY else with_leaf(document, name, new)
            document = take_apart(changed, path)
            found = leaves_of(document)
        if name in edits:
            continue
        fields[name] = written
        raw.pop(name, None)
        if name in wanted.raw:
            raw[name] = wanted.raw[name]
        if name not in _JOINT:
            others.pop(name, None)
            if wanted.source != line.source:
                others[name] = wanted.source
    if wanted.own:
        document = take_apart(with_extra(document, wanted.own.extra), path)
    titles = _other_titles(fields, (*line.titles, line.fields.get("title"), wanted.leaves["title"]))
    new_line = Line(key=line.key, source=line.source, fields=fields, others=others, titles=titles, raw=raw)
    new_line = msgspec.structs.replace(new_line, told=_told_days(line, new_line, wanted))
    return Merged(document.text, new_line, tuple(kept))


def _told_days(before: Line, after: Line, wanted: Wanted) -> dict[str, str]:
    """The newest day on which each source told of the paper, as the ledger has it."""
    told = dict(before.told)
    if not wanted.own:
        told[wanted.source] = max(_newest(before, wanted.source), _told_on(wanted))
    return {source: day for source, day in sorted(told.items()) if day != after.fields.get("date")}


def _newest(line: Line, source: str) -> str:
    """The newest day on which a source told of the paper; the entry's date where nothing else is known."""
    day = line.told.get(source, line.fields.get("date", ""))
    assert isinstance(day, str), "a date is written as text"
    return day if source in line.told or source == line.source else ""


def _other_titles(fields: Mapping[str, Leaf], told: tuple[Leaf | None, ...]) -> tuple[str, ...]:
    """The titles that were told and are not the one in `fields`, each in the spelling told first, sorted."""
    title = fields.get("title")
    known = normalised(title) if isinstance(title, str) else ""
    others: dict[str, str] = {}
    for other in told:
        if isinstance(other, str) and normalised(other) != known:
            others.setdefault(normalised(other), other)
    return tuple(sorted(others.values()))


def _may_write(name: str, line: Line, wanted: Wanted, precedence: Sequence[str]) -> bool:
    source, owner = wanted.source, line.others.get(name, line.source)
    if name in _JOINT or name not in line.fields:
        return True
    if _told_on(wanted) < _newest(line, source):
        return False
    if owner == source:
        return True
    if name in _OF_THE_FIRST:
        return source == line.source
    ranks = _rank(source, precedence), _rank(owner, precedence)
    return ranks[0] < ranks[1] or (ranks[0] == ranks[1] and source == line.source)


def _rank(source: str, precedence: Sequence[str]) -> int:
    return precedence.index(source) if source in precedence else len(precedence)


def _listed(line: Line, now: Mapping[str, Leaf], wanted: Wanted) -> dict[str, Leaf]:
    """The leaves to merge, the body among them.

    Another day than the entry's joins `listed_on`, unless it is one of news alone, and what belongs to its first day
    stays. now: what the file says; it counts where the ledger knows nothing, as after an ingest that was killed.
    """
    date = _told_on(wanted)
    leaves: dict[str, Leaf] = {**wanted.leaves, BODY: wanted.body}
    if wanted.is_notice:
        # The abstract that is there tells more, and so do the topics that follow from it.
        for name in (BODY, "topics"):
            leaves.pop(name, None)
    first = line.fields.get("date", now.get("date", date))
    listed = line.fields.get("listed_on", now.get("listed_on", ()))
    again = listed if isinstance(listed, tuple) else ()
    is_again = date not in (first, now.get("date"))
    if is_again or not wanted.is_listing:
        for name in ("date", "position", "source.file", "source.url", "source.item", "source.read"):
            leaves.pop(name, None)
    told_again = wanted.leaves.get("listed_on", ())
    if told_again or (is_again and wanted.is_listing):
        leaves["listed_on"] = tuple(sorted({*again, *told_again, date} - {str(first), str(now.get("date"))}))
    also_from = line.fields.get("also_from", now.get("also_from", ()))
    # An export is no source of its own: it names those that told the paper.
    told_from = wanted.leaves.get("also_from", ()) if wanted.own else (wanted.source,)
    known_from = {line.source, str(now.get("source.name")), *also_from}
    if not known_from.issuperset(told_from):
        leaves["also_from"] = tuple(sorted({*also_from, *(set(told_from) - known_from)}))
    return leaves


def _told_on(wanted: Wanted) -> str:
    date = wanted.leaves["date"]
    assert isinstance(date, str), "a date is written as text"
    return date


def _date(date: dt.date | None) -> str:
    return date.isoformat() if date else ""
