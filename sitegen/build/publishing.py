"""The way of a site from the standby to its place, and back to the standby's rest if it fails."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from sitegen.build.pool import Pool
from sitegen.output import swap
from sitegen.output.manifest import SEARCH_FOLDER, Manifest
from sitegen.output.search import Layout, bring_up
from sitegen.output.standby import (
    Writer,
    copy_manifest,
    discard,
    finish,
    found,
    link_file,
    prepare,
    remove_files,
    remove_search,
    standby_of,
)

# Links that one task makes; about 30 µs each with their folder.
_LINKS_OF_A_TASK = 2000


class Links(msgspec.Struct, frozen=True):
    """Files to give a second name: paths in both folders."""

    source: str
    target: str
    paths: tuple[str, ...]


def link_all(links: Links) -> None:
    for path in links.paths:
        link_file(f"{links.source}/{path}", f"{links.target}/{path}")


class Publishing:
    """A site in the making. The order: begin, remove, (pages are written into `standby`), publish; or undo."""

    def __init__(self, published: Path, old: Manifest, pool: Pool) -> None:
        self.published = published
        self.standby = standby_of(published)
        self._old = old
        self._pool = pool

    def begin(self, lost: Collection[str], *, is_trusted: bool) -> None:
        """Makes the standby a copy of the published site.

        lost: what that has not as it was published. is_trusted: nobody but us wrote into the standby.
        """
        prepare(self.standby, self.published, lost, is_trusted=is_trusted)

    def remove(self, paths: Iterable[str]) -> None:
        remove_files(self.standby, paths)

    def write(self, data: Mapping[str, bytes]) -> None:
        """Writes files of the next site, by their paths."""
        writer = Writer(self.standby)
        for path, content in data.items():
            writer.write(path, content)

    def bring_up_search(self, layout: Layout | None, *, is_sound: bool) -> None:
        """Links the bundles in, none if there is no search. is_sound: nobody touched the published ones."""
        if layout is None or not is_sound:
            remove_search(self.standby)
        if layout is not None:
            bring_up(self.standby / SEARCH_FOLDER, layout)

    def publish(self, manifest: Manifest) -> None:
        """Exchanges the finished standby with the published site."""
        manifest.write(self.standby)
        finish(self.standby)
        swap.publish(self.standby, self.published)

    def catch_up(self, changed: Sequence[str], removed: Iterable[str]) -> None:
        """Gives the standby, now the former site, what the published one has; the manifest last.

        Killed before that, the next build does it.
        """
        found(self.standby)
        remove_files(self.standby, removed)
        ranges = range(0, len(changed), _LINKS_OF_A_TASK)
        source, target = str(self.published), str(self.standby)
        tasks = [Links(source, target, tuple(changed[start : start + _LINKS_OF_A_TASK])) for start in ranges]
        for _ in self._pool.run(link_all, tasks, is_much=len(tasks) > 2):
            pass

    def rest(self) -> None:
        """Says that the standby is what is published."""
        copy_manifest(self.standby, self.published)

    def undo(self, touched: Iterable[str], *, is_sound: bool) -> None:
        """Makes the standby what is published again. touched: the paths that may have been written or removed.

        is_sound: the published files are what their manifest says, so that they can be linked again.
        """
        self._pool.stop()
        if not is_sound or not self.published.is_dir():
            discard(self.standby)
            return
        files = self._old.files()
        paths = set(touched)
        remove_files(self.standby, (path for path in paths if path not in files))
        for path in sorted(paths & files.keys()):
            link_file(f"{self.published}/{path}", f"{self.standby}/{path}")
        copy_manifest(self.standby, self.published)
