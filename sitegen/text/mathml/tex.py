"""A formula as people write it → TeX in which nothing is left to guess, for latex2mathml. Knows no MathML.

Every argument stands in braces, every macro is written out, every word and every number that latex2mathml would take
for something else is a leaf, and what stands in none of the tables of `macros` is refused.
"""

import re
import unicodedata

from latex2mathml.symbols_parser import SYMBOLS

from sitegen.text.mathml import macros
from sitegen.text.mathml.alphabets import styled
from sitegen.text.mathml.leaves import PRIVATE, leaf
from sitegen.text.mathml.reading import Reader
from sitegen.text.mathml.refusal import DEPTH_LIMIT, SOURCE_LIMIT, TEX_LIMIT, UndrawableError
from sitegen.text.mathml.words import name_of, text_parts

# As in `50%$` and `#1`: a comment or a parameter for TeX, a sign for who wrote it.
_PLAIN_SIGNS = frozenset('%#@"`?')
# Thousands: three digits after each comma, but not inside a list such as `(100,200)`.
_NUMBER = re.compile(r"\d{1,3}(?:\{,\}\d{3})+(?!\d)|(?<![\d,(\[{])\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?|\.\d+")
_PRIMES = re.compile(r"(?:'\s*)+")
_WORD = re.compile(r"[A-Za-z0-9]+")
_VARIANTS = {
    "mathbb": "double-struck",
    "mathbf": "bold",
    "mathcal": "script",
    "mathfrak": "fraktur",
    "mathit": "italic",
    "mathrm": "normal",
    "mathscr": "script",
    "mathsf": "sans-serif",
    "mathtt": "monospace",
}


def normal(source: str, is_display: bool) -> str:
    """The TeX of a formula, without its dollars. is_display: it has a line for itself. Raises UndrawableError."""
    if len(source) > SOURCE_LIMIT:
        raise UndrawableError("too long")
    if PRIVATE.search(source):
        raise UndrawableError("characters for private use")
    written = _Formula().row(source, 0, is_display, is_in_table=False)
    if not written.strip("{} "):
        raise UndrawableError("empty")
    return written


