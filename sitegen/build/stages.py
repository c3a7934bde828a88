"""The stages of a build that has something to do, in the order of the arrow: read, link, plan, make, index, publish."""

from collections.abc import Mapping
from functools import partial

import msgspec

from sitegen.archive.declared import declared_people, declared_topics, refuse_unknown_papers, refuse_unknown_topics
from sitegen.archive.people import Person
from sitegen.archive.topics import Topic
from sitegen.build.explaining import Now, SearchNow, explained
from sitegen.build.facts import Facts
from sitegen.build.folders import Folders, seal_of
from sitegen.build.former import Former, Ingredients, former_of, keep_former
from sitegen.build.making import Pages, is_small, pages_of
from sitegen.build.memory import Memory
from sitegen.build.notes import notes_of
from sitegen.build.options import Options, Reason, Report
from sitegen.build.planning import Plan, plan_of
from sitegen.build.pool import Pool
from sitegen.build.publishing import Publishing
from sitegen.build.reading import Known, read_known, refuse_lost_archive
from sitegen.build.related_memo import RELATED
from sitegen.build.relating import Relations
from sitegen.build.search_work import SearchWork
from sitegen.build.searching import Indexed, Indexing, bundles_after, plan_search
from sitegen.build.seeing import Seen
from sitegen.build.static import FILES_GROUP, StaticFile, bytes_of, is_there, static_group, static_of
from sitegen.build.stopwatch import Stopwatch
from sitegen.build.themes import ThemeInUse, workshop_of
from sitegen.build.trending import with_trends
from sitegen.build.unsigned import warnings_of_authors
from sitegen.build.workshop import Workshop, compile_templates, lender_of
from sitegen.config import Config
from sitegen.memo import recall, remember
from sitegen.output.integrity import Look, damaged, keep_seal
from sitegen.output.manifest import SEARCH_FOLDER, Manifest, is_same_site, manifest_of, refuse_strangers
from sitegen.output.standby import standby_of
from sitegen.output.writing import refuse_clashes
from sitegen.provenance import digest, engine_digest, engine_parts
from sitegen.site.claims import Claims
from sitegen.site.finds import MonthFinds
from sitegen.site.graph import Graph, Outline, graph_of, with_finds, with_roster
from sitegen.site.pages import groups_of
from sitegen.site.redirects import redirect_path
from sitegen.site.roster import Remembered

_OUTLINES = "outlines"
_AUTHORS = "authors"
_FINDS = "finds"


class Site(msgspec.Struct, frozen=True):
    """What is to be published: all that the first stages found out."""

    config: Config
    known: Known
    graph: Graph
    workshop: Workshop
    static: Mapping[str, StaticFile]
    ingredients: Ingredients


class Published(msgspec.Struct, frozen=True):
    """The site as it stands. lost: files that are not what its manifest says. is_untouched: nobody wrote into it."""

    manifest: Manifest
    lost: frozenset[str]
    is_untouched: bool

    @property
    def sound(self) -> Manifest:
        """The manifest without what is lost."""
        return self.manifest.without(self.lost) if self.lost else self.manifest


class Outcome(msgspec.Struct, frozen=True):
    """What the last stages did. made: paths that were written. seconds: by kind of page, with their number."""

    made: tuple[str, ...] = ()
    indexed: tuple[Indexed, ...] = ()
    pending: tuple[Indexing, ...] = ()
    seconds: Mapping[str, tuple[int, float]] = {}


