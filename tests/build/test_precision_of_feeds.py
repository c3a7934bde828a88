"""Feeds: an edit makes exactly the documents that show it; a new day changes no archive that is closed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.build.test_precision import Published, files
from tests.build.worlds import Paper, World, without
from tests.site.made import short_feeds

SENTENCE = "A sentence that is long enough to be one."
WORDS = "A reward model that is long enough."
EDITIONS = "feeds/editions/feed.xml"


def by_ada(day: str, topic: str, body: str = SENTENCE) -> Paper:
    return Paper(day, f"Title of {day}", f"{body} More.", {"authors": "[Ada Ek]", "topics": f"[{topic}]"})


# With runs of two papers: July, the first of August, and the rest, which is in the feed of the site.
BASE = World(
    papers={
        "a": by_ada("2025/07/01", "scaling", WORDS),
        "b": by_ada("2025/07/02", "scaling"),
        "c": by_ada("2025/08/01", "evaluation"),
        "d": by_ada("2025/08/02", "scaling", WORDS),
        "e": by_ada("2025/08/03", "evaluation"),
        "f": by_ada("2025/08/04", "scaling", WORDS),
    },
    settings={
        "authors": "{min_papers: 2}",
        "feeds": "[{name: Rewards, words: [reward model]}, {name: Ada, authors: [ada ek]}]",
    },
    switches=dict.fromkeys(
        ("days", "months", "weeks", "years", "archive", "papers", "sitemap", "saved", "search"), False
    ),
)


def edited(key: str, **changes: str) -> World:
    return replace(BASE, papers={**BASE.papers, key: replace(BASE.papers[key], **changes)})  # type: ignore[arg-type]


def with_fields(key: str, **fields: str) -> World:
    paper = BASE.papers[key]
    return replace(BASE, papers={**BASE.papers, key: replace(paper, fields={**paper.fields, **fields})})


def feeds(paths: list[str]) -> list[str]:
    return [path for path in paths if path.rpartition("/")[2].startswith("feed") and not path.endswith(".opml")]


# Only Atom names the archive before.
ATOM_ALONE = "atom:"
OLD = "feeds/feed-2025-07.xml topics/scaling/feed-2025-07.xml authors/ada-ek/feed-2025.xml"
# what is done → (the site then, the feeds that are made, those that are removed)
TABLE = {
    "an abstract of an old month: its archives, and no feed": (
        edited("b", body=f"{SENTENCE} Other."),
        f"{OLD} feeds/ada/feed-2025-07.xml",
        "",
    ),
    "a title of an old month: its archives, and the archive of editions": (
        edited("b", title="Other"),
        f"{OLD} feeds/ada/feed-2025-07.xml feeds/editions/feed-2025-07.xml",
        "",
    ),
    "the words that a search looks for": (
        edited("b", body=f"{WORDS} More."),
        f"{OLD} feeds/ada/feed-2025-07.xml feeds/editions/feed-2025-07.xml feeds/rewards/feed-2025-07.xml",
        "",
    ),
    "a paper that is withdrawn": (
        with_fields("e", status="withdrawn"),
        f"feed.xml topics/evaluation/feed.xml authors/ada-ek/feed.xml feeds/ada/feed.xml {EDITIONS}",
        "",
    ),
    "a new day: the feeds, and the archive of what left them": (
        replace(BASE, papers={**BASE.papers, "g": by_ada("2025/08/05", "evaluation")}),
        f"feed.xml topics/evaluation/feed.xml feeds/ada/feed.xml authors/ada-ek/feed.xml {EDITIONS}",
        "",
    ),
    "a new day with two papers, so that a run leaves the feed of the site": (
        replace(
            BASE,
            papers={
                **BASE.papers,
                "g": by_ada("2025/08/05", "evaluation"),
                "h": by_ada("2025/08/05", "evaluation"),
            },
        ),
        (
            f"feed.xml topics/evaluation/feed.xml feeds/ada/feed.xml authors/ada-ek/feed.xml {EDITIONS} "
            "feeds/feed-2025-08-2.xml feeds/ada/feed-2025-08-2.xml authors/ada-ek/feed-2025-3.xml "
            "topics/evaluation/feed-2025-08.xml"
        ),
        "",
    ),
    "a deleted paper: its month is cut anew, and of its authors the year": (
        replace(BASE, papers=without(BASE.papers, "a")),
        (
            f"{OLD} feeds/ada/feed-2025-07.xml feeds/editions/feed-2025-07.xml "
            f"{ATOM_ALONE}feeds/rewards/feed.xml authors/ada-ek/feed.xml"
        ),
        "feeds/rewards/feed-2025-07.xml authors/ada-ek/feed-2025-2.xml",
    ),
    "the name of a search: its feed, and what lists it": (
        replace(BASE, settings={**BASE.settings, "feeds": BASE.settings["feeds"].replace("Rewards", "REWARDS")}),
        "feeds/rewards/feed.xml feeds/rewards/feed-2025-07.xml",
        "",
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    with short_feeds(papers=2, editions=2, of_author=2):
        yield Published(tmp_path_factory.mktemp("feeds"))


@pytest.mark.parametrize("what", TABLE)
def test_an_edit_makes_exactly_the_feeds_that_show_it(what: str, published: Published) -> None:
    world, made, removed = TABLE[what]
    published.become(BASE)
    report = published.become(world)
    alone = {path.removeprefix(ATOM_ALONE) for path in made.split() if path.startswith(ATOM_ALONE)}
    both = " ".join(path for path in made.split() if not path.startswith(ATOM_ALONE))
    assert feeds(list(report.made_paths)) == sorted([*files(both), *alone])
    assert ("feeds.opml" in report.made_paths) == ("lists it" in what)
    assert feeds(list(report.removed_paths)) == files(removed)
