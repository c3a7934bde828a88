"""Citation → names and values of `citation_…`: meta elements for Google Scholar and Zotero, as arXiv has them.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing

Of a paper without a date of publication they tell none. Scholar asks for the date that papers cite, and "a correct date
or no date" (https://github.com/DSpace/DSpace/issues/7451); the day on which a digest listed a paper could stand as
`citation_online_date`, but Zotero takes that for the date where there is no other.
"""

from collections.abc import Iterator

from sitegen.site.cited_names import family_first
from sitegen.site.views import Citation, CitedName
from sitegen.text.lines import line_words

_VENUES = {
    "conference": "citation_conference_title",
    "journal": "citation_journal_title",
    "preprint": "citation_publisher",
}
_KINDS = {"conference": "conferencePaper", "journal": "", "preprint": "preprint"}
# Zotero takes these for parts of one family name, not for two authors with a comma between them.
_PARTICLES = ("van", "von", "de")


def citation_tags(citation: Citation) -> Iterator[tuple[str, str]]:
    """Names and values, in order; one for each author, of all authors, and for each keyword."""
    is_preprint, is_alone = citation.kind == "preprint", len(citation.names) == 1
    venue = citation.venue or ("arXiv" if is_preprint and citation.arxiv_id else "")
    date = "/".join(f"{part:02}" for part in citation.date)
    online = f"{citation.online:%Y/%m/%d}" if citation.online else ""
    return (
        (name, value)
        for name, value in (
            ("citation_title", line_words(citation.title)),
            *(("citation_author", _name(name, is_alone=is_alone)) for name in citation.names),
            ("citation_publication_date", date),
            ("citation_date", date),
            ("citation_online_date", online),
            (_VENUES[citation.kind], venue),
            # Without them Zotero takes a preprint for an article of a journal, as it does a paper of proceedings that
            # only its DOI tells of, and the name of this site for that of the proceedings.
            ("DC.type", _KINDS[citation.kind]),
            ("DC.source", venue if citation.kind == "conference" else ""),
            ("citation_doi", citation.doi),
            ("citation_arxiv_id", citation.arxiv_id),
            ("citation_public_url", citation.url),
            ("citation_pdf_url", citation.pdf_url),
            *(("citation_keywords", word) for word in citation.keywords),
            # Zotero makes a tag of it, as of the same word in a context object.
            ("citation_keywords", "Withdrawn" if citation.is_withdrawn else ""),
            ("citation_language", citation.language),
            ("citation_abstract", " ".join(citation.abstract.split())),
        )
        if value
    )


def _name(name: CitedName, *, is_alone: bool) -> str:
    """`Lovelace, Ada`. Of a single author with several words on either side of the comma Zotero makes two: such a name
    stands as it is signed.
    """
    signed = family_first(name)
    family, _, given = signed.partition(", ")
    is_taken_apart = is_alone and " " in family and " " in given and not family.lower().startswith(_PARTICLES)
    return name.whole if is_taken_apart else signed
