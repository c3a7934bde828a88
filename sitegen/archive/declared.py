"""What a site declares beside its archive: topics in topics.yaml, people in authors.yaml."""

from pathlib import Path

from sitegen.archive.people import Person, read_people, unknown_papers
from sitegen.archive.topics import Topic, former_names, hint_for_unknown, read_topics
from sitegen.config import AUTHORS_FILE, CONFIG_FILE, TOPICS_FILE, SavedSearch, topics_of_searches
from sitegen.fields.nodes import parse
from sitegen.fields.schema import Reading
from sitegen.problems import one_of, quoted, raise_if
from sitegen.text.files import read_text


def declared_topics(site_root: Path) -> tuple[Topic, ...]:
    """The topics of a site; a site without topics.yaml has none."""
    if not (site_root / TOPICS_FILE).is_file():
        return ()
    return read_topics(read_text(site_root, TOPICS_FILE), TOPICS_FILE)


def declared_people(site_root: Path) -> tuple[Person, ...]:
    """The people whom a site tells apart; a site without authors.yaml tells of none."""
    if not (site_root / AUTHORS_FILE).is_file():
        return ()
    return read_people(read_text(site_root, AUTHORS_FILE), AUTHORS_FILE)


def refuse_unknown_topics(site_root: Path, searches: tuple[SavedSearch, ...], topics: tuple[Topic, ...]) -> None:
    """Raises SiteError if a search that has a feed asks for topics that are not declared."""
    slugs = frozenset(topic.slug for topic in topics)
    if all(slugs.issuperset(search.topics) for search in searches):
        return
    reading = Reading(CONFIG_FILE)
    for node in topics_of_searches(parse(read_text(site_root, CONFIG_FILE), CONFIG_FILE)):
        if node.text not in slugs:
            hint = hint_for_unknown(node.text, slugs, former_names(topics), "topics are declared in topics.yaml")
            message = f"unknown topic {quoted(node.text)} (expected one of: {one_of(slugs)})"
            reading.complain(node, message, hint)
    raise_if(reading.problems)


def refuse_unknown_papers(site_root: Path, people: tuple[Person, ...], keys: frozenset[str]) -> None:
    """Raises SiteError if authors.yaml names papers that are not there. keys: of the archive, drafts too."""
    if not all(keys.issuperset(person.papers) for person in people):
        raise_if(unknown_papers(people, keys, read_text(site_root, AUTHORS_FILE), AUTHORS_FILE))
