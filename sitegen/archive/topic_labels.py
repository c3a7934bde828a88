"""topics-labels.tsv → the topics that an editor gave to papers: what the rules are measured by. Knows no entry."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from sitegen.archive.topics import NO_FORMER_NAMES, FormerNames, Topic, former_names, hint_for_unknown
from sitegen.problems import Location, Problem, one_of, quoted, raise_if, stop
from sitegen.text.files import decoded

LABELS_FILE = "topics-labels.tsv"


class Label(msgspec.Struct, frozen=True):
    """A paper, by key or title, and its topics, the main one first; none if no topic fits. line: of the file.

    Topics that are not declared are left out.
    """

    paper: str
    topics: tuple[str, ...]
    line: int


class LabelsFile(msgspec.Struct, frozen=True):
    """What a file of labels holds. path: empty if there is none.

    warnings: the topics that are not declared, each where it stands first.
    """

    path: str
    labels: tuple[Label, ...]
    warnings: tuple[Problem, ...]


def labels_of(site_root: Path, named: str | None, topics: Sequence[Topic]) -> LabelsFile:
    """The labels of a site. named: a file of labels; None for the one beside topics.yaml, if it is there.

    Raises SiteError if the file cannot be read, and as `read_labels` does.
    """
    if named is None and not (site_root / LABELS_FILE).is_file():
        return LabelsFile("", (), ())
    path = LABELS_FILE if named is None else named
    slugs = frozenset(topic.slug for topic in topics)
    return read_labels(decoded(bytes_of(site_root, path), path), path, slugs, former_names(topics))


def bytes_of(site_root: Path, path: str) -> bytes:
    """A file that was named on the command line, or stands in the site. Raises SiteError if it cannot be read."""
    try:
        return (site_root / path).read_bytes()
    except OSError as error:
        raise stop(path, f"cannot be read: {error.strerror or error}", "check the name of the file") from None


def read_labels(text: str, path: str, slugs: frozenset[str], former: FormerNames = NO_FORMER_NAMES) -> LabelsFile:
    """The labels that a file holds: a heading, then a paper, a tab, and its topics with commas on each line.

    former: names that topics had, for hints. Quotes mean nothing, so a title stands as it is. An unknown topic is a
    warning: a topic may be removed before its labels are. Raises SiteError with every problem of the file if a line is
    none.
    """
    labels: list[Label] = []
    problems: list[Problem] = []
    unknown: dict[str, list[Location]] = {}
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
        for slug, at in found:
            if slug not in slugs:
                unknown.setdefault(slug, []).append(Location(path, number, at))
        labels.append(Label(paper.strip(), tuple(dict.fromkeys(slug for slug, _ in found if slug in slugs)), number))
    warnings = tuple(_unknown(slug, places, slugs, former) for slug, places in unknown.items())
    if problems:
        raise_if([*problems, *warnings])
    return LabelsFile(path, tuple(labels), warnings)


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


def _unknown(slug: str, places: Sequence[Location], slugs: frozenset[str], former: FormerNames) -> Problem:
    times = f", {len(places)} times" if len(places) > 1 else ""
    otherwise = "if you removed the topic, remove it here too; until then it does not count"
    message = f"unknown topic {quoted(slug)}{times} (expected one of: {one_of(slugs)})"
    return Problem(places[0], message, hint_for_unknown(slug, slugs, former, otherwise))
