"""authors.yaml, and who signs papers → a warning for each of its names that no paper has. Must never know an entry."""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from sitegen.archive.people import Person, nodes_of_people, read_people, texts_of
from sitegen.fields import nodes
from sitegen.fields.schema import Reading
from sitegen.problems import Problem, did_you_mean, quoted
from sitegen.text.slugs import whole_slug

_MOST_AUTHORS = 5
# Of all names of an archive the nearest is somebody else's more often than not: 'Ze Liu' is no 'Z. Liu' (0.83).
_NEAR = 0.85
_HINT = "write it as papers have it, or take it out"


class Signature(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A spelling by which somebody of authors.yaml signs. key: of the paper for who is told apart by papers, or ''."""

    slug: str
    spelling: str
    key: str


def are_signed(people: Iterable[Person], signatures: Collection[Signature]) -> bool:
    """True if papers carry every name, so that there is nothing to tell."""
    spellings: dict[str, set[str]] = {}
    keys: dict[str, set[str]] = {}
    for each in signatures:
        spellings.setdefault(each.slug, set()).add(each.spelling)
        keys.setdefault(each.slug, set()).add(each.key)
    # Whoever signs a paper at all need not sign by the name that pages show.
    return all(
        person.slug in spellings
        and spellings[person.slug].issuperset(person.spellings[1:])
        and keys[person.slug].issuperset(person.papers)
        for person in people
    )


def unsigned_names(
    text: str, path: str, signatures: Collection[Signature], names: Mapping[str, tuple[str, ...]]
) -> tuple[Problem, ...]:
    """A problem for each name under `also` that signs no paper, for each `name` of somebody who signs none at all, and
    for each of `papers` that somebody does not sign.

    text: of the file, at that path. names: who signs each paper, drafts too, by its key.
    """
    reading = Reading(path)
    everybody = _by_slug(name for signed in names.values() for name in signed)
    for person, node in zip(read_people(text, path), nodes_of_people(nodes.parse(text, path)), strict=True):
        spellings = {each.spelling for each in signatures if each.slug == person.slug}
        if not person.papers:
            also = [*(() if spellings else texts_of(node, "name")), *_others(person, node)]
            _look_at_names(person, also, spellings, everybody, reading)
            continue
        theirs = _by_slug(name for key in person.papers for name in names.get(key, ()))
        _look_at_papers(person, texts_of(node, "papers"), names, reading)
        _look_at_names(person, _others(person, node), spellings, theirs, reading)
    return tuple(sorted(reading.problems))


def _by_slug(names: Iterable[str]) -> dict[str, str]:
    """Names by their slug; of names with one slug the first in the alphabet."""
    return {whole_slug(name): name for name in sorted(set(names), reverse=True)}


def _others(person: Person, node: nodes.Mapping) -> list[nodes.Scalar]:
    """What stands under `also`, without what is the name once more."""
    return [each for each in texts_of(node, "also") if whole_slug(each.text) != whole_slug(person.name)]


def _look_at_names(
    person: Person, found: Iterable[nodes.Scalar], signed: Collection[str], known: Mapping[str, str], reading: Reading
) -> None:
    """known: who signs papers, by slug; a name among them signs at least a draft, or papers that another one claims."""
    from difflib import get_close_matches

    for node in found:
        spelling = whole_slug(node.text)
        if spelling in signed or spelling in known:
            continue
        words = {*spelling.split("-")}
        alike = [name for slug, name in known.items() if slug not in person.spellings and words & {*slug.split("-")}]
        if not person.papers:
            alike = get_close_matches(node.text, sorted(alike), n=1, cutoff=_NEAR)
        of_these = "none of its papers" if person.papers else "no paper"
        message = f"{of_these} is signed by {quoted(node.text)} (expected the name of an author)"
        reading.complain(node, message, did_you_mean(node.text, alike, _HINT))


def _look_at_papers(
    person: Person, papers: Iterable[nodes.Scalar], names: Mapping[str, tuple[str, ...]], reading: Reading
) -> None:
    for node in papers:
        signed = names.get(node.text, ())
        if {*person.spellings}.isdisjoint(map(whole_slug, signed)):
            told = ", ".join([*signed[:_MOST_AUTHORS], *(("…",) if len(signed) > _MOST_AUTHORS else ())]) or "none"
            message = f"{quoted(person.name)} does not sign the paper {quoted(node.text)} (its authors: {told})"
            reading.complain(node, message, did_you_mean(person.name, signed, "'also' takes other spellings"))
