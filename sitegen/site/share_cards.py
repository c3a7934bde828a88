"""Share cards: the pictures of a link to the site, a day or a paper; which are drawn, and what they show."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.config import CardSettings
from sitegen.site.addresses import day_path, paper_path
from sitegen.site.views import DayCard, Page, PaperCard, SiteCard
from sitegen.text.lines import line_words

CARD = "card.png"
CARD_KINDS = ("card_site", "card_day", "card_paper")
_DAY_TITLES = 4
_AUTHORS = 3
Ranges = tuple[tuple[int, int], ...]


class Cards(msgspec.Struct, frozen=True):
    """Which share cards a site has. covered: the characters that can be drawn, as first and last of each run.

    tools: a digest of what draws them: the fonts, and the version of the library.
    """

    of_days: bool = False
    of_papers: bool = False
    covered: Ranges = ()
    tools: bytes = b""

    @property
    def of_site(self) -> bool:
        return self.of_days or self.of_papers

    def covers(self, text: str) -> bool:
        """True if all of a text can be drawn."""
        return set(map(ord, text)) <= _characters(self.covered)


NO_CARDS = Cards()


def cards_of(settings: CardSettings, covered: Ranges, tools: bytes, words: Iterable[str]) -> Cards:
    """The cards of a site. words: that stand on each; if one of them cannot be drawn, there are none."""
    found = Cards(settings.days, settings.papers, covered, tools)
    return found if found.of_site and all(map(found.covers, words)) else NO_CARDS


def day_card(cards: Cards, date: dt.date, listed: tuple[Brief, ...]) -> Page | None:
    """The card of a day; none if it has no title to show: one that can be drawn, of a paper that was not withdrawn."""
    shown = (_title(brief.title) for brief in listed if not brief.is_withdrawn)
    titles = tuple(islice(filter(cards.covers, shown), _DAY_TITLES))
    if not cards.of_days or not titles:
        return None
    return Page(day_path(date) + CARD, DayCard(kind="card_day", date=date, count=len(listed), titles=titles))


def paper_card(cards: Cards, entry: Entry) -> Page | None:
    """The card of a paper; none if its title cannot be drawn."""
    title = _title(entry.title)
    if not cards.of_papers or not cards.covers(title):
        return None
    authors = tuple(filter(cards.covers, map(_plain, entry.authors)))[:_AUTHORS]
    view = PaperCard(
        kind="card_paper",
        title=title,
        authors=authors,
        more_author_count=len(entry.authors) - len(authors),
        date=entry.date,
        venue=entry.venue if cards.covers(_plain(entry.venue)) else "",
        is_withdrawn=entry.is_withdrawn,
    )
    return Page(paper_path(entry.key) + CARD, view)


def has_paper_card(cards: Cards, brief: Brief) -> bool:
    return cards.of_papers and cards.covers(_title(brief.title))


def site_card() -> Page:
    return Page(CARD, SiteCard(kind="card_site"))


def _title(text: str) -> str:
    """A title as it is drawn: a picture has no formulas, so they stand in words."""
    return _plain(line_words(text))


def _plain(text: str) -> str:
    """A text as it is drawn: letters with their accents in one, and single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=4)
def _characters(ranges: Ranges) -> frozenset[int]:
    return frozenset(character for first, last in ranges for character in range(first, last + 1))
