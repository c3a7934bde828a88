"""How good the rules of the project's own topics.yaml are: on labelled papers, and on two large archives."""

import gzip
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from sitegen.archive.matching import Matcher
from sitegen.archive.topic_labels import read_labels
from sitegen.archive.topics import Topic, read_topics

ROOT = Path(__file__).parents[2]
SEED_CAPTURE = ROOT / "seeds" / "000_31ab4fd5df72334f.txt"
LABELS = ROOT / "topics-labels.tsv"
DATA = ROOT.parent / "shared" / "data"


class Paper(msgspec.Struct, frozen=True):
    title: str
    abstract: str
    date: str = ""
    categories: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def topics() -> tuple[Topic, ...]:
    return read_topics((ROOT / "topics.yaml").read_text(encoding="utf-8"), "topics.yaml")


@pytest.fixture(scope="module")
def matcher(topics: tuple[Topic, ...]) -> Matcher:
    return Matcher(topics)


@pytest.fixture(scope="module")
def labels(topics: tuple[Topic, ...]) -> dict[str, tuple[str, ...]]:
    """The topics an editor gave each seed paper, by its title, the main one first."""
    slugs = frozenset(topic.slug for topic in topics)
    read = read_labels(LABELS.read_text(encoding="utf-8"), LABELS.name, slugs)
    assert read.warnings == ()
    return {label.paper: label.topics for label in read.labels}


@pytest.fixture(scope="module")
def seeds(labels: dict[str, tuple[str, ...]]) -> tuple[Paper, ...]:
    """In the capture each abstract is the block after its title."""
    blocks = SEED_CAPTURE.read_text(encoding="utf-8").strip().split("\n\n")
    return tuple(Paper(title, blocks[blocks.index(title) + 1]) for title in labels)


def _topics_of(matcher: Matcher, paper: Paper) -> tuple[str, ...]:
    return matcher.topics_of(paper.title, paper.abstract, paper.categories)


def test_the_project_declares_fourteen_topics_in_this_order(topics: tuple[Topic, ...]) -> None:
    assert [topic.slug for topic in topics] == [
        "rl-alignment",
        "reasoning",
        "diffusion-generation",
        "optimization",
        "scaling",
        "multimodal-vision",
        "pretraining-data",
        "agents-retrieval",
        "continual-learning",
        "applications",
        "evaluation",
        "interpretability",
        "architectures",
        "efficiency-systems",
    ]


def test_every_seed_paper_has_a_topic(matcher: Matcher, seeds: tuple[Paper, ...]) -> None:
    assert len(seeds) == 26
    assert [seed.title for seed in seeds if not _topics_of(matcher, seed)] == []


def test_nine_of_ten_topics_given_to_seed_papers_are_an_editors_and_four_of_five_of_an_editors_are_given(
    matcher: Matcher, seeds: tuple[Paper, ...], labels: dict[str, tuple[str, ...]]
) -> None:
    given = {(seed.title, slug) for seed in seeds for slug in _topics_of(matcher, seed)}
    wanted = {(title, slug) for title, slugs in labels.items() for slug in slugs}
    right = given & wanted
    assert len(right) >= 0.9 * len(given), f"given, but not by an editor: {sorted(given - wanted)}"
    assert len(right) >= 0.8 * len(wanted), f"not given, but by an editor: {sorted(wanted - given)}"


def _papers(name: str, parity: int | None) -> list[Paper]:
    """The papers of a file, or those of its even (0) or odd (1) days."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"needs the test data {name}, which is not part of the project")
    with gzip.open(path) as lines:
        papers = [msgspec.json.decode(line, type=Paper) for line in lines]
    return [paper for paper in papers if parity is None or int(paper.date[8:10]) % 2 == parity]


# The rules were chosen on the even days of the daily papers and on the odd days of the arXiv papers.
PARTS = {
    "daily papers": ("hf-daily-2024.jsonl.gz", None, 2_202),
    "daily papers, chosen on": ("hf-daily-2024.jsonl.gz", 0, 1_146),
    "daily papers, held out": ("hf-daily-2024.jsonl.gz", 1, 1_056),
    "arXiv papers": ("arxiv-2025-spring.jsonl.gz", None, 12_240),
    "arXiv papers, chosen on": ("arxiv-2025-spring.jsonl.gz", 1, 6_135),
    "arXiv papers, held out": ("arxiv-2025-spring.jsonl.gz", 0, 6_105),
}


@pytest.mark.parametrize("part", PARTS)
def test_few_papers_are_without_a_topic_and_no_topic_is_given_to_every_fourth(
    part: str, matcher: Matcher, topics: tuple[Topic, ...]
) -> None:
    name, parity, count = PARTS[part]
    papers = _papers(name, parity)
    assert len(papers) == count
    given = [_topics_of(matcher, paper) for paper in papers]
    shares = {slug: n / len(papers) for slug, n in Counter(slug for slugs in given for slug in slugs).items()}
    without = given.count(()) / len(papers)
    rows = [f"{shares.get(topic.slug, 0):6.1%}  {topic.slug}" for topic in topics]
    print(f"{len(papers):,} {part}", *rows, f"{without:6.1%}  no topic", sep="\n")  # noqa: T201
    assert without < 0.08
    assert max(shares.values()) < 0.25
