"""Entries of an export → those that fit this site: its topics, its addresses. Knows no other source, writes nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from sitegen.archive.addresses_taken import Addresses, addresses_of
from sitegen.archive.topics import Topic
from sitegen.problems import Problem, did_you_mean, one_of, quoted
from sitegen.sources.formats import Source
from sitegen.sources.record import Harvest, Own, Record
from sitegen.sources.rows import Rejected

_TOPICS, _ALIASES = "topics", "aliases"


def fitted(
    site_root: Path, harvests: Sequence[tuple[Source, Harvest]], topics: Iterable[Topic]
) -> list[tuple[Source, Harvest]]:
    """The harvests, with the entries of exports as this site can have them; all else as it is.

    A former name of a topic becomes its name of today, and an alias that is the address of the same paper here goes. An
    entry with a topic that is not declared, or with an address that another paper has, is rejected whole: were it
    written without, the next ingest of the export would take the lack for a curator's edit, and never fill it.
    topics: of the site. Raises SiteError if the ledger cannot be read.
    """
    told = [record for _, harvest in harvests for record in harvest.records if record.own]
    if not told:
        return list(harvests)
    names = {name: topic.slug for topic in topics for name in (topic.slug, *topic.aliases)}
    addresses = addresses_of(site_root, told)
    return [(source, _fitted(harvest, names, addresses)) for source, harvest in harvests]


def _fitted(harvest: Harvest, names: Mapping[str, str], addresses: Addresses) -> Harvest:
    records: list[Record] = []
    rejected = list(harvest.rejected)
    for record in harvest.records:
        if not record.own:
            records.append(record)
            continue
        try:
            own = _with_free_addresses(record, _with_topics_of_today(record.own, names), addresses)
        except Rejected as error:
            rejected.append(Problem(record.own.place, f"row {record.own.row}: {error}", error.hint))
            continue
        records.append(replace(record, own=own))
    return Harvest(tuple(records), tuple(rejected))


def _with_topics_of_today(own: Own, names: Mapping[str, str]) -> Own:
    for name in own.leaves.get(_TOPICS, ()):
        if name not in names:
            message = f"topics: unknown topic {quoted(name)} (expected one of: {one_of({*names.values()})})"
            otherwise = "declare it in topics.yaml, or as a former name under 'aliases' there, and ingest again"
            raise Rejected(message, did_you_mean(name, names, otherwise))
    return _each(own, _TOPICS, lambda name: names.get(name, name))


def _with_free_addresses(record: Record, own: Own, addresses: Addresses) -> Own:
    page = f"/papers/{own.key}/"
    for what, address in (("its page", page), *((_ALIASES + ":", alias) for alias in own.leaves.get(_ALIASES, ()))):
        owner = addresses.other_owner(record, address)
        if owner:
            message = f"{what} {quoted(address)} is taken by {owner} (expected one page for each address)"
            raise Rejected(message, "take the alias out of one of the two, and ingest again")
    return _each(own, _ALIASES, lambda alias: "" if addresses.has_page(record, alias) else alias)


def _each(own: Own, name: str, now: Callable[[str], str]) -> Own:
    """An entry with each text of a leaf as it is now, '' for none; what its ledger knows of the leaf goes along."""

    def changed(leaves: Mapping[str, object]) -> dict[str, object]:
        found = leaves.get(name)
        if not isinstance(found, tuple | list):
            return dict(leaves)
        texts = tuple(dict.fromkeys(filter(None, map(now, found))))
        return {**leaves, name: texts} if texts else {other: leaf for other, leaf in leaves.items() if other != name}

    ledger, fields = own.ledger, own.ledger.get("fields")
    if isinstance(fields, Mapping):
        ledger = {**ledger, "fields": changed(fields)}
    return replace(own, leaves=changed(own.leaves), ledger=ledger)
