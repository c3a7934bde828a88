"""XML from outside as elements with their places; a DTD is refused before anything in it is read. Knows no format."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.parsers import expat

import msgspec

from sitegen.problems import Location, Problem, SiteError, quoted
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import Rejected, Row, harvested

# The prefixes by which the readers know an element, whatever the file calls them. RSS 1.0 has the names of RSS 2.0.
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://arxiv.org/schemas/atom": "arxiv:",
    "http://a9.com/-/spec/opensearch/1.1/": "opensearch:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
_PRISM = re.compile(r"http://prismstandard\.org/namespaces/(?:basic/)?[0-9.]+/(?:basic/)?")
# expat reads these by itself or by a table of 256 characters; no other encoding of several bytes.
_ENCODING = re.compile(r"utf-?8|utf-16(?:le|be)?|(?:us-)?ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]", re.IGNORECASE)
_NO_OTHER_ENCODING = re.compile(
    rb"<\?xml[^>]*encoding=[\"']utf-?8[\"']|<\?xml(?:(?!encoding)[^>])*>|<[^?]", re.IGNORECASE
)
_MARKUP = (b"<", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(rb"\s*<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
# Real answers: 2,000 items of 25 elements, a year's findings of the ACL Anthology with 3,500 of 45; 4 deep (XHTML
# inside a blog's entries: 20); abstracts below 4,000 characters, whole articles in a feed below 300,000.
_MOST_ELEMENTS = 500_000
_DEEPEST = 100
LONGEST_TEXT = 1_000_000
_HEAD = 4096


class Element(msgspec.Struct, frozen=True):
    """An element. content: its texts and elements in order. is_too_long: it had more text than anything real has,
    and its content and attributes were dropped.
    """

    name: str
    attributes: Mapping[str, str]
    content: tuple["Element | str", ...]
    line: int
    column: int
    is_too_long: bool = False

    @property
    def text(self) -> str:
        """All characters in it, those of inner elements too."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)

    def all(self, *names: str) -> Iterator["Element"]:
        """The children of these names, in the order of the file."""
        return (part for part in self.content if isinstance(part, Element) and part.name in names)

    def first(self, *names: str) -> "Element | None":
        """The first child of the first of these names that has any."""
        return next((child for name in names for child in self.all(name)), None)

    def text_of(self, *names: str) -> str:
        """The text of the first child of the first of these names that says something; empty if none does."""
        return next((text for name in names for child in self.all(name) if (text := child.text.strip())), "")


def read_items(items: Sequence[Element], path: str, record_of: Callable[[Element, int], Record]) -> Harvest:
    """The records of the items, numbered from 1; an item whose reading raises Rejected is told with its place."""

    def record_in(row: Row) -> Record:
        assert isinstance(row.value, Element), "it was made so below"
        _check_lengths(row.value, path)
        return record_of(row.value, row.number)

    rows = (
        Row(number, Location(path, item.line, item.column), f"item {number}", item)
        for number, item in enumerate(items, 1)
    )
    return harvested(rows, record_in, "item")


def _check_lengths(element: Element, path: str) -> None:
    if element.is_too_long:
        place = Location(path, element.line, element.column)
        raise Rejected(f"<{element.name}> with more than {LONGEST_TEXT:,} characters", place=place)
    for part in element.content:
        if isinstance(part, Element):
            _check_lengths(part, path)


