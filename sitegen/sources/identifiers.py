"""arXiv ids, DOIs and the links that follow from them, in the forms in which files write them. Knows no format."""

import re
from collections.abc import Mapping

from sitegen.text.links import code_link

LINK_KINDS = ("abs", "pdf", "code", "project", "video", "discussion")
# https://info.arxiv.org/help/arxiv_identifier.html; archives before April 2007 have a name.
_ID = r"(?P<id>[0-9]{4}\.[0-9]{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?"
_ARXIV = re.compile(
    r"(?:arxiv:\s*|oai:arxiv\.org:|(?:https?://doi\.org/)?10\.48550/arxiv\."
    r"|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|https?://huggingface\.co/papers/)?"
    rf"(?-i:{_ID})(?:\.pdf)?/?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


def arxiv_id_of(text: str) -> str:
    """The arXiv id, without version, that a text is: bare, with `arXiv:`, an address or a DOI of arXiv; else ''."""
    match = _ARXIV.fullmatch(text.strip())
    return match["id"] if match else ""


def doi_of(text: str) -> str:
    """The DOI that a text is, bare or as an address; else ''."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else ""


def links_of(said: Mapping[str, str], arxiv_id: str, text: str) -> dict[str, str]:
    """The links of a paper by kind: what its source said, else where arXiv has it and the code that a text names.

    said: '' where the source says nothing.
    """
    follows = {
        "abs": f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else "",
        "pdf": f"https://arxiv.org/pdf/{arxiv_id}" if arxiv_id else "",
        "code": code_link(text),
    }
    return {kind: url for kind in LINK_KINDS if (url := said.get(kind, "") or follows.get(kind, ""))}
