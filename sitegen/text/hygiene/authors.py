"""Names of people as sources write them → names, and lists of names → the names. Linear in the number of names."""

import re
from collections.abc import Set

import msgspec

from sitegen.text.hygiene.cleaning import clean_line
from sitegen.text.hygiene.rules import RULES, RuleName
from sitegen.text.suffixes import SUFFIX

_ORDER = {rule.name: number for number, rule in enumerate(RULES)}
_SUFFIX = re.compile(SUFFIX)
_COMMA_BEFORE_SUFFIX = re.compile(rf", ?(?={SUFFIX}$)")
_AND = re.compile(r",? (?:and|&) |;\s?")
_AND_ALONE = re.compile(r" (?:and )+", re.IGNORECASE)
_COMMA = re.compile(r",\s?")
_OTHERS = re.compile(r"(?:and )?(?:others|et[ .]+al\.?)", re.IGNORECASE)
_AND_OTHERS = re.compile(r"(?:^|,|\band\b|\s)\s*(?:et[ .]+al\b\.?|\bothers)$")
# Marks of footnotes, with their numbers; a number alone could be part of a name of a group.
_MARKS = re.compile(r"(?:\s?[*†‡§¶∗⋆★☆♠♣♦♡⁰¹²³⁴⁵⁶⁷⁸⁹])+(?:,?[0-9])*(?=\s|$)")
# In Latin letters: 'Wei Zhang (张伟)' says a name twice.
_LATIN = re.compile(r"[ -~À-ž]*")
# All but 1 in 1,000 real names are like this.
_PLAIN_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’]|[ -](?=[^\W\d_]))*")
_MOST_PASSES = 6
_MOST_MARKS = 4


class CleanNames(msgspec.Struct, frozen=True):
    """Names in order, and the rules that fired, in the order of `RULES`."""

    names: tuple[str, ...]
    rules: tuple[RuleName, ...]


def clean_names(names: tuple[str, ...], whole: Set[str] = frozenset()) -> CleanNames:
    """The names of people, clean. Cleaning them again changes nothing.

    A source that gives one name may have given a list; of several, each is taken for one name. whole: those of which
    the source says that they have no first and last part, such as groups: they are never parted or turned. Names that
    go on changing are left as they are.
    """
    now, whole_now = names, frozenset(whole)
    fired: set[RuleName] = set()
    for _ in range(_MOST_PASSES):
        after, whole_now, rules = _cleaned_once(now, whole_now)
        if after == now:
            return CleanNames(now, tuple(sorted(fired, key=_ORDER.__getitem__)))
        now, fired = after, fired | rules
    return CleanNames(names, ())


def _cleaned_once(
    names: tuple[str, ...], whole: frozenset[str]
) -> tuple[tuple[str, ...], frozenset[str], set[RuleName]]:
    """The names after one pass, those among them that are whole, and the rules that fired."""
    fired: set[RuleName] = set()
    is_list = len(names) == 1 and names[0] not in whole
    found = split_names(names[0]) if is_list else names
    if is_list and found != (" ".join(names[0].split()),):
        fired.add("author-lists")
    clean: list[str] = []
    still_whole = set(whole)
    for name in found:
        if _PLAIN_NAME.fullmatch(name):
            clean.append(name)
            continue
        now, rules = _without_dirt(name) if name in whole else _clean_name(name)
        fired |= rules
        if now:
            clean.append(now)
        if name in whole:
            still_whole.add(now)
    return tuple(clean), frozenset(still_whole), fired


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list: 'A and B', 'A, B and C', 'Last, First and Last, First', 'A; B'.

    Where each part between 'and' has one comma, or a part has one and a single word before or after it, the comma
    parts a last name from a first. Nothing inside braces or brackets parts names. 'and others' names nobody.
    """
    line = _AND_OTHERS.sub("", " ".join(text.split()))
    parts = [part for part in _split(line, _AND) if part and not _OTHERS.fullmatch(part)]
    pieces = [_with_suffixes(_split(part, _COMMA)) for part in parts]
    if len(pieces) > 1 and all(len(piece) == 2 for piece in pieces):
        return tuple(parts)
    names: list[str] = []
    for part, piece in zip(parts, pieces, strict=True):
        is_one = len(piece) == 1 or (len(piece) == 2 and any(" " not in name for name in piece))
        names.extend([part] if is_one else (name for name in piece if not _OTHERS.fullmatch(name)))
    return tuple(names)


def names_between_commas(text: str) -> tuple[str, ...]:
    """The names of a list as arXiv writes it, where commas alone part names; affiliations in brackets go."""
    parts = _with_suffixes(_split(" ".join(text.split()), _COMMA))
    names = map(_without_affiliations, parts)
    return tuple(name for name in names if any(map(str.isalnum, name)))


def names_between_ands(text: str) -> tuple[str, ...]:
    """The names of a list as BibTeX writes it, where `and` alone parts names, outside of braces."""
    parts = _split(f" {' '.join(text.split())} ", _AND_ALONE)
    return tuple(part for part in parts if part and not is_nobody(part))


def is_whole(name: str) -> bool:
    """True for a name inside of one pair of braces: BibTeX's way to say that it has no first and last part."""
    depth = 0
    for found in re.finditer(r"\\.|[{}]", name, re.DOTALL):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0:
            return name.startswith("{") and found.end() == len(name)
    return False


