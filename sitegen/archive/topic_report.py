"""What the topic rules do to an archive, for people: sizes, papers without a topic, the phrases that fired."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sitegen.archive.declared import declared_topics
from sitegen.archive.entry import Entry
from sitegen.archive.matching import Evidence, Matcher, given
from sitegen.archive.store import read_archive
from sitegen.archive.topics import Topic
from sitegen.config import TOPICS_FILE
from sitegen.problems import did_you_mean, quoted, stop
from sitegen.text.markdown import to_plain


def overview(site_root: Path) -> Iterator[str]:
    """The size and share of each topic, then the papers without one. Raises SiteError if the archive cannot be read."""
    topics, entries = _read(site_root)
    counts = Counter(slug for entry in entries.values() for slug in entry.topics)
    total = len(entries)
    width = max(len(topic.slug) for topic in topics)
    yield f"{'topic':{width}}  papers   share"
    for topic in sorted(topics, key=lambda topic: -counts[topic.slug]):
        yield f"{topic.slug:{width}}  {counts[topic.slug]:6}  {_share(counts[topic.slug], total)}"
    without = [entry for entry in entries.values() if not entry.topics]
    yield f"{'(no topic)':{width}}  {len(without):6}  {_share(len(without), total)}"
    for entry in without:
        yield f"  {entry.path}: {entry.title}"


def explained(site_root: Path, keys: tuple[str, ...]) -> Iterator[str]:
    """Which rules fired for each of the entries, and what its file says. Raises SiteError for an unknown key."""
    topics, entries = _read(site_root)
    matcher = Matcher(topics)
    for key in keys:
        entry = entries.get(key)
        if entry is None:
            hint = did_you_mean(key, entries, "a key is a file name without '.md'")
            raise stop(key, f"no entry has the key {quoted(key)}", hint)
        yield f"{entry.path}: {entry.title}"
        yield from _explanation(entry, matcher.evidence(entry.title, to_plain(entry.abstract), entry.categories))


def _explanation(entry: Entry, evidence: tuple[Evidence, ...]) -> Iterator[str]:
    chosen = given(evidence)
    for found in sorted(evidence, key=lambda found: (-found.score, found.slug)):
        signs = ", ".join(f"{sign.text} ({sign.where} {sign.points})" for sign in found.signs)
        verdict = "given" if found.slug in chosen else "too weak"
        if found.is_excluded:
            verdict = f"excluded by {', '.join(found.excluded_by)}"
        yield f"  {found.slug} {found.score}, {verdict}: {signs}"
    if not evidence:
        yield "  no rule fires"
    if entry.topics != chosen:
        yield f"  the file says: {_listed(entry.topics)} (the rules say: {_listed(chosen)})"


def _read(site_root: Path) -> tuple[tuple[Topic, ...], dict[str, Entry]]:
    topics = declared_topics(site_root)
    if not topics:
        raise stop(TOPICS_FILE, "declares no topics", "docs/reference/topics.md shows how to declare one")
    archive = read_archive(site_root, (topic.slug for topic in topics))
    return topics, {entry.key: entry for entry in archive.entries}


def _listed(slugs: tuple[str, ...]) -> str:
    return ", ".join(slugs) or "no topic"


def _share(count: int, total: int) -> str:
    return f"{count / total:6.1%}" if total else "     –"
