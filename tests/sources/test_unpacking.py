"""What was compressed for the way is unpacked, within its limit, or not at all."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.sources.no_answer import NoAnswer
from sitegen.sources.unpacking import unpacked

DAMAGED = "a compressed answer that is damaged"


@given(st.lists(st.binary(min_size=1), min_size=1, max_size=5))
def test_members_one_after_the_other_are_one_answer(parts: list[bytes]) -> None:
    packed = b"".join(map(gzip.compress, parts))
    assert unpacked(packed, " GZIP ", 1 << 20) == b"".join(parts)


@given(st.binary(max_size=300), st.data())
def test_what_is_cut_off_anywhere_is_no_answer(data: bytes, choice: st.DataObject) -> None:
    packed = gzip.compress(data)
    end = choice.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(NoAnswer, match="cut off"):
        unpacked(packed[:end], "gzip", 1 << 20)


@pytest.mark.parametrize("encoding", ["", "identity", "gzip"])
def test_the_limit_is_the_most_that_is_made(encoding: str) -> None:
    data = gzip.compress(b"0" * 1000) if encoding == "gzip" else b"0" * 1000
    assert len(unpacked(data, encoding, 1000)) == 1000
    with pytest.raises(NoAnswer, match="more than 999 bytes, unpacked"):
        unpacked(data, encoding, 999)


def test_no_bytes_are_no_bytes() -> None:
    assert unpacked(b"", "gzip", 10) == b""


@pytest.mark.parametrize(
    "data", [b"plain", gzip.compress(b"a") + b"more", gzip.compress(b"") * 101], ids=["plain", "more", "members"]
)
def test_what_is_not_compressed_as_it_says_is_damaged(data: bytes) -> None:
    with pytest.raises(NoAnswer, match=DAMAGED):
        unpacked(data, "gzip", 1 << 20)


def test_a_flipped_bit_is_noticed() -> None:
    packed = bytearray(gzip.compress(b"papers" * 20))
    packed[-6] ^= 1
    with pytest.raises(NoAnswer, match=DAMAGED):
        unpacked(bytes(packed), "gzip", 1 << 20)


def test_an_encoding_that_was_not_asked_for_is_told() -> None:
    with pytest.raises(NoAnswer, match=r"Content-Encoding 'br' \(expected gzip or none\)"):
        unpacked(b"x", "br", 10)
