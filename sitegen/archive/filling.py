"""What another source knows into an entry that is there: fills what is open, changes nothing. Pure."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from sitegen.archive.front_matter import take_apart
from sitegen.archive.leaves import Leaf, is_open, leaves_of, with_item, with_leaf
from sitegen.archive.ledger import Line

ALIASES = "aliases"


class Filled(msgspec.Struct, frozen=True):
    """An entry's file and ledger line, and the leaves that were filled, in the order in which they were told."""

    text: str
    line: Line
    gained: tuple[str, ...]


def filled(path: str, text: str, line: Line, source: str, told: Mapping[str, Leaf], raw: Mapping[str, Leaf]) -> Filled:
    """The entry with what is told of it.

    A field stays if the file says something there, or if ingest wrote it once: then the curator took it away. raw: what
    the source told, where hygiene changed it. Raises SiteError if the file cannot be read.
    """
    document = take_apart(text, path)
    fields, others, originals = dict(line.fields), dict(line.others), dict(line.raw)
    gained = tuple(name for name in told if name not in fields and is_open(document, name))
    for name in gained:
        document = take_apart(with_leaf(document, name, told[name]), path)
        fields[name] = told[name]
        if source != line.source:
            others[name] = source
        if name in raw:
            originals[name] = raw[name]
    return Filled(document.text, replace(line, fields=fields, others=others, raw=originals), gained)


def with_alias(path: str, text: str, line: Line, source: str, alias: str) -> Filled:
    """The entry with one more alias; those that it has stay as they are written.

    Raises SiteError if the file cannot be read.
    """
    document = take_apart(text, path)
    there = leaves_of(document).get(ALIASES, ())
    if not there:
        return filled(path, text, line, source, {ALIASES: (alias,)}, {})
    if not isinstance(there, tuple):  # no list: the next build tells its mistake
        return Filled(text, line, ())
    fields = {**line.fields, ALIASES: (*there, alias)}
    others = line.others if source == line.source else {**line.others, ALIASES: source}
    return Filled(with_item(document, ALIASES, alias), replace(line, fields=fields, others=others), (ALIASES,))
