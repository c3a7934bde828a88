"""The page of an author: papers by year, topics, co-authors; and its former addresses."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar
from urllib.parse import quote_plus

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.people import Person
from sitegen.config import AUTHORS_FILE
from sitegen.site.addresses import INDEX, author_path
from sitegen.site.author_feeds import channel_of
from sitegen.site.builder import DESCRIPTION_LIMIT, LIST_LIMIT, Builder, head
from sitegen.site.channels import feed_links
from sitegen.site.graph import ranked
from sitegen.site.redirects import redirect_page, redirect_path
from sitegen.site.roster import Author, Coauthor
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import AuthorCount, AuthorPaper, AuthorView, AuthorYear, FeedLink, Link, Page, TopicCount
from sitegen.text.lines import line_words
from sitegen.text.plain import shortened

_SPELLINGS = 6


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A paper in the list of an author: no more than the list shows, since a paper may have thousands of authors."""

    key: str
    url: str
    title: str
    date: dt.date
    topics: tuple[str, ...]
    lang: str
    is_withdrawn: bool
    is_draft: bool
    coins: str


class AuthorSheet(Sheet, frozen=True):
    """The page of an author. years, topics: with counts, of all papers. papers: newest first.

    coauthors: the slug of one without a page is ''. person: whom authors.yaml tells of.
    """

    kinds: ClassVar[tuple[str, ...]] = ("author", "redirect")
    slug: str
    shown_name: str
    spellings: tuple[str, ...]
    first: dt.date
    latest: dt.date
    years: tuple[tuple[int, int], ...]
    topics: tuple[tuple[str, int], ...]
    papers: tuple[Line, ...]
    coauthors: tuple[Coauthor, ...]
    person: Person | None

    @property
    def name(self) -> str:
        return f"author {self.slug}"

    @property
    def _former(self) -> tuple[str, ...]:
        return tuple(f"/{author_path(alias)}" for alias in self.person.aliases) if self.person else ()

    def _feeds(self, b: Builder) -> tuple[FeedLink, ...]:
        channel = channel_of(self.slug, self.shown_name, self.person)
        return feed_links(channel, b) if b.config.pages.has_author_feeds else ()

    def places(self, b: Builder) -> tuple[Place, ...]:
        origin = AUTHORS_FILE if self.person else "content"
        former = (Place(redirect_path(alias), origin, None, False) for alias in self._former)
        return (Place(author_path(self.slug) + INDEX, origin), *former)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        path = author_path(self.slug)
        listed = {year: tuple(of_year) for year, of_year in groupby(self.papers, key=lambda line: line.date.year)}
        titles = "; ".join(line_words(line.title) for line in self.papers[:5])
        person = self.person
        search = b.addresses.search()
        view = AuthorView(
            **head(
                b,
                "author",
                path,
                self.shown_name,
                shortened(f"{self.shown_name}: {titles}", DESCRIPTION_LIMIT),
                feed=b.addresses.author_feed(self.slug),
                feeds=self._feeds(b),
            ),
            name=self.shown_name,
            spellings=self.spellings,
            is_told_apart=bool(person and person.papers),
            count=sum(count for _, count in self.years),
            first=b.maker.day(self.first),
            latest=b.maker.day(self.latest),
            years=tuple(
                AuthorYear(
                    year=year,
                    count=count,
                    papers=tuple(_paper(b, line) for line in listed.get(year, ())),
                    coins=tuple(line.coins for line in listed.get(year, ()) if line.coins),
                )
                for year, count in self.years
            ),
            more_count=sum(count for _, count in self.years) - len(self.papers),
            topics=tuple(TopicCount(b.maker.topic(topic), n) for topic, n in ranked(dict(self.topics), b.topics)),
            coauthors=tuple(
                AuthorCount(Link(each.name, b.addresses.author(each.slug)), each.count) for each in self.coauthors
            ),
            homepage_url=person.url if person else "",
            orcid=person.orcid if person else "",
            search_url=f"{search}?q=%22{quote_plus(self.shown_name)}%22" if search else "",
        )
        yield Page(path + INDEX, view)
        for alias in self._former:
            yield redirect_page(b, alias, b.addresses.author(self.slug), self.shown_name)


def author_sheet(author: Author, pages: frozenset[str], person: Person | None, b: Builder) -> AuthorSheet:
    """The sheet of an author. pages: the slugs of all authors who have one."""
    papers = author.papers
    topics = Counter(topic for brief in papers for topic in brief.topics)
    return AuthorSheet(
        slug=author.slug,
        shown_name=author.name,
        spellings=author.spellings[:_SPELLINGS],
        first=papers[-1].date,
        latest=papers[0].date,
        years=tuple(
            (year, len(tuple(of_year))) for year, of_year in groupby(papers, key=lambda brief: brief.date.year)
        ),
        topics=tuple(sorted(topics.items())),
        papers=tuple(_line(brief, b) for brief in papers[:LIST_LIMIT]),
        coauthors=tuple(
            each if each.slug in pages else msgspec.structs.replace(each, slug="") for each in author.coauthors
        ),
        person=person,
    )


def _line(brief: Brief, b: Builder) -> Line:
    return Line(
        brief.key,
        b.addresses.paper(brief),
        brief.title,
        brief.date,
        brief.topics,
        brief.lang,
        brief.is_withdrawn,
        brief.is_draft,
        "".join(b.maker.coins((brief,))),
    )


def _paper(b: Builder, line: Line) -> AuthorPaper:
    return AuthorPaper(
        key=line.key,
        url=line.url,
        title=line.title,
        language=line.lang or b.config.language_of_papers,
        day=b.maker.day(line.date),
        topics=b.maker.topics_by_slug(line.topics),
        is_withdrawn=line.is_withdrawn,
        is_draft=line.is_draft,
    )
