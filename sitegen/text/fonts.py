"""Font files (TrueType, OpenType) → which characters they have and how wide these are. Draws nothing.

Of the tables of the OpenType specification 1.9: `head`, `hhea`, `maxp`, `hmtx`, and `cmap` in formats 4 and 12.
"""

import struct
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

# Which subtables of `cmap` are read, the best first: all of Unicode, then its first plane.
_SUBTABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
_LAST_CHARACTER = 0x10FFFF


class BadFontError(Exception):
    """A file that is no font of these formats; says why."""


class Font(msgspec.Struct, frozen=True, dict=True):
    """A font. advances: by character, in thousandths of the letters' size; kerning is left out, so texts seem wider."""

    advances: Mapping[int, float]

    def covers(self, text: str) -> bool:
        """True if it has every character of a text."""
        return all(ord(character) in self.advances for character in text)

    def width(self, text: str) -> float:
        """How wide a text is, in thousandths of the letters' size; what it has not counts as a square."""
        return sum(self.advances.get(ord(character), 1000) for character in text)

    @cached_property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The characters it has, as first and last of each run."""
        found: list[tuple[int, int]] = []
        for character in sorted(self.advances):
            if found and found[-1][1] == character - 1:
                found[-1] = (found[-1][0], character)
            else:
                found.append((character, character))
        return tuple(found)


@lru_cache(maxsize=8)
def font_of(data: bytes) -> Font:
    """The font in a file. Raises BadFontError."""
    try:
        tables = _tables(data)
        (units,) = struct.unpack_from(">H", tables["head"], 18)
        (metric_count,) = struct.unpack_from(">H", tables["hhea"], 34)
        (glyph_count,) = struct.unpack_from(">H", tables["maxp"], 4)
        metrics = struct.unpack_from(f">{2 * metric_count}H", tables["hmtx"])
        widths = metrics[::2]
        glyphs = _glyphs(tables["cmap"])
        return Font(
            {
                character: round(1000 * widths[min(glyph, metric_count - 1)] / units, 3)
                for character, glyph in glyphs.items()
                if 0 < glyph < glyph_count
            }
        )
    except KeyError as error:
        raise BadFontError(f"a font without the table {error}") from None
    except (struct.error, IndexError, ZeroDivisionError, ValueError):
        raise BadFontError("a font that is cut off or damaged") from None


def read_font(path: Path) -> Font:
    """The font in a file. Raises BadFontError, or OSError."""
    return font_of(path.read_bytes())


def _tables(data: bytes) -> dict[str, bytes]:
    if data[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise BadFontError("no TrueType or OpenType font")
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {}
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        tables[tag.decode("latin-1")] = data[offset : offset + length]
    return tables


def _glyphs(cmap: bytes) -> dict[int, int]:
    """The glyph of each character."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    offsets = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * number)
        offsets[platform, encoding] = offset
    for place in _SUBTABLES:
        if place in offsets:
            subtable = cmap[offsets[place] :]
            (kind,) = struct.unpack_from(">H", subtable)
            if kind in (4, 12):
                return dict(_format_4(subtable) if kind == 4 else _format_12(subtable))
    raise BadFontError("a font without a table of Unicode characters")


def _format_4(table: bytes) -> Iterator[tuple[int, int]]:
    (doubled,) = struct.unpack_from(">H", table, 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * doubled)
    at = 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", table, at)
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for character in range(start, min(end, 0xFFFE) + 1):
            if not offsets[number]:
                yield character, (character + deltas[number]) & 0xFFFF
                continue
            (glyph,) = struct.unpack_from(">H", table, at + 2 * number + offsets[number] + 2 * (character - start))
            yield character, (glyph + deltas[number]) & 0xFFFF if glyph else 0


def _format_12(table: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", table, 12)
    for number in range(count):
        start, end, glyph = struct.unpack_from(">III", table, 16 + 12 * number)
        if end > _LAST_CHARACTER:
            raise BadFontError("a font with characters beyond Unicode")
        yield from ((character, glyph + character - start) for character in range(start, end + 1))