class Stages:
    """A build into one folder. Each method is a stage; what the first look saw is the start."""

    def __init__(
        self, folders: Folders, options: Options, pool: Pool, look: Look, memory: Memory, watch: Stopwatch
    ) -> None:
        self.site_root, self.output, self.state = folders.site_root, folders.output, folders.state
        self.shown, self.options, self.pool = folders.shown, options, pool
        self.look, self.memory, self.watch = look, memory, watch

    def report(self, seen: Seen, config: Config) -> Report:
        """Does all there is to do, and says what it was."""
        former = former_of(self.site_root, self.state) if self.options.explain else None
        with self.watch.time("settings"):
            topics = declared_topics(self.site_root)
            refuse_unknown_topics(self.site_root, config.feeds, topics)
            people = declared_people(self.site_root)
        with self.watch.time("read"):
            known = read_known(self.site_root, seen, topics, self.pool, self.memory)
        with self.watch.time("link"):
            graph = self._with_roster(self._graph(known, topics), known, people, config)
            graph = self._with_finds(graph, people, config)
            if config.pages.trends:
                graph = with_trends(graph, people, self.state)
        with self.watch.time("relate"):
            graph = self._with_related(graph, known, config)
        with self._search(graph, config) as search:
            manifest = manifest_of(self.output, standby_of(self.output)) or Manifest({})
            refuse_lost_archive(known, manifest, self.shown, self.site_root)
            with self.watch.time("theme"):
                tell = partial(self.pool.prepare, compile_templates)
                theme = workshop_of(self.site_root, self.state, config, topics, graph.own_pages, tell)
                static = static_of(self.site_root, theme.workshop.theme)
                site = Site(config, known, graph, theme.workshop, static, self._ingredients(theme, people))
            with self.watch.time("plan"):
                plan = self._plan_of(site, manifest)
            early = self._made_early(site, plan, manifest)
            with self.watch.time("look"):
                published = self._looked_at(manifest, search)
                if published.lost:
                    plan, early = self._plan_of(site, published.sound), None
            with self.watch.time("explain"):
                reasons = self._reasons(site, published, search, former)
            if self.options.is_dry:
                files = (path for path, file in static.items() if not is_there(published.sound, path, file))
                paths = sorted([*files, *(path for group in plan.changed for path in group.paths)])
                dry = Outcome(tuple(paths), pending=search.pending)
                return self._report(site, published.sound, plan, dry, reasons)
            outcome = self._carry_out(site, published, plan, search, early)
            return self._report(site, published.sound, plan, outcome, reasons)

    def _search(self, graph: Graph, config: Config) -> SearchWork:
        plan = partial(plan_search, graph, self.site_root, self.state, config)
        is_now = self.options.search == "now" and not self.options.is_dry
        return SearchWork(self.state, self.pool, plan, has_search=config.pages.search, is_now=is_now)

    def _ingredients(self, theme: ThemeInUse, people: tuple[Person, ...]) -> Ingredients:
        workshop = theme.workshop
        with_drafts = self.options.with_drafts
        return Ingredients(
            engine_parts(),
            workshop.config,
            workshop.topics,
            people,
            workshop.site,
            theme.files,
            theme.closures,
            with_drafts,
            workshop.cards,
        )

    def _reasons(
        self, site: Site, published: Published, search: SearchWork, former: Former | None
    ) -> tuple[Reason, ...]:
        if not self.options.explain:
            return ()
        spans = frozenset(span.name for span in search.plan.spans)
        stale = frozenset(task.span.name for task in search.plan.stale)
        index = SearchNow(self.output / SEARCH_FOLDER, spans, stale)
        now = Now(site.ingredients, site.workshop, site.graph, site.static, published.manifest, published.lost, index)
        return tuple(explained(path, now, former) for path in self.options.explain)

    def _graph(self, known: Known, topics: tuple[Topic, ...]) -> Graph:
        memo = self.state / _OUTLINES
        outlines: tuple[Outline, ...] = recall(memo, tuple[Outline, ...], engine_digest()) or ()
        graph = graph_of(
            known.briefs,
            known.notes,
            known.own_pages,
            known.marks,
            topics,
            with_drafts=self.options.with_drafts,
            known={outline.value: outline for outline in outlines},
        )
        if graph.outlines != outlines:
            remember(memo, graph.outlines, engine_digest())
        return graph

    def _with_roster(self, graph: Graph, known: Known, people: tuple[Person, ...], config: Config) -> Graph:
        """The graph with its authors, if these have pages. Raises SiteError if authors.yaml names unknown papers."""
        if any(person.papers for person in people):
            refuse_unknown_papers(self.site_root, people, frozenset(brief.key for brief in known.briefs))
        if not config.pages.authors:
            return graph
        memo = self.state / _AUTHORS
        made_by = digest(engine_digest(), msgspec.msgpack.encode((people, config.authors)))
        before = recall(memo, Remembered, made_by) or Remembered()
        graph = with_roster(graph, lambda: known.briefs, people, config.authors.min_papers, before)
        assert graph.roster is not None, "made just now"
        if graph.roster.remembered != before:
            remember(memo, graph.roster.remembered, made_by)
        return graph

    def _with_finds(self, graph: Graph, people: tuple[Person, ...], config: Config) -> Graph:
        """The graph with what the searches find that have a feed."""
        if not config.feeds or not config.pages.feeds:
            return graph
        memo = self.state / _FINDS
        made_by = digest(engine_digest(), msgspec.msgpack.encode((people, config.feeds)))
        before = recall(memo, tuple[MonthFinds, ...], made_by) or ()
        graph = with_finds(graph, config.feeds, people, lender_of(self.site_root), before)
        if graph.finds.months != before:
            remember(memo, graph.finds.months, made_by)
        return graph

    def _with_related(self, graph: Graph, known: Known, config: Config) -> Graph:
        """The graph with the related papers, if pages show them."""
        if not (config.pages.related and config.pages.papers):
            return graph
        relations = Relations(graph, self.site_root, self.state / RELATED, self.pool)
        return msgspec.structs.replace(graph, related=relations.related(lambda: known.briefs))

    def _facts(self, manifest: Manifest) -> Facts:
        return Facts(self.state, self.output, manifest)

    def _made_early(self, site: Site, plan: Plan, manifest: Manifest) -> Pages | None:
        """The pages of a small plan, while another process looks whether the site stands as it was published."""
        if self.options.is_dry or not is_small(plan):
            return None
        with self.watch.time("make"):
            return pages_of(plan, site.workshop, self.pool, folder="", facts=self._facts(manifest))

    def _looked_at(self, manifest: Manifest, search: SearchWork) -> Published:
        """The site as it stands; if it was touched, it is compared with its manifest byte by byte.

        Raises SiteError if publishing would remove a file of someone else.
        """
        if not self.look.is_store_sound():
            search.doubt()
        if not self.output.is_dir() or self.look.is_published_untouched():
            return Published(manifest, frozenset(), is_untouched=True)
        refuse_strangers(self.output, self.shown, manifest)
        lost = damaged(self.output, manifest)
        if not self.options.is_dry:
            manifest.mend(self.output, is_site_whole=not lost)
        return Published(manifest, frozenset(lost), is_untouched=False)

    def _plan_of(self, site: Site, manifest: Manifest) -> Plan:
        b = site.workshop.builder()
        plan = plan_of(groups_of(site.graph, b), site.workshop, manifest, site.static)
        if not plan.is_idle:
            shown = [brief for brief in site.known.briefs if self.options.with_drafts or not brief.is_draft]
            claims = Claims(site.graph, b, {brief.key: brief.path for brief in shown})
            aliases = [(redirect_path(alias), brief.path) for brief in shown for alias in brief.aliases]
            own = [(f"{page.address[1:]}index.html", page.path) for page in site.graph.own_pages]
            own += [(redirect_path(alias), page.path) for page in site.graph.own_pages for alias in page.aliases]
            static = [(path, file.origin) for path, file in sorted(site.static.items())]
            refuse_clashes([*aliases, *own, *static], claims)
        return plan

    def _carry_out(
        self, site: Site, published: Published, plan: Plan, search: SearchWork, early: Pages | None
    ) -> Outcome:
        """Makes, indexes and publishes what the plans say; nothing, if nothing changed. early: pages made already."""
        manifest, is_sound = published.sound, published.is_untouched
        # Not the same if a build was killed after it published.
        is_caught_up = is_same_site(standby_of(self.output), self.output)
        if plan.is_idle and search.is_idle and is_sound and is_caught_up and search.is_published(self.output):
            return Outcome(pending=search.pending)
        # A file that was damaged in the store is the published one too.
        is_search_sound = is_sound and self.look.is_store_sound()
        publishing = Publishing(self.output, manifest, self.pool)
        changed = (path for path, file in site.static.items() if not is_there(manifest, path, file))
        static = {path: bytes_of(site.static[path]) for path in changed}
        # The standby still has what someone removed from the published site; it may be a page that nothing makes now.
        removed = [*plan.removed, *sorted(published.lost)]
        touched = [*removed, *(path for group in plan.changed for path in group.paths), *static]
        # Not among what is undone: stopped half-way, the standby has a mark that says so, and is made anew.
        with self.watch.time("prepare"):
            publishing.begin(published.lost, is_trusted=self.look.is_standby_untouched())
        try:
            publishing.remove(removed)
            with self.watch.time("make"):
                folder, facts = str(publishing.standby), self._facts(manifest)
                pages = early or pages_of(plan, site.workshop, self.pool, folder, facts)
            with self.watch.time("write"):
                publishing.write({**pages.data, **static})
            with self.watch.time("index"):
                indexed = search.done()
                bundles = bundles_after(search.plan, indexed)
                layout = search.layout(bundles)
            with self.watch.time("publish"):
                publishing.bring_up_search(layout, is_sound=is_search_sound)
                same = {name: manifest.raw(name) for name in plan.unchanged}
                publishing.publish(
                    Manifest({**same, **pages.groups, FILES_GROUP: static_group(site.static, static, manifest)})
                )
        except BaseException:
            publishing.undo(touched, is_sound=not published.lost)
            if published.is_untouched and is_same_site(standby_of(self.output), self.output):
                keep_seal(seal_of(self.state), self.output, standby_of(self.output))
            raise
        with self.watch.time("catch up"):
            publishing.catch_up(sorted([*pages.changed, *static]), removed)
            publishing.bring_up_search(layout, is_sound=is_search_sound)
            publishing.rest()
            keep_seal(seal_of(self.state), self.output, standby_of(self.output))
            search.keep(bundles)
            keep_former(self.site_root, self.state, site.ingredients)
        return Outcome(tuple(sorted([*pages.made, *static])), indexed, search.pending, pages.seconds)

    def _report(
        self, site: Site, manifest: Manifest, plan: Plan, outcome: Outcome, reasons: tuple[Reason, ...]
    ) -> Report:
        unchanged = sum(manifest.head(name)[1] for name in plan.unchanged if name != FILES_GROUP)
        page_count = unchanged + sum(group.file_count for group in plan.changed)
        of_authors = warnings_of_authors(self.site_root, self.state, site.graph.roster, site.known.briefs)
        return Report(
            output=self.output,
            base_url=site.config.base_url,
            entry_count=site.graph.entry_count,
            day_count=sum(len(outline.days) for outline in site.graph.outlines),
            page_count=page_count,
            made_paths=outcome.made,
            kept_count=page_count + len(site.static) - len(outcome.made),
            removed_paths=plan.removed,
            read_count=site.known.parsed_count,
            searchable_count=site.graph.entry_count if site.config.pages.search else 0,
            bundles_indexed=sum(1 for each in outcome.indexed if each.is_new),
            pending=outcome.pending,
            is_dry=self.options.is_dry,
            reasons=reasons,
            warnings=(*site.workshop.theme.warnings, *of_authors),
            notes=notes_of(site.config, site.workshop.theme, self.state, is_dry=self.options.is_dry),
            seconds=self.watch.seconds,
            seconds_by_kind=outcome.seconds,
        )
