"""Text as a source gave it → clean text: passes until nothing changes."""

import re
import unicodedata

import msgspec

from sitegen.text.formulas import may_hold_formulas, pieces
from sitegen.text.hygiene.passes import Pass
from sitegen.text.hygiene.rules import RULES, WHITE_SPACE, RuleName
from sitegen.text.marks import Mark
from sitegen.text.paragraphs import folded

# What the rules but white-space begin with; four of five abstracts have none of it. `in` takes 0.1 µs for each of the
# first, a pattern that begins with letters 1 µs; `\d ?times` would take 30.
_TRIGGERS = ("\\", "~", "`", "--", "''")
_LOST_TIMES = re.compile(r"times(?:(?<=\dtimes)|(?<=\d times))")
_LOST_SIM = re.compile(r"sim ?\d")
_MOST_PASSES = 6
_ORDER = {rule.name: number for number, rule in enumerate(RULES)}


class Clean(msgspec.Struct, frozen=True):
    """A clean text. marks: its emphasis and links, by start. rules: that fired, in the order of `RULES`."""

    text: str
    marks: tuple[Mark, ...]
    rules: tuple[RuleName, ...]


def clean_text(text: str) -> Clean:
    """The text of one or more paragraphs, clean. Cleaning it again changes nothing.

    Formulas stay as they are, but for hard wraps. What a rule leaves may be what another one looks for, so the text
    passes through them until nothing changes: the second pass of a real text is the last. Marks are those of the first
    pass, and are left out if a later one moved them. A text that goes on changing, or whose formulas would become
    others, is left as it was but for white space. Takes time linear in the length of the text.
    """
    tidy = folded(text)
    fired: set[RuleName] = {WHITE_SPACE} if tidy != text else set()
    result, marks, rules = _settled(tidy)
    return Clean(result, marks, tuple(sorted(fired | rules, key=_ORDER.__getitem__)))


def clean_line(text: str) -> Clean:
    """A text that is one line, as a title, clean."""
    line = " ".join(text.split())
    clean = clean_text(line)
    return (
        clean
        if line == text or WHITE_SPACE in clean.rules
        else msgspec.structs.replace(clean, rules=(WHITE_SPACE, *clean.rules))
    )


def _settled(text: str) -> tuple[str, tuple[Mark, ...], set[RuleName]]:
    now = text
    marks: tuple[Mark, ...] = ()
    fired: set[RuleName] = set()
    for number in range(_MOST_PASSES):
        if not _has_triggers(now):
            return now, marks, fired
        after = _passed(now)
        if after is None:
            break
        after_text, after_marks, rules = after
        if after_text == now:
            return now, marks, fired
        fired |= rules
        now, marks = after_text, after_marks if number == 0 else ()
    return text, (), set()


def _has_triggers(text: str) -> bool:
    for trigger in _TRIGGERS:
        if trigger in text:
            return True
    return bool(_LOST_TIMES.search(text) or _LOST_SIM.search(text))


def _passed(text: str) -> tuple[str, tuple[Mark, ...], set[RuleName]] | None:
    """The text after one pass; None if its formulas would not stay what they are."""
    for keeps_dollars in (False, True):
        done = Pass(text, keeps_dollars=keeps_dollars)
        after, marks = done.text, done.marks
        tidy = folded(unicodedata.normalize("NFC", after))
        if tidy != after:
            marks = ()
        formulas = [piece.text for piece in pieces(tidy) if piece.is_formula]
        if formulas == done.formulas:
            return tidy, marks, done.fired
        if not may_hold_formulas(text):
            break
    return None