class _Formula:
    """One formula while it is written out. left: how many characters its macros may still bring."""

    def __init__(self) -> None:
        self.left = TEX_LIMIT

    def row(self, source: str, depth: int, is_line: bool, is_in_table: bool) -> str:
        """is_line: indices of large operators stand above and below. is_in_table: `&` and `\\\\` have a meaning."""
        if depth > DEPTH_LIMIT:
            raise UndrawableError("too deep")
        reader = Reader(source)
        parts: list[str] = []
        fences = 0
        while reader.skip_space():
            position = reader.position
            if command := reader.command():
                fences += {"left": 1, "right": -1}.get(command, 0)
                if fences < 0:
                    raise UndrawableError("unbalanced")
                parts.append(self._command(command, reader, depth, is_line, is_in_table))
            elif number := reader.match(_NUMBER):
                parts.append(_number(number[0]))
            elif primes := reader.match(_PRIMES):
                more = self._argument(reader, depth) if reader.take("^") else ""
                parts.append("^{" + r"\prime " * primes[0].count("'") + more + "}")
            else:
                parts.append(self._character(reader, depth, is_in_table))
            assert reader.position > position, "no piece is empty"
        if fences:
            raise UndrawableError("unbalanced")
        return "".join(parts)

    def _character(self, reader: Reader, depth: int, is_in_table: bool) -> str:
        character = reader.peek()
        if character == "{":
            return "{" + self.row(reader.group(), depth + 1, is_line=False, is_in_table=False) + "}"
        reader.position += 1
        if character in "^_":
            return character + "{" + self._argument(reader, depth) + "}"
        if character == "~":
            return leaf("mtext", "\u00a0")
        if character in "}$" or (character == "&" and not is_in_table) or unicodedata.combining(character):
            raise UndrawableError(f"a lone {character}")
        if character == "." and reader.source.startswith("..", reader.position):
            reader.position += 2
            return r"\ldots "
        return leaf("mtext", character) if character in _PLAIN_SIGNS else character

    def _argument(self, reader: Reader, depth: int) -> str:
        if depth > DEPTH_LIMIT:
            raise UndrawableError("too deep")
        if reader.skip_space() and (command := reader.command()):
            # As in `^\text{T}` and `\hat\mathbf{x}`: with its own arguments.
            return self._command(command, reader, depth + 1, is_line=False, is_in_table=False)
        return self.row(reader.argument(), depth + 1, is_line=False, is_in_table=False)

    def _command(self, name: str, reader: Reader, depth: int, is_line: bool, is_in_table: bool) -> str:
        if name in macros.MACROS:
            return self._macro(name, reader, depth, is_line)
        if name in macros.FUNCTIONS:
            return leaf("function", macros.FUNCTIONS[name]) + _limits(name in macros.WITH_LIMITS, reader, is_line)
        if name == "operatorname":
            has_limits = reader.take("*")
            return leaf("function", name_of(reader.argument())) + _limits(has_limits, reader, is_line)
        if name in macros.TEXTS:
            return self._text(reader.argument(), macros.TEXTS[name], depth)
        if name in macros.SWITCHES:
            rest = self.row(reader.rest(), depth + 1, is_line, is_in_table=False)
            font = macros.SWITCHES[name]
            return f"\\{font}{{{rest}}}" if font else rest
        if name in ("left", "right", "middle") or name in macros.SIZES:
            return f"\\{name}{reader.delimiter(macros.DELIMITERS)} "
        if name in ("begin", "unicode", "not", "\\", "end"):
            return self._special(name, reader, depth, is_line, is_in_table)
        if name in macros.SIGNS:
            return leaf("mtext", macros.SIGNS[name])
        return self._known(name, reader, depth, is_line)

    def _known(self, name: str, reader: Reader, depth: int, is_line: bool) -> str:
        """A command of latex2mathml's own."""
        if name in _VARIANTS:
            return self._font(name, reader.argument(), depth)
        if name == "sqrt" and reader.take("["):
            root = self.row(reader.until("]"), depth + 1, is_line=False, is_in_table=False)
            return rf"\sqrt[{{{root}}}]{{{self._argument(reader, depth)}}}"
        count = 1 if name in macros.ONE_ARGUMENT else 2 if name in macros.TWO_ARGUMENTS else 0
        if count:
            return f"\\{name}" + "".join(f"{{{self._argument(reader, depth)}}}" for _ in range(count))
        if name in macros.BARE or name in (",", ":", ";", "!", ">"):
            return f"\\{name} "
        sign = SYMBOLS.get(f"\\{name}")
        if sign is None or unicodedata.combining(chr(int(sign, 16))):
            raise UndrawableError(f"\\{name}")
        return f"\\{name} " + _limits(name in macros.WITH_LIMITS, reader, is_line)

    def _font(self, name: str, argument: str, depth: int) -> str:
        if _WORD.fullmatch(argument):
            return leaf("mn" if argument.isdigit() else "mi", styled(argument, _VARIANTS[name]))
        return f"\\{name}{{{self.row(argument, depth + 1, is_line=False, is_in_table=False)}}}"

    def _macro(self, name: str, reader: Reader, depth: int, is_line: bool) -> str:
        body = macros.MACROS[name]
        count = 1 if name in macros.SWALLOWED else max(map(int, re.findall(r"#(\d)", body)), default=0)
        arguments = [reader.argument() for _ in range(count)]
        written = re.sub(r"#(\d)", lambda found: arguments[int(found[1]) - 1], body)
        self.left -= len(written)
        if self.left < 0:
            raise UndrawableError("too long")
        shown = self.row(written, depth + 1, is_line, is_in_table=False)
        return shown + _limits(name in macros.WITH_LIMITS, reader, is_line)

    def _text(self, raw: str, command: str, depth: int) -> str:
        if depth > DEPTH_LIMIT:
            raise UndrawableError("too deep")
        parts: list[str] = []
        for kind, value in text_parts(raw):
            if kind == "words":
                parts.append(leaf("mtext", value, command))
            elif kind == "math":
                parts.append("{" + self.row(value, depth + 1, is_line=False, is_in_table=False) + "}")
            else:
                parts.append(self._text(value, macros.TEXTS[kind], depth + 1))
        return parts[0] if len(parts) == 1 else "{" + "".join(parts) + "}"

    def _special(self, name: str, reader: Reader, depth: int, is_line: bool, is_in_table: bool) -> str:
        if name == "begin":
            return self._environment(reader, depth, is_line)
        if name == "unicode":
            return leaf("mtext", reader.code_point())
        if name == "not":
            negated = macros.NEGATED.get(reader.argument().strip())
            if not negated:
                raise UndrawableError(r"\not")
            return f"{negated} "
        if name == "\\" and is_in_table:
            reader.take("*")
            if reader.take("["):
                reader.until("]")
            return r"\\ "
        raise UndrawableError(f"a lone \\{name}")

    def _environment(self, reader: Reader, depth: int, is_line: bool) -> str:
        name = reader.argument()
        if name not in macros.ENVIRONMENTS:
            raise UndrawableError(f"\\begin{{{name}}}")
        body = reader.environment(name)
        target = macros.ENVIRONMENTS[name]
        columns = ""
        if target == "array":
            inner = Reader(body)
            columns = re.sub(r"\s", "", inner.argument())
            if not re.fullmatch("[lcr]+", columns):
                raise UndrawableError("columns of an array")
            columns, body = f"{{{columns}}}", inner.rest()
        is_line = is_line and target in ("align*", "matrix", "")
        rows = self.row(body, depth + 1, is_line, is_in_table=bool(target))
        return f"\\begin{{{target}}}{columns}{rows}\\end{{{target}}}" if target else rows


def _number(found: str) -> str:
    digits = found.replace("{,}", ",")
    return f"{{{digits}}}" if digits[0] != "." and "," not in digits else leaf("mn", digits)


def _limits(has_limits: bool, reader: Reader, is_line: bool) -> str:
    reader.skip_space()
    return r"\limits " if has_limits and is_line and reader.peek() in ("_", "^") else ""
