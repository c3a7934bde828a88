"""Entry → what the rules say of it now, and whose its list of topics is. Writes no file.

A list that stands as ingest wrote it (the ledger tells) follows the rules; any other one is the curator's.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from sitegen.archive.front_matter import Document, take_apart
from sitegen.archive.leaves import Leaf, leaves_of, with_leaf, without_leaf
from sitegen.archive.ledger import Line, body_digest
from sitegen.archive.matching import Matcher
from sitegen.archive.plan import Plan
from sitegen.problems import Problem, SiteError, raise_if
from sitegen.text.markdown import to_plain

TOPICS = "topics"


class Judged(NamedTuple):
    """What the rules look at: the title as plain text, the abstract as Markdown, and categories."""

    title: str
    body: str
    categories: tuple[str, ...]


class Judge:
    """What the rules say of a text; one that it was told of before is not read again."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._known: dict[tuple[str, str, tuple[str, ...]], tuple[str, ...]] = {}

    def topics_of(self, judged: Judged) -> tuple[str, ...]:
        known = self._known.get(_remembered_as(judged))
        return self._matcher.topics_of(*plain(judged)) if known is None else known

    def topics_of_record(self, judged: Judged, abstract: str) -> tuple[str, ...]:
        """As `topics_of`, remembered. abstract: the same as plain text."""
        found = self._matcher.topics_of(judged.title, abstract, judged.categories)
        self._known[_remembered_as(judged)] = found
        return found


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An entry and its topics, the main one first. topics: what its file says; by_rules: what the rules say.

    is_ours: the list is as ingest wrote it. is_by_hand: the list, or that there is none, is the curator's. Neither
    holds for a file that ingest did not write and that says nothing of topics.
    """

    key: str
    path: str
    title: str
    topics: tuple[str, ...]
    by_rules: tuple[str, ...]
    is_ours: bool
    is_by_hand: bool

    @property
    def would_move(self) -> bool:
        """True if the rules say something else since ingest wrote the list."""
        return self.is_ours and self.topics != self.by_rules


def standings(plan: Plan, judge: Judge) -> tuple[Standing, ...]:
    """Every entry that has a file, by path. Raises SiteError with the problems of all that cannot be read."""
    found: list[Standing] = []
    problems: list[Problem] = []
    for key in sorted(plan.paths, key=plan.paths.__getitem__):
        try:
            found.append(standing_of(plan, key, judge))
        except SiteError as error:
            problems.extend(error.problems)
    raise_if(problems)
    return tuple(found)


def follow_rules(plan: Plan, keys: Iterable[str], judge: Judge) -> tuple[Standing, ...]:
    """Gives entries of the plan the topics that the rules say, where the list is ours; answers those that moved.

    An entry is judged by all that it says now: its text as a curator corrected it, categories that another source
    told. So whoever asks the rules, and whichever source spoke last, the answer is the same. Raises SiteError if a
    file cannot be read.
    """
    moved = tuple(found for key in keys if (found := standing_of(plan, key, judge)).would_move)
    move(plan, moved)
    return moved


def move(plan: Plan, standing: Iterable[Standing]) -> None:
    """Writes into a plan what the rules say of entries whose list is ours."""
    for each in standing:
        document = take_apart(plan.text(each.key), each.path)
        line = plan.lines[each.key]
        # An empty list would be the curator's word: no topic, whatever the rules say. In `{…}` there is no other way.
        if each.by_rules or document.mapping.is_flow:
            fields = {**line.fields, TOPICS: each.by_rules}
            plan.after[each.key] = with_leaf(document, TOPICS, each.by_rules)
        else:
            fields = {name: leaf for name, leaf in line.fields.items() if name != TOPICS}
            plan.after[each.key] = without_leaf(document, TOPICS)
        plan.lines[each.key] = msgspec.structs.replace(line, fields=fields)


def standing_of(plan: Plan, key: str, judge: Judge) -> Standing:
    """An entry that has a file. Raises SiteError if it cannot be read."""
    path = plan.paths[key]
    document = take_apart(plan.text(key), path)
    leaves = leaves_of(document)
    judged = judged_by(document, leaves)
    is_ours = _is_ours(plan.lines.get(key), leaves)
    return Standing(
        key=key,
        path=path,
        title=judged.title,
        topics=tuple(dict.fromkeys(_texts(leaves, TOPICS))),
        by_rules=judge.topics_of(judged),
        is_ours=is_ours,
        is_by_hand=not is_ours and (key in plan.lines or TOPICS in leaves),
    )


def judged_by(document: Document, leaves: Mapping[str, Leaf]) -> Judged:
    """What the rules look at in a file. leaves: of its front matter."""
    title = leaves.get("title", "")
    shown = " ".join(title.split()) if isinstance(title, str) else ""
    return Judged(shown, document.body.strip(), _texts(leaves, "categories"))


def plain(judged: Judged) -> tuple[str, str, tuple[str, ...]]:
    """The same with the abstract as plain text, as a matcher takes it."""
    return judged.title, to_plain(judged.body), judged.categories


def _remembered_as(judged: Judged) -> tuple[str, str, tuple[str, ...]]:
    return judged.title, body_digest(judged.body), judged.categories


def _is_ours(line: Line | None, leaves: Mapping[str, Leaf]) -> bool:
    return line is not None and leaves.get(TOPICS) == line.fields.get(TOPICS)


def _texts(leaves: Mapping[str, Leaf], name: str) -> tuple[str, ...]:
    found = leaves.get(name, ())
    return found if isinstance(found, tuple) else ()
