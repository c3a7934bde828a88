"""Scripts and style sheets without the comments that only their authors read.

Lines keep their numbers, and nothing but comments goes. Where the meaning of a sign is not certain, all stays as it is.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

# A comment that says whose the code is, or that a tool reads, stays.
_KEPT = re.compile(r"/\*!|//[#!]|.*@(?:license|preserve)", re.DOTALL)
_LINE_END = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_NO_LINE_END = re.compile(r"[^\r\n\u2028\u2029]+")

_STYLE = re.compile(
    r"""(?P<comment>/\*.*?\*/)
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
    | (?i:url)\(\s*[^"'\s)][^)]*\)
    """,
    re.DOTALL | re.VERBOSE,
)
_SCRIPT = re.compile(
    r"""(?P<comment>//[^\n\r\u2028\u2029]* | /\*.*?\*/)
    | (?P<space>\s+)
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | [\w$]+ | \+\+ | --
    | .
    """,
    re.DOTALL | re.VERBOSE,
)
_TEMPLATE_PART = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(?P<end>`|\$\{)", re.DOTALL)
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/")
# After these words an expression begins, so a slash begins a pattern; after those it may divide.
_BEFORE_EXPRESSION = frozenset(
    ("case", "delete", "do", "else", "in", "instanceof", "new", "return", "throw", "typeof", "void")
)
_UNCERTAIN = frozenset(("await", "of", "yield", "}", "++", "--"))
_BEFORE_CONDITION = frozenset(("for", "if", "while", "with"))
# Stands for whatever ends a value, as a name and a number do: a slash divides after it.
_VALUE = "]"


def style_without_comments(text: str) -> str:
    """A style sheet (CSS) without comments that end a line."""
    return _without(text, (found.span() for found in _STYLE.finditer(text) if found["comment"]))


# The scripts of a theme take 70 ms, and a preview asks for all again whenever a file of it is edited.
@lru_cache(maxsize=64)
def script_without_comments(text: str) -> str:
    """A script (JavaScript, ECMA-262) without comments that end a line."""
    try:
        return _without(text, list(_Script(text).comments()))
    except _UncertainError:
        return text


class _UncertainError(Exception):
    """A slash that may divide or begin a pattern, or what was opened and does not end."""


class _Script:
    """A script, read token by token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._before = ""
        # '${' of a template, '{', '(' before a condition, '[' for any other parenthesis.
        self._opened: list[str] = []

    def comments(self) -> Iterator[tuple[int, int]]:
        """Where the comments begin and end. Raises _UncertainError."""
        is_member = False
        while found := _SCRIPT.match(self._text, self._place):
            self._place = found.end()
            if found["comment"]:
                yield found.span()
            elif not found["space"]:
                meaning = self._meaning(found[0])
                is_member, self._before = meaning == ".", _VALUE if is_member else meaning
        if self._opened or "<!--" in self._text or "-->" in self._text:
            raise _UncertainError

    def _meaning(self, sign: str) -> str:
        """A token as what follows it needs to know it. Goes on to the end of a template's part and of a pattern."""
        match sign:
            case "{" | "(":
                is_of_value = sign == "(" and self._before not in _BEFORE_CONDITION
                self._opened.append("[" if is_of_value else sign)
            case "}" | ")":
                return self._closed("{" if sign == "}" else "(")
            case "`":
                return self._template_part()
            case "/" if self._begins_pattern():
                pattern = _PATTERN.match(self._text, self._place - 1)
                if not pattern:
                    raise _UncertainError
                self._place = pattern.end()
                return _VALUE
            case '"' | "'":
                raise _UncertainError
        return sign

    def _closed(self, kind: str) -> str:
        opened = self._opened.pop() if self._opened else ""
        if opened == "${" and kind == "{":
            return self._template_part()
        if opened == "[" and kind == "(":
            return _VALUE
        if opened != kind:
            raise _UncertainError
        return "}" if kind == "{" else "("

    def _template_part(self) -> str:
        found = _TEMPLATE_PART.match(self._text, self._place)
        if not found:
            raise _UncertainError
        self._place = found.end()
        if found["end"] == "`":
            return _VALUE
        self._opened.append("${")
        return "("

    def _begins_pattern(self) -> bool:
        before = self._before
        if before in _UNCERTAIN:
            raise _UncertainError
        ends_value = before == _VALUE or before[:1].isalnum() or before.startswith(("_", "$", '"', "'"))
        return before in _BEFORE_EXPRESSION or not ends_value


def _without(text: str, comments: Iterable[tuple[int, int]]) -> str:
    """A text without those comments after which a line ends."""
    parts, place = [], 0
    for start, end in comments:
        comment = text[start:end]
        if _LINE_END.match(text, end) and not _KEPT.match(comment):
            parts += [text[place:start].rstrip(" \t"), _NO_LINE_END.sub("", comment)]
            place = end
    return "".join([*parts, text[place:]])
