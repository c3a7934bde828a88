"""What a person writes to name a paper (an id, an address, a DOI) → its arXiv id or DOI. Knows no network."""

import re
from urllib.parse import unquote

import msgspec

from sitegen.problems import USAGE_ERROR, Problem, SiteError, quoted, stop
from sitegen.sources.identifiers import arxiv_id_of, doi_of

_ARXIV_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)*"
    r"(?:arxiv\.org/(?:abs|pdf|html|format)|(?:huggingface\.co|hf\.co)/papers|alphaxiv\.org/(?:abs|pdf|html|overview))"
    r"/([^?#]+)[?#]?.*",
    re.IGNORECASE,
)
_DOI_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|dx\.)?doi\.org/([^?#]+)[?#]?.*", re.IGNORECASE)
_BARE_DOI = re.compile(r"(?:doi:\s*)?(10\..*)", re.IGNORECASE)
_NEW_ID = re.compile(r"([0-9]{4})\.([0-9]+)")
_EXPECTED = "expected one like 2509.01234, https://arxiv.org/abs/2509.01234 or 10.1000/182"


class PaperName(msgspec.Struct, frozen=True):
    """A paper as a person named it. text: as it was written; one of arxiv_id, without version, and doi is set."""

    text: str
    arxiv_id: str = ""
    doi: str = ""


def paper_names(texts: tuple[str, ...]) -> tuple[PaperName, ...]:
    """The papers that are named, each once, in order. Raises SiteError (wrong usage) for every text that names none."""
    names: dict[tuple[str, str], PaperName] = {}
    problems: list[Problem] = []
    for text in texts:
        try:
            name = paper_name(text)
        except SiteError as error:
            problems.extend(error.problems)
            continue
        names.setdefault((name.arxiv_id, name.doi.casefold()), name)
    if problems:
        raise SiteError(problems, USAGE_ERROR)
    return tuple(names.values())


def paper_name(text: str) -> PaperName:
    """The paper that a text names: by an arXiv id of either style, with or without `arXiv:` and version, by its page at
    arXiv, Hugging Face or alphaXiv, or by a DOI. Raises SiteError (wrong usage) if it names none.
    """
    said = text.strip()
    address = _ARXIV_ADDRESS.fullmatch(said)
    arxiv_id = arxiv_id_of(unquote(address[1]) if address else said)
    if arxiv_id:
        _refuse_lost_digits(text, arxiv_id)
        return PaperName(text, arxiv_id=arxiv_id)
    page = _DOI_ADDRESS.fullmatch(said)
    bare = _BARE_DOI.fullmatch(said)
    doi = doi_of(unquote(page[1]) if page else bare[1] if bare else "")
    # arXiv's own DOIs are ids of arXiv, which knows more of them.
    if arxiv_id := arxiv_id_of(doi):
        return PaperName(text, arxiv_id=arxiv_id)
    if doi:
        return PaperName(text, doi=doi)
    raise stop(quoted(text), f"no paper is named so ({_EXPECTED})", _hint(said), USAGE_ERROR)


def _refuse_lost_digits(text: str, arxiv_id: str) -> None:
    """Five digits follow the point since January 2015, before four: https://info.arxiv.org/help/arxiv_identifier.html."""
    found = _NEW_ID.fullmatch(arxiv_id)
    expected = 5 if arxiv_id >= "1501" else 4
    if found and len(found[2]) != expected:
        message = f"an arXiv id with {len(found[2])} digits after the point (expected {expected} in {found[1]})"
        raise stop(quoted(text), message, "a program may have taken zeros off its end", USAGE_ERROR)


def _hint(text: str) -> str:
    named = doi_of(text)
    if named:
        return f"did you mean the DOI {named}?"
    if text.lower().startswith(("http://", "https://")):
        return "look for the arXiv id or the DOI on that page"
    return "find it at https://arxiv.org or https://search.crossref.org; other papers can be written by hand"
