"""Citations → CSL-JSON, the items that citeproc, Pandoc and Zotero take (CSL 1.0.2's schema of input data)."""

from collections.abc import Iterable, Iterator

import msgspec

from sitegen.site.views import Citation, CitedName

# CSL 1.0.2 has no type of its own for preprints and names `article` for them.
_TYPES = {"conference": "paper-conference", "journal": "article-journal", "preprint": "article"}

Value = str | list[dict[str, str]] | dict[str, list[list[int]]]


def csl_json(citations: Iterable[Citation]) -> str:
    """The items without abstracts, as a JSON document with a line for each member."""
    return _document(map(csl_item, citations))


def csl_json_with_abstracts(citations: Iterable[Citation]) -> str:
    """The items as a collection wants them."""
    return _document(map(csl_item_with_abstract, citations))


def csl_item(citation: Citation) -> dict[str, Value]:
    """One item, without the abstract."""
    return dict(_members(citation))


def csl_item_with_abstract(citation: Citation) -> dict[str, Value]:
    """One item; the abstract is its last member, if there is one."""
    abstract: dict[str, Value] = {"abstract": citation.abstract} if citation.abstract else {}
    return {**csl_item(citation), **abstract}


def _document(items: Iterable[dict[str, Value]]) -> str:
    return f"[{','.join(map(_lines, items))}\n]\n"


def _lines(item: dict[str, Value]) -> str:
    return "\n{" + ",\n".join(f"{_json(name)}: {_json(value)}" for name, value in item.items()) + "}"


def _json(value: Value) -> str:
    return msgspec.json.encode(value).decode()


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
