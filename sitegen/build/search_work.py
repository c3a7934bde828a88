"""The search index of one build: begun as soon as the archive is linked, done beside everything else."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from sitegen.build.pool import Pool
from sitegen.build.searching import (
    Indexed,
    Indexing,
    SearchPlan,
    Stored,
    bundles_after,
    index_span,
    keep_bundles,
    layout,
)
from sitegen.output.manifest import SEARCH_FOLDER
from sitegen.output.search import BUNDLE_LIST, Layout

# From this many papers on, in more than one bundle, other processes index: Pagefind takes about 1 ms for each.
_MANY_DOCUMENTS = 1500


class SearchWork:
    """Indexes what is stale. plan_of: the plan, if the bundles in the store are known to be whole, or if not.

    has_search: the site has a search. is_now: stale bundles are indexed; otherwise they are left as they are.
    """

    def __init__(
        self, state: Path, pool: Pool, plan_of: Callable[[bool], SearchPlan], *, has_search: bool, is_now: bool
    ) -> None:
        self._state = state
        self._pool = pool
        self._plan_of = plan_of
        self._has_search = has_search
        self._is_now = is_now
        self._beside = ThreadPoolExecutor(1)
        self._futures: dict[bytes, Future[Indexed]] = {}
        self.plan = plan_of(True)
        self._begin()

    def __enter__(self) -> "SearchWork":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beside.shutdown(wait=True, cancel_futures=True)

    def doubt(self) -> None:
        """Plans anew: the store was touched, so each bundle in it has to prove whole."""
        self.plan = self._plan_of(False)
        self._begin()

    @property
    def is_idle(self) -> bool:
        """True if nothing is to be indexed by this build."""
        return not self._is_now or not self.plan.stale

    @property
    def pending(self) -> tuple[Indexing, ...]:
        """What this build leaves to index."""
        return () if self._is_now else self.plan.stale

    def is_published(self, output: Path) -> bool:
        """True if the published index is the one that stands in the store."""
        bundle_list = output / SEARCH_FOLDER / BUNDLE_LIST
        found = self.layout(bundles_after(self.plan, ()))
        if found is None:
            return not bundle_list.exists()
        return bundle_list.is_file() and bundle_list.read_bytes() == found.bundle_list

    def done(self) -> tuple[Indexed, ...]:
        """What came of the indexing, when all of it is done. Raises SiteError (exit code 3) if Pagefind fails."""
        if self.is_idle:
            return ()
        if self._is_much():
            return tuple(self._pool.run(index_span, self.plan.stale, is_much=True))
        return tuple(self._futures[task.value].result() for task in self.plan.stale)

    def layout(self, bundles: dict[str, Stored]) -> Layout | None:
        """The published form of the bundles; None if the site has no search."""
        return layout(self._state, bundles) if self._has_search else None

    def keep(self, bundles: dict[str, Stored]) -> None:
        """Remembers which bundles stand."""
        keep_bundles(self._state, bundles, is_all=not self.pending)

    def _begin(self) -> None:
        if self.is_idle or self._is_much():
            return
        for task in self.plan.stale:
            if task.value not in self._futures:
                self._futures[task.value] = self._beside.submit(index_span, task)

    def _is_much(self) -> bool:
        stale = self.plan.stale
        is_much = len(stale) > 1 and sum(len(task.briefs) for task in stale) > _MANY_DOCUMENTS
        return self._pool.is_elsewhere or (is_much and not self._pool.is_here)
