"""What a pass has made so far: pieces of text, groups that are still open, stretches that are marked."""

from itertools import accumulate
from typing import Literal, NamedTuple

from sitegen.text.marks import Mark
from sitegen.text.tex import StyleKind

# Deeper marks are left out: each costs the length of what it marks.
_DEEPEST = 8

GroupKind = StyleKind | Literal["link", "braces"]


class _Group(NamedTuple):
    """A group that is open. number: of the piece that stands for its beginning. source: how that was written."""

    kind: GroupKind
    number: int
    source: str
    target: str


class _Stretch(NamedTuple):
    """A mark before the length of what stands before it is known: from one piece up to another."""

    kind: Literal["emphasis", "strong", "link"]
    start: int
    end: int
    target: str


class Output:
    """Pieces are appended; the beginning of a group is an empty piece until its end shows that it is one."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._groups: list[_Group] = []
        self._stretches: list[_Stretch] = []

    def add(self, text: str) -> None:
        self._pieces.append(text)

    def link(self, text: str, target: str) -> None:
        self._stretches.append(_Stretch("link", len(self._pieces), len(self._pieces) + 1, target))
        self.add(text)

    def open(self, kind: GroupKind, source: str, target: str = "") -> None:
        self._groups.append(_Group(kind, len(self._pieces), source, target))
        self.add("")

    def close(self) -> GroupKind:
        """Ends the innermost group; answers its kind. A brace that ends none is a brace."""
        if not self._groups:
            self.add("}")
            return "braces"
        kind, number, source, target = self._groups.pop()
        if kind == "braces":
            self._pieces[number] = source
            self.add("}")
        elif kind == "footnote":
            before = self._pieces[number - 1][-1:] if number else ""
            self._pieces[number] = "(" if before.isspace() or not before else " ("
            self.add(")")
        elif len(self._groups) >= _DEEPEST:
            pass
        elif kind == "emphasis" or kind == "strong" or (kind == "link" and target):
            self._stretches.append(_Stretch(kind, number, len(self._pieces), target))
        return kind

    def take_back(self, ends: tuple[str, ...]) -> str:
        """Removes the first of some texts that ends the last piece; answers it, or nothing."""
        last = self._pieces[-1] if self._pieces else ""
        found = next((end for end in ends if last.endswith(end)), "")
        if found:
            self._pieces[-1] = last[: -len(found)]
        return found

    def finish(self) -> tuple[str, tuple[Mark, ...]]:
        """The text and its marks. What began and did not end is text, as it was written."""
        for group in self._groups:
            self._pieces[group.number] = group.source
        starts = list(accumulate(map(len, self._pieces), initial=0))
        text = "".join(self._pieces)
        marks = [_mark(text, starts[start], starts[end], kind, target) for kind, start, end, target in self._stretches]
        return text, tuple(sorted((mark for mark in marks if mark), key=lambda mark: (mark.start, -mark.end)))


def _mark(text: str, start: int, end: int, kind: Literal["emphasis", "strong", "link"], target: str) -> Mark | None:
    """The mark without white space at its ends; none if nothing is left, or it would run into another paragraph."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Mark(start, end, kind, target) if start < end and text.find("\n", start, end) < 0 else None
