"""Citation → names and values of `citation_…`: meta elements for Google Scholar and Zotero, as arXiv has them.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

from collections.abc import Iterator

from sitegen.site.views import Citation, CitedName

_VENUES = {
    "conference": "citation_conference_title",
    "journal": "citation_journal_title",
    "preprint": "citation_publisher",
}


def citation_tags(citation: Citation) -> Iterator[tuple[str, str]]:
    """Names and values, in order; one for each author, of all authors, and for each keyword."""
    date = "/".join(f"{part:02}" for part in citation.date)
    online = f"{citation.online:%Y/%m/%d}" if citation.online else ""
    return (
        (name, value)
        for name, value in (
            ("citation_title", citation.title),
            *(("citation_author", _name(name)) for name in citation.names),
            ("citation_publication_date", date),
            ("citation_date", date),
            ("citation_online_date", online),
            (_VENUES[citation.kind], citation.venue),
            ("citation_doi", citation.doi),
            ("citation_arxiv_id", citation.arxiv_id),
            ("citation_public_url", citation.url),
            ("citation_pdf_url", citation.pdf_url),
            *(("citation_keywords", word) for word in citation.keywords),
            ("citation_language", citation.language),
            ("citation_abstract", " ".join(citation.abstract.split())),
        )
        if value
    )


def _name(name: CitedName) -> str:
    """`Lovelace, Ada`. Zotero takes a comma with several words on either side for one between two authors: such names
    stand as they are signed.
    """
    family = f"{name.particle} {name.family} {name.suffix}".strip()
    if not name.given or (" " in family and " " in name.given):
        return name.whole
    return f"{family}, {name.given}"
