"""XML: what is written is what a parser reads, whatever the text."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from sitegen.render.formats.xml import element
from sitegen.text.characters import allowed

texts = st.text() | st.text(st.characters(max_codepoint=0x7F))


@given(text=texts, name=st.sampled_from(["href", "type_", "xml_lang"]))
def test_a_parser_reads_what_was_written(text: str, name: str) -> None:
    found = ET.fromstring(element("a", text, **{name: text}))
    assert (found.text or "") == allowed(text)
    (value,) = found.attrib.values()
    assert value == allowed(text)


def test_signs_of_markup_are_escaped_and_plain_texts_stay_as_they_are() -> None:
    assert element("link", "", rel="self", href="/a?b&c") == '<link rel="self" href="/a?b&amp;c"/>'
    assert element("title", "a < b & c > d", label="say 'so'") == (
        "<title label=\"say 'so'\">a &lt; b &amp; c &gt; d</title>"
    )
