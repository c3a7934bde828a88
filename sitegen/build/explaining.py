"""Why a page is made anew or kept: the first build's ingredients beside the second's, down to a field of its view."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.archive.shelves import Lender
from sitegen.build.former import Former, Ingredients
from sitegen.build.options import Reason
from sitegen.build.static import StaticFile
from sitegen.build.workshop import Workshop, has_writer, page_key, sheet_value
from sitegen.output.manifest import Manifest
from sitegen.output.pagefind import ENGINE
from sitegen.output.search import BUNDLE_LIST
from sitegen.problems import did_you_mean, quoted
from sitegen.render.formats import WORDS
from sitegen.render.theme_files import Closure, template_of
from sitegen.site.addresses import INDEX, SEARCH_INDEX
from sitegen.site.builder import Builder
from sitegen.site.file_groups import DOWNLOADS_GROUP
from sitegen.site.graph import Graph
from sitegen.site.pages import groups_of
from sitegen.site.sheets import EntryOf, ListingSheet
from sitegen.site.views import Page

# Beyond this many fields nobody reads on.
_FIELD_LIMIT = 12
_SHOWN = 40


class SearchNow(msgspec.Struct, frozen=True):
    """The search index that is built. folder: the published one. spans: names, stale: of those to index."""

    folder: Path
    spans: frozenset[str]
    stale: frozenset[str]


class Now(msgspec.Struct, frozen=True):
    """The site that is built. published: its manifest; lost: files of it that were not what they should be."""

    ingredients: Ingredients
    workshop: Workshop
    graph: Graph
    static: Mapping[str, StaticFile]
    published: Manifest
    lost: frozenset[str]
    search: SearchNow


def explained(asked: str, now: Now, former: Former | None) -> Reason:
    """Why the file at a path of the site is made, kept or removed.

    asked: 'papers/a/', '/papers/a/', 'papers/a/index.html', or the address of a page as a browser shows it.
    """
    base_url = now.workshop.config.base_url
    path = asked
    if "://" in asked:
        address = urlsplit(asked)._replace(query="", fragment="").geturl()
        if not f"{address}/".startswith(base_url):
            return Reason(asked, "unknown", (f"the site is built for {base_url}",))
        path = unquote(address.removeprefix(base_url.removesuffix("/")))
    path = path.removeprefix("/")
    reason = _of_search(path, now.search) if path.startswith(SEARCH_INDEX) else _of_file(path, now, former)
    return msgspec.structs.replace(reason, path=asked) if reason.outcome == "unknown" else reason


def _of_file(path: str, now: Now, former: Former | None) -> Reason:
    known = now.published.files()
    if not path or path.endswith("/"):
        path += INDEX
    elif f"{path}/{INDEX}" in known:
        path += f"/{INDEX}"
    if path in now.static:
        record = known.get(path)
        if record is not None and record.key == now.static[path].key:
            return _as_it_was(path, now, "its file is as it was")
        return Reason(path, "made", (f"file {now.static[path].origin}" if record else "new",))
    return _of_listing(path, now) or _of_page(path, now, former)


def _of_page(path: str, now: Now, former: Former | None) -> Reason:
    known = now.published.files()
    page = _page_at(path, now.graph, now.workshop.builder(), Lender(now.workshop.site_root))
    if page is None:
        if path in known:
            return Reason(path, "removed", ("nothing makes it any more",))
        return Reason(path, "unknown", (did_you_mean(path, known, "name a path such as papers/a/"),))
    record = known.get(path)
    if record is not None and record.key == page_key(now.workshop, page):
        return _as_it_was(path, now, "all it follows from is as it was")
    if record is None:
        return Reason(path, "made", ("new",))
    if former is None:
        return Reason(path, "made", ("what the last build was made from is not known",))
    because = tuple(_because(page, now, former))
    return Reason(path, "made", because or ("what the last build was made from is not known any more",))


def _of_listing(path: str, now: Now) -> Reason | None:
    """Why a list of files is made or kept. Its page is known when the files are made; what the list stands for, now."""
    b, workshop = now.workshop.builder(), now.workshop
    for group in groups_of(now.graph, b):
        if group.name != DOWNLOADS_GROUP:
            continue
        for sheet in group.sheets():
            if isinstance(sheet, ListingSheet) and any(place.path == path for place in sheet.places(b)):
                known = now.published.group(group.name)
                if known is None or path not in known.files:
                    return Reason(path, "made", ("new",))
                if known.sheets.get(sheet.name) == sheet_value(workshop.value, workshop, sheet):
                    return _as_it_was(path, now, "all it follows from is as it was")
                return Reason(path, "made", ("files that it lists, or how they are listed",))
    return None


def _as_it_was(path: str, now: Now, because: str) -> Reason:
    """Why a file that would be the same is kept, or made again."""
    if path in now.lost:
        return Reason(path, "made", ("the published file was changed or removed",))
    return Reason(path, "kept", (because,))


def _of_search(path: str, now: SearchNow) -> Reason:
    """Why a part of the search index is made, kept or removed: it is made in bundles, never page by page."""
    inside = path.removeprefix(SEARCH_INDEX)
    if not (now.folder / inside).exists():
        return Reason(path, "unknown", (f"{SEARCH_INDEX}{BUNDLE_LIST} names the parts of the search index",))
    name = inside.partition("/")[0]
    span = name.rpartition("-")[0]
    if not now.spans or (span and span not in now.spans and span != ENGINE):
        return Reason(path, "removed", ("nothing makes it any more",))
    stale = now.stale & {span} if span in now.spans else now.stale
    if stale and span != ENGINE:
        return Reason(path, "made", tuple(f"search index of {each}" for each in sorted(stale)))
    return Reason(path, "kept", ("all it follows from is as it was",))


def _because(page: Page, now: Now, former: Former) -> Iterator[str]:
    old, new = former.ingredients, now.ingredients
    yield from (
        f"engine: {name} {old.engine.get(name, 'none')} → {version}"
        for name, version in new.engine.items()
        if old.engine.get(name) != version
    )
    if not has_writer(page):
        template = template_of(page.view.kind)
        yield from _of_theme(old, new, old.closures.get(template), new.closures.get(template))
        yield from _limited("site field", differences(old.site, new.site))
    elif page.view.kind in WORDS and old.theme.strings != new.theme.strings:
        yield "strings of the theme"
    if not former.has_archive:
        return
    try:
        before = _page_at(page.path, former.graph(), former.builder(), former.lender())
    except LookupError:
        return
    if before is not None:
        yield from _limited("view field", differences(before.view, page.view))


def _of_theme(old: Ingredients, new: Ingredients, before: Closure | None, after: Closure | None) -> Iterator[str]:
    """The files of a template's closure that changed."""
    closures = [closure for closure in (before, after) if closure]
    templates = sorted({name for closure in closures for name in closure.templates})
    assets = sorted({name for closure in closures for name in closure.assets})
    for name in templates:
        if old.theme.templates.get(name) != new.theme.templates.get(name):
            yield f"template {name}"
    for name in assets:
        if old.theme.static.get(name) != new.theme.static.get(name):
            yield f"static file {name}"
    if closures and old.theme.strings != new.theme.strings:
        yield "strings of the theme"


