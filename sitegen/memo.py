"""Values kept between runs, in files that may vanish, be damaged or foreign: then there is no value. Runs no code."""

import os
import shutil
import zlib
from pathlib import Path
from typing import TypeVar

import msgspec

# What is written under such a name gets its own when it is whole; one that stays is of a run that was killed.
SCRATCH = ".new-"
_NAME = b"sitegen memo "
_MAGIC = _NAME + b"2\n"
# What made it, 16 bytes; its checksum, 4 bytes.
_HEAD = len(_MAGIC) + 20

T = TypeVar("T")


def remember(path: Path, value: object, made_by: bytes) -> None:
    """Keeps a value in a file, which appears whole or not at all. made_by: 16 bytes; who asks must name the same.

    It is kept under the name of the file: a file that takes the place of another one has no value there.
    """
    payload = msgspec.msgpack.encode(value)
    make_folder(path.parent)
    if path.is_dir():
        forget(path)
    write_whole(path, b"".join((_head(path, payload, made_by), payload)))


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file into a folder that is there; it appears whole or not at all, in the place of what it was."""
    # A name of its own: two builds into two folders may write the same thing at the same moment.
    scratch = path.parent / f"{SCRATCH}{os.urandom(8).hex()}"
    try:
        with scratch.open("xb") as file:
            file.write(data)
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def recall(path: Path, kind: type[T], made_by: bytes) -> T | None:
    """The value kept in a file; None if there is none that is whole, of this kind, and made by the same."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head, payload = data[:_HEAD], memoryview(data)[_HEAD:]
    if head != _head(path, payload, made_by):
        return None
    try:
        value: T = msgspec.msgpack.decode(payload, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return value


def is_ours(path: Path) -> bool:
    """True if a value was kept in this file, by this version of sitegen or another one; it may be damaged."""
    try:
        with path.open("rb") as file:
            return file.read(len(_NAME)) == _NAME
    except OSError:
        return False


def make_folder(path: Path) -> None:
    """Makes a folder for what is kept; a file that stands in its place is removed. Others may make it meanwhile."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        path.unlink(missing_ok=True)
        path.mkdir(parents=True, exist_ok=True)


def forget(path: Path) -> None:
    """Removes what is kept in a file, or whatever stands in its place; nothing is no matter."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _head(path: Path, payload: bytes | memoryview, made_by: bytes) -> bytes:
    """What a file begins with. CRC-32 tells damage, which is all that it has to, at four times the speed of BLAKE2b."""
    checksum = zlib.crc32(payload, zlib.crc32(path.name.encode()))
    return b"".join((_MAGIC, made_by, checksum.to_bytes(4, "little")))
