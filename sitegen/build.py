"""The build: archive → graph → pages → bytes → the published folder. Composes the rooms, decides nothing else."""

from collections import Counter
from pathlib import Path

import msgspec

from sitegen.archive.declared import declared_topics
from sitegen.archive.store import Archive, read_archive
from sitegen.archive.topics import Topic
from sitegen.config import Config, read_config
from sitegen.locking import locked
from sitegen.output import swap
from sitegen.output.manifest import SEARCH_FOLDER, digest, refuse_foreign
from sitegen.output.search import write_bundles
from sitegen.output.writing import Standby, refuse_clashes, static_files
from sitegen.problems import Problem, SiteError, stop
from sitegen.render.engine import ASSETS, STATIC, Engine
from sitegen.render.theme import find_theme, options_of
from sitegen.site.bundles import spans_of
from sitegen.site.documents import Document, document_of
from sitegen.site.graph import Graph, link
from sitegen.site.pages import pages_of, site_view

STATE = ".sitegen"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says. output: absolute or relative to the site."""

    output: Path = Path("public")
    base_url: str = ""
    with_drafts: bool = False


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build made."""

    output: Path
    base_url: str
    entry_count: int
    day_count: int
    page_count: int
    file_count: int
    searchable_count: int
    bundles_indexed: int


class Inputs(msgspec.Struct, frozen=True):
    """Everything a build reads, but the theme."""

    config: Config
    topics: tuple[Topic, ...]
    archive: Archive


def build(site_root: Path, options: Options) -> Report:
    """Builds the site and publishes it to the output folder.

    Raises SiteError with the problems of the first stage that has any; the published folder is then as it was.
    """
    output = _output_folder(site_root, options.output)
    shown = _shown(output, site_root)
    state = _state_of(site_root, output)
    hint = "wait for it; the lock ends with its process"
    with locked(state / "lock", shown, "another build is writing it (expected one at a time)", hint):
        swap.mend(output, shown)
        refuse_foreign(output, shown)
        inputs = read_inputs(site_root, options.base_url)
        graph = link(inputs.archive, inputs.topics, options.with_drafts)
        standby_folder = swap.standby_of(output)
        try:
            standby = Standby(standby_folder)
            page_count = _write_pages(standby, site_root, inputs, graph, options)
            bundles_indexed = _write_search(standby, inputs.config, graph, state / "search")
            standby.close()
            swap.publish(standby_folder, output)
        finally:
            swap.mend(output, shown)
    return Report(
        output=output,
        base_url=inputs.config.base_url,
        entry_count=len(graph.entries),
        day_count=len(graph.editions),
        page_count=page_count,
        file_count=len(standby.files),
        searchable_count=len(graph.entries) if inputs.config.pages.search else 0,
        bundles_indexed=bundles_indexed,
    )


def read_inputs(site_root: Path, base_url: str = "") -> Inputs:
    """site.yaml, topics.yaml and the archive. Raises SiteError with all problems of the first that has any."""
    config = read_config(site_root, base_url)
    topics = declared_topics(site_root)
    return Inputs(config, topics, read_archive(site_root, (topic.slug for topic in topics)))


def _write_pages(standby: Standby, site_root: Path, inputs: Inputs, graph: Graph, options: Options) -> int:
    config = inputs.config
    theme = find_theme(site_root, config.theme, config.language)
    site = site_view(config, inputs.archive, options_of(theme, config.theme_options, site_root), options.with_drafts)
    engine = Engine(theme, site)
    pages = pages_of(graph, inputs.archive, config, options.with_drafts)
    static = static_files(site_root / "static", "static")
    assets = static_files(theme.folder / STATIC, f"{theme.shown_path}/{STATIC}", ASSETS)
    claims = [*((page.path, page.origin) for page in pages), *((path, theme.shown_path) for path in assets)]
    refuse_clashes([*claims, *((path, f"static/{path}") for path in static)])
    problems: list[Problem] = []
    for page in pages:
        try:
            standby.write(page.path, engine.render(page))
        except SiteError as error:
            problems.extend(error.problems)
    if problems:
        raise SiteError(_first_of_each_place(problems))
    for path, source in {**assets, **static}.items():
        standby.write(path, source.read_bytes())
    return len(pages)


def _write_search(standby: Standby, config: Config, graph: Graph, cache: Path) -> int:
    if not config.pages.search:
        return 0
    return write_bundles(_bundles(graph, config), config.language, standby.folder / SEARCH_FOLDER, cache)


def _bundles(graph: Graph, config: Config) -> dict[str, tuple[Document, ...]]:
    """The documents of each search bundle by the name of its span, newest first."""
    topics = {topic.slug: topic for topic in graph.topics}
    papers = Counter(entry.date for entry in graph.entries)
    return {
        span.name: tuple(
            document_of(entry, topics, config.pages) for entry in graph.entries if span.first <= entry.date <= span.last
        )
        for span in spans_of(papers)
    }


def _first_of_each_place(problems: list[Problem]) -> list[Problem]:
    """One problem for each place: a template's mistake shows on every page it makes."""
    by_place = {problem.location: problem for problem in reversed(problems)}
    return list(by_place.values())


def _output_folder(site_root: Path, output: Path) -> Path:
    folder = (site_root / output).resolve() if not (site_root / output).is_symlink() else site_root / output
    root = site_root.resolve()
    sources = [root / name for name in ("content", "themes", "static", "seeds")]
    if (
        root.is_relative_to(folder)
        or folder == root / STATE
        or any(folder == source or folder.is_relative_to(source) for source in sources)
    ):
        hint = "choose a folder of its own, such as public"
        raise stop(
            _shown(folder, site_root), "holds what the site is made from (expected a folder for the site only)", hint
        )
    return folder


def _state_of(site_root: Path, output: Path) -> Path:
    """What is remembered between builds into an output folder; it may be deleted at any time."""
    return site_root / STATE / "builds" / f"{output.name}-{digest(bytes(output))[:8]}"


def _shown(folder: Path, site_root: Path) -> str:
    root = site_root.resolve()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)