def head_of(data: bytes) -> str:
    """The beginning of a file, to recognise formats by; each byte as a character unless it is UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[:_HEAD].decode("utf-16", "replace")
    return data[:_HEAD].decode("latin-1")


def parsed(data: bytes, path: str, expected: str) -> Element:
    """The root of a file. expected: what it should be, for messages.

    Raises SiteError if it is no well-formed XML, declares a document type (so that no entity is ever expanded), or is
    larger or nested deeper than any real answer.
    """
    start = len(data) - len(data.lstrip())
    if start == len(data):
        raise _broken(Location(path), f"an empty file (expected {expected})", "fetch it again")
    if _HTML.match(data.removeprefix(codecs.BOM_UTF8)):
        raise _broken(
            Location(path, 1, 1),
            f"an HTML page (expected {expected})",
            "servers that are down or ask for something answer with a page; look at it, then fetch again",
        )
    before = data[:start].decode("latin-1")
    if not data[start:].startswith(_MARKUP):
        place = Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"no XML: it begins with {quoted(head_of(data[start:])[:1])} (expected {expected})"
        raise _broken(place, message, "is this another format? --format names it")
    # Some blogs send an empty line before the XML declaration, where none may be.
    building = _Building(path, data[:start], expected)
    return building.built(_encoded_once(data[start:]))


def _encoded_once(data: bytes) -> bytes:
    """The file, decoded once more if every character in it was encoded twice.

    HTTP clients that take an answer without a charset for Latin-1 save such files. One character that is not Latin-1,
    or one that does not decode again, and the file is left as it is.
    """
    if data.isascii() or not _NO_OTHER_ENCODING.match(data):
        return data
    try:
        once = data.decode().encode("latin-1")
        once.decode()
    except UnicodeError:
        return data
    return once


class _Frame:
    """An element that is still open."""

    def __init__(self, name: str, attributes: dict[str, str], place: Location) -> None:
        self.name = name
        self.attributes = attributes
        self.place = place
        self.content: list[Element | str] = []
        self.length = sum(map(len, attributes.values()))

    def closed(self) -> Element:
        if self.length > LONGEST_TEXT:
            return Element(self.name, {}, (), self.place.line, self.place.column, is_too_long=True)
        return Element(self.name, self.attributes, tuple(self.content), self.place.line, self.place.column)


class _Building:
    """The tree of a file while expat reads it."""

    def __init__(self, path: str, before: bytes, expected: str) -> None:
        self.path = path
        self.lines_before = before.count(b"\n")
        self.columns_before = len(before) - before.rfind(b"\n") - 1
        self.expected = expected
        self.open: list[_Frame] = []
        self.element_count = 0
        self.root: Element | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def built(self, data: bytes) -> Element:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise _broken(self._place(error.lineno, error.offset), *_told(error.code, data)) from None
        except (LookupError, ValueError):
            raise _broken(Location(self.path, 1), "an encoding that cannot be read", "save the file as UTF-8") from None
        assert self.root, "a document without an element does not parse"
        return self.root

    def _place(self, line: int, offset: int) -> Location:
        column = offset + 1 + (self.columns_before if line == 1 else 0)
        return Location(self.path, line + self.lines_before, column)

    def _here(self) -> Location:
        return self._place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and not _ENCODING.fullmatch(encoding):
            message = f"the encoding {quoted(encoding)} (expected UTF-8, UTF-16, ISO-8859 or windows-125x)"
            raise _broken(self._here(), message, "save the file as UTF-8, and change its first line")

    def _document_type(self, name: str, _system: str | None, _public: str | None, _has_subset: int) -> None:
        message = f"a document type declaration, <!DOCTYPE {name}…> (expected {self.expected}, which has none)"
        # With an internal subset expat stands at its bracket, without one at the end: only the line is sure.
        place = Location(self.path, self._here().line)
        raise _broken(place, message, "entities are never expanded; take the declaration out")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        here = self._here()
        self.element_count += 1
        if len(self.open) >= _DEEPEST:
            raise _broken(here, f"elements nested deeper than {_DEEPEST}", f"is this {self.expected}?")
        if self.element_count > _MOST_ELEMENTS:
            raise _broken(here, f"more than {_MOST_ELEMENTS:,} elements", f"is this {self.expected}? split the file")
        named = {_prefixed(key): value for key, value in attributes.items()}
        self.open.append(_Frame(_prefixed(name), named, here))

    def _end(self, _name: str) -> None:
        element = self.open.pop().closed()
        if self.open:
            self.open[-1].content.append(element)
        else:
            self.root = element

    def _text(self, text: str) -> None:
        frame = self.open[-1]
        frame.length += len(text)
        if frame.length <= LONGEST_TEXT:
            frame.content.append(text)


def _prefixed(name: str) -> str:
    """`uri local` as expat tells it, in the prefixes of this module; a name of another namespace keeps its URI."""
    uri, _, local = name.rpartition(" ")
    if uri in _PREFIXES:
        return _PREFIXES[uri] + local
    if _PRISM.fullmatch(uri):
        return f"prism:{local}"
    return f"{{{uri}}}{local}" if uri else local


def _told(code: int, data: bytes) -> tuple[str, str]:
    """What expat's error means, and what to do."""
    found = expat.ErrorString(code)
    if found == expat.errors.XML_ERROR_INVALID_TOKEN and b"encoding" not in data[:_HEAD].partition(b"?>")[0].lower():
        try:
            data.decode()
        except UnicodeDecodeError as error:
            return f"not UTF-8: byte 0x{data[error.start]:02x}", "save the file as UTF-8"
    if found in (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN):
        return "XML that ends too early", "fetch the file again; was it cut off?"
    if found == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
        return "an entity that XML does not know", "write the character itself, or its number as &#160;"
    return f"XML that does not parse: {found}", "fetch the file again; is it another format?"


def _broken(place: Location, message: str, hint: str) -> SiteError:
    return SiteError([Problem(place, message, hint)])
