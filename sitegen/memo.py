"""Values kept between runs, in files that may vanish, be damaged or foreign: then there is no value. Runs no code."""

import os
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

from sitegen.provenance import digest

_MAGIC = b"sitegen memo 1\n"
_HEAD = len(_MAGIC) + 32

T = TypeVar("T")


def remember(path: Path, value: object, made_by: bytes) -> None:
    """Keeps a value in a file, which appears whole or not at all. made_by: 16 bytes; who asks must name the same."""
    payload = msgspec.msgpack.encode(value)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: two builds into two folders may keep the same thing at the same moment.
    descriptor, scratch = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(b"".join((_MAGIC, made_by, digest(payload), payload)))
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def recall(path: Path, kind: type[T], made_by: bytes) -> T | None:
    """The value kept in a file; None if there is none that is whole, of this kind, and made by the same."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head, payload = data[:_HEAD], memoryview(data)[_HEAD:]
    if head[: len(_MAGIC)] != _MAGIC or head[len(_MAGIC) : -16] != made_by or head[-16:] != digest(payload):
        return None
    try:
        value: T = msgspec.msgpack.decode(payload, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return value
