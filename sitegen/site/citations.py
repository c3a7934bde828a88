"""Entry → citation: the value that BibTeX, RIS, CSL-JSON and the head of a page are written from."""

import re

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.site.cited_names import cited_name
from sitegen.site.venues import PREPRINT, kind_of, year_of
from sitegen.site.views import Citation, CitedName
from sitegen.sources.identifiers import ARXIV_ID, arxiv_abs, arxiv_pdf
from sitegen.text.markdown import to_plain
from sitegen.text.slugs import whole_slug

_MONTH_OF_ID = re.compile(r"([0-9]{2})(0[1-9]|1[0-2])\.|[a-z.A-Z-]+/([0-9]{2})(0[1-9]|1[0-2])")
_FIRST_YEAR_OF_ARXIV = 91
# As many as the page itself shows at once.
MOST_NAMES_IN_A_PANEL = 50
FIRST_NAMES = 20
# How BibTeX says that a list of authors goes on.
OTHERS = CitedName("others", "", "", "", "")
# Words that say little about a paper. Google Scholar's keys leave out the like.
_SMALL_WORDS = frozenset(
    (
        *("a", "an", "the", "on", "of", "in", "for", "to", "and", "or", "with", "without", "via", "by", "at", "as"),
        *(
            "from",
            "into",
            "is",
            "are",
            "be",
            "do",
            "does",
            "can",
            "could",
            "should",
            "will",
            "it",
            "its",
            "how",
            "what",
            "why",
        ),
        *(
            "when",
            "where",
            "which",
            "who",
            "towards",
            "toward",
            "not",
            "no",
            "all",
            "your",
            "you",
            "we",
            "our",
            "us",
            "i",
            "if",
        ),
        *("but", "than", "then", "this", "that", "these", "one", "two", "more", "less"),
    )
)


def citation_of(entry: Entry, language: str, page_url: str) -> Citation:
    """What a bibliography says of an entry. language: of its text. page_url: its page's; '' without one."""
    arxiv_id, kind = entry.arxiv_id, kind_of(entry.venue, entry.doi)
    names = tuple(map(cited_name, entry.authors))
    return Citation(
        key=citation_key(entry, names),
        kind=kind,
        title=entry.title,
        names=names,
        date=publication_date(entry, kind),
        online=entry.published,
        abstract=to_plain(entry.abstract),
        venue=entry.venue,
        arxiv_id=arxiv_id,
        category=entry.categories[0] if arxiv_id and entry.categories else "",
        doi=entry.doi,
        url=paper_url(entry, page_url),
        pdf_url=pdf_address(entry),
        page_url=page_url,
        keywords=entry.keywords,
        language=language,
        is_withdrawn=entry.is_withdrawn,
    )


def short_citation(citation: Citation) -> Citation:
    """The citation for a panel, which holds each name six times: of many authors, the first and `others`."""
    if len(citation.names) <= MOST_NAMES_IN_A_PANEL:
        return citation
    return msgspec.structs.replace(citation, names=(*citation.names[:FIRST_NAMES], OTHERS))


def paper_url(entry: Entry, page_url: str) -> str:
    """Where the paper is: its abstract's page, else its DOI's, its PDF, its project, its page here."""
    links = entry.links
    return address_of(links.abs, entry.arxiv_id, entry.doi) or links.pdf or links.project or page_url


def pdf_address(entry: Entry) -> str:
    """The paper as PDF: as its entry says, else where arXiv has it; '' if neither is known."""
    return entry.links.pdf or arxiv_pdf(entry.arxiv_id)


def address_of(abs_url: str, arxiv_id: str, doi: str) -> str:
    """The page of a paper's abstract, else that of its DOI; '' if neither is known."""
    return abs_url or arxiv_abs(arxiv_id) or (f"https://doi.org/{doi}" if doi else "")


def citation_key(entry: Entry, names: tuple[CitedName, ...]) -> str:
    """`lovelace2025whales-2509.01234`, or `lovelace2025-on-the-song-of-whales` where the entry's key is words.

    Small letters, digits, `-`, `.` and `_`, a letter first: legal in BibTeX and in biblatex. The entry's key, which is
    unique in the archive and never changes, stands after the first hyphen, so no two papers share a citation key
    whatever else the archive holds.
    """
    author = _author_word(names[0]) if names else ""
    year = _year_of_arxiv(entry.arxiv_id) or (entry.published.year if entry.published else "")
    is_number = bool(entry.arxiv_id) and entry.key == entry.arxiv_id.replace("/", "-").lower()
    word = _title_word(entry.title) if is_number or not author else ""
    beginning = f"{author}{year}{word}" if author else f"{word or 'paper'}{year}"
    return f"{beginning if beginning[0].isalpha() else f'paper{beginning}'}-{entry.key}"


def _author_word(name: CitedName) -> str:
    if name.family:
        return whole_slug(f"{name.particle} {name.family}").replace("-", "")
    words = whole_slug(name.whole).split("-")
    return next((word for word in words if word not in _SMALL_WORDS), words[0])


def _title_word(title: str) -> str:
    words = whole_slug(title).split("-")
    return next((word for word in words if len(word) > 1 and word not in _SMALL_WORDS), words[0])


def publication_date(entry: Entry | Brief, kind: str) -> tuple[int, ...]:
    """When it was published. Of a published paper that arXiv has, `published` is the day of the preprint, and tells at
    most the year.
    """
    published = entry.published
    year = year_of(entry.venue) if kind != PREPRINT else None
    if year and (published is None or entry.arxiv_id or published.year != year):
        return (year,)
    if published:
        is_of_preprint = kind != PREPRINT and entry.arxiv_id
        return (published.year,) if is_of_preprint else (published.year, published.month, published.day)
    month = _month_of_arxiv(entry.arxiv_id)
    return month if kind == PREPRINT else month[:1]


def _month_of_arxiv(arxiv_id: str) -> tuple[int, ...]:
    """The year and the month that an arXiv id begins with."""
    assert not arxiv_id or ARXIV_ID.fullmatch(arxiv_id), "the front matter was checked"
    found = _MONTH_OF_ID.match(arxiv_id)
    if not found:
        return ()
    year, month = int(found[1] or found[3]), int(found[2] or found[4])
    return (1900 if year >= _FIRST_YEAR_OF_ARXIV else 2000) + year, month


def _year_of_arxiv(arxiv_id: str) -> str:
    return "".join(map(str, _month_of_arxiv(arxiv_id)[:1]))
