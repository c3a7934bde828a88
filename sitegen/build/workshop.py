"""All that a process needs to make pages, and the making: sheets → views → keys → bytes in the standby.

A task says everything it needs, so that any process that sees the folders can do it: one beside this one, or one on
another machine.
"""

import contextlib
import hashlib
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.archive.shelves import Lender
from sitegen.archive.topics import Topic
from sitegen.build.stopwatch import spend
from sitegen.config import Config
from sitegen.output.manifest import Record
from sitegen.output.standby import Writer
from sitegen.problems import Problem, SiteError
from sitegen.provenance import digest, engine_digest
from sitegen.render.theme import Theme
from sitegen.site.addresses import MONTH_FORMATS
from sitegen.site.builder import Builder, builder
from sitegen.site.share_cards import CARD_KINDS, NO_CARDS, Cards
from sitegen.site.sheets import FileFact, Sheet
from sitegen.site.views import Page, Site

# Stands among the kinds of page for the time that compiling the templates took.
TEMPLATES = "templates"

if TYPE_CHECKING:
    from sitegen.render.engine import Engine


class Workshop(msgspec.Struct, frozen=True):
    """What every page of a site is made with.

    closures: for each template, by its kind, a digest of all the files it refers to; for a writer, of its words.
    theme_value: of all files of the theme. cards: which share cards are drawn. bound_names: those that the templates
    bind, if all of them are known to be whole.
    """

    site_root: Path
    config: Config
    topics: tuple[Topic, ...]
    site: Site
    theme: Theme
    theme_value: bytes
    closures: Mapping[str, bytes]
    cards: Cards = NO_CARDS
    bound_names: frozenset[str] | None = None

    @property
    def value(self) -> bytes:
        """A digest of what every view is made with."""
        parts = (self.config, self.topics, self.site, self.cards)
        return digest(engine_digest(), msgspec.msgpack.encode(parts))

    @property
    def site_value(self) -> bytes:
        """A digest of what every template sees, and of the engine."""
        return digest(engine_digest(), msgspec.msgpack.encode(self.site))

    def kinds_value(self, kinds: tuple[str, ...]) -> bytes:
        """A digest of the templates of these kinds, with all they refer to."""
        return b"".join(self.closures.get(kind, b"-") for kind in kinds)

    def builder(self) -> Builder:
        return builder(self.config, self.topics, self.cards)


class Task(msgspec.Struct, frozen=True):
    """Sheets of a group to make. known: the files that there are, with their keys.

    folder: where the others are written; '' if who asks wants their bytes, to write them itself.
    """

    workshop: Workshop
    group: str
    sheets: tuple[Sheet, ...]
    known: Mapping[str, Record]
    folder: str


class Made(msgspec.Struct, frozen=True):
    """What came of a task. files: of all its pages. made: which were rendered. seconds: by kind of page, with a count.

    changed: which of them have other bytes than the published ones. data: these bytes, unless they were written.
    Compiling the templates is a kind without pages. facts: of those files that lists tell of, by their digest.
    """

    group: str
    files: dict[str, Record]
    made: tuple[str, ...]
    changed: tuple[str, ...]
    data: dict[str, bytes]
    problems: tuple[Problem, ...]
    seconds: dict[str, tuple[int, float]]
    facts: dict[bytes, FileFact]


