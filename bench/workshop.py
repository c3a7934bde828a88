"""What the rows share: the scratch folder, the numbers, and sites that are built once and then grow."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from bench.corpus import DAY, Corpus, begins_month
from bench.report import in_seconds
from bench.running import Runs, seconds
from bench.sites import HugoSite, Site

# No archive was written a moment before it is built: a file of less than 2 s is read once more by the next build.
_SETTLED_S = 2.5
PLAIN, FULL = "plain", "digest"


class Workshop:
    """paper_count: N of the table. rounds: how often each run is taken. say: tells what goes on."""

    def __init__(self, work: Path, paper_count: int, rounds: int, say: Callable[[str], None]) -> None:
        self.work = work
        self.paper_count = paper_count
        self.rounds = rounds
        self.say = say
        self._corpus = Corpus(work / "corpus", say)
        self._built: dict[tuple[str, int], Site] = {}

    def site(self, name: str, theme: str, *, has_search: bool) -> Site:
        """A new site of N papers, not built."""
        return Site(self._folder(name), self._corpus, self.paper_count, theme, has_search=has_search)

    def hugo(self, name: str = "hugo") -> HugoSite:
        """A new site of N papers for Hugo, not built."""
        return HugoSite(self._folder(name), self._corpus, self.paper_count)

    def built(self, theme: str, count: int) -> Site:
        """A site with search of at least `count` papers that is built. Rows share it, and it grows from row to row."""
        if (theme, count) not in self._built:
            site = Site(self._folder(f"{theme}-{count}"), self._corpus, count, theme, has_search=True)
            time.sleep(_SETTLED_S)
            time_s = seconds(site.build)
            self.say(f"clean build of {count:,} papers with search, theme {theme}: {in_seconds(time_s)}")
            self._built[theme, count] = site
        return self._built[theme, count]

    def remove(self, site: Site | HugoSite) -> None:
        """Makes room: 50,000 papers fill gigabytes."""
        shutil.rmtree(site.folder)

    def tell(self, name: str, runs: Runs) -> Runs:
        """Shows each run, so that a noisy machine can be seen; answers the runs."""
        self.say(f"{name}: {' '.join(f'{run:.3f}' for run in runs)} s")
        return runs

    def _folder(self, name: str) -> Path:
        return self.work / "sites" / name


def add_ordinary_day(site: Site) -> None:
    """Adds the next 20 papers, none of which begins a month. A month that ends before is built first."""
    while begins_month(site.papers.count):
        site.papers.add(DAY)
        seconds(site.build)
    site.papers.add(DAY)
