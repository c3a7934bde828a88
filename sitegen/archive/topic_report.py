"""What the topic rules do to an archive: sizes, how right they are, who has no topic, whom they would move.

Facts only; what people read of them stands in topic_telling.py.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from sitegen.archive.declared import declared_topics
from sitegen.archive.front_matter import take_apart
from sitegen.archive.identity import normalised
from sitegen.archive.leaves import leaves_of
from sitegen.archive.ledger import read_ledger
from sitegen.archive.matching import Evidence, Matcher
from sitegen.archive.plan import Plan
from sitegen.archive.standing import Judge, Standing, judged_by, move, plain, standing_of, standings
from sitegen.archive.store import read_entry
from sitegen.archive.topic_labels import LabelsFile, labels_of
from sitegen.archive.topics import Topic, former_names
from sitegen.archive.writing import archive_lock, write_plan
from sitegen.config import TOPICS_FILE, read_config
from sitegen.problems import Problem, SiteError, did_you_mean, quoted, raise_if, stop


class Measure(msgspec.Struct, frozen=True):
    """How a topic fares on labelled papers. labelled: an editor gave it; given: the rules do; right: both."""

    labelled: int = 0
    given: int = 0
    right: int = 0

    @property
    def precision(self) -> float | None:
        """How many of the papers that get the topic should; None if none gets it."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """How many of the papers that should get the topic do; None if none should."""
        return self.right / self.labelled if self.labelled else None


class Size(msgspec.Struct, frozen=True):
    """A topic, how many papers have it, and how it fares. is_declared: False if only files say it."""

    slug: str
    is_declared: bool
    papers: int
    measure: Measure


class Labels(msgspec.Struct, frozen=True):
    """What papers are measured by. file: where labels stand, '' for nowhere; in_file, by_hand: papers of each kind.

    unknown: papers of the file that the archive has not.
    """

    file: str
    in_file: int
    by_hand: int
    unknown: tuple[str, ...]


class Overview(msgspec.Struct, frozen=True):
    """The topics of an archive. sizes: the largest first. moves: entries whose topics are not what the rules say now.

    is_applied: the moves were made, and all else is as it is after them. warnings: of the file of labels.
    """

    papers: int
    sizes: tuple[Size, ...]
    all_topics: Measure
    labels: Labels
    without: tuple[Standing, ...]
    by_hand: tuple[Standing, ...]
    moves: tuple[Standing, ...]
    is_applied: bool
    warnings: tuple[Problem, ...]


def overview(site_root: Path, labels: str | None) -> Overview:
    """The topics of a site. labels: a file of labels; None for the one beside topics.yaml, if it is there.

    Raises SiteError if a file cannot be read.
    """
    topics = topics_in_use(site_root)
    plan = Plan(site_root, read_ledger(site_root))
    return _overview(site_root, topics, _standings(plan, topics), labels, is_applied=False)


def apply_rules(site_root: Path, labels: str | None) -> Overview:
    """Moves the entries whose list is ours to where the rules say, and tells the topics after it.

    Raises SiteError as `overview` does, before anything is written; and if another command writes into the archive.
    """
    topics = topics_in_use(site_root)
    with archive_lock(site_root):
        ledger = read_ledger(site_root)
        plan = Plan(site_root, ledger)
        found = _overview(site_root, topics, _standings(plan, topics), labels, is_applied=True)
        move(plan, found.moves)
        raise_if(write_plan(plan, ledger).problems)
    return found


class Explanation(msgspec.Struct, frozen=True):
    """An entry, and what speaks for and against each topic of which a rule fired, the highest score first."""

    standing: Standing
    evidence: tuple[Evidence, ...]


def explanations(site_root: Path, keys: Iterable[str]) -> tuple[Explanation, ...]:
    """Which rules fired for each of the entries. Raises SiteError for an unknown key."""
    matcher = Matcher(topics_in_use(site_root))
    plan = Plan(site_root, read_ledger(site_root))
    return tuple(_explanation(plan, key, matcher) for key in keys)


def topics_in_use(site_root: Path) -> tuple[Topic, ...]:
    """The topics of a site. Raises SiteError if it declares none, or if this is no site."""
    read_config(site_root)
    topics = declared_topics(site_root)
    if not topics:
        raise stop(TOPICS_FILE, "declares no topics", "docs/reference/topics.md shows how to declare one")
    return topics


def _explanation(plan: Plan, key: str, matcher: Matcher) -> Explanation:
    if key not in plan.paths:
        hint = did_you_mean(key, plan.paths, "a key is a file name without '.md'")
        raise stop(key, f"no entry has the key {quoted(key)}", hint)
    document = take_apart(plan.text(key), plan.paths[key])
    judged = judged_by(document, leaves_of(document))
    return Explanation(standing_of(plan, key, Judge(matcher)), matcher.evidence(*plain(judged)))


def _standings(plan: Plan, topics: tuple[Topic, ...]) -> tuple[Standing, ...]:
    """Every entry. Raises SiteError also for a curator's list with a topic that is not declared."""
    found = standings(plan, Judge(Matcher(topics)))
    known, former = frozenset(topic.slug for topic in topics), former_names(topics)
    problems: list[Problem] = []
    for each in found:
        if each.is_ours or known.issuperset(each.topics):
            continue
        try:
            read_entry(plan.text(each.key), each.path, known, former)
        except SiteError as error:
            problems.extend(error.problems)
    raise_if(problems)
    return found


