"""Who signs the papers of a month, cut into shards by author, so that a shard is compared and read without the others.

A shard has a digest in each month. Those of all shards of a month are one long number, and the exclusive or of the
numbers of all months has a digest of each shard of the archive: who looks which authors changed compares a thousand
digests, however many papers there are.
"""

import datetime as dt
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import accumulate

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.unsigned import Signature
from sitegen.provenance import digest
from sitegen.site.names import Names
from sitegen.text.slugs import whole_slug

# About as many as authors have pages at 10,000 papers: whatever else stands in a shard is thought again with it. With
# 1,024, a day of 20 papers took three times as long.
SHARDS = 4096
# Two values of one shard are compared, never two shards.
DIGEST_SIZE = 8
NOTHING = bytes(DIGEST_SIZE)
_END_SIZE = 4


Signers = tuple[str, ...]
"""The slugs of those who sign a paper, in their order; '' for a name that cannot be spelt."""


class Mention(msgspec.Struct, frozen=True, array_like=True):
    """Somebody who signs a paper."""

    slug: str
    key: str


class Roll(msgspec.Struct, frozen=True, array_like=True):
    """The authors of a month's papers. month: its first day, value: its value. signers: of each paper, encoded.

    values: a digest of each shard, NOTHING where nobody signs. mentions: those of all shards, one after another,
    encoded; ends: where each ends. declared: how those sign of whom authors.yaml tells, in order.
    """

    month: dt.date
    value: bytes
    signers: bytes
    values: bytes
    ends: bytes
    mentions: bytes
    declared: tuple[Signature, ...]

    def signers_by_key(self) -> dict[str, msgspec.Raw]:
        """Who signs each paper, still encoded as `Signers`: few are asked for."""
        return msgspec.msgpack.decode(self.signers, type=dict[str, msgspec.Raw])

    def mentions_of(self, shard: int) -> tuple[Mention, ...]:
        place = shard * _END_SIZE
        start = int.from_bytes(self.ends[place - _END_SIZE : place], "little") if shard else 0
        end = int.from_bytes(self.ends[place : place + _END_SIZE], "little")
        return msgspec.msgpack.decode(self.mentions[start:end], type=tuple[Mention, ...]) if start < end else ()


def shard_of(slug: str) -> int:
    return zlib.crc32(slug.encode()) % SHARDS


def roll_of(month: dt.date, value: bytes, entries: Iterable[Brief], names: Names) -> Roll:
    """The roll of a month. Papers that say the same have equal digests in it."""
    signers: dict[str, Signers] = {}
    shards: dict[int, list[Mention]] = {}
    contents: dict[int, list[bytes]] = {}
    declared: set[Signature] = set()
    for brief in sorted(entries, key=lambda brief: brief.key):
        signers[brief.key] = names.slugs_of(brief.author_names, brief.key)
        if not names.people.keys().isdisjoint(signers[brief.key]):
            declared.update(_declared(brief, signers[brief.key], names))
        for slug in sorted({*signers[brief.key]} - {""}):
            shard = shard_of(slug)
            shards.setdefault(shard, []).append(Mention(slug, brief.key))
            contents.setdefault(shard, []).append(brief.digest)
    values = bytearray(SHARDS * DIGEST_SIZE)
    sizes = [0] * SHARDS
    blobs: list[bytes] = []
    for shard in sorted(shards):
        blob = msgspec.msgpack.encode(shards[shard])
        values[shard * DIGEST_SIZE : (shard + 1) * DIGEST_SIZE] = digest(blob, *contents[shard])[:DIGEST_SIZE]
        sizes[shard] = len(blob)
        blobs.append(blob)
    ends = struct.pack(f"<{SHARDS}I", *accumulate(sizes))
    return Roll(
        month, value, msgspec.msgpack.encode(signers), bytes(values), ends, b"".join(blobs), tuple(sorted(declared))
    )


def _declared(brief: Brief, signers: Signers, names: Names) -> Iterator[Signature]:
    for slug, name in zip(signers, brief.author_names, strict=True):
        person = names.people.get(slug)
        if person:
            yield Signature(slug, whole_slug(name), brief.key if person.papers else "")


def shard_values(rolls: Iterable[Roll]) -> tuple[bytes, ...]:
    """A digest of each shard of the archive. Keys are unique, so no two months undo each other."""
    total = 0
    for roll in rolls:
        total ^= int.from_bytes(roll.values, "little")
    found = total.to_bytes(SHARDS * DIGEST_SIZE, "little")
    return tuple(found[start : start + DIGEST_SIZE] for start in range(0, len(found), DIGEST_SIZE))
