"""Citation → an entry of BibTeX. `sources/bibtex` reads it back to the same fields."""

from collections.abc import Iterator

from sitegen.site.citations import OTHERS
from sitegen.site.views import Citation, CitedName
from sitegen.text.to_latex import latex, latex_line, latex_title

_TYPES = {"conference": "inproceedings", "journal": "article", "preprint": "misc"}
_VENUE_FIELDS = {"conference": "booktitle", "journal": "journal", "preprint": "howpublished"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# As babel and biblatex name them.
_LANGUAGES = {
    "cs": "czech",
    "da": "danish",
    "de": "ngerman",
    "el": "greek",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norsk",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
    "uk": "ukrainian",
}
_OUT_OF_PLACE = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def bibtex(citation: Citation) -> str:
    """The entry as a list of references wants it, without the abstract."""
    return _entry(citation, _fields(citation))


def bibtex_with_abstract(citation: Citation) -> str:
    """The entry as a collection wants it."""
    return _entry(citation, [*_fields(citation), *_texts(("abstract", latex(citation.abstract)))])


def _entry(citation: Citation, fields: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> str:
    lines = "".join(f"  {name} = {value},\n" for name, value in fields)
    return f"@{_TYPES[citation.kind]}{{{citation.key},\n{lines}}}\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    """The names and values that an entry has, values with their braces."""
    yield from _texts(
        ("title", latex_title(citation.title)),
        ("author", " and ".join(map(_name, citation.names))),
        (_VENUE_FIELDS[citation.kind], latex_line(citation.venue)),
    )
    yield from _date(citation.date)
    if citation.arxiv_id:
        yield from _texts(
            ("eprint", citation.arxiv_id), ("archivePrefix", "arXiv"), ("primaryClass", latex_line(citation.category))
        )
    has_own_pdf = citation.pdf_url not in ("", citation.url) and not citation.arxiv_id
    yield from _texts(
        ("doi", _address(citation.doi)),
        ("url", _address(citation.url)),
        ("pdf", _address(citation.pdf_url) if has_own_pdf else ""),
        ("keywords", latex_line(_joined(citation.keywords))),
        ("langid", _LANGUAGES.get(citation.language.partition("-")[0].lower(), "")),
        ("note", "Withdrawn" if citation.is_withdrawn else ""),
    )


def _texts(*fields: tuple[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((name, f"{{{text}}}") for name, text in fields if text)


def _date(date: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Year, month and day, as far as they are known: styles print the month by its word, which needs no braces."""
    if date:
        yield "year", f"{{{date[0]:04}}}"
    if len(date) > 1:
        yield "month", _MONTHS[date[1] - 1]
    if len(date) > 2:
        yield "day", f"{{{date[2]}}}"


def _name(name: CitedName) -> str:
    """`van Beethoven, Ludwig`, `Davis, Jr., Sammy`, `{Agüera y Arcas}, Blaise`, `{Gemini Team}`: what the parts are is
    not left to BibTeX, for which all words up to the last small one are particles.
    """
    if name == OTHERS:
        return name.whole
    if not name.family:
        return f"{{{latex_line(name.whole)}}}"
    family, suffix, given = map(latex_line, (name.family, name.suffix, name.given))
    if any(word[0].islower() for word in name.family.split()[:-1]):
        family = f"{{{family}}}"
    return ", ".join(part for part in (f"{latex_line(name.particle)} {family}".strip(), suffix, given) if part)


def _joined(keywords: tuple[str, ...]) -> str:
    """Keywords with commas between them, or semicolons if one has a comma in it."""
    if not any("," in word for word in keywords):
        return ", ".join(word.replace(";", ",") for word in keywords)
    return "".join(f"{word.replace(';', ',')}; " for word in keywords).rstrip()


def _address(address: str) -> str:
    """As it is: `\\url`, hyperref and biblatex take every sign of an address but braces that end the field."""
    return address.translate(_OUT_OF_PLACE)