def _page_at(path: str, graph: Graph, b: Builder, entry_of: EntryOf) -> Page | None:
    """The page at a path, if a sheet makes it."""
    for group in groups_of(graph, b):
        for sheet in group.sheets():
            if any(place.path == path for place in sheet.places(b)):
                return next(page for page in sheet.pages(b, entry_of) if page.path == path)
    return None


def differences(old: object, new: object, name: str = "") -> Iterator[str]:
    """Where two views differ: the path of each field, and its two values where they are short."""
    if isinstance(old, msgspec.Struct) and type(old) is type(new):
        for field in old.__struct_fields__:
            yield from differences(getattr(old, field), getattr(new, field), f"{name}.{field}" if name else field)
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from differences(before, after, f"{name}[{number}]")
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield f"{name} ({len(old)} → {len(new)})"
    elif old != new:
        yield f"{name} ({_shown(old)} → {_shown(new)})"


def _limited(what: str, fields: Iterable[str]) -> Iterator[str]:
    found = list(fields)
    yield from (f"{what} {field}" for field in found[:_FIELD_LIMIT])
    if len(found) > _FIELD_LIMIT:
        yield f"{what}s: {len(found) - _FIELD_LIMIT} more"


def _shown(value: object) -> str:
    if isinstance(value, msgspec.Struct):
        return "…"
    return quoted(value, _SHOWN) if isinstance(value, str) else quoted(str(value), _SHOWN).strip("'")
