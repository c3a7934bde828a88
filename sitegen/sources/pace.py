"""How soon a host may be asked again. Knows no network: clock and sleep come from outside."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

# https://info.arxiv.org/help/api/tou.html: one request every three seconds, over one connection, to all its hosts.
_SLOW = {"arxiv.org": 3.0}
# Hugging Face lets strangers ask 500 times in 5 minutes; nobody else minds one request a second.
_PACE_S = 1.0


class Pace:
    """Keeps a host's requests apart, from the end of one to the start of the next. clock: in seconds, never back."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._ends: dict[str, float] = {}
        self._rests: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits until the host may be asked; what is done inside is the request."""
        family = _family(host)
        if family in self._ends:
            wait_s = self._ends[family] + _SLOW.get(family, _PACE_S) - self._clock()
            if wait_s > 0:
                self._sleep(wait_s)
        try:
            yield
        finally:
            self._ends[family] = self._clock()

    def leave_alone(self, host: str, seconds: float) -> None:
        """Remembers that a host wants no requests for a while."""
        self._rests[_family(host)] = self._clock() + seconds

    def rest_s(self, host: str) -> float:
        """For how many seconds a host wants to be left alone yet; 0 for most."""
        return max(0.0, self._rests.get(_family(host), 0.0) - self._clock())


def _family(host: str) -> str:
    """The host, or the one whose pace it shares: `export.arxiv.org` is asked as `arxiv.org`."""
    name = host.lower().rstrip(".")
    return next((slow for slow in _SLOW if name == slow or name.endswith(f".{slow}")), name)
