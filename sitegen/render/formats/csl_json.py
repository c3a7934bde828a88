"""Citations → CSL-JSON, the items that citeproc, Pandoc and Zotero take (CSL 1.0.2's schema of input data)."""

from collections.abc import Iterable, Iterator

import msgspec

from sitegen.site.views import Citation, CitedName

# CSL 1.0.2 has no type of its own for preprints and names `article` for them.
_TYPES = {"conference": "paper-conference", "journal": "article-journal", "preprint": "article"}

Value = str | list[dict[str, str]] | dict[str, list[list[int]]]


def csl_json(citations: Iterable[Citation]) -> str:
    """The items as a JSON document, as people may read it."""
    return f"{msgspec.json.format(msgspec.json.encode([csl_item(each) for each in citations])).decode()}\n"


def csl_item(citation: Citation) -> dict[str, Value]:
    """One item, with the abstract."""
    return dict(_members(citation))


def _members(citation: Citation) -> Iterator[tuple[str, Value]]:
    yield "id", citation.key
    yield "type", _TYPES[citation.kind]
    yield "title", citation.title
    if citation.names:
        yield "author", [_name(name) for name in citation.names]
    if citation.date:
        yield "issued", {"date-parts": [list(citation.date)]}
    is_preprint = citation.kind == "preprint"
    arxiv = f"arXiv:{citation.arxiv_id}" if citation.arxiv_id else ""
    notes = (arxiv if not is_preprint else "", "Withdrawn" if citation.is_withdrawn else "")
    said = (
        ("container-title", citation.venue),
        ("publisher", "arXiv" if arxiv and is_preprint else ""),
        ("number", arxiv if is_preprint else ""),
        ("DOI", citation.doi),
        ("URL", citation.url),
        ("abstract", citation.abstract),
        ("keyword", ", ".join(citation.keywords)),
        ("language", citation.language),
        ("status", "withdrawn" if citation.is_withdrawn else ""),
        ("note", "\n".join(note for note in notes if note)),
    )
    yield from ((name, text) for name, text in said if text)


def _name(name: CitedName) -> dict[str, str]:
    if not name.family:
        return {"literal": name.whole}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}
