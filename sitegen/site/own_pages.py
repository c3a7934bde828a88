"""What follows from settings and content/pages: the curator's own pages, search, the reader's list, 404."""

from collections.abc import Iterator
from typing import ClassVar

from sitegen.archive.store import OwnPage
from sitegen.site.addresses import INDEX
from sitegen.site.builder import DESCRIPTION_LIMIT, Builder, day_count, head
from sitegen.site.graph import DayOutline
from sitegen.site.redirects import redirect_page, redirect_path
from sitegen.site.share_cards import CARD, site_card
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import NotFoundView, OwnView, Page, SavedView, SearchView
from sitegen.text.markdown import to_words
from sitegen.text.plain import shortened


class OwnSheet(Sheet, frozen=True):
    """A page of content/pages and its former addresses."""

    kinds: ClassVar[tuple[str, ...]] = ("page", "redirect")
    page: OwnPage

    @property
    def name(self) -> str:
        return f"page {self.page.address}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        page = self.page
        former = (Place(redirect_path(alias), page.path, None, False) for alias in page.aliases)
        return (Place(page.address[1:] + INDEX, page.path, page.updated), *former)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        own = self.page
        path = own.address[1:]
        description = own.summary or shortened(to_words(own.body), DESCRIPTION_LIMIT)
        top = head(b, "page", path, own.title, description, language=own.lang)
        yield Page(path + INDEX, OwnView(**top, body=own.body, extra=own.extra))
        for alias in own.aliases:
            yield redirect_page(b, alias, b.addresses.at(path), own.title, own.lang)


class SearchSheet(Sheet, frozen=True):
    """The search page."""

    kinds: ClassVar[tuple[str, ...]] = ("search",)

    @property
    def name(self) -> str:
        return "search"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(f"search/{INDEX}", "site.yaml"),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        top = head(b, "search", "search/", "", b.config.title)
        yield Page(f"search/{INDEX}", SearchView(**top))


class SavedSheet(Sheet, frozen=True):
    """The page of the reader's own list, which stands in the browser alone."""

    kinds: ClassVar[tuple[str, ...]] = ("saved",)

    @property
    def name(self) -> str:
        return "saved"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(f"saved/{INDEX}", "site.yaml", None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        top = head(b, "saved", "saved/", "", b.config.title, is_indexed=False)
        yield Page(f"saved/{INDEX}", SavedView(**top))


class NotFoundSheet(Sheet, frozen=True):
    """What a server shows for an unknown address."""

    kinds: ClassVar[tuple[str, ...]] = ("404",)
    recent_days: tuple[DayOutline, ...]

    @property
    def name(self) -> str:
        return "404"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place("404.html", "site.yaml", None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        top = head(b, "404", "404.html", "", b.config.title, is_indexed=False)
        yield Page("404.html", NotFoundView(**top, recent_days=tuple(day_count(b, day) for day in self.recent_days)))


class SiteCardSheet(Sheet, frozen=True):
    """The share card of the site."""

    kinds: ClassVar[tuple[str, ...]] = ("card_site",)

    @property
    def name(self) -> str:
        return "card"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(CARD, "site.yaml", None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        yield site_card()
