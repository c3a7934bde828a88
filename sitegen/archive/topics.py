"""topics.yaml → topics: the rules, and which words count as the same. Must never know an entry."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable

import msgspec

from sitegen.fields.nodes import Items, Mapping, Node, Scalar, parse
from sitegen.fields.schema import Field, Mismatch, Read, Reading, mapping, sequence, sequence_with_repeats, text
from sitegen.problems import did_you_mean, quoted, raise_if
from sitegen.text.slugs import NAME_BYTE_LIMIT

# Punctuation is a word of its own, so no phrase reaches across it; hyphens, slashes and quotes part words like spaces.
_WORD = re.compile(r"[^\W_]+|[.,;:!?()]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# 'cs.LG', 'cond-mat.mtrl-sci', and the classes of MSC and ACM that authors add, such as '68T50'.
_CATEGORY = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
_WEIGHT = re.compile(r"[1-9][0-9]?")


class Rule(msgspec.Struct, frozen=True):
    """A phrase or an arXiv category, as the file writes it, and how much it says for its topic."""

    text: str
    weight: int


class Topic(msgspec.Struct, frozen=True):
    """A subject with a page of its own, and the rules that give it to a paper, in the order of the file.

    aliases: the slugs it had before, the oldest first.
    """

    slug: str
    name: str
    description: str
    phrases: tuple[Rule, ...] = ()
    categories: tuple[Rule, ...] = ()
    exclude: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


FormerNames = frozenset[tuple[str, str]]
"""Each former slug of a topic with its slug of today."""
NO_FORMER_NAMES: FormerNames = frozenset()


def wanted_of_slug(slug: str) -> str:
    """What a slug has to be and this one is not, for a message; empty if it is one. It names a folder of the site."""
    if not _SLUG.fullmatch(slug):
        return "lower case letters, digits and single '-'"
    return "" if len(slug) <= NAME_BYTE_LIMIT else f"at most {NAME_BYTE_LIMIT} characters"


def former_names(topics: Iterable[Topic]) -> FormerNames:
    return frozenset((alias, topic.slug) for topic in topics for alias in topic.aliases)


def hint_for_unknown(slug: str, slugs: Iterable[str], former: FormerNames, otherwise: str) -> str:
    """What to do about a slug that no topic has: take today's, if a topic had it, or the nearest; else `otherwise`."""
    if now := dict(former).get(slug):
        return f"it is now '{now}'; `sitegen topics rename {slug} {now}` writes that wherever '{slug}' still stands"
    return did_you_mean(slug, slugs, otherwise)


def read_topics(text: str, path: str) -> tuple[Topic, ...]:
    """The topics that `text` declares, in the order of the file.

    path: the name of the file, as messages show it.
    Raises SiteError with every problem of the file.
    """
    reading = Reading(path)
    mapping_of_topics = parse(text, path)
    topics = [reading.value(pair.value, _topic(pair.key)) for pair in mapping_of_topics.pairs]
    _refuse_taken_aliases(mapping_of_topics, reading)
    raise_if(reading.problems)
    return tuple(topic for topic in topics if isinstance(topic, Topic))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in the form in which rule and paper are compared.

    Case makes no difference, a hyphen is a space, an English plural is its singular ('LLMs' → 'llm',
    'Policies' → 'policy'). Punctuation stays, as words.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return tuple(map(_singular, _WORD.findall(plain.casefold())))


def _singular(word: str) -> str:
    # Crude on purpose: 'analysis' → 'analysi' does no harm, since rule and paper go the same way. Without the exception
    # 'news' would be 'new'. Other than in `text.plurals`, words of three letters count: rules have names such as 'LMs'.
    if word[-1] != "s" or len(word) < 3 or word[-2] == "s" or word == "news":
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def category_form(category: str) -> str:
    """An arXiv category in the form in which rule and paper are compared."""
    return category.casefold()


def _topic(key: Scalar) -> Read:
    def read(node: Node, reading: Reading) -> Topic | None:
        problem_count = len(reading.problems)
        if wanted := wanted_of_slug(key.text):
            message = f"bad topic {quoted(key.text)} (expected {wanted})"
            reading.complain(key, message, "it is part of an address; the name for readers goes under 'name:'")
        values = reading.fields(mapping(node), FIELDS, f"topic {quoted(key.text)}")
        if len(reading.problems) > problem_count:
            return None
        return msgspec.convert({"slug": key.text, **values}, Topic)

    return read