def is_nobody(name: str) -> bool:
    """True for what stands at the end of a list in the place of names: 'et al.', 'others'."""
    return bool(_OTHERS.fullmatch(name))


def turned(name: str) -> str:
    """'Last, First' and 'Last, Jr., First' with the first name first."""
    parts = [part for part in _split(name, _COMMA) if part]
    if len(parts) == 2 and not _SUFFIX.fullmatch(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return name


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The text cut at a separator, outside of braces, and of brackets if each has its partner."""
    begins, ends = ("{(", "})") if _brackets_match(text) else ("{", "}")
    parts: list[str] = []
    depth = start = position = 0
    for found in separator.finditer(text):
        between = text[position : found.start()]
        depth = max(0, depth + sum(map(between.count, begins)) - sum(map(between.count, ends)))
        position = found.start()
        if depth == 0:
            parts.append(text[start : found.start()].strip())
            start = found.end()
    return [*parts, text[start:].strip()]


def _brackets_match(text: str) -> bool:
    depth = 0
    for bracket in re.findall(r"[()]", text):
        depth += 1 if bracket == "(" else -1
        if depth < 0:
            return False
    return depth == 0


def _with_suffixes(names: list[str]) -> list[str]:
    """'Davis', 'Jr.' is one name."""
    joined: list[list[str]] = []
    for name in names:
        if joined and _SUFFIX.fullmatch(name):
            joined[-1].append(name)
        elif name:
            joined.append([name])
    return list(map(", ".join, joined))


def _clean_name(told: str) -> tuple[str, set[RuleName]]:
    bare, fired = _without_dirt(told)
    # `Sammy Davis, Jr.` and `Davis, Jr., Sammy` are one person, with one page.
    name = _COMMA_BEFORE_SUFFIX.sub(" ", turned(bare))
    if name != bare:
        fired.add("name-order")
    return name, fired


def _without_dirt(told: str) -> tuple[str, set[RuleName]]:
    """A name in the order of its parts, without what is no part of it, and the rules that fired."""
    clean = clean_line(told)
    fired = set(clean.rules)
    # Two hyphens part the names of a double name here.
    text = clean.text.replace("–", "-") if "dashes" in fired else clean.text
    bare = _without_marks(text)
    if bare != text:
        fired.add("name-marks")
    return bare, fired


def _without_marks(name: str) -> str:
    """Marks stand before and after an affiliation, and an affiliation between marks."""
    for _ in range(_MOST_MARKS):
        before = name
        name = _without_affiliations(_MARKS.sub("", name)).strip(" ,;:~")
        if name == before:
            break
    return name if any(map(str.isalpha, name)) else ""


def _without_affiliations(name: str) -> str:
    """`Jane Roe (MIT (CSAIL))` is Jane Roe; `Xiaodong (Mike) Shi` stays, and so does a bracket without its partner."""
    end, depth = len(name), 0
    for position in range(len(name) - 1, -1, -1):
        character = name[position]
        depth += (character == ")") - (character == "(")
        if depth == 0 and character == "(":
            if not _LATIN.fullmatch(name, position, end):
                break
            end = position
        elif depth <= 0 and not character.isspace():
            break
    return name[:end].rstrip()
