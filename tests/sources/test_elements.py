"""XML from outside: what is refused before it is read, with which words, and where."""

import pytest

from sitegen.problems import SiteError
from sitegen.sources.elements import parsed

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>"""
OUTSIDE = b'<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]><rss><channel>&file;</channel></rss>'


def _refused(data: bytes) -> str:
    with pytest.raises(SiteError) as caught:
        parsed(data, "a.xml", "a feed")
    return str(caught.value).splitlines()[0]


REFUSED = [
    (b"", "a.xml: an empty file (expected a feed)"),
    (b" \n", "a.xml: an empty file (expected a feed)"),
    (BOMB, "a.xml:2: a document type declaration, <!DOCTYPE lolz…> (expected a feed, which has none)"),
    (OUTSIDE, "a.xml:1: a document type declaration, <!DOCTYPE rss…> (expected a feed, which has none)"),
    (
        BOMB.decode().encode("utf-16"),
        "a.xml:2: a document type declaration, <!DOCTYPE lolz…> (expected a feed, which has none)",
    ),
    (b"<!DOCTYPE html>\n<html><body>503</body></html>", "a.xml:1:1: an HTML page (expected a feed)"),
    (b"\n<HTML>\n<p>Sorry", "a.xml:1:1: an HTML page (expected a feed)"),
    (b'\n  {"a": 1}', "a.xml:2:3: no XML: it begins with '{' (expected a feed)"),
    (b"\x1f\x8b\x08\x00", "a.xml:1:1: no XML: it begins with '\\x1f' (expected a feed)"),
    (b"<rss>\n <channel>", "a.xml:2:11: XML that ends too early"),
    (b"<rss>\n <chan", "a.xml:2:2: XML that ends too early"),
    (b"<rss></channel></rss>", "a.xml:1:8: XML that does not parse: mismatched tag"),
    (b"<rss/>\n<rss/>", "a.xml:2:1: XML that does not parse: junk after document element"),
    (b"<rss>\n  a & b</rss>", "a.xml:2:6: XML that does not parse: not well-formed (invalid token)"),
    (b"<rss>&nbsp;</rss>", "a.xml:1:6: an entity that XML does not know"),
    (b"<rss>a\0b</rss>", "a.xml:1:7: XML that does not parse: not well-formed (invalid token)"),
    (b"<rss>&#0;</rss>", "a.xml:1:6: XML that does not parse: reference to invalid character number"),
    (b"<rss>\xc3\xa9\xe9</rss>", "a.xml:1:7: not UTF-8: byte 0xe9"),
    (
        b'<?xml version="1.0" encoding="gb2312"?><rss/>',
        "a.xml:1:1: the encoding 'gb2312' (expected UTF-8, UTF-16, ISO-8859 or windows-125x)",
    ),
    (b'<?xml version="1.0" encoding="iso-8859-12"?><rss/>', "a.xml:1: an encoding that cannot be read"),
    (b"<a>" * 101, "a.xml:1:301: elements nested deeper than 100"),
    (b"<a>" + b"<b/>" * 500_000 + b"</a>", "a.xml:1:2000000: more than 500,000 elements"),
]


@pytest.mark.parametrize(("data", "problem"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_xml_of_ours_is_refused_with_its_place(data: bytes, problem: str) -> None:
    assert _refused(data) == problem


ENCODED = [
    ("<?xml version='1.0'?><a>é</a>", "utf-8"),
    ("<?xml version='1.0'?><a>é</a>", "utf-8-sig"),
    ("<?xml version='1.0' encoding='utf-16'?><a>é</a>", "utf-16"),
    ("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>", "latin-1"),
    ("<?xml version='1.0' encoding='windows-1252'?><a>é</a>", "cp1252"),
    (" \n<?xml version='1.0'?><a>é</a>", "utf-8"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_the_encoding_that_is_declared_counts(text: str, encoding: str) -> None:
    assert parsed(text.encode(encoding), "a.xml", "a feed").text == "é"


TWICE = [
    ("<a>Weißl ω</a>".encode().decode("latin-1"), "Weißl ω"),
    ("<?xml version='1.0' encoding='UTF-8'?><a>Weißl</a>".encode().decode("latin-1"), "Weißl"),
    ("<a>Ã© is no é</a>", "Ã© is no é"),
    ("<a>Ã© for ’</a>", "Ã© for ’"),
]


@pytest.mark.parametrize(("text", "expected"), TWICE)
def test_a_file_in_which_every_character_was_encoded_twice_is_decoded_twice(text: str, expected: str) -> None:
    assert parsed(text.encode(), "a.xml", "a feed").text == expected


def test_lines_before_the_declaration_count() -> None:
    assert _refused(b"\n\n  <?xml version='1.0'?><a>&b;</a>").startswith("a.xml:3:27: ")


def test_names_are_known_by_their_namespace_and_not_by_their_prefix() -> None:
    root = parsed(b'<x:feed xmlns:x="http://www.w3.org/2005/Atom"><y xmlns="urn:y"/></x:feed>', "a.xml", "a feed")
    assert (root.name, [part.name for part in root.all("{urn:y}y")]) == ("atom:feed", ["{urn:y}y"])