def _alias(node: Node, reading: Reading) -> str:
    found = text(node, reading)
    if wanted := wanted_of_slug(found):
        message = f"bad former topic {quoted(found)} (expected {wanted})"
        raise Mismatch(node, message, "write the slug the topic had, not an address")
    return found


def _refuse_taken_aliases(topics: Mapping, reading: Reading) -> None:
    """An address leads to one place, so a former slug is nobody else's, former or not."""
    first = {pair.key.text: pair.key for pair in topics.pairs}
    for pair in topics.pairs:
        node = pair.value.node("aliases") if isinstance(pair.value, Mapping) else None
        for alias in node.nodes if isinstance(node, Items) else ():
            if not isinstance(alias, Scalar):
                continue
            earlier = first.setdefault(alias.text, alias)
            if earlier is not alias:
                line = reading.location(earlier).line
                message = f"the former topic {quoted(alias.text)} stands on line {line} already (expected it once)"
                reading.complain(alias, message, "its address can lead to one topic; remove one of the two")


def _phrase(node: Node, reading: Reading) -> str:
    found = text(node, reading)
    if not any(character.isalnum() for character in found):
        message = f"phrase {quoted(found)} has no word (expected letters or digits)"
        raise Mismatch(node, message, "punctuation alone says nothing; remove it")
    return found


def _category(node: Node, reading: Reading) -> str:
    found = text(node, reading)
    if not _CATEGORY.fullmatch(found):
        message = f"{quoted(found)} is not a category (expected one like cs.RO)"
        raise Mismatch(node, message, "https://arxiv.org/category_taxonomy lists them")
    return found


def _weight(node: Node, reading: Reading) -> int:
    found = text(node, reading)
    if not _WEIGHT.fullmatch(found):
        message = f"{quoted(found)} is not a weight (expected a whole number from 1 to 99)"
        raise Mismatch(node, message, "1 is a hint, 6 is enough alone")
    return int(found)


def _rules(read_text: Read, form: Callable[[str], Hashable]) -> Read:
    def read(node: Node, reading: Reading) -> tuple[Rule, ...]:
        pairs = mapping(node).pairs
        rules = [(reading.value(pair.key, read_text), reading.value(pair.value, _weight)) for pair in pairs]
        _refuse_repeats((pair.key for pair in pairs), form, reading)
        return tuple(
            Rule(found, weight) for found, weight in rules if isinstance(found, str) and isinstance(weight, int)
        )

    return read


def _exclude(node: Node, reading: Reading) -> object:
    phrases = sequence_with_repeats(_phrase)(node, reading)
    _refuse_repeats(node.nodes if isinstance(node, Items) else (), words_of, reading)
    return phrases


def _refuse_repeats(nodes: Iterable[Node], form: Callable[[str], Hashable], reading: Reading) -> None:
    first: dict[Hashable, Scalar] = {}
    for node in nodes:
        if not isinstance(node, Scalar) or not node.text.strip():
            continue
        earlier = first.setdefault(form(node.text), node)
        if earlier is not node:
            line = reading.location(earlier).line
            message = f"{quoted(node.text)} says the same as {quoted(earlier.text)} on line {line}"
            reading.complain(node, message, "case, hyphens and a plural s make no difference; keep one of the two")


FIELDS = (
    Field("name", text, "The topic as readers see it.", "Reasoning", is_required=True),
    Field(
        "description",
        text,
        "One sentence for readers.",
        "Chains of thought, mathematics and proofs.",
        is_required=True,
    ),
    Field(
        "phrases",
        _rules(_phrase, words_of),
        "Phrases that speak for the topic, each with a weight.",
        "{chain of thought: 4}",
    ),
    Field("categories", _rules(_category, category_form), "arXiv categories, each with a weight.", "{cs.LO: 3}"),
    Field("exclude", _exclude, "Phrases that forbid the topic wherever they occur.", "[causal reasoning]"),
    Field("aliases", sequence(_alias), "Former names of the topic; their addresses lead to its pages.", "[old-name]"),
)
