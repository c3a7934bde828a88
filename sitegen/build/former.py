"""What the last build was made from, kept so that the next one can say what changed. Nothing else depends on it."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.archive.people import Person
from sitegen.archive.shelves import Lender, kept_names, kept_shelf
from sitegen.archive.sight import MEMORY
from sitegen.archive.topics import Topic
from sitegen.build.related_memo import RELATED
from sitegen.build.relating import former_related
from sitegen.config import Config
from sitegen.memo import forget, make_folder, recall, remember
from sitegen.output.links import link_or_copy
from sitegen.provenance import digest, engine_parts
from sitegen.render.theme_files import Closure, ThemeFiles
from sitegen.site.builder import Builder, builder
from sitegen.site.graph import Graph, graph_of, with_finds, with_roster
from sitegen.site.names import Names
from sitegen.site.rising import Facts
from sitegen.site.roster import Remembered
from sitegen.site.share_cards import NO_CARDS, Cards
from sitegen.site.trend_facts import Kept, facts_of
from sitegen.site.trend_tally import tallies_in
from sitegen.site.views import Site as SiteView

_MEMO = "former"
_ARCHIVE = "archive"
_VERSION = digest(b"former 3")


class Ingredients(msgspec.Struct, frozen=True):
    """All that a site is made from, but the archive. engine: its parts by name. closures: of each template."""

    engine: Mapping[str, str]
    config: Config
    topics: tuple[Topic, ...]
    people: tuple[Person, ...]
    site: SiteView
    theme: ThemeFiles
    closures: Mapping[str, Closure]
    with_drafts: bool
    cards: Cards = NO_CARDS


class Former(msgspec.Struct, frozen=True):
    """The last build's ingredients, and its archive as it was read then."""

    ingredients: Ingredients
    site_root: Path
    memory: str

    @property
    def has_archive(self) -> bool:
        """False if what was read then cannot be read by this engine."""
        return dict(self.ingredients.engine) == engine_parts()

    def graph(self) -> Graph:
        """The graph of the archive as it was."""
        shelves = [kept_shelf(self.site_root, name, self.memory) for name in kept_names(self.site_root, self.memory)]
        filed = [each for shelf in shelves if shelf for each in shelf.files]
        briefs = tuple(each.brief for each in filed if each.brief)
        made = self.ingredients
        graph = graph_of(
            briefs,
            (each.note for each in filed if each.note),
            (each.page for each in filed if each.page),
            (each.marks for each in filed if each.marks),
            made.topics,
            with_drafts=made.with_drafts,
            known={},
        )
        if made.config.pages.related and made.config.pages.papers:
            related = former_related(self.site_root / self.memory / RELATED, lambda: briefs)
            graph = msgspec.structs.replace(graph, related=related)
        if made.config.pages.trends:
            names = Names(made.people)
            facts, _ = facts_of(graph, names, b"", Facts(), Kept, tallies_in(graph, names, b""))
            graph = msgspec.structs.replace(graph, trends=facts)
        if made.config.pages.authors:
            graph = with_roster(graph, lambda: briefs, made.people, made.config.authors.min_papers, Remembered())
        if made.config.feeds and made.config.pages.feeds:
            graph = with_finds(graph, made.config.feeds, made.people, self.lender(), ())
        return graph

    def builder(self) -> Builder:
        return builder(self.ingredients.config, self.ingredients.topics, self.ingredients.cards)

    def lender(self) -> "FormerLender":
        return FormerLender(self.site_root, self.memory)


class FormerLender(Lender):
    """Lends entries as they were; one that is lost is no reason to read today's."""

    def _read_again(self, brief: Brief) -> Entry:
        raise LookupError(brief.path)


def former_of(site_root: Path, state: Path) -> Former | None:
    """The last build, as it was; None if it is not known."""
    ingredients = recall(state / _MEMO, Ingredients, _VERSION)
    if ingredients is None:
        return None
    return Former(ingredients, site_root, (state / _ARCHIVE).relative_to(site_root).as_posix())


def keep_former(site_root: Path, state: Path, ingredients: Ingredients) -> None:
    """Remembers what a build was made from. What was read of the archive gets a second name.

    These files are replaced when they are made anew, never written into.
    """
    remember(state / _MEMO, ingredients, _VERSION)
    archive = state / _ARCHIVE
    kept = (path for path in (site_root / MEMORY).glob("*.*") if path.suffix in (".shelf", ".entries"))
    _link([path for path in kept if path.is_file()], archive, RELATED)
    _link([path for path in (state / RELATED).glob("*") if path.is_file()], archive / RELATED, "")


def _link(paths: list[Path], folder: Path, beside: str) -> None:
    """Makes a folder hold these files, by second names. beside: what else stands there."""
    make_folder(folder)
    known = {path.name: path for path in paths}
    for path in folder.iterdir():
        if path.name not in known and path.name != beside:
            forget(path)
    for name, path in known.items():
        target = folder / name
        if not target.exists() or not target.samefile(path):
            forget(target)
            link_or_copy(str(path), str(target))
