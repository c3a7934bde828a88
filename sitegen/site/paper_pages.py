"""The papers, the pages of content/pages, and what serves them: search, 404, redirects."""

from collections.abc import Iterator

from sitegen.site.addresses import (
    INDEX,
    paper_path,
)
from sitegen.site.builder import DESCRIPTION_LIMIT, Builder, head, paper_link, recent_days
from sitegen.site.cards import paper_links
from sitegen.site.views import (
    NotFoundView,
    OwnView,
    Page,
    PaperView,
    RedirectView,
    SearchView,
)
from sitegen.text.markdown import to_plain
from sitegen.text.plain import shortened


def paper_pages(b: Builder) -> Iterator[Page]:
    for entry in b.graph.entries:
        pair = b.graph.neighbours[entry.key]
        description = shortened(entry.summary or to_plain(entry.abstract), DESCRIPTION_LIMIT)
        view = PaperView(
            **head(b, "paper", paper_path(entry.key), entry.title, description, language=entry.lang),
            row=b.maker.row(entry),
            authors=entry.authors,
            abstract=entry.abstract,
            summary=entry.summary,
            links=paper_links(entry.links),
            day=b.maker.day(entry.date),
            listed_again=tuple(b.maker.day(date) for date in sorted(entry.listed_on) if date != entry.date),
            published=entry.published,
            updated=entry.updated,
            arxiv_id=entry.arxiv_id,
            doi=entry.doi,
            keywords=entry.keywords,
            categories=entry.categories,
            submitted_by=entry.submitted_by,
            source_name=entry.source.name,
            newer=paper_link(b, pair.newer),
            older=paper_link(b, pair.older),
            extra=entry.extra,
        )
        yield Page(paper_path(entry.key) + INDEX, view, entry.path, entry.updated or entry.date)


def search_page(b: Builder) -> Iterator[Page]:
    yield Page(
        f"search/{INDEX}",
        SearchView(**head(b, "search", "search/", "", b.config.title, is_indexed=False)),
        "site.yaml",
    )


def own_page_pages(b: Builder) -> Iterator[Page]:
    for own in b.own_pages:
        path = own.address[1:]
        description = own.summary or shortened(to_plain(own.body), DESCRIPTION_LIMIT)
        view = OwnView(
            **head(b, "page", path, own.title, description, language=own.lang),
            body=own.body,
            extra=own.extra,
        )
        yield Page(path + INDEX, view, own.path, own.updated)


def not_found_page(b: Builder) -> Iterator[Page]:
    top = head(b, "404", "404.html", "", b.config.title, is_indexed=False)
    yield Page("404.html", NotFoundView(**top, recent_days=recent_days(b)), "site.yaml")


def redirect_pages(b: Builder) -> Iterator[Page]:
    """A page for each alias of an entry or page; an alias of an entry without an address of its own leads nowhere."""
    targets = [
        (entry.path, alias, b.addresses.paper(entry), entry.title)
        for entry in b.graph.entries
        for alias in entry.aliases
    ]
    targets += [
        (own.path, alias, b.addresses.at(own.address[1:]), own.title) for own in b.own_pages for alias in own.aliases
    ]
    for origin, alias, target, title in targets:
        if not target:
            continue
        path = alias[1:] if alias.endswith(".html") else f"{alias[1:].rstrip('/')}/{INDEX}"
        top = head(b, "redirect", path.removesuffix(INDEX), title, title, is_indexed=False)
        top["canonical_url"] = _absolute(b, target)
        yield Page(path, RedirectView(**top, target_url=target), origin)


def _absolute(b: Builder, url: str) -> str:
    return b.addresses.absolute(url.removeprefix(b.config.root)) if url.startswith(b.config.root) else url
