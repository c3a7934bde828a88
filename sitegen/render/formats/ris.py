"""Citation → a reference in RIS, which Zotero, EndNote and Mendeley read. One line to a tag, ended by CR and LF."""

from collections.abc import Iterable, Iterator

from sitegen.site.views import Citation, CitedName
from sitegen.text.characters import on_one_line

_TYPES = {"conference": "CONF", "journal": "JOUR", "preprint": "UNPB"}


def ris(citation: Citation) -> str:
    """The reference, from TY to ER, without the abstract."""
    return _reference(_lines(citation))


def ris_with_abstract(citation: Citation) -> str:
    """The reference as a collection wants it."""
    return _reference((*_lines(citation), ("AB", citation.abstract)))


def _reference(fields: Iterable[tuple[str, str]]) -> str:
    lines = ((tag, on_one_line(value)) for tag, value in fields)
    return "".join(f"{tag}  - {line}\r\n" for tag, line in lines if line) + "ER  - \r\n"


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[citation.kind]
    yield "ID", citation.key
    yield "TI", citation.title
    yield from (("AU", _name(name)) for name in citation.names)
    if citation.date:
        yield "PY", f"{citation.date[0]:04}"
    if len(citation.date) > 1:
        # What is not known may be left out, the slashes may not: YYYY/MM/DD/other.
        yield "DA", "".join(f"{part:02}/" for part in citation.date).ljust(len("YYYY/MM//"), "/")
    is_on_arxiv = bool(citation.arxiv_id)
    yield from (
        ("T2", citation.venue),
        ("PB", "arXiv" if is_on_arxiv and citation.kind == "preprint" else ""),
        ("AN", f"arXiv:{citation.arxiv_id}" if is_on_arxiv else ""),
        ("DO", citation.doi),
        ("UR", citation.url),
        ("L1", citation.pdf_url),
        *(("KW", word) for word in citation.keywords),
        ("LA", citation.language),
        ("N1", "Withdrawn" if citation.is_withdrawn else ""),
    )


def _name(name: CitedName) -> str:
    """`van Beethoven, Ludwig`; `Davis, Sammy, Jr.`. A comma parts a name, so that of an organisation has none."""
    if not name.family:
        return name.whole.replace(",", "")
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(part for part in (family, name.given, name.suffix) if part)