def make(task: Task) -> Made:
    """Makes the pages of sheets; a page whose key is known is kept as it is."""
    workshop = task.workshop
    b = workshop.builder()
    lender = lender_of(workshop.site_root)
    engine: Engine | None = None
    writer = Writer(task.folder)
    site_value = workshop.site_value
    files: dict[str, Record] = {}
    made: list[str] = []
    changed: list[str] = []
    kept: dict[str, bytes] = {}
    problems: list[Problem] = []
    seconds: dict[str, tuple[int, float]] = {}
    facts: dict[bytes, FileFact] = {}
    for sheet in task.sheets:
        before = len(files)
        for page in sheet.pages(b, lender):
            start = time.perf_counter()
            known = task.known.get(page.path)
            key = b"" if page.view.kind in CARD_KINDS else _key(workshop, site_value, page)
            if known is not None and known.key == key:
                files[page.path] = known
                continue
            try:
                if engine is None:
                    engine = engine_of(workshop)
                    spend(seconds, TEMPLATES, 0, time.perf_counter() - start)
                    start = time.perf_counter()
                compiling = engine.environment.compile_seconds
                key, data = _rendered(engine, workshop, page, key, known)
            except SiteError as error:
                problems.extend(error.problems)
                continue
            if known is not None and data is None:
                files[page.path] = known
                continue
            assert data is not None, "nothing is known of it"
            record = files[page.path] = Record(key, digest(data))
            if page.view.kind in MONTH_FORMATS:
                facts[record.digest] = fact_of(data)
            made.append(page.path)
            # The standby has what is published already.
            if known is None or known.digest != record.digest:
                changed.append(page.path)
                if task.folder:
                    writer.write(page.path, data)
                else:
                    kept[page.path] = data
            compiling = engine.environment.compile_seconds - compiling
            spend(seconds, TEMPLATES, 0, compiling)
            spend(seconds, page.view.kind, 1, time.perf_counter() - start - compiling)
        assert problems or list(files)[before:] == [place.path for place in sheet.places(b)], sheet.name
    return Made(task.group, files, tuple(made), tuple(changed), kept, tuple(problems), seconds, facts)


def _rendered(
    engine: "Engine", workshop: Workshop, page: Page, key: bytes, known: Record | None
) -> tuple[bytes, bytes | None]:
    """The key and the bytes of a page. A card is known by its drawing: no bytes where that is as it was."""
    if page.view.kind not in CARD_KINDS:
        return key, engine.render(page)
    svg = engine.drawing(page)
    key = _picture_key(workshop, svg)
    return key, None if known is not None and known.key == key else engine.picture(page, svg)


def fact_of(data: bytes) -> FileFact:
    """What lists tell of a file."""
    return FileFact(len(data), hashlib.sha256(data).hexdigest())


def sheet_value(workshop_value: bytes, workshop: Workshop, sheet: Sheet) -> bytes:
    """A digest of all that the pages of a sheet follow from, without their details."""
    return digest(workshop_value, workshop.kinds_value(sheet.kinds), msgspec.msgpack.encode(sheet.without_details()))


def engine_of(workshop: Workshop) -> "Engine":
    """The engine of a workshop, made once in a process. Raises SiteError with all that is wrong in the templates."""
    return _engines(_Wrapped(workshop))


def compile_templates(workshop: Workshop) -> None:
    """Makes the engine of a workshop ready in this process; what is wrong in the templates is told when it is asked."""
    with contextlib.suppress(SiteError):
        engine_of(workshop)


def page_key(workshop: Workshop, page: Page) -> bytes:
    """A digest of all that a page's bytes follow from: engine, template with all it refers to, site, view.

    A writer sees the view alone, and a few words of the theme. A picture follows from its drawing.
    """
    if page.view.kind in CARD_KINDS:
        return _picture_key(workshop, engine_of(workshop).drawing(page))
    return _key(workshop, workshop.site_value, page)


def _key(workshop: Workshop, site_value: bytes, page: Page) -> bytes:
    view = msgspec.msgpack.encode(page.view)
    if has_writer(page):
        return digest(engine_digest(), view, workshop.closures.get(page.view.kind, b""))
    return digest(site_value, workshop.closures.get(page.view.kind, b"-"), view)


def _picture_key(workshop: Workshop, svg: str) -> bytes:
    """A digest of what a picture follows from: not of the view, which a new version of sitegen may make otherwise."""
    return digest(svg.encode(), workshop.cards.tools)


def has_writer(page: Page) -> bool:
    """True if a page has no template: no more goes into it than its view and a few words."""
    from sitegen.render.formats import WRITERS

    return page.view.kind in WRITERS


class _Wrapped:
    """A workshop that is compared by what its engine is made from."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._value = digest(str(workshop.theme.folder).encode(), workshop.theme_value, repr(workshop.site).encode())

    def __hash__(self) -> int:
        return hash(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Wrapped) and other._value == self._value


@lru_cache(maxsize=2)
def _engines(wrapped: _Wrapped) -> "Engine":
    from sitegen.render.engine import Engine

    return Engine(wrapped.workshop.theme, wrapped.workshop.site, wrapped.workshop.bound_names)


@lru_cache(maxsize=2)
def lender_of(site_root: Path) -> Lender:
    """What lends the entries of a site, once in a process."""
    return Lender(site_root)
