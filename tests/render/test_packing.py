"""A picture of few colours with a palette: the same pixels, whatever filters its rows had."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.render.packing import packed

COLOURS = [(251, 250, 246, 255), (29, 27, 24, 255), (11, 90, 99, 255), (200, 1, 2, 255)]


def png_of(rows: list[list[tuple[int, int, int, int]]], filters: list[int]) -> bytes:
    """A PNG of pixels. filters: of each row, numbered as the specification does."""
    above = bytes(4 * len(rows[0]))
    data = b""
    for row, kind in zip(rows, filters, strict=True):
        now = bytes(value for pixel in row for value in pixel)
        data += bytes([kind])
        for at, value in enumerate(now):
            left, corner = (now[at - 4], above[at - 4]) if at >= 4 else (0, 0)
            data += bytes([(value - guess(kind, left, above[at], corner)) & 0xFF])
        above = now
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(data)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def guess(kind: int, left: int, above: int, corner: int) -> int:
    if kind < 4:
        return (0, left, above, (left + above) // 2)[kind]
    middle = left + above - corner
    return min((abs(middle - left), 0, left), (abs(middle - above), 1, above), (abs(middle - corner), 2, corner))[2]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def pixels_of(png: bytes) -> list[list[tuple[int, int, int, int]]]:
    """The pixels of a PNG with a palette and unfiltered rows."""
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        chunks[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        assert png[at + 8 + length : at + 12 + length] == struct.pack(">I", zlib.crc32(png[at + 4 : at + 8 + length]))
        at += 12 + length
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, kind) == (8, 3)
    palette = [tuple(chunks[b"PLTE"][n : n + 3]) for n in range(0, len(chunks[b"PLTE"]), 3)]
    data = zlib.decompress(chunks[b"IDAT"])
    rows = [data[n * (width + 1) : (n + 1) * (width + 1)] for n in range(height)]
    assert all(row[0] == 0 for row in rows)
    return [[(*palette[place], 255) for place in row[1:]] for row in rows]


@given(st.data(), st.integers(24, 30), st.integers(3, 6))
def test_no_pixel_changes(data: st.DataObject, width: int, height: int) -> None:
    row = st.lists(st.sampled_from(COLOURS), min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=height, max_size=height))
    filters = data.draw(st.lists(st.integers(0, 4), min_size=height, max_size=height))
    png = png_of(rows, filters)
    small = packed(png)
    assert small == png or (len(small) <= len(png) and pixels_of(small) == rows)


def test_a_picture_of_few_colours_gets_smaller() -> None:
    rows = [[COLOURS[(x * y) % 3] for x in range(90)] for y in range(40)]
    png = png_of(rows, [y % 5 for y in range(40)])
    assert len(packed(png)) < len(png) / 2
    assert pixels_of(packed(png)) == rows


@pytest.mark.parametrize(
    "png",
    [
        b"",
        b"no picture",
        png_of([[(x, y, 0, 255) for x in range(30)] for y in range(30)], [0] * 30),
        png_of([[(1, 2, 3, 128)] * 200] * 20, [0] * 20),
    ],
    ids=["nothing", "no PNG", "many colours", "not opaque"],
)
def test_any_other_picture_stays_as_it_is(png: bytes) -> None:
    assert packed(png) == png
