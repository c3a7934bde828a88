"""Files that gzip packed are read as if they were not, and no further than people would."""

import gzip
import tracemalloc

import pytest

from sitegen.problems import SiteError
from sitegen.sources.packed import unpacked


def test_what_gzip_packed_is_unpacked_and_other_files_are_as_they_are() -> None:
    assert unpacked(gzip.compress(b"one\n") + gzip.compress(b"two\n"), "a.gz") == b"one\ntwo\n"
    assert unpacked(b"one\n", "a.txt") == b"one\n"


def test_a_small_file_that_unpacks_to_a_huge_one_is_told_before_it_fills_the_memory() -> None:
    packed = gzip.compress(bytes(100_000_000))
    tracemalloc.start()
    with pytest.raises(SiteError) as caught:
        unpacked(packed, "bomb.gz", largest=1_000_000)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert str(caught.value).splitlines()[0] == "bomb.gz: more than 1,000,000 bytes when unpacked"


@pytest.mark.parametrize("damage", [slice(0, 30), slice(0, 3)])
def test_a_file_that_does_not_unpack_is_told(damage: slice) -> None:
    with pytest.raises(SiteError, match=r"^a\.gz: gzip that does not unpack: "):
        unpacked(gzip.compress(b"some words that take more than thirty bytes to pack, we hope")[damage], "a.gz")


def test_a_file_whose_checksum_is_wrong_is_told() -> None:
    data = bytearray(gzip.compress(b"words"))
    data[-5] ^= 1
    with pytest.raises(SiteError, match=r"^a\.gz: gzip that does not unpack: "):
        unpacked(bytes(data), "a.gz")
