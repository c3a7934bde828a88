"""content/ by folders of months ('shelves'), each file read once: what is known of it is kept, and checked by content.

Says what changed, never what depends on it.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from sitegen.archive.brief import Brief, brief_of
from sitegen.archive.entry import Entry
from sitegen.archive.marks import Marks, read_marks
from sitegen.archive.sight import MEMORY, Found, Stat, shelf_of, stamp_of
from sitegen.archive.store import NOTE, Note, OwnPage, read_entry, read_note, read_own_page
from sitegen.archive.topics import NO_FORMER_NAMES, FormerNames
from sitegen.archive.walk import DAYS, PAGES
from sitegen.memo import forget, recall, remember
from sitegen.problems import ENVIRONMENT_FAILURE, Problem, SiteError, stop
from sitegen.provenance import digest, engine_digest
from sitegen.text.files import decoded, read_text

# A file may change again within one tick of the file system's clock (up to 2 s on FAT) without a new time. One that
# was this young when it was looked at is read again next time.
_YOUNG_NS = 2_000_000_000


class Filed(msgspec.Struct, frozen=True, array_like=True):
    """A file that was read. digest: of its bytes. One of the others is set: what it holds."""

    path: str
    stat: Stat
    digest: bytes
    brief: Brief | None = None
    note: Note | None = None
    page: OwnPage | None = None
    marks: Marks | None = None


class Shelf(msgspec.Struct, frozen=True, array_like=True):
    """The files of a month's folder, sorted by path, all of them readable. stamp: of what was seen when it was read."""

    files: tuple[Filed, ...]
    stamp: bytes = b""


class Loan(msgspec.Struct, frozen=True, array_like=True):
    """An entry and the digest of the brief that belongs to it."""

    digest: bytes
    entry: Entry


class Visit(msgspec.Struct, frozen=True):
    """A shelf to read. found: what the file system tells of it. former: names that topics had, for hints."""

    site_root: Path
    name: str
    found: tuple[Found, ...]
    slugs: frozenset[str]
    former: FormerNames = NO_FORMER_NAMES


class Reading(msgspec.Struct, frozen=True):
    """What came of a visit. parsed_count: files that were read as something new."""

    name: str
    problems: tuple[Problem, ...]
    parsed_count: int


def read_shelf(visit: Visit) -> Reading:
    """Reads a shelf; `kept_shelf` then has it, unless another build keeps what it saw."""
    _, reading = read_now(visit)
    return reading


def read_now(visit: Visit) -> tuple[Shelf, Reading]:
    """Reads what is new on a shelf and keeps what is known; answers the shelf and what is wrong.

    A file whose stat is as it was is believed, one with the same bytes keeps what was read from it. A file with
    problems is not kept, so it is read again next time.
    """
    site_root, name = visit.site_root, visit.name
    old = {filed.path: filed for filed in (kept_shelf(site_root, name) or Shelf(())).files}
    loans = _kept_loans(site_root, name) if old else {}
    new_loans: dict[str, Loan] = {}
    files: list[Filed] = []
    problems: list[Problem] = []
    now = time.time_ns()
    parsed_count = 0
    for each in visit.found:
        before = old.get(each.path)
        try:
            filed, entry = _filed(visit, each, before, loans.get(each.path))
        except SiteError as error:
            problems.extend(error.problems)
            continue
        parsed_count += before is None or filed.digest != before.digest
        if max(each.stat[1], each.stat[2]) > now - _YOUNG_NS:
            filed = msgspec.structs.replace(filed, stat=(-1, 0, 0, 0))
        files.append(filed)
        if entry is not None:
            new_loans[each.path] = entry
    remember(_memory(site_root, name, "entries"), new_loans, engine_digest())
    shelf = Shelf(tuple(files), stamp_of(visit.found))
    remember(_memory(site_root, name, "shelf"), shelf, engine_digest())
    return shelf, Reading(name, tuple(problems), parsed_count)


def kept_shelf(site_root: Path, name: str, memory: str = MEMORY) -> Shelf | None:
    """A shelf as it was read last; None if it has to be read. memory: the folder in which it is remembered."""
    return recall(_memory(site_root, name, "shelf", memory), Shelf, engine_digest())


def kept_names(site_root: Path, memory: str) -> list[str]:
    """The names of the shelves that are remembered in a folder."""
    return sorted(path.stem for path in (site_root / memory).glob("*.shelf"))


def is_settled(shelf: Shelf) -> bool:
    """False if a file was so young when it was read that its stat alone says nothing."""
    return all(filed.stat[0] >= 0 for filed in shelf.files)


def topics_on(shelf: Shelf) -> tuple[str, ...]:
    return tuple(sorted({slug for filed in shelf.files if filed.brief for slug in filed.brief.topics}))


def forget_others(site_root: Path, names: Iterable[str]) -> None:
    """Removes what is kept of shelves that are no more."""
    kept = set(names)
    folder = site_root / MEMORY
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.suffix in (".shelf", ".entries") and path.stem not in kept:
            forget(path)


class _Loans:
    """The entries of a shelf as they are kept: each is decoded when it is asked for, and stays one object."""

    def __init__(self, packed: Mapping[str, msgspec.Raw]) -> None:
        self._packed = packed
        self._known: dict[str, Loan] = {}
        self.size = sum(memoryview(raw).nbytes for raw in packed.values())

    def get(self, path: str) -> Loan | None:
        known = self._known.get(path)
        if known is None and path in self._packed:
            known = self._known[path] = msgspec.msgpack.decode(self._packed[path], type=Loan)
        return known

    def all(self) -> dict[str, Loan]:
        return {path: loan for path in self._packed if (loan := self.get(path))}


