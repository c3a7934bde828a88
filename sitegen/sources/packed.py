"""Files that gzip packed, unpacked up to a size."""

import gzip
import io
import zlib

from sitegen.problems import SiteError, stop

# Ten times the largest of the real files, three months of arXiv; larger ones should be split by day or month.
LARGEST_BYTE_COUNT = 1 << 28
_GZIP = b"\x1f\x8b"


def unpacked(data: bytes, path: str, largest: int = LARGEST_BYTE_COUNT) -> bytes:
    """The bytes that gzip packed; others as they are. Raises SiteError if they are damaged or more than `largest`."""
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            found = file.read(largest + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, error) from None
    if len(found) > largest:
        raise too_large(path, largest, "unpacked")
    return found


def too_large(path: str, largest: int, how: str = "") -> SiteError:
    """The error for a file over the limit. how: 'unpacked', if it is so only then."""
    message = f"more than {largest:,} bytes{how and f' when {how}'}"
    return stop(path, message, f"is this a file of papers? {'unpack it, and ' if how else ''}split it by day or month")


def _damaged(path: str, error: Exception) -> SiteError:
    reason = str(error)[:1].lower() + str(error)[1:]
    return stop(path, f"gzip that does not unpack: {reason}", "fetch the file again; was it cut off?")
