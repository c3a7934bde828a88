"""The bytes of an answer as they were before they were compressed for the way. A bomb is stopped at the limit."""

import zlib

from sitegen.sources.no_answer import NoAnswer

# zlib's window bits: 16 + 15 is gzip's frame.
_GZIP = 31
# Each one costs a copy of the rest: a megabyte of empty members would take minutes.
_MEMBER_LIMIT = 100
_ASK_AGAIN = "the next run asks again; if it stays so, tell the source"


def unpacked(data: bytes, encoding: str, byte_limit: int) -> bytes:
    """The content of an answer. encoding: its Content-Encoding, empty for none; no more than byte_limit is made.

    Raises NoAnswer for an encoding that was not asked for, damaged data, and content over the limit.
    """
    if encoding.strip().lower() in ("", "identity"):
        return _within(data, byte_limit)
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        raise NoAnswer(f"Content-Encoding '{encoding[:40]}' (expected gzip or none)", _ASK_AGAIN, may_pass=False)
    pieces: list[bytes] = []
    byte_count = 0
    rest = data
    while rest:
        # A gzip file may have several members, one after the other (RFC 1952, section 2.2).
        member = zlib.decompressobj(_GZIP)
        if len(pieces) == _MEMBER_LIMIT:
            raise _damaged()
        try:
            pieces.append(member.decompress(rest, byte_limit - byte_count + 1))
        except zlib.error:
            raise _damaged() from None
        byte_count += len(pieces[-1])
        if byte_count > byte_limit:
            raise too_long(byte_limit, "unpacked")
        if not member.eof:
            raise NoAnswer("a compressed answer that was cut off", _ASK_AGAIN, may_pass=True)
        rest = member.unused_data
    return b"".join(pieces)


def too_long(byte_limit: int, where: str) -> NoAnswer:
    """The failure for an answer over a limit. where: on the way, or unpacked."""
    message = f"an answer of more than {byte_limit:,} bytes, {where}"
    return NoAnswer(message, "is this the address of a list of papers?", may_pass=False)


def _damaged() -> NoAnswer:
    return NoAnswer("a compressed answer that is damaged", _ASK_AGAIN, may_pass=True)


def _within(data: bytes, byte_limit: int) -> bytes:
    if len(data) > byte_limit:
        raise too_long(byte_limit, "unpacked")
    return data
