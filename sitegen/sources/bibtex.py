"""BibTeX: entries of a bibliography. bibtexparser takes the file apart; LaTeX is read in text/latex."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from sitegen.problems import Location, Problem, quoted
from sitegen.sources import values
from sitegen.sources.dates import day_of
from sitegen.sources.identifiers import arxiv_id_of, doi_of, links_of
from sitegen.sources.json_text import begins_as_json
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import MOST_ROWS, Rejected, Row, broken, harvested, listing_day, too_many
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.characters import on_one_line
from sitegen.text.files import decoded
from sitegen.text.hygiene import is_whole, names_between_ands, turned
from sitegen.text.latex import plain_of_latex
from sitegen.text.links import web_link

if TYPE_CHECKING:
    from bibtexparser.library import Library

_MARK = re.compile(
    rb"^[ \t]*@(?!comment|string|preamble)[a-z]+[ \t]*[{(][ \t]*[^\s,={}()]+[ \t]*,", re.IGNORECASE | re.MULTILINE
)
_PART = re.compile(r'\\.|[{}"#]|[^\\{}"#]+|\\', re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PREPRINT = re.compile(r"(?:arxiv|corr)\b.*?(?:arxiv:|abs/)\s*(\S+?)[,;.]?(?:\s.*)?", re.IGNORECASE | re.DOTALL)
# A longer one is a list in which `and` is missing.
_LONGEST_NAME = 500
# In characters, all words of @string together. The names of 10,000 journals have less.
_LONGEST_WORDS = 1_000_000
_HINT = "the other entries were read; mend this one and ingest again"


def read_bibtex(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The entries of a bibliography, in order. date: the digest date, required, because a bibliography tells none.

    Raises SiteError if the file holds no entry. An entry without an abstract, or that cannot be read, is rejected with
    its line; the others are read.
    """
    text = decoded(data, path)
    if text.count("@") > MOST_ROWS:
        # bibtexparser holds a kilobyte for each.
        raise too_many(Location(path), "entries")
    rows = tuple(_rows(text, path))
    if not rows:
        what = "no entry" if text.strip() else "an empty file"
        raise broken(Location(path), f"{what} (expected BibTeX such as '@article{{key, …}}')", "is this a .bib file?")
    return harvested(rows, lambda row: _record(row, date))


def is_bibtex(head: bytes) -> bool:
    """True if an entry of BibTeX begins in the first bytes of a file."""
    return not begins_as_json(head) and bool(_MARK.search(head))


class _Entry(msgspec.Struct, frozen=True):
    """An entry as it is written: its values with their quotes or braces, and what the words of @string stand for."""

    fields: Mapping[str, str]
    strings: Mapping[str, str]

    def said(self, *names: str, longest: int = values.LONGEST_TEXT) -> str:
        """The value of the first of the fields that has one, LaTeX and all.

        Raises Rejected for an unknown word, and for more characters than `longest`.
        """
        for name in names:
            found = self._value(name, longest).strip()
            if found:
                return found
        return ""

    def plain(self, *names: str) -> str:
        """The same as plain text on one line."""
        return values.text_of(plain_of_latex(self.said(*names)))

    def _value(self, name: str, longest: int) -> str:
        written = self.fields.get(name, "")
        # Before it is taken apart, which costs a hundred bytes for each pair of braces.
        values.check_length(written[1:-1], name, longest)
        try:
            return _resolved(written, self.strings, longest)
        except Rejected as error:
            raise Rejected(f"{name}: {error}", error.hint) from None


def _resolved(value: str, strings: Mapping[str, str], longest: int) -> str:
    """A value without its quotes or braces, with `#` carried out.

    Raises Rejected for a word that @string lacks, and for words that stand for more characters than `longest`.
    """
    parts: list[str] = []
    count = 0
    for part in map(str.strip, _joined(_PART.findall(value))):
        if part[:1] in ("{", '"'):
            parts.append(part[1:-1])
        elif part.isdigit() or not part:
            parts.append(part)
        elif part.casefold() in strings:
            parts.append(strings[part.casefold()])
        else:
            message = f"unknown word {quoted(part)} (expected quotes or braces around a value, or a word of @string)"
            raise Rejected(message, _HINT)
        count += len(parts[-1])
        if count > longest:
            raise Rejected(f"a text of more than {longest:,} characters, words of @string included", _HINT)
    return "".join(parts)


def _strings(library: "Library") -> dict[str, str]:
    """What words stand for: the months, and those of @string; a word that cannot be resolved is none.

    Words that stand for words could double ten lines into gigabytes: what comes after `_LONGEST_WORDS` is none.
    """
    strings = {month: month for month in _MONTHS}
    left = _LONGEST_WORDS
    for string in library.strings:
        with suppress(Rejected):
            values.check_length(string.value, string.key, left)
            found = strings[string.key.casefold()] = _resolved(string.value, strings, left)
            left -= len(found)
    return strings


