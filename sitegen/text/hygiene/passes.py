"""One pass over a text: what TeX would print, with marks for emphasis and links. Formulas are left alone."""

import re

from sitegen.text.formulas import formula_end
from sitegen.text.hygiene import patterns
from sitegen.text.hygiene.output import GroupKind, Output
from sitegen.text.hygiene.rules import RuleName
from sitegen.text.marks import Mark, may_be_linked
from sitegen.text.tex import BROKEN_GREEK, IN_BRACES, LETTERS, STYLES, SYMBOLS, accented, is_written

_RULES: dict[GroupKind, RuleName] = {
    "emphasis": "styles",
    "strong": "styles",
    "plain": "styles",
    "link": "links",
    "footnote": "footnotes",
}


class Pass:
    """One pass over a text. keeps_dollars: leaves `\\$` and `\\(…\\)` as they are, which could make formulas.

    text, marks: what it made. fired: the rules that changed something. formulas: those that the text must hold.
    """

    def __init__(self, text: str, *, keeps_dollars: bool) -> None:
        self._source = text
        self._keeps_dollars = keeps_dollars
        self._out = Output()
        self._open_quotes = 0
        self._single_quote_is_open = False
        self._straight_quote_is_open = False
        self._dropped_dollar = -1
        self.fired: set[RuleName] = set()
        self.formulas: list[str] = []
        start = 0
        begin = patterns.BEGIN.search(text)
        while begin:
            position = begin.start()
            if position > start:
                self._out.add(text[start:position])
            start = self._token(begin[0], position)
            begin = patterns.BEGIN.search(text, start)
        self._out.add(text[start:])
        self.text: str
        self.marks: tuple[Mark, ...]
        self.text, self.marks = self._out.finish()

    def _token(self, begin: str, position: int) -> int:
        """Takes what begins at a position; answers where it ends."""
        first = begin[0]
        if first == "\\":
            return self._macro(position)
        if first == "{":
            return self._brace(position)
        if first == "}":
            kind = self._out.close()
            if kind in _RULES:
                self.fired.add(_RULES[kind])
            return position + 1
        if first == "$":
            return self._dollar(position)
        if first == "~":
            return self._tie(position)
        if first in "`'\"":
            return self._quote(position)
        if first == "-":
            return self._dash(position)
        if first == "h":
            return self._address(position)
        return self._lost(begin, position)

    def _keep(self, position: int, end: int) -> int:
        self._out.add(self._source[position:end])
        return end

    def _replace(self, rule: RuleName, text: str, end: int) -> int:
        self.fired.add(rule)
        self._out.add(text)
        return end

    def _macro(self, position: int) -> int:
        text = self._source
        name = patterns.NAME.match(text, position)
        for rule in (self._citation, self._accent, self._script):
            if end := rule(position):
                return end
        if not name:
            return self._control(position)
        if end := self._group(name, position) or self._link(name):
            return end
        if name[1] == "color" and (colour := patterns.COLOUR_CHANGE.match(self._source, name.end())):
            return self._replace("styles", "", colour.end())
        symbol = SYMBOLS.get(name[1])
        if symbol is not None and not name[0].endswith("*"):
            return self._symbol(symbol, name.end())
        if name[1] in LETTERS:
            end = name.end()
            return self._replace("accents", LETTERS[name[1]], end + len(re.match(r"\{\}| ?", text[end : end + 2])[0]))  # type: ignore[index]
        return self._keep(position, name.end())

    def _symbol(self, symbol: str, end: int) -> int:
        if self._source.startswith("{}", end):
            end += 2
        elif (symbol in "μ—–" and self._source.startswith(" ", end)) or (
            symbol.endswith(".") and self._source.startswith(".", end)
        ):
            end += 1
        return self._replace("symbols", symbol, end)

    def _citation(self, position: int) -> int:
        citations = patterns.CITATIONS.match(self._source, position)
        if not citations:
            return 0
        end = citations.end()
        if textual := patterns.TEXTUAL_CITATION.fullmatch(citations[0]):
            return self._replace("citations", textual[1], end)
        closing = self._source[end : end + 1]
        brackets = {")": ("(", "(e.g., ", "(see ", "(cf. "), "]": ("[",)}.get(closing, ())
        if brackets and self._out.take_back(brackets):
            end += 1
        self._out.take_back((" ",))
        return self._replace("citations", "", end)

    def _accent(self, position: int) -> int:
        greek = patterns.BROKEN_GREEK.match(self._source, position)
        if greek:
            return self._replace("symbols", BROKEN_GREEK[greek[0]], greek.end())
        found = patterns.ACCENT.match(self._source, position)
        letter = _letter(found) if found else ""
        return self._replace("accents", letter, found.end()) if found and letter else 0

    def _script(self, position: int) -> int:
        found = patterns.SCRIPT.match(self._source, position)
        return self._replace("symbols", found[2].translate(patterns.SCRIPTS[found[1]]), found.end()) if found else 0

    def _control(self, position: int) -> int:
        text = self._source
        character = text[position + 1 : position + 2]
        if character in "([" and character:
            return self._bracketed_formula(position)
        if (character and character in "%&_#{}") or (character == "$" and not self._keeps_dollars):
            return self._replace("escapes", character, position + 2)
        if character and character in " ,":
            return self._replace("escapes", " ", position + 2)
        return self._keep(position, min(position + 2, len(text)))

    def _bracketed_formula(self, position: int) -> int:
        found = patterns.IN_FORMULA.match(self._source, position)
        formula = (f"${found[1].strip()}$" if found[1] else f"$${found[2].strip()}$$") if found else ""
        if not found or self._keeps_dollars or formula_end(formula, 0) != len(formula):
            end = formula_end(self._source, position)
            if end:
                self.formulas.append(self._source[position:end])
            return self._keep(position, end or (found.end() if found else position + 2))
        self.formulas.append(formula)
        return self._replace("formulas", formula, found.end())

    def _group(self, name: re.Match[str], position: int) -> int:
        """Where the text of a style, a footnote or a colour begins; 0 if none does."""
        kind = STYLES.get(name[1])
        pattern = patterns.GROUP if kind else patterns.TEXT_COLOUR if name[1] in ("textcolor", "color") else None
        begin = pattern.match(self._source, name.end()) if pattern else None
        if not begin:
            return 0
        self._out.open(kind or "plain", self._source[position : begin.end()])
        return begin.end()

    def _link(self, name: re.Match[str]) -> int:
        if name[1] not in ("href", "hyperlink", "url"):
            return 0
        swapped = patterns.SWAPPED.match(self._source, name.end())
        if swapped and name[1] == "href" and not may_be_linked(swapped[1]):
            self._out.link(swapped[1], patterns.ESCAPED_IN_ADDRESS.sub(r"\1", swapped[2]))
            return self._replace("links", "", swapped.end())
        found = patterns.TARGET.match(self._source, name.end())
        if not found:
            return 0
        address = patterns.ESCAPED_IN_ADDRESS.sub(r"\1", found[1])
        target = address if may_be_linked(address) else ""
        group = patterns.GROUP.match(self._source, found.end()) if name[1] != "url" else None
        if group:
            self._out.open("link", self._source[name.start() : group.end()], target)
            return group.end()
        if target:
            self._out.link(address, target)
            address = ""
        return self._replace("links", address, found.end())

    def _brace(self, position: int) -> int:
        text = self._source
        if switch := patterns.SWITCH.match(text, position):
            self._out.open(STYLES.get(switch[1] or "", "plain"), switch[0])
            return switch.end()
        spaced = patterns.SPACED_ACCENT.match(text, position)
        if spaced and is_written(spaced[1], spaced[2]):
            return self._replace("accents", accented(spaced[1], spaced[2]), spaced.end())
        if braced := patterns.BRACED_NAME.match(text, position):
            if braced[1] in LETTERS:
                return self._replace("accents", LETTERS[braced[1]], braced.end())
            symbol = IN_BRACES.get(braced[1], SYMBOLS.get(braced[1]))
            if symbol is not None:
                return self._replace("symbols", symbol, braced.end())
        accent = patterns.ACCENT.match(text, position + 1)
        if accent and text.startswith("}", accent.end()) and _letter(accent):
            self._accent(position + 1)
            return accent.end() + 1
        if patterns.GROUP_OF_STYLE.match(text, position):
            self._out.open("plain", "{")
        else:
            self._out.open("braces", "{")
        return position + 1

    def _dollar(self, position: int) -> int:
        if position == self._dropped_dollar:
            return position + 1
        end = formula_end(self._source, position)
        if not end:
            return self._keep(position, position + 1)
        if not self._keeps_dollars and patterns.TEXT_FORMULA.fullmatch(self._source, position, end):
            self._dropped_dollar = end - 1
            return self._replace("text-formulas", "", position + 1)
        self.formulas.append(self._source[position:end])
        return self._keep(position, end)

    def _address(self, position: int) -> int:
        found = patterns.ADDRESS.match(self._source, position)
        assert found, "it begins so"
        address = patterns.ESCAPED_IN_ADDRESS.sub(r"\1", found[0])
        return self._replace("escapes", address, found.end()) if address != found[0] else self._keep(*found.span())

    def _tie(self, position: int) -> int:
        text = self._source
        before, after = text[position - 1 : position], text[position + 1 : position + 2]
        is_amount = after.isdigit() and (before.isdigit() or before in "%")
        joins = before.isalnum() or (before and before in ".,;:)%]}'’”\"-$")
        if not joins or is_amount or not after or after.isspace() or after in "~/":
            return self._keep(position, position + 1)
        return self._replace("ties", " ", position + 1)

    def _quote(self, position: int) -> int:
        text = self._source
        mark = text[position]
        run = 1
        while run < 3 and text.startswith(mark, position + run):
            run += 1
        if mark == "`" and run == 2:
            self._open_quotes += 1
            return self._replace("quotes", "“", position + 2)
        if self._open_quotes and ((mark == "'" and run == 2) or (mark == '"' and not _is_space(text, position - 1))):
            self._open_quotes -= 1
            return self._replace("quotes", "”", position + run if mark == "'" else position + 1)
        if mark == "'" and run == 2 and not self._straight_quote_is_open and _begins_word(text, position, position + 2):
            self._open_quotes += 1
            return self._replace("quotes", "“", position + 2)
        if mark == "'" and run == 2 and self._straight_quote_is_open and not _is_space(text, position - 1):
            self._straight_quote_is_open = False
            return self._replace("quotes", '"', position + 2)
        if mark == '"':
            self._straight_quote_is_open = not self._straight_quote_is_open
            return self._keep(position, position + 1)
        if patterns.SINGLE_QUOTED.match(text, position):
            self._single_quote_is_open = True
            return self._replace("quotes", "‘", position + 1)
        if mark == "'" and run == 1 and self._single_quote_is_open:
            self._single_quote_is_open = False
            return self._replace("quotes", "’", position + 1)
        end = position + 1
        while text.startswith(mark, end):
            end += 1
        return self._keep(position, end)

    def _dash(self, position: int) -> int:
        text = self._source
        end = position
        while text.startswith("-", end):
            end += 1
        before, after = text[max(0, position - 1) : position], text[end : end + 1]
        is_option = (not before or before in " \n([=\"'`“‘") and after.isalnum()
        if end - position > 3 or is_option or before in ("<", "!") or after in (">", "<"):
            return self._keep(position, end)
        return self._replace("dashes", "–" if end - position == 2 else "—", end)

    def _lost(self, begin: str, position: int) -> int:
        times = patterns.TIMES.match(self._source, position)
        if times:
            self._out.take_back((" ",))
            return self._replace("lost-times", "×", times.end())
        sim = patterns.SIM.match(self._source, position)
        if sim:
            return self._replace("lost-sim", "∼", sim.end())
        return self._keep(position, position + len(begin))


def _letter(accent: re.Match[str]) -> str:
    """The letter with its accent; empty if nobody writes it so."""
    mark, letter = accent[1] or accent[2], accent[3] or accent[4]
    return accented(mark, letter) if is_written(mark, letter) else ""


def _is_space(text: str, position: int) -> bool:
    return text[position].isspace() if position >= 0 else True


def _begins_word(text: str, start: int, end: int) -> bool:
    """True if what stands from start to end is before a word and not behind one."""
    return (not start or text[start - 1] in " \n([“‘") and text[end : end + 1].isalnum()
