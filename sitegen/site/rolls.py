"""Who signs the papers of a month, cut into shards by author, so that a shard is compared and read without the others.

A shard has a digest in each month. Those of all shards of a month are one long number, and the exclusive or of the
numbers of all months has a digest of each shard of the archive: who looks which authors changed compares a thousand
digests, however many papers there are.
"""

import zlib
from collections.abc import Iterable

import msgspec

from sitegen.archive.brief import Brief
from sitegen.provenance import digest
from sitegen.site.names import Names

# A day's hundred authors then stand in a tenth of the shards; at 50,000 papers one has the pages of a dozen.
SHARDS = 1024
DIGEST_SIZE = 16
_END_SIZE = 4


class Mention(msgspec.Struct, frozen=True, array_like=True):
    """A name on a paper, and the slug of whose it is."""

    slug: str
    name: str
    key: str


class Roll(msgspec.Struct, frozen=True, array_like=True):
    """The mentions of a month. month: the value of the month. values: a digest of each shard, nothing as zeros.

    mentions: those of all shards, one shard after another, encoded; ends: where each ends.
    """

    month: bytes
    values: bytes
    ends: bytes
    mentions: bytes

    def mentions_of(self, shard: int) -> tuple[Mention, ...]:
        place = shard * _END_SIZE
        start = int.from_bytes(self.ends[place - _END_SIZE : place], "little") if shard else 0
        end = int.from_bytes(self.ends[place : place + _END_SIZE], "little")
        return msgspec.msgpack.decode(self.mentions[start:end], type=tuple[Mention, ...]) if start < end else ()


def shard_of(slug: str) -> int:
    return zlib.crc32(slug.encode()) % SHARDS


def roll_of(month: bytes, entries: Iterable[Brief], names: Names) -> Roll:
    """The roll of a month. month: its value. Equal mentions of papers that say the same have equal digests."""
    shards: list[list[Mention]] = [[] for _ in range(SHARDS)]
    contents: list[list[bytes]] = [[] for _ in range(SHARDS)]
    for brief in sorted(entries, key=lambda brief: brief.key):
        for name in brief.author_names:
            slug = names.slug_of(name, brief.key)
            if slug:
                shard = shard_of(slug)
                shards[shard].append(Mention(slug, name, brief.key))
                contents[shard].append(brief.digest)
    blobs = [msgspec.msgpack.encode(mentions) if mentions else b"" for mentions in shards]
    values = b"".join(
        digest(blob, *content) if blob else bytes(DIGEST_SIZE) for blob, content in zip(blobs, contents, strict=True)
    )
    ends: list[int] = []
    total = 0
    for blob in blobs:
        total += len(blob)
        ends.append(total)
    return Roll(month, values, b"".join(end.to_bytes(_END_SIZE, "little") for end in ends), b"".join(blobs))


def shard_values(rolls: Iterable[Roll]) -> tuple[bytes, ...]:
    """A digest of each shard of the archive, nothing as zeros. Keys are unique, so no two months undo each other."""
    total = 0
    for roll in rolls:
        total ^= int.from_bytes(roll.values, "little")
    found = total.to_bytes(SHARDS * DIGEST_SIZE, "little")
    return tuple(found[start : start + DIGEST_SIZE] for start in range(0, len(found), DIGEST_SIZE))
