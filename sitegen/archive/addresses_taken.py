"""Which addresses of a site somebody has, as an entry that an export tells sees them. Writes nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.archive.front_matter import take_apart
from sitegen.archive.identity import entry_path, is_same
from sitegen.archive.leaves import leaves_of
from sitegen.archive.ledger import read_ledger
from sitegen.archive.plan import Plan
from sitegen.archive.unidentified import seen
from sitegen.archive.walk import PAGES, markdown_paths
from sitegen.problems import SiteError
from sitegen.sources.record import Own, Record
from sitegen.text.files import read_text


class Addresses:
    """Who has which address, without its last '/': the files of the archive by path, and the entries of exports."""

    def __init__(self, site_root: Path, files: Mapping[str, str], told: Mapping[str, Record]) -> None:
        self._site_root = site_root
        self._files = files
        self._told = told

    def other_owner(self, record: Record, address: str) -> str:
        """Another paper, or a page, that has an address: its file, or its line of the export; '' if there is none."""
        bare = _bare(address)
        file, told = self._files.get(bare, ""), self._told.get(bare)
        # Of two papers with one key, the second one gets a key of its own.
        key_page = _page(record.own.key) if record.own else ""
        if file and not key_page == bare == _page_of(file) and not self._is_file_of(record, file):
            return file
        if told and told.own and bare != key_page and told is not record and not is_same(record, told.own.leaves):
            return str(told.own.place)
        return ""

    def has_page(self, record: Record, address: str) -> bool:
        """True if an address is that of the paper's own page here: it has another key than in the export."""
        file = self._files.get(_bare(address), "")
        return bool(file) and _bare(address) == _page_of(file) and self._is_file_of(record, file)

    def _is_file_of(self, record: Record, file: str) -> bool:
        if record.own and file == _file_of(record.own):
            return True
        if file.startswith(f"{PAGES}/"):
            return False
        try:
            return is_same(record, leaves_of(take_apart(read_text(self._site_root, file), file)))
        except SiteError:
            return False  # told when a record needs the file


def addresses_of(site_root: Path, told: Iterable[Record]) -> Addresses:
    """The addresses of a site and of the entries that exports tell. Raises SiteError if the ledger cannot be read.

    The archive is not read if all that is told stands there, aliases included: an export in its own archive.
    """
    records = [(record, record.own) for record in told if record.own]
    if all(_stands(site_root, own) for _, own in records):
        return Addresses(site_root, {}, {})
    pages = [path for path in markdown_paths(site_root) if path.startswith(f"{PAGES}/")]
    plan = Plan(site_root, read_ledger(site_root))
    files = {path.removeprefix(PAGES).removesuffix(".md"): path for path in pages} | dict(seen(plan).aliases)
    owners = {_page(own.key): record for record, own in records if own.key not in plan.paths}
    for record, own in records:
        for alias in own.leaves.get("aliases", ()):
            owners.setdefault(_bare(alias), record)
    return Addresses(site_root, files, owners)


def _stands(site_root: Path, own: Own) -> bool:
    path = _file_of(own)
    if not (site_root / path).is_file():
        return False
    aliases = own.leaves.get("aliases", ())
    return not aliases or all(alias in read_text(site_root, path) for alias in aliases)


def _file_of(own: Own) -> str:
    return entry_path(own.day, own.key)


def _page(key: str) -> str:
    return f"/papers/{key}"


def _page_of(file: str) -> str:
    return _page(file.rpartition("/")[2].removesuffix(".md"))


def _bare(address: str) -> str:
    return address.rstrip("/")
