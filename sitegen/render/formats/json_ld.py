"""Citation → schema.org's ScholarlyArticle as JSON-LD, for a data block of a page: no browser runs it."""

from collections.abc import Iterator

import msgspec

from sitegen.site.views import Citation, CitedName
from sitegen.text.lines import line_words

Thing = dict[str, object]
_OUT_OF_PLACE = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
# Who asks for 3,303 authors reads the tags `citation_author`.
MOST_NAMES = 20


def json_ld(citation: Citation) -> str:
    """The article as JSON that a script element may hold: no sign in it ends the element or begins a comment."""
    return msgspec.json.encode(dict(_members(citation))).decode().translate(_OUT_OF_PLACE)


def _members(citation: Citation) -> Iterator[tuple[str, object]]:
    yield "@context", "https://schema.org"
    yield "@type", "ScholarlyArticle"
    # Not `headline`, of which search engines read some 110 characters.
    yield "name", line_words(citation.title)
    if citation.names:
        yield "author", [_author(name) for name in citation.names[:MOST_NAMES]]
    if citation.date:
        yield "datePublished", "-".join(f"{part:02}" for part in citation.date)
    identifiers = [
        *([_identifier("arXiv", citation.arxiv_id)] if citation.arxiv_id else []),
        *([_identifier("DOI", citation.doi)] if citation.doi else []),
    ]
    if identifiers:
        yield "identifier", identifiers
    places = (citation.url, f"https://doi.org/{citation.doi}" if citation.doi else "")
    same = [place for place in dict.fromkeys(places) if place and place != citation.page_url]
    said: tuple[tuple[str, object], ...] = (
        ("url", citation.page_url or citation.url),
        ("sameAs", same),
        ("isPartOf", _container(citation)),
        ("encoding", _pdf(citation.pdf_url)),
        ("keywords", list(citation.keywords)),
        ("inLanguage", citation.language),
        ("creativeWorkStatus", "Withdrawn" if citation.is_withdrawn else ""),
    )
    yield from ((name, value) for name, value in said if value)


def _author(name: CitedName) -> Thing:
    """A person, where the name has parts; else an organisation, unless it is one word, which may be either."""
    is_group = not name.family and " " in name.whole
    return {"@type": "Organization" if is_group else "Person", "name": name.whole}


def _identifier(kind: str, value: str) -> Thing:
    return {"@type": "PropertyValue", "propertyID": kind, "value": value}


def _container(citation: Citation) -> Thing:
    if not citation.venue:
        return {}
    return {"@type": "Periodical" if citation.kind == "journal" else "PublicationVolume", "name": citation.venue}


def _pdf(url: str) -> Thing:
    return {"@type": "MediaObject", "contentUrl": url, "encodingFormat": "application/pdf"} if url else {}
