"""The ledger: what ingest last wrote into each entry, field by field, so that an edit shows as a difference."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from sitegen.archive.leaves import Leaf
from sitegen.problems import Location, Problem, raise_if
from sitegen.text.files import read_text

LEDGER = "content/.ledger"
JOURNAL = ".sitegen/ingest.jsonl"


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What ingest last wrote into an entry.

    source: the source that made the entry; it owns its fields. fields: leaves as written; `body` is a digest. others:
    the fields that another source filled, with its name. titles: other titles under which sources told the paper, so
    that a source that knows no id finds it after another one changed its title. raw: what the source told, of the
    fields that hygiene changed; the abstract stands under `body`, and why it was withdrawn under `status`. told: the
    newest day on which each source told of the paper, listing it or not, where that is not the entry's date. ignored:
    the curator deleted its file, so it does not come back by itself.
    """

    key: str
    source: str
    fields: Mapping[str, Leaf]
    others: Mapping[str, str] = {}
    titles: tuple[str, ...] = ()
    raw: Mapping[str, Leaf] = {}
    told: Mapping[str, str] = {}
    ignored: bool = False


class Ledger(msgspec.Struct, frozen=True):
    """All lines by key, and the month ('2025-09') whose file holds each."""

    lines: Mapping[str, Line]
    months: Mapping[str, str]


def body_digest(body: str) -> str:
    return hashlib.blake2b(body.strip().encode(), digest_size=16).hexdigest()


def month_of(date: dt.date) -> str:
    return date.isoformat()[:7]


def read_ledger(site_root: Path) -> Ledger:
    """The ledger of a site; empty if there is none. Raises SiteError with every line that is not one."""
    lines: dict[str, Line] = {}
    months: dict[str, str] = {}
    problems: list[Problem] = []
    decode = msgspec.json.Decoder(Line).decode
    for path in sorted((site_root / LEDGER).glob("????-??.jsonl")):
        shown, month = f"{LEDGER}/{path.name}", path.stem
        for number, text in enumerate(read_text(site_root, shown).split("\n"), 1):
            if not text:
                continue
            try:
                line = decode(text)
            except msgspec.DecodeError as error:
                hint = "was a merge left undone? a line may be removed: what its entry says then counts as your own"
                problems.append(Problem(Location(shown, number, 1), f"not a line of the ledger: {error}", hint))
                continue
            lines[line.key] = line
            months[line.key] = month
    raise_if(problems)
    return Ledger(lines, months)


def read_journal(site_root: Path) -> list[Line]:
    """The lines that an ingest was about to write when it was killed; none if the last one ended."""
    path = site_root / JOURNAL
    return [msgspec.json.decode(line, type=Line) for line in path.read_bytes().splitlines()] if path.is_file() else []


def as_far_as_written(old: Line | None, planned: Line, found: Mapping[str, Leaf]) -> Line:
    """The line of an entry whose ingest was killed. found: what its file says, with the digest of its body."""
    written = {name: leaf for name, leaf in planned.fields.items() if found.get(name) == leaf}
    before = old or Line(key=planned.key, source=planned.source, fields={})
    raw = {name: leaf for name, leaf in before.raw.items() if name not in written}
    raw.update({name: leaf for name, leaf in planned.raw.items() if name in written})
    return msgspec.structs.replace(planned, fields={**before.fields, **written}, raw=raw)


def emitted(lines: Iterable[Line]) -> str:
    """The lines of a month, sorted by key, one JSON object each."""
    encode = msgspec.json.Encoder(order="sorted").encode
    return "".join(f"{encode(line).decode()}\n" for line in sorted(lines, key=lambda line: line.key))
