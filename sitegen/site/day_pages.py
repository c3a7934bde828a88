"""A day and its papers, each with a page of its own, and the former addresses of these."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import ClassVar

import msgspec

from sitegen.archive.entry import Entry
from sitegen.site.addresses import INDEX, api_day_path, day_path, paper_path, week_name
from sitegen.site.builder import DESCRIPTION_LIMIT, Builder, day_of, head, language_of, paper_name, with_neighbours
from sitegen.site.cards import paper_links
from sitegen.site.channels import site_feeds
from sitegen.site.citations import short_citation
from sitegen.site.graph import Edition, changed
from sitegen.site.redirects import redirect_page, redirect_path
from sitegen.site.related_papers import newest_first
from sitegen.site.share_cards import CARD, day_card, has_paper_card, paper_card
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import Day, DayView, Link, Page, PaperName, PaperView, RelatedPaper
from sitegen.text.lines import line_words
from sitegen.text.markdown import to_words
from sitegen.text.plain import shortened


class DaySheet(Sheet, frozen=True):
    """A day and the papers that it lists first.

    newer, older: the days beside it that list papers. newer_paper, older_paper: what its first and its last paper lead
    to. has_month, has_year: whether its month and its year have pages. Its week has one if it or a day
    beside it in the same week lists papers. authors: by the key of a paper, the slugs of its authors, '' without a
    page; a paper whose authors have none is left out. related: by the key of a paper, those that are related to it,
    the detail of its page. wanted: the keys of the papers to make pages of; if there are any, it makes no other page.
    """

    kinds: ClassVar[tuple[str, ...]] = ("day", "paper", "card_day", "card_paper", "redirect")
    edition: Edition
    newer: dt.date | None
    older: dt.date | None
    newer_paper: PaperName | None = None
    older_paper: PaperName | None = None
    has_month: bool = True
    has_year: bool = True
    authors: Mapping[str, tuple[str, ...]] = {}
    related: Mapping[str, tuple[RelatedPaper, ...]] = {}
    wanted: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"day {self.edition.date}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        date = self.edition.date
        path = day_path(date)
        if self.wanted:
            wanted = (brief for brief in self.edition.entries if brief.key in self.wanted)
            return tuple(Place(paper_path(brief.key) + INDEX, brief.path, brief.changed) for brief in wanted)
        places = [Place(path + INDEX, f"content/{path}", changed(self.edition.listed))] if b.config.pages.days else []
        if self._card(b):
            places.append(Place(path + CARD, f"content/{path}", None, False))
        for brief in self.edition.entries:
            if b.config.pages.papers:
                places.append(Place(paper_path(brief.key) + INDEX, brief.path, brief.changed))
                if has_paper_card(b.cards, brief):
                    places.append(Place(paper_path(brief.key) + CARD, brief.path, None, False))
            if b.addresses.paper(brief):
                places.extend(Place(redirect_path(alias), brief.path, None, False) for alias in brief.aliases)
        return tuple(places)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        if b.config.pages.days and not self.wanted:
            card = self._card(b)
            yield self._day(b, tuple(map(entry_of, self.edition.listed)), card)
            if card:
                yield card
        for newer, brief, older in with_neighbours(self.edition.entries):
            if self.wanted and brief.key not in self.wanted:
                continue
            if b.config.pages.papers:
                beside = (
                    paper_name(b, newer) if newer else self.newer_paper,
                    paper_name(b, older) if older else self.older_paper,
                )
                entry = entry_of(brief)
                authors = _authors(b, entry, self.authors.get(brief.key, ()))
                card = paper_card(b.cards, entry)
                yield _paper(b, entry, authors, self.related.get(brief.key, ()), *beside, card)
                if card and not self.wanted:
                    yield card
            if (target := b.addresses.paper(brief)) and not self.wanted:
                for alias in brief.aliases:
                    yield redirect_page(b, alias, target, brief.title, language_of(b, brief))

    def without_details(self) -> "DaySheet":
        return msgspec.structs.replace(self, related={})

    def _card(self, b: Builder) -> Page | None:
        return day_card(b.cards, self.edition.date, self.edition.listed) if b.config.pages.days else None

    def _day(self, b: Builder, listed: tuple[Entry, ...], card: Page | None) -> Page:
        edition = self.edition
        path = day_path(edition.date)
        titles = "; ".join(line_words(brief.title) for brief in edition.listed)
        description = shortened(titles or to_words(edition.note), DESCRIPTION_LIMIT)
        view = DayView(
            **head(b, "day", path, edition.date.isoformat(), description, feeds=site_feeds(b), card=card),
            day=self._with_periods(day_of(b, edition, listed)),
            files=_files_of_day(b, edition.date) if edition.listed else (),
            newer=b.maker.day(self.newer) if self.newer else None,
            older=b.maker.day(self.older) if self.older else None,
        )
        return Page(path + INDEX, view)

    def _with_periods(self, day: Day) -> Day:
        """The day without links to a week, month or year that has no page to lead to."""
        month = day.month if self.has_month else Link(day.month.name, "")
        year = day.year if self.has_year else Link(day.year.name, "")
        week = day.week if self._has_week else msgspec.structs.replace(day.week, url="")
        return msgspec.structs.replace(day, week=week, month=month, year=year)

    @property
    def _has_week(self) -> bool:
        if self.edition.listed:
            return True
        beside = (date for date in (self.newer, self.older) if date)
        return any(week_name(date) == week_name(self.edition.date) for date in beside)


def _files_of_day(b: Builder, date: dt.date) -> tuple[Link, ...]:
    json = b.addresses.at(api_day_path(date)) if b.config.downloads.api else ""
    found = (("bib", b.addresses.day_file(date, "bib")), ("md", b.addresses.day_file(date, "md")), ("json", json))
    return tuple(Link(name, url) for name, url in found if url)


def _authors(b: Builder, entry: Entry, slugs: tuple[str, ...]) -> tuple[Link, ...]:
    """The authors of an entry. slugs: theirs, '' without a page; none at all if nobody has one."""
    if not slugs:
        return tuple(Link(name, "") for name in entry.authors)
    return tuple(Link(name, b.addresses.author(slug)) for name, slug in zip(entry.authors, slugs, strict=True))


def _paper(
    b: Builder,
    entry: Entry,
    authors: tuple[Link, ...],
    related: tuple[RelatedPaper, ...],
    newer: PaperName | None,
    older: PaperName | None,
    card: Page | None,
) -> Page:
    description = shortened(line_words(entry.summary) or to_words(entry.abstract), DESCRIPTION_LIMIT)
    row = b.maker.row(entry)
    citation = b.maker.citation(entry)
    view = PaperView(
        **head(b, "paper", paper_path(entry.key), entry.title, description, language=row.language, card=card),
        row=row,
        authors=authors,
        citation=citation,
        panel=short_citation(citation) if b.config.pages.cite_panels else None,
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
        source_url=entry.source.url,
        source_place=tuple(part for part in (entry.source.file, entry.source.item) if part),
        read=entry.source.read,
        edit_url=b.config.edit_address(entry.path),
        also_from=entry.also_from,
        related=related,
        related_newest=newest_first(related),
        newer=newer,
        older=older,
        extra=entry.extra,
    )
    return Page(paper_path(entry.key) + INDEX, view)
