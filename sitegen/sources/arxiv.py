"""What arXiv's formats share: its ids, categories and links, and how a text says that a paper was withdrawn."""

import re
from collections.abc import Iterable

from sitegen.text.characters import allowed, on_one_line
from sitegen.text.links import code_link

_ID = r"([0-9]{4}\.[0-9]{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/[0-9]{7})(v[0-9]{1,3})?(?![0-9A-Za-z])"
_NAMING = r"\b(?:https?://(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|format)/|arxiv:|oai:arxiv\.org:|10\.48550/arxiv\.)"
_NAMED_ID = re.compile(rf"{_NAMING}(?-i:{_ID})", re.IGNORECASE)
# MSC and ACM classes stand among the categories of the API, such as `68T50` and `I.2.7`.
_CATEGORY = re.compile(r"[a-z-]+(\.[A-Za-z-]+)?")
_DOI = re.compile(r"(?<![0-9A-Za-z.])10\.[0-9]{4,9}/[^\s\"<>]+")
# "Withdrawn from ICLR 2024" speaks of a conference; the paper still stands.
_WITHDRAWN = re.compile(r"\bwithdrawn\b(?! from (?!(?:the )?arxiv))", re.IGNORECASE)
_WITHDRAWN_ABSTRACT = re.compile(
    r"\W{0,3}this (?:\w+ ){1,3}?(?:has been|is|was) (?:temporarily )?withdrawn\b", re.IGNORECASE
)
# arXiv keeps the author's line ends: a line that is indented begins a paragraph.
_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n\s*|[ \t]{2,})")
_SUFFIX = re.compile(r"(?:Jr|Sr|Esq|Ph\.?\s?D|M\.?D)\.?|I{2,3}|IV|VI{0,3}", re.IGNORECASE)


def arxiv_id(text: str) -> tuple[str, str]:
    """The id of the first paper that a text names by an address, `arXiv:…`, `oai:arXiv.org:…` or arXiv's own DOI, and
    its version such as `v2`; each empty if it is not there.
    """
    match = _NAMED_ID.search(text)
    return (match[1], match[2] or "") if match else ("", "")


def doi(text: str) -> str:
    """The first DOI of a text, without the punctuation after it; empty if there is none."""
    match = _DOI.search(text)
    found = match[0].rstrip(".,;:]}'") if match else ""
    found = found if "(" in found else found.rstrip(").")
    return "" if found.endswith("/") else found


def categories(found: Iterable[str]) -> tuple[str, ...]:
    """arXiv's own categories among those found, in their order, each once."""
    return tuple(dict.fromkeys(name for text in found if _CATEGORY.fullmatch(name := text.strip())))


def arxiv_links(found_id: str, *texts: str) -> dict[str, str]:
    """The paper's page, its PDF, and the first code host that the texts name."""
    code = next(filter(None, map(code_link, texts)), "")
    links = {"abs": f"https://arxiv.org/abs/{found_id}", "pdf": f"https://arxiv.org/pdf/{found_id}"}
    return {**links, "code": code} if code else links


def withdrawn(comment: str, abstract: str) -> str:
    """Why a paper was withdrawn, as its comment or its abstract says it; empty if neither does. arXiv has no flag."""
    if _WITHDRAWN.search(comment):
        return comment
    return on_one_line(abstract) if _WITHDRAWN_ABSTRACT.match(abstract) else ""


def line(text: str) -> str:
    """A text as one line that may enter the archive."""
    return on_one_line(allowed(text))


def paragraphs(text: str) -> str:
    """An abstract with its hard wraps folded, paragraphs separated by a blank line."""
    return "\n\n".join(filter(None, map(on_one_line, _PARAGRAPH.split(allowed(text)))))


def names(text: str) -> tuple[str, ...]:
    """The names of a comma-separated line; `Jr.` and its like stay with their name, affiliations in brackets go."""
    found: list[list[str]] = []
    for part in _parts(text):
        if found and _SUFFIX.fullmatch(part):
            found[-1].append(part)
        elif any(character.isalnum() for character in part):
            found.append([part])
    return tuple(map(", ".join, found))


def _parts(text: str) -> list[str]:
    """What commas separate, without brackets at the end of a part; a comma in brackets separates nothing."""
    depth, start = 0, 0
    parts: list[str] = []
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            break
        if character == "," and not depth:
            parts.append(text[start:position])
            start = position + 1
    if depth:
        # Brackets that do not match say nothing.
        return [line(part) for part in text.split(",")]
    return [line(_without_brackets(part)) for part in [*parts, text[start:]]]


def _without_brackets(name: str) -> str:
    """`Jane Roe (MIT (CSAIL))` is Jane Roe; `Xiaodong (Mike) Shi` stays. The brackets match."""
    end, depth = len(name), 0
    for position in range(len(name) - 1, -1, -1):
        character = name[position]
        depth += (character == ")") - (character == "(")
        if not depth and character == "(":
            end = position
        elif not depth and not character.isspace():
            break
    return name[:end]
