"""Which engine makes a site: read from all its files, a twentieth of a new day's time, unless none of them changed."""

import time
from pathlib import Path

from sitegen.memo import recall, remember
from sitegen.provenance import engine_is, engine_parts, engine_stamp

# A file may change again within the grain of a file system's clock; as with files of the archive.
_GRAIN_S = 2.0


def recall_engine(folder: Path) -> None:
    """Takes from a memo in the folder what the engine is, or keeps it there; nothing, if this process knows it already.

    A preview that outlives a change of its engine would keep what it was under the stamp of what it is.
    """
    if engine_parts.cache_info().currsize:
        return
    memo = folder / "engine"
    stamp, changed_at = engine_stamp()
    parts = recall(memo, dict[str, str], stamp)
    if parts:
        engine_is(parts)
    elif time.time() - changed_at > _GRAIN_S:
        remember(memo, engine_parts(), stamp)
