"""The topics that a site declares in topics.yaml."""

from pathlib import Path

from sitegen.archive.topics import Topic, read_topics
from sitegen.config import TOPICS_FILE
from sitegen.text.files import read_text


def declared_topics(site_root: Path) -> tuple[Topic, ...]:
    """The topics of a site; a site without topics.yaml has none."""
    if not (site_root / TOPICS_FILE).is_file():
        return ()
    return read_topics(read_text(site_root, TOPICS_FILE), TOPICS_FILE)
