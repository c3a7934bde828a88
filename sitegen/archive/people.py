"""authors.yaml → people: which spellings are one person, which papers another one's. Must never know an entry."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from sitegen.archive.topics import wanted_of_slug
from sitegen.fields import schema
from sitegen.fields.nodes import Items, Mapping, Node, Scalar, parse
from sitegen.fields.schema import Field, Mismatch, Reading
from sitegen.problems import Problem, did_you_mean, quoted, raise_if
from sitegen.text.slugs import whole_slug

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom authors.yaml tells apart. name: as pages show it. also: other spellings of it.

    papers: the keys of the papers on which a name of theirs is theirs; none: on all papers that nobody else claims.
    aliases: the slugs their page had before, the oldest first. orcid: '' or like 0000-0002-1825-0097.
    """

    name: str
    slug: str
    also: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    url: str = ""
    orcid: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The slugs of their names: spellings that differ in accents, case and dots alone are one."""
        return tuple(dict.fromkeys(map(whole_slug, (self.name, *self.also))))


def read_people(text: str, path: str) -> tuple[Person, ...]:
    """The people that `text` tells of, in the order of the file.

    path: the name of the file, as messages show it.
    Raises SiteError with every problem of the file.
    """
    reading = Reading(path)
    file = parse(text, path)
    found = reading.fields(file, _FILE, path).get("authors", ())
    if not reading.problems:
        _refuse_two_of_one(file, reading)
    raise_if(reading.problems)
    return msgspec.convert(found, tuple[Person, ...])


def unknown_papers(people: Iterable[Person], keys: frozenset[str], text: str, path: str) -> list[Problem]:
    """A problem for each paper of authors.yaml that the archive has not. text: of the file, which is valid."""
    if all(keys.issuperset(person.papers) for person in people):
        return []
    reading = Reading(path)
    for person in nodes_of_people(parse(text, path)):
        for node in texts_of(person, "papers"):
            if node.text not in keys:
                message = f"no paper {quoted(node.text)} (expected the key of an entry)"
                reading.complain(
                    node, message, did_you_mean(node.text, keys, "the key is the name of its file without '.md'")
                )
    return reading.problems


def _refuse_two_of_one(file: Mapping, reading: Reading) -> None:
    """An address is one person's, and so is a name: on each paper, or wherever no other one has it."""
    addresses: dict[str, Scalar] = {}
    names: dict[tuple[str, str], tuple[int, Scalar]] = {}
    for number, person in enumerate(nodes_of_people(file)):
        name, *also = (*texts_of(person, "name"), *texts_of(person, "also"))
        for node in (*(texts_of(person, "slug") or (name,)), *texts_of(person, "aliases")):
            address = whole_slug(node.text) if node is name else node.text
            earlier = addresses.setdefault(address, node)
            is_namesake = node is name and earlier.text != address  # told below, as a name that two claim
            if earlier is not node and not is_namesake:
                line = reading.location(earlier).line
                message = f"the address {quoted(address)} stands on line {line} already (expected it once)"
                reading.complain(node, message, "give this author a 'slug:' of their own")
        papers = texts_of(person, "papers")
        for spelling in (name, *also):
            for key, node in [(paper.text, paper) for paper in papers] or [("", spelling)]:
                first, earlier = names.setdefault((whole_slug(spelling.text), key), (number, node))
                if first != number:
                    line = reading.location(earlier).line
                    of_paper = f" of {quoted(key)}" if key else ""
                    message = f"the author {quoted(spelling.text)}{of_paper} is claimed on line {line} already"
                    hint = "one of the two must let go" if key else "namesakes are told apart by 'papers:'"
                    reading.complain(node, f"{message} (expected one person)", hint)


def nodes_of_people(file: Mapping) -> Iterator[Mapping]:
    """The people of a file as they stand in it, in its order."""
    people = file.node("authors")
    return (node for node in people.nodes if isinstance(node, Mapping)) if isinstance(people, Items) else iter(())


def texts_of(person: Mapping, field: str) -> tuple[Scalar, ...]:
    """The text of a field, or the texts of its list."""
    node = person.node(field)
    found = node.nodes if isinstance(node, Items) else (node,)
    return tuple(each for each in found if isinstance(each, Scalar) and not each.is_nothing)


def _name(node: Node, reading: Reading) -> str:
    found = " ".join(schema.text(node, reading).split())
    if not whole_slug(found):
        message = f"{quoted(found)} cannot be spelt in an address (expected letters or digits)"
        raise Mismatch(node, message, "a name that is signs alone has no page")
    return found


def _slug(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if wanted := wanted_of_slug(found):
        message = f"{quoted(found)} is no address of an author (expected {wanted})"
        raise Mismatch(node, message, "the part between '/authors/' and the last '/', nothing else")
    return found


def _orcid(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if not _ORCID.fullmatch(found):
        message = f"{quoted(found)} is no ORCID iD (expected one like 0000-0002-1825-0097)"
        raise Mismatch(node, message, "without 'https://orcid.org/'")
    if _check_digit(found) != found[-1]:
        raise Mismatch(
            node, f"the ORCID iD {quoted(found)} has a mistake in it (expected another check digit)", "copy it anew"
        )
    return found


def _check_digit(orcid: str) -> str:
    """ISO 7064, MOD 11-2, as ORCID has it."""
    total = 0
    for digit in orcid[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def _person(node: Node, reading: Reading) -> Person | None:
    fields = schema.mapping(node)
    problem_count = len(reading.problems)
    values = reading.fields(fields, PERSON_FIELDS, "an author")
    if len(reading.problems) > problem_count:
        return None
    if values.get("papers") and "slug" not in values:
        hint = f"add a line such as 'slug: {whole_slug(str(values['name']))}-2'; others of this name keep their page"
        reading.complain(fields, "an author with 'papers' and without 'slug'", hint)
        return None
    return msgspec.convert({"slug": whole_slug(str(values["name"])), **values}, Person)


PERSON_FIELDS = (
    Field("name", _name, "The name as pages show it.", "Ada Lovelace", is_required=True),
    Field("also", schema.sequence(_name), "Other spellings; all of them are this person.", "[A. Lovelace, Ada King]"),
    Field(
        "papers",
        schema.sequence(schema.text),
        "Keys of papers: the names above are this person on these papers only. Asks for `slug`.",
        '["2509.01234"]',
    ),
    Field(
        "slug", _slug, "The page's name in its address. The name in lower case when it is left out.", "ada-lovelace-2"
    ),
    Field("url", schema.url, "The person's own page.", "https://example.org/ada"),
    Field("orcid", _orcid, "The person's ORCID iD.", "0000-0002-1825-0097"),
    Field("aliases", schema.sequence(_slug), "Former slugs; their addresses lead to the page.", "[ada-king]"),
)
_FILE = (Field("authors", schema.sequence_with_repeats(_person), "The people, as a list.", "[]"),)
