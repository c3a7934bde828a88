"""What a person can see go wrong: a place, a sentence, a hint. Knows nothing of the rooms that find problems."""

from collections.abc import Iterable, Sequence

import msgspec

USER_MISTAKE = 1
USAGE_ERROR = 2
ENVIRONMENT_FAILURE = 3


class Location(msgspec.Struct, frozen=True, order=True):
    """A place in a file. Lines and columns count from 1; 0 means that the whole file (or line) is meant."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong, found versus expected, and one hint the reader can act on."""

    location: Location
    message: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.location}: {self.message}"
        return printable(f"{line}\n  hint: {self.hint}" if self.hint else line)


class SiteError(Exception):
    """Stops a command. Carries every problem of its stage, sorted by place; nothing has been changed."""

    def __init__(self, problems: Iterable[Problem], exit_code: int = USER_MISTAKE) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.exit_code = exit_code
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["SiteError"], tuple[tuple[Problem, ...], int]]:
        """How another process hands it over; by itself it would be made again from its text."""
        return SiteError, (self.problems, self.exit_code)


def stop(path: str, message: str, hint: str = "", exit_code: int = USER_MISTAKE) -> SiteError:
    """The error for a single problem that concerns a file (or folder) as a whole."""
    return SiteError([Problem(Location(path), message, hint)], exit_code)


def quoted(text: str, limit: int = 60) -> str:
    """A found value as messages show it: in quotes, control characters escaped, cut in the middle of long text."""
    shown = text if len(text) <= limit else f"{text[: limit - 1]}…"
    return repr(shown)


def one_of(names: Iterable[str]) -> str:
    """The expected values, for a message: sorted, comma separated."""
    return ", ".join(sorted(names)) or "none"


def did_you_mean(name: str, names: Iterable[str], otherwise: str) -> str:
    """A hint that offers the nearest known name, else `otherwise`."""
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(names), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'? {otherwise}" if near else otherwise


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control characters and stray surrogates are shown as escapes."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() or c == " " else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def counted(count: int, noun: str) -> str:
    """'1 paper', '2,202 papers'."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def as_object(problem: Problem) -> dict[str, str | int]:
    """A problem for programs: lines and columns count from 1, 0 means the whole file or line."""
    place = problem.location
    return {
        "path": printable(place.path),
        "line": place.line,
        "column": place.column,
        "message": printable(problem.message),
        "hint": printable(problem.hint),
    }


def raise_if(problems: Sequence[Problem]) -> None:
    """Raises SiteError when a stage found problems."""
    if problems:
        raise SiteError(problems)
