"""arXiv ids and categories, DOIs, and the links that follow from them, as files write them. Knows no format."""

import re
from collections.abc import Iterable, Mapping

from sitegen.text.links import code_link

LINK_KINDS = ("abs", "pdf", "code", "project", "video", "discussion")
# https://info.arxiv.org/help/arxiv_identifier.html; archives before April 2007 have a name.
ARXIV_ID = re.compile(r"[0-9]{4}\.[0-9]{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/[0-9]{7}")
DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_ID = rf"(?-i:(?P<id>{ARXIV_ID.pattern})(?P<version>v[0-9]{{1,3}})?)"
_NAMING = (
    r"(?:arxiv:\s*|oai:arxiv\.org:|(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\."
    r"|https?://(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|format)/|https?://huggingface\.co/papers/)"
)
_IS_ID = re.compile(rf"{_NAMING}?{_ID}(?:\.pdf)?/?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_NAMES_ID = re.compile(rf"\b{_NAMING}{_ID}(?![0-9A-Za-z])", re.IGNORECASE)
_IS_DOI = re.compile(rf"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?({DOI.pattern})", re.IGNORECASE)
_NAMES_DOI = re.compile(r"(?<![0-9A-Za-z.])10\.[0-9]{4,9}/[^\s\"<>]+")
# MSC and ACM classes stand among the categories of the API, such as `68T50` and `I.2.7`.
_CATEGORY = re.compile(r"[a-z-]+(\.[A-Za-z-]+)?")


def arxiv_id_of(text: str) -> str:
    """The arXiv id, without version, that a text is: bare, with `arXiv:`, an address or a DOI of arXiv; else ''."""
    match = _IS_ID.fullmatch(text.strip())
    return match["id"] if match else ""


def arxiv_id_in(text: str) -> tuple[str, str]:
    """The id of the first paper that a text names by an address, `arXiv:…`, `oai:arXiv.org:…` or arXiv's own DOI, and
    its version such as `v2`; each empty if it is not there.
    """
    match = _NAMES_ID.search(text)
    return (match["id"], match["version"] or "") if match else ("", "")


def doi_of(text: str) -> str:
    """The DOI that a text is, bare or as an address, or the first that it names, without the punctuation after it;
    else ''.
    """
    whole = _IS_DOI.fullmatch(text.strip())
    named = None if whole else _NAMES_DOI.search(text)
    found = (whole[1] if whole else named[0] if named else "").rstrip(".,;:]}'")
    found = found if "(" in found else found.rstrip(").")
    return "" if found.endswith("/") else found


def arxiv_categories(found: Iterable[str]) -> tuple[str, ...]:
    """arXiv's own categories among those found, in their order, each once."""
    return tuple(dict.fromkeys(name for text in found if _CATEGORY.fullmatch(name := text.strip())))


def arxiv_abs(arxiv_id: str) -> str:
    """The page of a paper's abstract on arXiv; '' without an id."""
    return f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else ""


def arxiv_pdf(arxiv_id: str) -> str:
    """A paper as PDF on arXiv; '' without an id."""
    return f"https://arxiv.org/pdf/{arxiv_id}" if arxiv_id else ""


def links_of(said: Mapping[str, str], arxiv_id: str, text: str) -> dict[str, str]:
    """The links of a paper by kind: what its source said, else where arXiv has it and the code that a text names.

    said: '' where the source says nothing.
    """
    follows = {
        "abs": arxiv_abs(arxiv_id),
        "pdf": arxiv_pdf(arxiv_id),
        "code": code_link(text),
    }
    return {kind: url for kind in LINK_KINDS if (url := said.get(kind, "") or follows.get(kind, ""))}
