"""topics-labels.tsv → the topics that an editor gave to papers: what the rules are measured by. Knows no entry."""

import msgspec

from sitegen.problems import Location, Problem, did_you_mean, one_of, quoted, raise_if

LABELS_FILE = "topics-labels.tsv"


class Label(msgspec.Struct, frozen=True):
    """A paper, by key or title, and its topics, the main one first; none if no topic fits. line: of the file."""

    paper: str
    topics: tuple[str, ...]
    line: int


def read_labels(text: str, path: str, slugs: frozenset[str]) -> tuple[Label, ...]:
    """The labels that a file holds: a heading, then a paper, a tab, and its topics with commas on each line.

    Quotes mean nothing, so a title stands as it is. Raises SiteError with every problem of the file.
    """
    labels: list[Label] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if number == 1 or not line.strip():
            continue
        paper, tab, rest = line.partition("\t")
        if not paper.strip() or not tab or "\t" in rest:
            message = "not a paper, a tab and its topics (expected one tab)"
            problems.append(Problem(Location(path, number, 1), message, "a line looks like 'title<tab>one, two'"))
            continue
        if (earlier := first.setdefault(paper, number)) != number:
            message = f"{quoted(paper)} stands on line {earlier} already (expected it once)"
            problems.append(Problem(Location(path, number, 1), message, "keep one of the two"))
        column = len(paper) + 2
        found = _listed(rest, column)
        problems.extend(_unknown(slug, Location(path, number, at), slugs) for slug, at in found if slug not in slugs)
        labels.append(Label(paper.strip(), tuple(dict.fromkeys(slug for slug, _ in found)), number))
    raise_if(problems)
    return tuple(labels)


def renamed_labels(text: str, old: str, new: str) -> str:
    """The file with a topic under its new name, once on each line; all other bytes stay."""
    lines = text.split("\n")
    return "\n".join([*lines[:1], *(_renamed(line, old, new) for line in lines[1:])])


def _renamed(line: str, old: str, new: str) -> str:
    paper, tab, rest = line.partition("\t")
    found = [slug for slug, _ in _listed(rest, 0)]
    if old not in found:
        return line
    if new in found or found.count(old) > 1:
        return f"{paper}{tab}{', '.join(dict.fromkeys(new if slug == old else slug for slug in found))}"
    parts = [part.replace(old, new) if part.strip() == old else part for part in rest.split(",")]
    return f"{paper}{tab}{','.join(parts)}"


def _listed(text: str, start: int) -> list[tuple[str, int]]:
    """The slugs in a list with commas, and the column of each. start: the column of the text."""
    found = []
    for part in text.split(","):
        if part.strip():
            found.append((part.strip(), start + len(part) - len(part.lstrip())))
        start += len(part) + 1
    return found


def _unknown(slug: str, location: Location, slugs: frozenset[str]) -> Problem:
    hint = did_you_mean(slug, slugs, "topics are declared in topics.yaml")
    return Problem(location, f"unknown topic {quoted(slug)} (expected one of: {one_of(slugs)})", hint)
