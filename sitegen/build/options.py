"""What a build is asked for, and what it says it did."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from sitegen.problems import Problem

if TYPE_CHECKING:
    from sitegen.build.searching import Indexing

STATE = ".sitegen"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says.

    output: absolute or relative to the site. jobs: how many processes, 0 for as many as there are cores. executor: the
    address of a cluster, as `dask://HOST:PORT`; '' for this machine. search: whether a bundle that changed is indexed
    now, or left as it was published, for who indexes it later. explain: paths of the site to say why they are made.
    """

    output: Path = Path("public")
    base_url: str = ""
    with_drafts: bool = False
    jobs: int = 0
    executor: str = ""
    search: Literal["now", "later"] = "now"
    explain: tuple[str, ...] = ()
    is_dry: bool = False


class Reason(msgspec.Struct, frozen=True):
    """Why a page is made anew, kept or removed. because: what changed, from the engine to a field of the view.

    A path that the site neither has nor had is unknown, as it was asked for; because: what to ask for instead.
    """

    path: str
    outcome: Literal["made", "kept", "removed", "unknown"]
    because: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did.

    made, kept, removed: files of the site, the search index apart, sorted where they are named. read_count: files of
    the archive that were read as something new. pending: bundles left to index. seconds: by stage; seconds_by_kind: of
    pages, how many and how long, summed over all processes, and of compiling the templates: no page, and how long.
    is_dry: nothing was written, made_paths may be made. warnings: what a person should know, and stops nothing. notes:
    what a site does without, said once.
    """

    output: Path
    base_url: str
    entry_count: int
    day_count: int
    page_count: int
    made_paths: tuple[str, ...]
    kept_count: int
    removed_paths: tuple[str, ...]
    read_count: int
    searchable_count: int
    bundles_indexed: int
    pending: "tuple[Indexing, ...]" = ()
    is_dry: bool = False
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: Mapping[str, float] = {}
    seconds_by_kind: Mapping[str, tuple[int, float]] = {}

    @property
    def made_count(self) -> int:
        return len(self.made_paths)

    @property
    def removed_count(self) -> int:
        return len(self.removed_paths)
