"""YAML text → nodes that know their place. Every scalar stays text; equal keys, anchors and tags are refused."""

import re
from collections.abc import Iterator
from typing import Protocol

import msgspec
import yaml

from sitegen.problems import Location, Problem, SiteError, raise_if

# A paper with 3,303 authors (the most found in 74,728 arXiv records) needs about 100 KB.
BYTE_LIMIT = 1 << 20
DEPTH_LIMIT = 20
# libyaml passes over one at the start without counting it.
_BYTE_ORDER_MARK = "\ufeff"
# YAML 1.1, section 5.1.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_KEEPS_LINE_ENDS = re.compile(r"[|>]\d?\+")


class Mark(Protocol):
    """A place as libyaml tells it, counted from 0. Its lines are not ours: they also end at U+0085 and U+2028."""

    index: int


class Place(msgspec.Struct, frozen=True):
    """Where a node stands: start and end are offsets into the YAML text, line and column count from 1.

    A block scalar ends with its last line, but without the line's end; only one with `+` has its line ends too.
    """

    start: int
    end: int
    text: str

    # Only messages ask for these: to find them for every node of an archive would take a tenth of reading it.
    @property
    def line(self) -> int:
        return 0 if self is NOWHERE else self.text.count("\n", 0, self.start) + 1

    @property
    def column(self) -> int:
        return 0 if self is NOWHERE else self.start - self.text.rfind("\n", 0, self.start)


NOWHERE = Place(0, 0, "")
"""The place of a value that comes from no text, such as an option; its line and column are 0."""


class Scalar(msgspec.Struct, frozen=True):
    """Text. `is_plain` tells `key:` (nothing) from `key: ""` (an empty text)."""

    text: str
    is_plain: bool
    place: Place

    @property
    def is_nothing(self) -> bool:
        return self.is_plain and self.text in ("", "~", "null")


class Items(msgspec.Struct, frozen=True):
    """A sequence, in order."""

    nodes: tuple["Node", ...]
    is_flow: bool
    place: Place


class Pair(msgspec.Struct, frozen=True):
    """A key and its value."""

    key: Scalar
    value: "Node"


class Mapping(msgspec.Struct, frozen=True):
    """A mapping, in the order of the file; keys are unique."""

    pairs: tuple[Pair, ...]
    is_flow: bool
    place: Place

    def pair(self, name: str) -> Pair | None:
        """The key `name` and its value, if it is there."""
        return next((pair for pair in self.pairs if pair.key.text == name), None)

    def node(self, name: str) -> "Node | None":
        """The value under `name`, if it is there."""
        pair = self.pair(name)
        return pair.value if pair else None


Node = Scalar | Items | Mapping


def parse(text: str, path: str, first_line: int = 1) -> Mapping:
    """The mapping that `text` holds; empty text is an empty mapping.

    first_line: the line of the file on which `text` begins.
    Raises SiteError with every problem found: YAML that does not parse, a document that is not one mapping, equal
    keys, anchors, aliases, tags, text over 1 MiB, nesting over 20.
    """
    mapping, repeats = parse_past_repeats(text, path, first_line)
    raise_if(repeats)
    return mapping


def parse_past_repeats(text: str, path: str, first_line: int = 1) -> tuple[Mapping, tuple[Problem, ...]]:
    """The mapping with the first of equal keys, and a problem for each of the others; raises all else that is wrong.

    For readers that look at the values next: so one run reports both.
    """
    reader = _Reader(text, path, first_line)
    if len(text) > BYTE_LIMIT:
        raise reader.error(
            1,
            1,
            f"{len(text):,} characters of YAML (expected at most {BYTE_LIMIT:,})",
            "move long text out of the YAML",
        )
    forbidden = 0 if text.startswith(_BYTE_ORDER_MARK) else _first_forbidden(text)
    if forbidden is not None:
        raise reader.error(
            *reader.at(forbidden),
            f"the character U+{ord(text[forbidden]):04X} (expected text)",
            "remove it; it cannot be seen, and often comes with text copied from a PDF",
        )
    try:
        return reader.document(), tuple(reader.problems)
    except yaml.YAMLError as error:
        raise SiteError([reader.syntax_problem(error), *reader.problems]) from None
    except SiteError as error:
        raise SiteError([*error.problems, *reader.problems]) from None


def _first_forbidden(text: str) -> int | None:
    found = _FORBIDDEN.search(text)
    return found.start() if found else None


