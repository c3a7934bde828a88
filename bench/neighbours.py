"""Papers → for each the five closest ones, as sitegen, scikit-learn and chance have it; and what these share."""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Sequence

import msgspec

from sitegen.site.profiles import Filing, filed
from sitegen.site.relating import MOST, Papers, Relating
from sitegen.site.terms import profile_of
from sitegen.text.markdown import from_plain, to_plain

# For each paper, the places of those that are related to it.
Lists = Sequence[Sequence[int]]


class Paper(msgspec.Struct, frozen=True):
    """What is compared, and what the answer is judged by: the first category is the primary one."""

    title: str
    abstract: str
    categories: tuple[str, ...]


def by_sitegen(papers: Sequence[Paper]) -> Lists:
    """What a site would show; a list may have fewer than five."""
    day = dt.date(2025, 1, 1)
    month, terms = filed(day, b"", (_filing(place, paper, day) for place, paper in enumerate(papers)))
    found = Papers([month])
    relating = Relating(found, [*terms.each()])
    for number in range(len(found)):
        relating.compare(number)
        relating.add(number)
    # Keys are places, and stand in their order.
    return [[int(key) for _, _, key in relating.joined.get(number, ())] for number in range(len(found))]


def _filing(place: int, paper: Paper, day: dt.date) -> Filing:
    # The text makes the same way as into an archive and out of it again.
    profile = profile_of(paper.title, to_plain(from_plain(paper.abstract)))
    return Filing(f"{place:08}", bytes(16), bytes(8), day, profile)


def by_scikit_learn(papers: Sequence[Paper], **settings: object) -> Lists:
    """The cosine of TF-IDF over all papers. settings: of the TfidfVectorizer."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    rows = TfidfVectorizer(**settings).fit_transform(f"{paper.title} {paper.abstract}" for paper in papers)
    # Asked without rows, it leaves each paper out of its own list.
    nearest = NearestNeighbors(n_neighbors=MOST, metric="cosine").fit(rows).kneighbors(return_distance=False)
    return [[int(place) for place in near] for near in nearest]


def by_chance(papers: Sequence[Paper]) -> Lists:
    """Five others, the same ones in every run."""
    chance = random.Random(1)  # noqa: S311  # no secret follows from it
    drawn = (chance.sample(range(len(papers) - 1), MOST) for _ in papers)
    return [[other + (other >= place) for other in others] for place, others in enumerate(drawn)]


def share(lists: Lists, is_alike: Callable[[int, int], bool]) -> float:
    """Of all places on all lists, the share that holds a paper alike."""
    found = [is_alike(place, other) for place, near in enumerate(lists) for other in near]
    return sum(found) / len(found) if found else 0.0


def of_one_category(papers: Sequence[Paper]) -> Callable[[int, int], bool]:
    """True if two papers have the same primary category."""
    first = [paper.categories[0] for paper in papers]
    return lambda one, other: first[one] == first[other]


def whole_count(lists: Iterable[Sequence[int]]) -> int:
    """How many lists have all their places filled."""
    return sum(len(near) == MOST for near in lists)
