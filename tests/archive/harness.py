"""What the tests of ingest share: records as sources give them, and an archive in a folder of its own."""

import datetime as dt
from pathlib import Path
from typing import TypeVar

import msgspec

from sitegen.archive.entry import Entry
from sitegen.archive.ingest import Manner, Report, ingest
from sitegen.archive.prepared import Preparation, as_told, cleaned
from sitegen.archive.store import read_archive
from sitegen.archive.tallies import Tally, total
from sitegen.archive.topics import Rule, Topic
from sitegen.archive.writing import archive_lock
from sitegen.problems import Location, Problem
from sitegen.sources.formats import Source
from sitegen.sources.record import Harvest, Record

TOPICS = (
    Topic("scaling", "Scaling", "How size matters.", (Rule("scaling law", 6),)),
    Topic("evaluation", "Evaluation", "How to measure.", (Rule("benchmark", 6),)),
)
Sown = tuple[Source, Harvest]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def paper(title: str, date: str = "2025-09-02", abstract: str = "An abstract.", **fields: object) -> Record:
    return Record(title=title, abstract=abstract, date=day(date), item=f"item {title}", **fields)  # type: ignore[arg-type]


Shape = TypeVar("Shape", bound=msgspec.Struct)


def changed(shape: Shape, **fields: object) -> Shape:
    """A record or an entry with some fields set anew."""
    return msgspec.structs.replace(shape, **fields)


def told(*records: Record, by: str = "Daily Papers", file: str = "seeds/a.txt", rejected: int = 0) -> Sown:
    """A source and what it gave."""
    problems = tuple(Problem(Location(file, number, 1), "an odd block") for number in range(1, rejected + 1))
    return Source(name=by, file=file, format="capture"), Harvest(records, problems)


def numbers(tally: Tally) -> tuple[int, int, int, int, int, int]:
    """read, new, updated (or listed again, or by another source), unchanged, ignored or not listed, rejected."""
    updated = tally.updated + tally.again + tally.merged
    return tally.read, tally.new, updated, tally.unchanged, tally.ignored + tally.not_listed, tally.rejected


def counted(report: Report) -> list[tuple[int, int, int, int, int, int]]:
    """What became of the items of each source, over all days."""
    sources = dict.fromkeys((tally.source, tally.file) for tally in report.tallies)
    return [numbers(total(t for t in report.tallies if (t.source, t.file) == source)) for source in sources]


class ArchiveTest:
    """An archive in a folder: ingest into it, edit it as a curator would, look at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def ingest(
        self,
        *sown: Sown,
        topics: tuple[Topic, ...] = TOPICS,
        preparation: Preparation = cleaned,
        precedence: tuple[str, ...] = (),
        restores: bool = False,
        today: dt.date | None = None,
    ) -> Report:
        manner = Manner(topics=topics, preparation=preparation, precedence=precedence, restores=restores, today=today)
        with archive_lock(self.folder):
            return ingest(self.folder, sown, manner)

    def ingest_as_told(self, *sown: Sown) -> Report:
        return self.ingest(*sown, preparation=as_told)

    def counts(self, *sown: Sown) -> list[tuple[int, int, int, int, int, int]]:
        """What became of the items of each source, over all days."""
        return counted(self.ingest(*sown))

    def entries(self) -> dict[str, Entry]:
        slugs = [topic.slug for topic in TOPICS]
        return {entry.key: entry for entry in read_archive(self.folder, slugs).entries}

    def files(self) -> dict[str, bytes]:
        """Every file of the archive, the ledger included."""
        paths = sorted(path for path in (self.folder / "content").rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def stamps(self) -> dict[str, tuple[int, int]]:
        """When each file was last written, and whether it is still the same file."""
        found = {path: (self.folder / path).stat() for path in self.files()}
        return {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in found.items()}

    def text(self, path: str) -> str:
        return (self.folder / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        """A curator's edit: `old`, which stands there once, becomes `new`."""
        text = self.text(path)
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()
