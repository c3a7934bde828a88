"""The text of a Daily Papers page as captured: blocks separated by blank lines, titles and abstracts in turn."""

import datetime as dt
import re
from itertools import chain

import msgspec

from sitegen.problems import Location, Problem, SiteError
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import MOST_ROWS, too_many
from sitegen.sources.values import LONGEST_TEXT
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.characters import allowed, on_one_line
from sitegen.text.files import decoded, lines_of
from sitegen.text.links import code_link

# In the captures seen, titles have fewer than 110 characters and no full stop at the end, abstracts 1,399 to 1,917
# characters. Between the two limits the full stop decides.
_LONGEST_TITLE = 250
_SHORTEST_ABSTRACT = 120
_DATE_BLOCK = re.compile(r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (\d{1,2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Block(msgspec.Struct, frozen=True):
    """A block of text and the line on which it begins."""

    text: str
    line: int

    @property
    def is_title(self) -> bool:
        return len(self.text) <= _LONGEST_TITLE and not self.is_abstract

    @property
    def is_abstract(self) -> bool:
        return len(self.text) > _LONGEST_TITLE or (len(self.text) >= _SHORTEST_ABSTRACT and self.text.endswith("."))


def read_capture(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of a capture, in order. date: required, because the page names no year.

    Raises SiteError if the capture as a whole cannot be one. A block without its partner is rejected with its line;
    the blocks around it keep theirs.
    """
    if date is None:
        raise _broken(
            path,
            0,
            "a capture names no year, and no digest date is declared",
            "declare it in seeds/seeds.yaml, or with --date YYYY-MM-DD",
        )
    blocks = _blocks(decoded(data, path), path)
    if not blocks:
        raise _broken(path, 0, "an empty file (expected the text of a Daily Papers page)", "capture the page again")
    start = next((index for index, block in enumerate(blocks) if _DATE_BLOCK.fullmatch(block.text)), None)
    if start is None:
        raise _broken(
            path, 1, "no block with the date of the page, such as 'Sep 2'", "is this the text of a Daily Papers page?"
        )
    _check_date(blocks[start], date, path)
    return _paired(blocks[start + 1 :], path, date)


def is_capture(head: bytes) -> bool:
    """True if the first bytes of a file have the heading of a Daily Papers page and, later, its date."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", head.decode("utf-8", "replace").replace("\r\n", "\n"))]
    return "Daily Papers" in blocks and any(map(_DATE_BLOCK.fullmatch, blocks[blocks.index("Daily Papers") :]))


def _blocks(text: str, path: str) -> list[Block]:
    blocks: list[Block] = []
    lines: list[str] = []
    for number, line in enumerate(chain(lines_of(text), ("",)), 1):
        if line.strip():
            lines.append(line)
        elif lines:
            if len(blocks) == MOST_ROWS:
                raise too_many(Location(path, number - len(lines), 1), "blocks")
            blocks.append(
                Block(
                    on_one_line(allowed(" ".join(lines))) if len(lines) > 1 else allowed(lines[0]).strip(),
                    number - len(lines),
                )
            )
            lines = []
    return blocks


def _check_date(block: Block, date: dt.date, path: str) -> None:
    match = _DATE_BLOCK.fullmatch(block.text)
    assert match, "the caller found it by this pattern"
    if (_MONTHS.index(match[1]) + 1, int(match[2])) != (date.month, date.day):
        message = f"the page says '{block.text}', the declared digest date is {date.isoformat()}"
        raise _broken(
            path, block.line, message, "correct the date in seeds/seeds.yaml (or --date), or the name of the file"
        )


def _paired(blocks: list[Block], path: str, date: dt.date) -> Harvest:
    records: list[Record] = []
    rejected: list[Problem] = []
    title: Block | None = None
    position = 0
    for block in blocks:
        if block.is_title:
            if title:
                rejected.append(_odd(path, title, "a title without an abstract"))
            title = block
            position += 1
        elif title is None:
            rejected.append(_odd(path, block, "an abstract without a title"))
        else:
            if len(block.text) > LONGEST_TEXT:
                rejected.append(_too_long(path, block))
            else:
                records.append(_record(title, block, date, position))
            title = None
    if title:
        rejected.append(_odd(path, title, "a title without an abstract"))
    return Harvest(tuple(records), tuple(rejected))


def _record(title: Block, abstract: Block, date: dt.date, position: int) -> Record:
    code = code_link(abstract.text)
    return Record(
        title=on_one_line(title.text),
        abstract=abstract.text,
        date=date,
        position=position,
        item=f"line {title.line}",
        links={"code": code} if code else {},
        withdrawn=withdrawal_told("", abstract.text),
    )


def _too_long(path: str, block: Block) -> Problem:
    message = f"a block of {len(block.text):,} characters (expected at most {LONGEST_TEXT:,})"
    return Problem(Location(path, block.line, 1), message, "is the file damaged? capture the page again")


def _odd(path: str, block: Block, what: str) -> Problem:
    message = f"{what}: '{block.text[:60]}' (expected titles and abstracts in turn)"
    return Problem(
        Location(path, block.line, 1), message, "the papers around it were read; mend the capture and ingest again"
    )


def _broken(path: str, line: int, message: str, hint: str) -> SiteError:
    return SiteError([Problem(Location(path, line, 1 if line else 0), message, hint)])