def _rows(text: str, path: str) -> Iterator[Row | Problem]:
    import logging

    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

    # It would print what it hands over as a failed block too.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = parse_string(text, parse_stack=[])
    strings = _strings(library)
    number = 0
    for block in library.blocks:
        # Two papers may have been given one key: whether they are one is not for the reader to say.
        found = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if not isinstance(found, Entry | ParsingFailedBlock):
            continue
        number += 1
        place = Location(path, (block.start_line or 0) + 1, 1)
        if isinstance(found, Entry):
            fields = {field.key.casefold(): str(field.value) for field in reversed(found.fields)}
            yield Row(number, place, found.key, _Entry(fields, strings))
        elif isinstance(found, DuplicateFieldKeyBlock):
            twice = ", ".join(sorted(found.duplicate_keys))
            yield Problem(place, f"row {number}: fields that stand twice: {quoted(twice)}", _HINT)
        else:
            yield Problem(place, f"row {number}: BibTeX that does not parse: {_reason(found.error)}", _HINT)


def _reason(error: Exception) -> str:
    """Why an entry does not parse, as bibtexparser says it, in the tone of our messages."""
    reason = on_one_line(str(getattr(error, "abort_reason", error))).rstrip(". ").replace("`", "'")
    return f"{reason[:1].lower()}{reason[1:]}"


def _joined(marks: list[str]) -> list[str]:
    """The parts of a value that `#` joins. marks: what stands between braces and quotes."""
    parts: list[list[str]] = [[]]
    depth = 0
    is_quoted = False
    for mark in marks:
        depth += (mark == "{") - (mark == "}")
        is_quoted ^= mark == '"' and not depth
        if mark == "#" and not depth and not is_quoted:
            parts.append([])
        else:
            parts[-1].append(mark)
    return list(map("".join, parts))


def _record(row: Row, declared: dt.date | None) -> Record:
    assert isinstance(row.value, _Entry), "_rows made it"
    entry = row.value
    title = entry.plain("title")
    abstract = values.abstract_of(plain_of_latex(entry.said("abstract")))
    date = listing_day(title, abstract, declared)
    venue = entry.plain("journal", "journaltitle", "booktitle")
    preprint = _PREPRINT.fullmatch(venue)
    url = web_link(_unescaped(entry.said("url")))
    doi = doi_of(_unescaped(entry.said("doi")))
    told = (entry.plain("eprint"), preprint[1] if preprint else "", url, doi)
    arxiv_id = next((found for text in told if text and (found := arxiv_id_of(text))), "")
    authors = tuple(_authors(entry.said("author", longest=values.LONGEST_NAMES)))
    is_pdf = url.lower().endswith(".pdf")
    said = {
        "abs": "" if arxiv_id or is_pdf else url,
        "pdf": web_link(_unescaped(entry.said("pdf"))) or (url if is_pdf else ""),
        "code": web_link(_unescaped(entry.said("code"))),
    }
    return Record(
        title=title,
        abstract=abstract,
        date=date,
        item=values.text_of(row.item),
        position=row.number,
        published=_published(entry),
        authors=tuple(name for name, _ in authors),
        whole_names=tuple(name for name, has_braces in authors if has_braces),
        arxiv_id=arxiv_id,
        doi=doi,
        venue="" if preprint else venue,
        categories=values.categories_of(entry.plain("primaryclass", "eprintclass")) if arxiv_id else (),
        keywords=values.words_of(entry.plain("keywords")),
        links=links_of(said, arxiv_id, abstract),
        withdrawn=withdrawal_told(entry.plain("note"), abstract),
    )


def _published(entry: _Entry) -> dt.date | None:
    """The day, if it is complete: most entries know no more than the year, or its month."""
    whole = entry.plain("date")
    if whole:
        return values.known_day_of(whole)
    year, month, day = entry.plain("year"), entry.plain("month").casefold()[:3], entry.plain("day")
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if re.fullmatch(r"[0-9]{1,2}", month) else 0
    if not (re.fullmatch(r"[0-9]{4}", year) and number and re.fullmatch(r"[0-9]{1,2}", day)):
        return None
    return day_of(f"{year}-{number:02}-{int(day):02}")


def _authors(text: str) -> Iterator[tuple[str, bool]]:
    """The names in their order, given name first, without `and others`; True for each that braces keep whole."""
    for name in names_between_ands(text):
        if len(name) > _LONGEST_NAME:
            raise Rejected(f"author: a name of {len(name):,} characters: {quoted(name)}", "'and' stands between names")
        if plain := values.text_of(plain_of_latex(turned(name))):
            yield plain, is_whole(name)


def _unescaped(address: str) -> str:
    """An address without the backslashes that LaTeX wants; a tilde in it is meant."""
    return re.sub(r"\\([%&#_~{}])", r"\1", address)
