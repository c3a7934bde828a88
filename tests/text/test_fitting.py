"""A text in a box: the largest letters that fit, whole words, no character lost unless it is shortened."""

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.fitting import LEADING, fitted
from sitegen.text.fonts import BadFontError, Font, font_of, read_font
from tests.harness import ROOT

SERIF = ROOT / "themes/digest/fonts/digest-serif-regular.ttf"
# Every letter as wide as half its height.
EVEN = Font(dict.fromkeys((*range(32, 127), ord("…")), 500.0))


def lines_of(text: str, width: float, height: float, *sizes: int) -> tuple[int, list[str]]:
    found = fitted(text, EVEN, width, height, sizes)
    return found.size, [line.text for line in found.lines]


def test_a_text_that_fits_has_the_largest_letters() -> None:
    assert lines_of("two words", 1000, 100, 80, 60) == (80, ["two words"])


def test_a_longer_text_is_wrapped_between_words_and_then_set_smaller() -> None:
    assert lines_of("one two three four", 400, 100, 40, 20) == (40, ["one two three four"])
    assert lines_of("one two three four", 230, 100, 40, 20) == (40, ["one two", "three four"])
    assert lines_of("one two three four", 120, 60, 40, 20) == (20, ["one two", "three four"])


def test_a_text_that_does_not_fit_in_the_smallest_letters_ends_with_a_sign_for_more() -> None:
    assert lines_of("one two three four", 100, 20, 20) == (20, ["one two…"])


def test_a_word_longer_than_a_line_is_cut_after_a_hyphen_or_anywhere() -> None:
    assert lines_of("state-of-the-art", 120, 100, 20) == (20, ["state-of-", "the-art"])
    assert lines_of("abcdefghijklmnop", 100, 100, 20) == (20, ["abcdefghi", "jklmnop"])


def test_a_box_lower_than_a_line_has_one_line() -> None:
    assert lines_of("one two", 100, 1, 20) == (20, ["one two"])


@given(
    st.text(st.sampled_from("ab -/…i"), max_size=60),
    st.integers(60, 900),
    st.integers(10, 200),
    st.lists(st.integers(8, 40), min_size=1, max_size=3),
)
def test_no_line_is_wider_than_the_box_and_all_stand_within_it(
    text: str, width: int, height: int, sizes: list[int]
) -> None:
    found = fitted(text, EVEN, width, height, sizes)
    assert all(EVEN.width(line.text) * found.size / 1000 <= width for line in found.lines)
    assert len(found.lines) == 1 or len(found.lines) * found.size * LEADING <= height
    assert all(after.y > before.y for before, after in pairwise(found.lines))
    letters = "".join(line.text for line in found.lines).replace(" ", "")
    assert letters == text.replace(" ", "") or letters.endswith("…")


def test_the_font_of_the_theme_is_read_as_it_is() -> None:
    """The widths are those that fontTools tells of the same file."""
    font = read_font(SERIF)
    assert font.covers("Łódź, Αθήνα, Київ: “Größe” – 3 × 2…")
    assert not font.covers("论文")
    assert not font.covers("🤗")
    assert [font.advances[ord(letter)] for letter in " AMi…"] == [233, 664, 902, 298, 820]


@pytest.mark.parametrize("data", [b"", b"\0\1\0\0", b"OTTO\0\2", b"wOF2" + bytes(40), b"\0\1\0\0\0\1" + bytes(30)])
def test_what_is_no_font_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadFontError):
        font_of(data)


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_damaged_font_is_read_or_refused_never_a_crash(place: int, garbage: bytes) -> None:
    data = bytearray(SERIF.read_bytes()[:20_000])
    data[place : place + len(garbage)] = garbage
    try:
        font_of(bytes(data))
    except BadFontError:
        return


def test_characters_of_a_table_of_all_of_unicode_are_found() -> None:
    """Format 12, of which the font of the theme has none."""
    groups = struct.pack(">III", 0x1D400, 0x1D401, 1)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, 1) + groups
    tables = {
        b"head": bytes(18) + struct.pack(">H", 2000) + bytes(34),
        b"hhea": bytes(34) + struct.pack(">H", 2),
        b"maxp": bytes(4) + struct.pack(">H", 3),
        b"hmtx": struct.pack(">HhHh", 0, 0, 1000, 0),
        b"cmap": cmap,
    }
    at, heads, bodies = 12 + 16 * len(tables), b"", b""
    for tag, body in tables.items():
        heads += struct.pack(">4sIII", tag, 0, at + len(bodies), len(body))
        bodies += body
    font = font_of(b"\0\1\0\0" + struct.pack(">HHHH", len(tables), 0, 0, 0) + heads + bodies)
    assert font.advances == {0x1D400: 500.0, 0x1D401: 500.0}
    assert font.ranges == ((0x1D400, 0x1D401),)
