"""Nothing changed: told from what a build reads, without thinking about what follows from it."""

from pathlib import Path

import msgspec

from sitegen.build.options import Options, Report
from sitegen.build.seeing import Seen
from sitegen.build.static import static_of, static_value
from sitegen.config import AUTHORS_FILE, TOPICS_FILE, Config
from sitegen.memo import recall, remember
from sitegen.output.manifest import MANIFEST, SEARCH_FOLDER
from sitegen.output.search import BUNDLE_LIST
from sitegen.problems import Problem, SiteError
from sitegen.provenance import digest, engine_digest
from sitegen.render.card_tools import tools_value
from sitegen.render.theme import find_theme
from sitegen.render.theme_files import theme_files

_MEMO = "idle"


class _Rest(msgspec.Struct, frozen=True):
    """A build after which nothing is left to do. value: of all it read. site: of the published manifest and index.

    warnings: they follow from what was read, so they are true again.
    """

    value: bytes
    site: bytes
    entry_count: int
    day_count: int
    page_count: int
    file_count: int
    searchable_count: int
    warnings: tuple[Problem, ...]


class Idle:
    """What a build is about to read, and where it was published. Nothing is known of an archive that has to be read."""

    def __init__(self, site_root: Path, state: Path, output: Path, options: Options) -> None:
        self._site_root = site_root
        self._state = state
        self._output = output
        self._options = options

    def about_to_read(self, seen: Seen, config: Config) -> bytes:
        """A digest of all that a build is about to read; nothing if some of it cannot be read.

        Taken before the build reads: what a person changes meanwhile may not be in the site, and must differ from this.
        """
        try:
            theme = find_theme(self._site_root, config.theme, config.language)
            tools = tools_value(theme) if config.cards.are_wanted else b""
            files = digest(theme_files(theme).value, tools, static_value(static_of(self._site_root, theme)))
        except SiteError:  # the build says so in its place
            return b""
        declared = [self._site_root / name for name in (TOPICS_FILE, AUTHORS_FILE)]
        asked = msgspec.msgpack.encode((config, theme.options, self._options.with_drafts))
        shelves = msgspec.msgpack.encode(sorted(seen.stamps.items()))
        return digest(asked, files, *(path.read_bytes() if path.is_file() else b"" for path in declared), shelves)

    def report(self, value: bytes, seen: Seen, config: Config) -> Report | None:
        """The report of a build that has nothing to do; None if it may have. The site itself is to be looked at yet."""
        if not seen.is_known or self._options.explain or self._options.is_dry:
            return None
        rest = recall(self._state / _MEMO, _Rest, engine_digest())
        if rest is None or rest.site != self._published() or not value or rest.value != value:
            return None
        return Report(
            output=self._output,
            base_url=config.base_url,
            entry_count=rest.entry_count,
            day_count=rest.day_count,
            page_count=rest.page_count,
            made_paths=(),
            kept_count=rest.file_count,
            removed_paths=(),
            read_count=0,
            searchable_count=rest.searchable_count,
            bundles_indexed=0,
            warnings=rest.warnings,
        )

    def keep(self, value: bytes, report: Report) -> None:
        """Remembers a build that left nothing to do. value: of what it was about to read."""
        if not value or report.pending or report.is_dry:
            return
        rest = _Rest(
            value=value,
            site=self._published(),
            entry_count=report.entry_count,
            day_count=report.day_count,
            page_count=report.page_count,
            file_count=report.kept_count + report.made_count,
            searchable_count=report.searchable_count,
            warnings=report.warnings,
        )
        remember(self._state / _MEMO, rest, engine_digest())

    def _published(self) -> bytes:
        """A digest of what says which site is published."""
        told = (self._output / MANIFEST, self._output / SEARCH_FOLDER / BUNDLE_LIST)
        return digest(*(path.read_bytes() if path.is_file() else b"" for path in told))