class _Reader:
    """Builds nodes from libyaml's events, which come from a state machine: deep nesting cannot exhaust a stack."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.events: Iterator[yaml.Event] = iter(())

    def at(self, index: int) -> tuple[int, int]:
        """The line and column of an offset."""
        place = self.place(index, index)
        return place.line, place.column

    def start(self, event: yaml.Event) -> tuple[int, int]:
        return self.at(_marks(event)[0].index)

    def place(self, start: int, end: int) -> Place:
        return Place(start, end, self.text)

    def error(self, line: int, column: int, message: str, hint: str = "") -> SiteError:
        return SiteError([self.problem(line, column, message, hint)])

    def problem(self, line: int, column: int, message: str, hint: str = "") -> Problem:
        return Problem(Location(self.path, self.first_line + line - 1, column), message, hint)

    def syntax_problem(self, error: yaml.YAMLError) -> Problem:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        hint = "text with ': ' or ' #' in it, or that begins with one of @ ` % & * ! | > [ { \" ', needs quotes"
        return self.problem(*self.at(mark.index if mark else 0), f"YAML that does not parse: {what}", hint)

    def document(self) -> Mapping:
        self.events = yaml.parse(self.text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise self.error(
                    *self.start(event), "a second YAML document (expected one)", "remove the line '---' or '...'"
                )
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, depth=1)
        if root is None or (isinstance(root, Scalar) and root.is_plain and not root.text):
            return Mapping((), False, self.place(0, 0))
        if not isinstance(root, Mapping):
            line, column = root.place.line, root.place.column
            raise self.error(
                line,
                column,
                f"{described(root)} (expected 'name: value' lines)",
                "put a name and a colon before it",
            )
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None and depth <= DEPTH_LIMIT:
            return Scalar(event.value, not event.style, self.place_of_scalar(event))
        if depth > DEPTH_LIMIT:
            raise self.error(*self.start(event), f"nested more than {DEPTH_LIMIT} deep", "flatten the structure")
        if isinstance(event, yaml.AliasEvent):
            raise self.error(
                *self.start(event),
                f"an alias '*{event.anchor}' (expected plain values)",
                "write the value out, or put text that begins with '*' in quotes",
            )
        assert isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent))
        if event.anchor is not None:
            raise self.error(
                *self.start(event),
                f"an anchor '&{event.anchor}' (expected plain values)",
                "write the value out, or put text that begins with '&' in quotes",
            )
        if event.tag is not None:
            raise self.error(
                *self.start(event),
                f"a tag '{event.tag}' (expected plain values)",
                "remove it: every value is read as text, then by its field",
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(event, depth)
        assert isinstance(event, yaml.MappingStartEvent)
        return self.mapping(event, depth)

    def place_of_scalar(self, event: yaml.ScalarEvent) -> Place:
        first, last = _marks(event)
        start, end = first.index, last.index
        if event.style in ("|", ">"):
            # libyaml lets it end where the next token or comment begins.
            if _KEEPS_LINE_ENDS.match(self.text, start):
                end = self.text.rfind("\n", start, end) + 1
            else:
                end = start + len(self.text[start:end].rstrip(" \n"))
                line_end = self.text.find("\n", end)
                end = len(self.text) if line_end < 0 else line_end
        return self.place(start, end)

    def items(self, first: yaml.SequenceStartEvent, depth: int) -> Items:
        nodes: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return Items(tuple(nodes), bool(first.flow_style), self.span(first, event, nodes))
            nodes.append(self.node(event, depth + 1))
        raise AssertionError("libyaml ends every sequence")

    def mapping(self, first: yaml.MappingStartEvent, depth: int) -> Mapping:
        pairs: dict[str, Pair] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                values = [pair.value for pair in pairs.values()]
                return Mapping(tuple(pairs.values()), bool(first.flow_style), self.span(first, event, values))
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise self.error(
                    *self.start(event), f"{described(key)} as a name (expected text)", "put the name in quotes"
                )
            if key.text in pairs:
                earlier = self.first_line + pairs[key.text].key.place.line - 1
                self.problems.append(
                    self.problem(
                        *self.start(event),
                        f"'{key.text}' stands here a second time (first on line {earlier})",
                        "keep one of the two",
                    )
                )
                continue
            pairs[key.text] = Pair(key, value)
        raise AssertionError("libyaml ends every mapping")

    def span(self, first: yaml.Event, last: yaml.Event, children: list[Node]) -> Place:
        """From the first event to the end of the content: libyaml ends a block at the next token, past comments."""
        start, _ = _marks(first)
        last_start, last_end = _marks(last)
        is_flow = last_end.index > last_start.index
        return self.place(start.index, last_end.index if is_flow or not children else children[-1].place.end)


def described(node: Node) -> str:
    """What a message calls a node."""
    if isinstance(node, Scalar):
        return "nothing" if node.is_nothing else f"text '{node.text[:40]}'"
    return "a sequence" if isinstance(node, Items) else "a mapping"


def _marks(event: yaml.Event) -> tuple[Mark, Mark]:
    start, end = event.start_mark, event.end_mark
    assert start is not None, "libyaml marks every event"
    assert end is not None, "libyaml marks every event"
    return start, end
