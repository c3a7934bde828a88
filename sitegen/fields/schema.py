"""Nodes → values, by a table of fields. Collects every problem with its place; knows no file in particular."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf

import msgspec

from sitegen.fields.nodes import Items, Mapping, Node, Pair, Scalar, described
from sitegen.problems import Location, Problem, did_you_mean, one_of, quoted

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# BCP 47 in the shapes that occur: language, script, region (RFC 5646, section 2.1).
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?")
_URL = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)
_SITE_PATH = re.compile(r"(/[^\s\\?#/]+)+/?")


class Mismatch(Exception):
    """A node is not what its field expects. Caught by `Reading`, which knows the file."""

    def __init__(self, node: Node, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.node, self.message, self.hint = node, message, hint


Read = Callable[[Node, "Reading"], object]


class Field(msgspec.Struct, frozen=True):
    """One name a mapping may hold: how its value is read, what it means, an example in YAML."""

    name: str
    read: Read
    help: str
    example: str
    is_required: bool = False
    attribute: str = ""

    @property
    def target(self) -> str:
        return self.attribute or self.name


class Reading:
    """Reads the nodes of one file. `problems` gathers what is wrong, so that one run reports everything."""

    def __init__(self, path: str, first_line: int = 1) -> None:
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []

    def location(self, node: Node) -> Location:
        return Location(self.path, self.first_line + node.place.line - 1, node.place.column)

    def complain(self, node: Node, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.location(node), message, hint))

    def value(self, node: Node, read: Read) -> object:
        """The value of a node, or None after a complaint."""
        try:
            return read(node, self)
        except Mismatch as mismatch:
            self.complain(mismatch.node, mismatch.message, mismatch.hint)
            return None

    def fields(self, mapping: Mapping, schema: Iterable[Field], what: str) -> dict[str, object]:
        """The values of the fields that are there, by their target name. `what` names the mapping in messages."""
        by_name = {field.name: field for field in schema}
        values: dict[str, object] = {}
        for pair in mapping.pairs:
            field = by_name.get(pair.key.text)
            if field is None:
                self._unknown(pair, what, by_name)
                continue
            if isinstance(pair.value, Scalar) and pair.value.is_nothing:
                continue
            value = self.value(pair.value, field.read)
            if value is not None:
                values[field.target] = value
        self._require(mapping, what, by_name)
        return values

    def _unknown(self, pair: Pair, what: str, by_name: MappingOf[str, Field]) -> None:
        name = pair.key.text
        otherwise = (
            "fields of your own belong under 'extra:'" if "extra" in by_name else "only these names mean anything here"
        )
        message = f"unknown field {quoted(name)} of {what} (expected one of: {one_of(by_name)})"
        self.complain(pair.key, message, did_you_mean(name, by_name, otherwise))

    def _require(self, mapping: Mapping, what: str, by_name: MappingOf[str, Field]) -> None:
        for name, field in by_name.items():
            if not field.is_required:
                continue
            node = mapping.node(name)
            if node is None or (isinstance(node, Scalar) and node.is_nothing):
                self.complain(
                    node or mapping,
                    f"{what} without '{name}'",
                    f"add a line such as '{name}: {field.example}'",
                )


def text(node: Node, reading: Reading) -> str:
    """Text that is not empty."""
    if not isinstance(node, Scalar):
        raise Mismatch(
            node,
            f"{described(node)} (expected text)",
            "put the value on one line; quotes help when it holds ': ' or brackets",
        )
    if not node.text.strip():
        raise Mismatch(node, "empty text (expected some text)", "fill it in or remove the line")
    return node.text


def any_text(node: Node, reading: Reading) -> str:
    """Text, empty text included."""
    return "" if isinstance(node, Scalar) and not node.text.strip() else text(node, reading)


def day(node: Node, reading: Reading) -> dt.date:
    """A calendar day, written YYYY-MM-DD."""
    found = text(node, reading)
    try:
        if _DATE.fullmatch(found):
            return dt.date.fromisoformat(found)
    except ValueError:
        raise Mismatch(
            node, f"{quoted(found)} is no day of the calendar (expected YYYY-MM-DD)", "check month and day"
        ) from None
    raise Mismatch(node, f"bad date {quoted(found)} (expected YYYY-MM-DD)", "write it like 2025-09-02, without a time")


def count(node: Node, reading: Reading) -> int:
    """A whole number from 0."""
    found = text(node, reading)
    if not re.fullmatch(r"[0-9]{1,15}", found):
        raise Mismatch(node, f"{quoted(found)} is not a count (expected a whole number from 0)", "digits only")
    return int(found)


def truth(node: Node, reading: Reading) -> bool:
    """`true` or `false`, nothing else."""
    found = text(node, reading)
    if found not in ("true", "false"):
        raise Mismatch(node, f"{quoted(found)} (expected true or false)", "write true or false, without quotes")
    return found == "true"


def language(node: Node, reading: Reading) -> str:
    """A language tag of BCP 47."""
    found = text(node, reading)
    if not _LANGUAGE.fullmatch(found):
        raise Mismatch(
            node, f"{quoted(found)} is not a language tag (expected one like en, de or zh-Hans)", "see BCP 47"
        )
    return found


def is_language(tag: str) -> bool:
    """True for a language tag of BCP 47."""
    return _LANGUAGE.fullmatch(tag) is not None


def url(node: Node, reading: Reading) -> str:
    """An absolute http or https address, without a user name or password in it."""
    found = text(node, reading)
    if not _URL.fullmatch(found):
        raise Mismatch(
            node,
            f"{quoted(found)} is not a web address (expected http:// or https://)",
            "write the whole address; no spaces, no user name",
        )
    return found


def site_path(node: Node, reading: Reading) -> str:
    """A path on the site: begins with '/', climbs nowhere."""
    found = text(node, reading)
    if not _SITE_PATH.fullmatch(found) or any(part in (".", "..") for part in found.split("/")):
        raise Mismatch(
            node,
            f"{quoted(found)} is not a path of the site (expected one like /papers/old-name/)",
            "begin with '/', leave out '..', '?' and '#'",
        )
    return found


def choice(*names: str) -> Read:
    """One of a few words."""

    def read(node: Node, reading: Reading) -> str:
        found = text(node, reading)
        if found not in names:
            raise Mismatch(
                node,
                f"{quoted(found)} (expected one of: {one_of(names)})",
                did_you_mean(found, names, "use one of the words above"),
            )
        return found

    return read


def sequence(read_item: Read) -> Read:
    """A sequence of values, equal ones once; a mistake in one leaves the others read."""
    read_all = sequence_with_repeats(read_item)

    def read(node: Node, reading: Reading) -> tuple[object, ...]:
        return tuple(dict.fromkeys(read_all(node, reading)))

    return read


def sequence_with_repeats(read_item: Read) -> Callable[[Node, "Reading"], tuple[object, ...]]:
    """A sequence in which equal values are allowed: two authors may share a name."""

    def read(node: Node, reading: Reading) -> tuple[object, ...]:
        if not isinstance(node, Items):
            raise Mismatch(node, f"{described(node)} (expected a list)", "write [one, two], or one '- ' line for each")
        values = (reading.value(item, read_item) for item in node.nodes)
        return tuple(value for value in values if value is not None)

    return read


def record(shape: type[msgspec.Struct], schema: tuple[Field, ...], what: str) -> Read:
    """A mapping with fields of its own, as a `shape`."""

    def read(node: Node, reading: Reading) -> object:
        problem_count = len(reading.problems)
        values = reading.fields(mapping(node), schema, what)
        return None if len(reading.problems) > problem_count else msgspec.convert(values, shape)

    return read


def table(read_value: Read) -> Read:
    """A mapping from names of the writer's choice to values of one kind."""

    def read(node: Node, reading: Reading) -> dict[str, object]:
        values = {pair.key.text: reading.value(pair.value, read_value) for pair in mapping(node).pairs}
        return {name: value for name, value in values.items() if value is not None}

    return read


def free(node: Node, reading: Reading) -> object:
    """Whatever is written: text, lists and mappings of text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return tuple(free(item, reading) for item in node.nodes)
    return {pair.key.text: free(pair.value, reading) for pair in node.pairs}


def free_mapping(node: Node, reading: Reading) -> object:
    """A mapping of whatever is written."""
    return free(mapping(node), reading)


def mapping(node: Node) -> Mapping:
    """The node as a mapping; an empty value is an empty mapping."""
    if isinstance(node, Scalar) and node.is_nothing:
        return Mapping((), False, node.place)
    if not isinstance(node, Mapping):
        raise Mismatch(node, f"{described(node)} (expected a mapping)", "write 'name: value' lines, indented")
    return node