class Lender:
    """Briefs → entries, from what was read. Holds the shelves that were asked last, so memory does not grow.

    limit: how many bytes of kept entries it holds, the shelf in use apart. The feed of an author asks for papers of
    many months; all of 10,000 papers are 20 MB.
    """

    def __init__(self, site_root: Path, memory: str = MEMORY, limit: int = 1 << 25) -> None:
        self.site_root = site_root
        self._memory = memory
        self._limit = limit
        self._size = 0
        self._shelves: OrderedDict[str, _Loans] = OrderedDict()

    def __call__(self, brief: Brief) -> Entry:
        """The entry that a brief stands for. Raises SiteError (exit code 3) if its file changed since."""
        name = shelf_of(brief.path)
        for shelf in (self._shelves.get(name), None):
            loan = (self._open(name) if shelf is None else shelf).get(brief.path)
            if loan is not None and loan.digest == brief.digest:
                return loan.entry
        return self._read_again(brief)

    def _open(self, name: str) -> _Loans:
        return self._hold(name, _Loans(_packed_loans(self.site_root, name, self._memory)))

    def _hold(self, name: str, shelf: _Loans) -> _Loans:
        former = self._shelves.pop(name, None)
        self._shelves[name] = shelf
        self._size += shelf.size - (former.size if former else 0)
        while self._size > self._limit and len(self._shelves) > 1:
            _, oldest = self._shelves.popitem(last=False)
            self._size -= oldest.size
        return shelf

    def _read_again(self, brief: Brief) -> Entry:
        """For a shelf that another build has read anew, or whose entries are damaged; these are then kept again."""
        entry = _entry_of(self.site_root, brief)
        shelf = kept_shelf(self.site_root, shelf_of(brief.path), self._memory)
        briefs = {filed.path: filed.brief for filed in shelf.files if filed.brief} if shelf else {}
        if briefs.get(brief.path) == brief:
            self._repair(shelf_of(brief.path), briefs)
        return entry

    def _repair(self, name: str, briefs: Mapping[str, Brief]) -> None:
        """Keeps the entries of a shelf again: nobody would read it as long as its files are as they were."""
        loans = self._shelves[name].all()
        for path, brief in briefs.items():
            if path in loans and loans[path].digest == brief.digest:
                continue
            try:
                loans[path] = Loan(brief.digest, _entry_of(self.site_root, brief))
            except SiteError:  # it changed since, so the next build reads the shelf
                loans.pop(path, None)
        remember(_memory(self.site_root, name, "entries", self._memory), loans, engine_digest())
        self._open(name)


def _entry_of(site_root: Path, brief: Brief) -> Entry:
    """The entry in the file of a brief. Raises SiteError (exit code 3) if the file changed since."""
    entry = read_entry(read_text(site_root, brief.path), brief.path, frozenset(brief.topics))
    if brief_of(entry).digest != brief.digest:
        raise stop(brief.path, "changed while the site was built from it", "run the build again", ENVIRONMENT_FAILURE)
    return entry


def _filed(visit: Visit, found: Found, old: Filed | None, loan: Loan | None) -> tuple[Filed, Loan | None]:
    """What a file holds, read only if it may have changed. Raises SiteError with its problems."""
    has_loan = old is not None and (old.brief is None or (loan is not None and loan.digest == old.brief.digest))
    is_valid = old is not None and has_loan and (old.brief is None or visit.slugs.issuperset(old.brief.topics))
    if old is not None and is_valid and old.stat == found.stat:
        return old, loan
    data = _bytes_of(str(visit.site_root), found.path)
    found_digest = digest(data)
    if old is not None and is_valid and old.digest == found_digest:
        return msgspec.structs.replace(old, stat=found.stat), loan
    text = decoded(data, found.path)
    if found.path.startswith(f"{DAYS}/"):
        return Filed(found.path, found.stat, found_digest, marks=read_marks(text, found.path)), None
    if found.path.startswith(f"{PAGES}/"):
        return Filed(found.path, found.stat, found_digest, page=read_own_page(text, found.path)), None
    if found.path.endswith(f"/{NOTE}"):
        return Filed(found.path, found.stat, found_digest, note=read_note(text, found.path)), None
    entry = read_entry(text, found.path, visit.slugs, visit.former)
    brief = brief_of(entry)
    return Filed(found.path, found.stat, found_digest, brief=brief), Loan(brief.digest, entry)


def _bytes_of(root: str, path: str) -> bytes:
    try:
        with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123  # a third of what Path.read_bytes takes
            return file.read()
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise stop(path, what, "check that the file is there and may be read") from None


def _kept_loans(site_root: Path, name: str) -> dict[str, Loan]:
    return recall(_memory(site_root, name, "entries"), dict[str, Loan], engine_digest()) or {}


def _packed_loans(site_root: Path, name: str, memory: str) -> dict[str, msgspec.Raw]:
    return recall(_memory(site_root, name, "entries", memory), dict[str, msgspec.Raw], engine_digest()) or {}


def _memory(site_root: Path, name: str, kind: str, memory: str = MEMORY) -> Path:
    return site_root / memory / f"{name}.{kind}"
