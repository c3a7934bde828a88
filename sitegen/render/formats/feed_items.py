"""What items of a feed say in either format: titles, and their content as HTML."""

import datetime as dt
from functools import lru_cache
from html import escape

from sitegen.render.catalogue import Catalogue
from sitegen.render.phrases import Phrase
from sitegen.site.views import EditionEntry, EditionPaper, Feed, FeedEntry
from sitegen.text.lines import line_html
from sitegen.text.markdown import to_html

# The strings that feeds use. A theme may lack them.
FEED_WITHDRAWN = "feed_withdrawn"
FEED_EDITION = "feed_edition"
FEED_EDITIONS = "feed_editions"
MORE_AUTHORS = "more_authors"
DATES = ("date_full", "months", "months_alone", "months_short", "thousands_from", "thousands_mark", "weekdays")
_WITHDRAWN = Phrase("[withdrawn] {title}")
_EDITION = Phrase("{date}: {count} papers", "{date}: one paper")
_EDITIONS = Phrase("{title}: editions")
_MORE = Phrase("and {count} more", "and one more")


def papers_of(feed: Feed) -> list[FeedEntry]:
    """The papers of a feed of papers."""
    return [entry for entry in feed.entries if isinstance(entry, FeedEntry)]


def editions_of(feed: Feed) -> list[EditionEntry]:
    """The editions of a feed of editions."""
    return [entry for entry in feed.entries if isinstance(entry, EditionEntry)]


def moment(date: dt.date) -> str:
    """The beginning of a day (RFC 3339): content knows days only."""
    return f"{date.isoformat()}T00:00:00Z"


def withdrawn_title(catalogue: Catalogue) -> str:
    """What stands for the title of a withdrawn paper, with a place for it."""
    return catalogue.phrases.get(FEED_WITHDRAWN, _WITHDRAWN).other


def marked(title: str, withdrawn: str, *, is_withdrawn: bool) -> str:
    """The title of a paper as feeds show it."""
    return withdrawn.replace("{title}", title) if is_withdrawn else title


def editions_title(title: str, catalogue: Catalogue) -> str:
    """The title of the feed of editions. title: of the site."""
    return catalogue.phrases.get(FEED_EDITIONS, _EDITIONS).other.replace("{title}", title)


def edition_title(edition: EditionEntry, catalogue: Catalogue) -> str:
    """The title of a day: its date and how many papers it lists."""
    has_dates = {"date_full", "months", "months_short", "weekdays"} <= catalogue.phrases.keys()
    date = catalogue.date(edition.date, "full") if has_dates else edition.date.isoformat()
    return _with(catalogue, FEED_EDITION, _EDITION).say(FEED_EDITION, date=date, count=len(edition.papers))


# A paper stands in several feeds, each in both formats. An abstract takes 1.5 KB.
@lru_cache(maxsize=1 << 13)
def abstract_html(abstract: str, base_url: str) -> str:
    return to_html(abstract, root=base_url)


def edition_html(edition: EditionEntry, language: str, base_url: str, catalogue: Catalogue) -> str:
    """The editor's note and the list of a day. language: of the feed."""
    items = "\n".join(_item(paper, language, catalogue) for paper in edition.papers)
    note = to_html(edition.note, root=base_url) if edition.note else ""
    return f"{note}<ol>\n{items}\n</ol>"


def _item(paper: EditionPaper, language: str, catalogue: Catalogue) -> str:
    title = escape(marked(paper.title, withdrawn_title(catalogue), is_withdrawn=paper.is_withdrawn))
    linked = f'<a href="{escape(paper.url)}">{title}</a>' if paper.url else title
    lines = [f"<strong>{linked}</strong>"]
    authors = ", ".join(paper.authors)
    if paper.more_author_count:
        more = _with(catalogue, MORE_AUTHORS, _MORE).say(MORE_AUTHORS, count=paper.more_author_count)
        authors = f"{authors} {more}"
    lines.extend(html for html in (escape(authors), line_html(paper.sentence)) if html)
    attribute = f' lang="{escape(paper.language)}"' if paper.language != language else ""
    return f"<li{attribute}>{'<br>'.join(lines)}</li>"


def _with(catalogue: Catalogue, name: str, otherwise: Phrase) -> Catalogue:
    """The catalogue, which then has a string of this name."""
    return catalogue if name in catalogue.phrases else Catalogue({**catalogue.phrases, name: otherwise})
