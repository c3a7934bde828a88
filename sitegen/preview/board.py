"""What the preview shows right now, and a way to wait for what it shows next."""

import asyncio
from collections.abc import AsyncIterator

import msgspec

from sitegen.preview.failures import Failure


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The last good site and what is wrong since.

    version: a digest of all its files; '' while there is none. root: the path it is served under; '' while there is
    none. failures: why the newest build made no site; empty when it did.
    """

    version: str = ""
    root: str = ""
    failures: tuple[Failure, ...] = ()


class Board:
    """The newest status, for many readers of one event loop. A slow reader sees the newest one, not all of them."""

    def __init__(self) -> None:
        self.status: Status | None = None
        self._is_closed = False
        self._changed = asyncio.Event()

    def put(self, status: Status) -> None:
        self.status = status
        self._wake()

    def close(self) -> None:
        """Ends every `statuses()`."""
        self._is_closed = True
        self._wake()

    async def statuses(self) -> AsyncIterator[Status]:
        """The status, as soon as there is one, and each later one, until the board is closed."""
        seen: Status | None = None
        while not self._is_closed:
            if self.status is None or self.status is seen:
                await self._changed.wait()
            else:
                seen = self.status
                yield seen

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
