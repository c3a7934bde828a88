"""Names of people as sources write them → names, and lists of names → the names. Linear in the number of names."""

import re

import msgspec

from sitegen.text.hygiene.cleaning import clean_line
from sitegen.text.hygiene.rules import RULES, RuleName

_ORDER = {rule.name: number for number, rule in enumerate(RULES)}
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)", re.IGNORECASE)
_AND = re.compile(r",? (?:and|&) |;\s?")
_COMMA = re.compile(r",\s?")
_OTHERS = re.compile(r"(?:others|et al\.?)", re.IGNORECASE)
# Marks of footnotes, with their numbers; a number alone could be part of a name of a group.
_MARKS = re.compile(r"(?:\s?[*†‡§¶∗⋆★☆♠♣♦♡⁰¹²³⁴⁵⁶⁷⁸⁹])+(?:,?[0-9])*(?=\s|$)")
# In Latin letters: 'Wei Zhang (张伟)' says a name twice.
_AFFILIATION = re.compile(r"\s*\([ -~À-ž]*\)$")
# All but 1 in 1,000 real names are like this.
_PLAIN_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’]|[ -](?=[^\W\d_]))*")
_MOST_PASSES = 6


class CleanNames(msgspec.Struct, frozen=True):
    """Names in order, and the rules that fired, in the order of `RULES`."""

    names: tuple[str, ...]
    rules: tuple[RuleName, ...]


def clean_names(names: tuple[str, ...]) -> CleanNames:
    """The names of people, clean. Cleaning them again changes nothing.

    A source that gives one name may have given a list; of several, each is taken for one name. Names that go on
    changing are left as they are.
    """
    now = names
    fired: set[RuleName] = set()
    for _ in range(_MOST_PASSES):
        after, rules = _cleaned_once(now)
        if after == now:
            return CleanNames(now, tuple(sorted(fired, key=_ORDER.__getitem__)))
        now, fired = after, fired | rules
    return CleanNames(names, ())


def _cleaned_once(names: tuple[str, ...]) -> tuple[tuple[str, ...], set[RuleName]]:
    fired: set[RuleName] = set()
    found = split_names(names[0]) if len(names) == 1 else names
    if len(found) > 1 and len(names) == 1:
        fired.add("author-lists")
    clean: list[str] = []
    for name in found:
        if _PLAIN_NAME.fullmatch(name):
            clean.append(name)
            continue
        now, rules = _clean_name(name)
        fired |= rules
        if now:
            clean.append(now)
    return tuple(clean), fired


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list: 'A and B', 'A, B and C', 'Last, First and Last, First', 'A; B'.

    Where each part between 'and' has one comma, or a part has one and a single word before or after it, the comma
    parts a last name from a first. Nothing inside braces parts names, as in BibTeX. 'and others' names nobody.
    """
    line = " ".join(text.split())
    parts = [part for part in _split(line, _AND) if part and not _OTHERS.fullmatch(part)]
    pieces = [_with_suffixes(_split(part, _COMMA)) for part in parts]
    if len(pieces) > 1 and all(len(piece) == 2 for piece in pieces):
        return tuple(parts)
    names: list[str] = []
    for part, piece in zip(parts, pieces, strict=True):
        is_one = len(piece) == 1 or (len(piece) == 2 and any(" " not in name for name in piece))
        names.extend([part] if is_one else (name for name in piece if not _OTHERS.fullmatch(name)))
    return tuple(names)


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The text cut at a separator, outside of braces."""
    parts: list[str] = []
    depth = start = position = 0
    for found in separator.finditer(text):
        between = text[position : found.start()]
        depth = max(0, depth + between.count("{") - between.count("}"))
        position = found.start()
        if depth == 0:
            parts.append(text[start : found.start()].strip())
            start = found.end()
    return [*parts, text[start:].strip()]


def _with_suffixes(names: list[str]) -> list[str]:
    """'Davis', 'Jr.' is one name."""
    joined: list[str] = []
    for name in names:
        if joined and _SUFFIX.fullmatch(name):
            joined[-1] = f"{joined[-1]}, {name}"
        elif name:
            joined.append(name)
    return joined


def _clean_name(name: str) -> tuple[str, set[RuleName]]:
    clean = clean_line(name)
    fired = set(clean.rules)
    # Two hyphens part the names of a double name here.
    text = clean.text.replace("–", "-") if "dashes" in fired else clean.text
    bare = _without_marks(text)
    if bare != text:
        fired.add("name-marks")
    turned = _turned(bare)
    if turned != bare:
        fired.add("name-order")
    return turned, fired


def _without_marks(name: str) -> str:
    """Until nothing changes: marks stand before and after an affiliation."""
    before = ""
    while name != before:
        before = name
        name = _AFFILIATION.sub("", _MARKS.sub("", name)).strip(" ,;:~")
    return name if any(map(str.isalpha, name)) else ""


def _turned(name: str) -> str:
    """'Last, First' and 'Last, Jr., First' with the first name first."""
    parts = [part for part in _COMMA.split(name) if part]
    if len(parts) == 2 and not _SUFFIX.fullmatch(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return name