def _overview(
    site_root: Path, topics: tuple[Topic, ...], found: tuple[Standing, ...], labels: str | None, *, is_applied: bool
) -> Overview:
    file = labels_of(site_root, labels, topics)
    wanted, told = _labels(file, found)
    moves = tuple(each for each in found if each.would_move)
    if is_applied:
        found = tuple(
            msgspec.structs.replace(each, topics=each.by_rules) if each.would_move else each for each in found
        )
    counts = Counter(slug for each in found for slug in each.topics)
    labelled = Counter(slug for slugs in wanted.values() for slug in slugs)
    measured = [each for each in found if each.key in wanted]
    given = Counter(slug for each in measured for slug in each.by_rules)
    right = Counter(slug for each in measured for slug in each.by_rules if slug in wanted[each.key])
    declared = [topic.slug for topic in topics]
    sizes = [
        Size(slug, slug in declared, counts[slug], Measure(labelled[slug], given[slug], right[slug]))
        for slug in [*declared, *sorted(counts.keys() - set(declared))]
    ]
    return Overview(
        papers=len(found),
        sizes=tuple(sorted(sizes, key=lambda size: -size.papers)),
        all_topics=Measure(labelled.total(), given.total(), right.total()),
        labels=told,
        without=tuple(each for each in found if not each.topics),
        by_hand=tuple(each for each in found if each.is_by_hand),
        moves=moves,
        is_applied=is_applied,
        warnings=file.warnings,
    )


def _labels(file: LabelsFile, found: tuple[Standing, ...]) -> tuple[Mapping[str, tuple[str, ...]], Labels]:
    """The right topics of labelled papers, by key: a curator's list is one, and the file has the last word."""
    by_hand = {each.key: each.topics for each in found if each.is_by_hand}
    in_file: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    if file.labels:
        keys = {each.key: (each.key,) for each in found}
        by_title: dict[str, tuple[str, ...]] = {}
        for each in found:
            by_title[normalised(each.title)] = (*by_title.get(normalised(each.title), ()), each.key)
        for label in file.labels:
            matching = keys.get(label.paper) or by_title.get(normalised(label.paper), ())
            in_file.update(dict.fromkeys(matching, label.topics))
            if not matching:
                unknown.append(label.paper)
    return {**by_hand, **in_file}, Labels(file.path, len(in_file), len(by_hand.keys() - in_file.keys()), tuple(unknown))
