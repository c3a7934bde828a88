"""Reading TeX from left to right: commands, groups, arguments. Knows no command."""

import re
from collections.abc import Collection

from sitegen.text.mathml.refusal import UndrawableError

_SPACE = re.compile(r"\s*")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_CODE_POINT = re.compile(r"x([0-9A-Fa-f]{2,6})")


class Reader:
    """A place in a source. What it cannot read raises UndrawableError."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0

    def skip_space(self) -> bool:
        """Goes past white space; whether anything is left."""
        found = _SPACE.match(self.source, self.position)
        assert found, "it may be empty"
        self.position = found.end()
        return self.position < len(self.source)

    def peek(self) -> str:
        return self.source[self.position : self.position + 1]

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.source, self.position)
        if found:
            self.position = found.end()
        return found

    def take(self, character: str) -> bool:
        """Whether the next thing is this character, which is then read."""
        is_next = self.skip_space() and self.peek() == character
        self.position += is_next
        return is_next

    def command(self) -> str:
        """The name of a command, without its backslash; empty if none begins here."""
        found = self.match(_COMMAND)
        if not found and self.peek() == "\\":
            raise UndrawableError("a lone \\")
        return found[1].replace("\n", " ").replace("\t", " ") if found else ""

    def rest(self) -> str:
        start, self.position = self.position, len(self.source)
        return self.source[start:]

    def group(self) -> str:
        """What stands between this brace and its partner."""
        start = self.position + 1
        end = self._partner()
        self.position = end + 1
        return self.source[start:end]

    def until(self, close: str) -> str:
        """What stands before a character outside of all braces."""
        start = self.position
        while self.position < len(self.source):
            if self.peek() == close:
                self.position += 1
                return self.source[start : self.position - 1]
            if self.peek() == "{":
                self.group()
            else:
                self.position += 2 if self.peek() == "\\" else 1
        raise UndrawableError("unbalanced")

    def argument(self) -> str:
        """A group without its braces, or one command or character."""
        if not self.skip_space() or self.peek() in "}&":
            raise UndrawableError("an argument is missing")
        if self.peek() == "{":
            return self.group()
        start = self.position
        if not self.command():
            self.position += 1
        return self.source[start : self.position]

    def delimiter(self, known: Collection[str]) -> str:
        found = self.argument()
        if found not in known:
            raise UndrawableError("a delimiter")
        return found

    def code_point(self) -> str:
        """The character that `x2013` in braces stands for."""
        found = _CODE_POINT.fullmatch(self.argument().strip())
        character = chr(int(found[1], 16)) if found and int(found[1], 16) <= 0x10FFFF else "\0"
        if not character.isprintable():
            raise UndrawableError(r"\unicode")
        return character

    def environment(self, name: str) -> str:
        """What stands before the end of an environment that has begun."""
        start = self.position
        depth = 1
        for found in re.finditer(rf"(?<!\\)\\(begin|end)\s*\{{{re.escape(name)}\}}", self.source[start:]):
            depth += 1 if found[1] == "begin" else -1
            if not depth:
                self.position = start + found.end()
                return self.source[start : start + found.start()]
        raise UndrawableError("unbalanced")

    def _partner(self) -> int:
        depth = 0
        position = self.position
        while position < len(self.source):
            character = self.source[position]
            if character == "\\":
                position += 1
            elif character == "{":
                depth += 1
            elif character == "}":
                depth -= 1
                if not depth:
                    return position
            position += 1
        raise UndrawableError("unbalanced")
