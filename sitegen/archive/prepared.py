"""A record as ingest takes it: clean, or as its source told it."""

from collections.abc import Callable, Mapping

import msgspec

from sitegen.archive.leaves import BODY, Leaf
from sitegen.sources.record import Record
from sitegen.text.hygiene import WHITE_SPACE, RuleName, clean_line, clean_names, clean_text
from sitegen.text.markdown import from_plain
from sitegen.text.marks import Mark

Rules = Mapping[str, tuple[RuleName, ...]]


class Prepared(msgspec.Struct, frozen=True):
    """A record ready to be merged.

    told: the record as its source told it. body: the abstract as Markdown. rules: of hygiene that fired, by field; the
    abstract is the body of an entry.
    """

    record: Record
    told: Record
    body: str
    rules: Rules

    @property
    def raw(self) -> dict[str, Leaf]:
        """The originals of the fields that a rule changed. White space tells nothing that is worth keeping."""
        originals: dict[str, Leaf] = {
            "title": self.told.title,
            "summary": self.told.summary,
            "venue": self.told.venue,
            "authors": self.told.authors,
            BODY: self.told.abstract,
        }
        return {name: originals[name] for name, rules in self.rules.items() if rules != (WHITE_SPACE,)}


Preparation = Callable[[Record], Prepared]


def cleaned(record: Record) -> Prepared:
    """The record after hygiene. A title or an abstract of which nothing would be left stays as it is.

    What an export of ours tells was clean, or is as a curator wrote it.
    """
    if record.own:
        return as_told(record)
    title, summary, venue = clean_line(record.title), clean_line(record.summary), clean_line(record.venue)
    abstract, authors = clean_text(record.abstract), clean_names(record.authors, frozenset(record.whole_names))
    rules: dict[str, tuple[RuleName, ...]] = {"summary": summary.rules, "authors": authors.rules, "venue": venue.rules}
    new = msgspec.structs.replace(record, summary=summary.text, authors=authors.names, venue=venue.text)
    if title.text:
        new = msgspec.structs.replace(new, title=title.text)
        rules["title"] = title.rules
    marks: tuple[Mark, ...] = ()
    if abstract.text:
        new = msgspec.structs.replace(new, abstract=abstract.text)
        rules[BODY] = abstract.rules
        marks = abstract.marks
    fired = {name: names for name, names in sorted(rules.items()) if names}
    return Prepared(new, record, from_plain(new.abstract, marks), fired)


def as_told(record: Record) -> Prepared:
    """The record as it is."""
    return Prepared(record, record, record.own.body if record.own else from_plain(record.abstract), {})
