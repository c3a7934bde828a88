"""Whatever a build raised → failures: problems with the lines they are about, for the page and for the terminal."""

from pathlib import Path

import msgspec

from sitegen.preview.excerpt import Excerpt, excerpt_of
from sitegen.preview.places import Places, shown
from sitegen.problems import Location, Problem, SiteError, printable

# Beyond this many, problems are listed without their lines: nobody mends them one by one.
_EXCERPT_LIMIT = 50


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A problem as people see it; all text is printable. excerpt: none where no file of the site is meant."""

    place: str
    message: str
    hint: str
    excerpt: Excerpt | None = None


def failures_of(error: Exception, places: Places) -> tuple[Failure, ...]:
    """What stopped a build, in the order of its places."""
    problems = _problems(error, places)
    return tuple(
        Failure(
            place=printable(str(problem.location)),
            message=printable(problem.message),
            hint=printable(problem.hint),
            excerpt=excerpt_of(problem.location, places) if number < _EXCERPT_LIMIT else None,
        )
        for number, problem in enumerate(problems)
    )


def is_expected(error: Exception) -> bool:
    """True for what a person can mend; anything else is a mistake of ours and deserves its traceback."""
    return isinstance(error, SiteError | OSError)


def as_text(failure: Failure) -> str:
    """A failure as the terminal shows it."""
    lines = [f"{failure.place}: {failure.message}"]
    if failure.hint:
        lines.append(f"  hint: {failure.hint}")
    if failure.excerpt:
        width = len(str(failure.excerpt.lines[-1].number))
        for line in failure.excerpt.lines:
            lines.append(f"  {'>' if line.is_marked else ' '} {line.number:>{width}} | {line.text}".rstrip())
            if line.is_marked and failure.excerpt.caret:
                lines.append(f"    {' ' * width} | {failure.excerpt.caret}")
    return "\n".join(lines)


def _problems(error: Exception, places: Places) -> tuple[Problem, ...]:
    if isinstance(error, SiteError):
        return error.problems
    if isinstance(error, OSError):
        place = shown(Path(str(error.filename)), places) if error.filename else "sitegen"
        return (Problem(Location(place), error.strerror or str(error), "is the disk full, or a folder not readable?"),)
    message = f"unexpected {type(error).__name__}: {error}"
    return (Problem(Location("sitegen"), message, "a mistake in sitegen; the terminal shows where"),)
