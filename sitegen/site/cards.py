"""Entries → rows and cards, the pieces that lists are made of."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry, Links
from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.site.addresses import Addresses
from sitegen.site.citations import citation_of
from sitegen.site.coins import coins_of
from sitegen.site.graph import topic_counts
from sitegen.site.views import Card, Citation, DayLink, PaperLink, Row, Topic, TopicCount
from sitegen.text.lines import shortened_line
from sitegen.text.markdown import to_plain
from sitegen.text.plain import first_sentence

SHOWN_AUTHORS = 6
# A sentence of an abstract can be a paragraph; lists show about three lines of it.
SENTENCE_LIMIT = 280
# A context object takes 90 bytes of a packed page; a day has 35 KB in all, and who wants that many takes its file.
MOST_WITH_COINS = 40
# Some months. A row takes under 1 KB.
_ROW_LIMIT = 1 << 12


class Maker(msgspec.Struct, frozen=True, dict=True):
    """What rows are made with: the addresses of the site, the language of its papers, its topics."""

    addresses: Addresses
    language: str
    topics: tuple[DeclaredTopic, ...]

    def topic(self, topic: DeclaredTopic) -> Topic:
        return Topic(topic.slug, topic.name, self.addresses.topic(topic.slug))

    def topics_of(self, entry: Entry) -> tuple[Topic, ...]:
        return self.topics_by_slug(entry.topics)

    def topics_by_slug(self, slugs: Iterable[str]) -> tuple[Topic, ...]:
        return tuple(self._topic_of_slug[slug] for slug in slugs)

    @cached_property
    def _topic_of_slug(self) -> Mapping[str, Topic]:
        return {topic.slug: self.topic(topic) for topic in self.topics}

    def topic_counts(self, briefs: Iterable[Brief]) -> tuple[TopicCount, ...]:
        return tuple(TopicCount(self.topic(topic), count) for topic, count in topic_counts(briefs, self.topics))

    def day(self, date: dt.date) -> DayLink:
        return DayLink(date, self.addresses.day(date))

    def row(self, entry: Entry) -> Row:
        """The row of an entry; as long as the entry is lent as one object, so is its row."""
        # While an entry is held here, no other object has its id.
        known = self._rows.get(id(entry))
        if known is None:
            if len(self._rows) == _ROW_LIMIT:
                self._rows.clear()
            known = self._rows[id(entry)] = entry, self._new_row(entry)
        return known[1]

    @cached_property
    def _rows(self) -> dict[int, tuple[Entry, Row]]:
        return {}

    def _new_row(self, entry: Entry) -> Row:
        return Row(
            key=entry.key,
            url=self.addresses.paper(entry),
            title=entry.title,
            language=entry.lang or self.language,
            date=entry.date,
            authors=entry.authors[:SHOWN_AUTHORS],
            more_author_count=max(0, len(entry.authors) - SHOWN_AUTHORS),
            topics=self.topics_of(entry),
            sentence=sentence_of(entry),
            votes=entry.votes,
            venue=entry.venue,
            is_withdrawn=entry.is_withdrawn,
            is_draft=entry.is_draft,
        )

    def rows(self, entries: Iterable[Entry]) -> tuple[Row, ...]:
        return tuple(self.row(entry) for entry in entries)

    def cards(self, date: dt.date, listed: Iterable[Entry]) -> tuple[Card, ...]:
        """The papers that a day lists, numbered; those it lists again come last and link to their first day."""
        papers = tuple(listed)
        all_coins = (self.coins(papers) if len(papers) <= MOST_WITH_COINS else ()) or ("",) * len(papers)
        return tuple(
            Card(
                row=self.row(entry),
                number=number,
                abstract=entry.abstract,
                links=paper_links(entry.links),
                first_listed=() if entry.date == date else (self.day(entry.date),),
                coins=coins,
            )
            for number, (entry, coins) in enumerate(zip(papers, all_coins, strict=True), 1)
        )

    def citation(self, entry: Entry) -> Citation:
        """The citation of an entry, made once for its page and all files that hold it."""
        known = self._citations.get(id(entry))
        if known is None:
            if len(self._citations) == _ROW_LIMIT:
                self._citations.clear()
            language = entry.lang or self.language
            known = self._citations[id(entry)] = (
                entry,
                citation_of(entry, language, self.addresses.page_of_paper(entry)),
            )
        return known[1]

    @cached_property
    def _citations(self) -> dict[int, tuple[Entry, Citation]]:
        return {}

    def coins(self, papers: Iterable[Entry | Brief]) -> tuple[str, ...]:
        """The context objects of papers, none where they are switched off; each is made once, as its row is."""
        return tuple(map(self._coins_of, papers)) if self.addresses.pages.coins else ()

    def _coins_of(self, paper: Entry | Brief) -> str:
        known = self._coins.get(id(paper))
        if known is None:
            if len(self._coins) == _ROW_LIMIT:
                self._coins.clear()
            known = self._coins[id(paper)] = paper, coins_of(paper, self.addresses.page_of_paper(paper))
        return known[1]

    @cached_property
    def _coins(self) -> dict[int, tuple[Entry | Brief, str]]:
        return {}


def sentence_of(entry: Entry) -> str:
    """The summary, else the first sentence of the abstract."""
    return _sentence(entry.summary, entry.abstract)


# Five lists on average show a paper. A sentence takes under 1 KB.
@lru_cache(maxsize=1 << 14)
def _sentence(summary: str, abstract: str) -> str:
    return shortened_line(summary or first_sentence(to_plain(abstract)), SENTENCE_LIMIT)


def paper_links(links: Links) -> tuple[PaperLink, ...]:
    """The links a paper has, in the order in which readers want them."""
    kinds = ("abs", "pdf", "code", "project", "video", "discussion")
    return tuple(PaperLink(kind, url) for kind in kinds if (url := getattr(links, kind)))
