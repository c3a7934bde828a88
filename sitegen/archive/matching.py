"""Topics and the words of a paper → which topics it gets, and why. Must never read a file."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Literal, TypeVar

import msgspec

from sitegen.archive.topics import Rule, Topic, category_form, words_of

# Chosen on half the days of 2,202 daily papers and 12,240 arXiv papers, checked on the other half; the figures stand in
# docs/reference/topics.md. A lower FURTHER_THRESHOLD gives the broad topics to everything they touch.
THRESHOLD = 6
FURTHER_THRESHOLD = 15
TOPIC_LIMIT = 3
TITLE_FACTOR = 3
REPEAT_LIMIT = 3

_Place = Literal["title", "abstract", "category"]
_Words = tuple[str, ...]
_Form = TypeVar("_Form", bound=Hashable)


class Sign(msgspec.Struct, frozen=True):
    """A rule that fired in one place. count: how often it counts there; points: what it adds to the score."""

    text: str
    where: _Place
    weight: int
    count: int
    points: int


class Evidence(msgspec.Struct, frozen=True):
    """What speaks for a topic, the strongest sign first. excluded_by: the phrases that forbid it all the same."""

    slug: str
    score: int
    signs: tuple[Sign, ...]
    excluded_by: tuple[str, ...]

    @property
    def is_excluded(self) -> bool:
        return bool(self.excluded_by)


class Matcher:
    """Gives topics to papers. Built once for all of them; a paper then costs a few look-ups for each of its words."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self._slugs = tuple(topic.slug for topic in topics)
        # Each phrase with the index of its topic; one that forbids its topic weighs 0.
        self._phrases = tuple((index, rule) for index, topic in enumerate(topics) for rule in _phrases(topic))
        self._by_words = _indexes(words_of(rule.text) for _, rule in self._phrases)
        self._lengths = _lengths_by_first_word(self._by_words)
        self._categories = tuple((index, rule) for index, topic in enumerate(topics) for rule in topic.categories)
        self._by_category = _indexes(category_form(rule.text) for _, rule in self._categories)

    def topics_of(self, title: str, abstract: str, categories: tuple[str, ...]) -> tuple[str, ...]:
        """The topics of a paper, the main one first; none where nothing speaks clearly enough."""
        return given(self.evidence(title, abstract, categories))

    def evidence(self, title: str, abstract: str, categories: tuple[str, ...]) -> tuple[Evidence, ...]:
        """What speaks for and against each topic of which a rule fired, the highest score first.

        title, abstract: plain text. Equal scores keep the order of the topics, so the order is total.
        """
        fired: list[list[Sign]] = [[] for _ in self._slugs]
        for topic, sign in self._signs(title, abstract, categories):
            fired[topic].append(sign)
        found = (_evidence(slug, signs) for slug, signs in zip(self._slugs, fired, strict=True) if signs)
        return tuple(sorted(found, key=lambda one: -one.score))

    def _signs(self, title: str, abstract: str, categories: tuple[str, ...]) -> Iterator[tuple[int, Sign]]:
        """Each rule that fires, with the index of its topic."""
        for index in self._counts(words_of(title)):
            topic, rule = self._phrases[index]
            yield topic, _sign(rule, "title", 1, TITLE_FACTOR)
        for index, count in self._counts(words_of(abstract)).items():
            topic, rule = self._phrases[index]
            yield topic, _sign(rule, "abstract", min(count, REPEAT_LIMIT), 1)
        for category in sorted({category_form(category) for category in categories}):
            for index in self._by_category.get(category, ()):
                topic, rule = self._categories[index]
                yield topic, _sign(rule, "category", 1, 1)

    def _counts(self, words: _Words) -> dict[int, int]:
        """How often each phrase occurs, by its index. One inside a longer phrase of its topic does not count."""
        counts: dict[int, int] = {}
        ends = [0] * len(self._slugs)
        for start, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                run = words[start : start + length]
                end = start + len(run)
                for index in self._by_words.get(run, ()):
                    topic, rule = self._phrases[index]
                    if rule.weight:
                        if end <= ends[topic]:
                            continue
                        ends[topic] = end
                    counts[index] = counts.get(index, 0) + 1
        return counts


def given(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    """The topics that a paper gets from its evidence (the highest score first), at most TOPIC_LIMIT.

    The main topic needs THRESHOLD points, a further one FURTHER_THRESHOLD: a topic's page lists the papers about it,
    not all that touch it.
    """
    allowed = [one for one in evidence if not one.is_excluded]
    main = [one.slug for one in allowed[:1] if one.score >= THRESHOLD]
    further = [one.slug for one in allowed[1:] if one.score >= FURTHER_THRESHOLD]
    return (*main, *further)[:TOPIC_LIMIT]


def _sign(rule: Rule, where: _Place, count: int, factor: int) -> Sign:
    return Sign(rule.text, where, rule.weight, count, rule.weight * count * factor)


def _evidence(slug: str, fired: list[Sign]) -> Evidence:
    signs = sorted((sign for sign in fired if sign.weight), key=lambda sign: -sign.points)
    excluded_by = dict.fromkeys(sign.text for sign in fired if not sign.weight)
    return Evidence(slug, sum(sign.points for sign in signs), tuple(signs), tuple(excluded_by))


def _phrases(topic: Topic) -> tuple[Rule, ...]:
    return (*topic.phrases, *(Rule(text, 0) for text in topic.exclude))


def _indexes(forms: Iterable[_Form]) -> dict[_Form, tuple[int, ...]]:
    """Where each form stands among `forms`: topics may share a phrase."""
    indexes: dict[_Form, tuple[int, ...]] = {}
    for index, form in enumerate(forms):
        indexes[form] = (*indexes.get(form, ()), index)
    return indexes


def _lengths_by_first_word(phrases: Iterable[_Words]) -> dict[str, tuple[int, ...]]:
    """How many words they have, the phrases that begin with a word; the longest first."""
    lengths: dict[str, set[int]] = {}
    for words in phrases:
        lengths.setdefault(words[0], set()).add(len(words))
    return {word: tuple(sorted(counts, reverse=True)) for word, counts in lengths.items()}
