"""What a site declares beside its archive: topics in topics.yaml, people in authors.yaml."""

from pathlib import Path

from sitegen.archive.people import Person, read_people, unknown_papers
from sitegen.archive.topics import Topic, read_topics
from sitegen.config import AUTHORS_FILE, TOPICS_FILE
from sitegen.problems import raise_if
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


def refuse_unknown_papers(site_root: Path, people: tuple[Person, ...], keys: frozenset[str]) -> None:
    """Raises SiteError if authors.yaml names papers that are not there. keys: of the archive, drafts too."""
    if not all(keys.issuperset(person.papers) for person in people):
        raise_if(unknown_papers(people, keys, read_text(site_root, AUTHORS_FILE), AUTHORS_FILE))
