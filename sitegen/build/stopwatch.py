"""Where the time of a build goes. Measures, decides nothing: no byte of a site follows from a clock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Seconds by the name of a stage, in the order in which the stages began."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start


def spend(seconds: dict[str, tuple[int, float]], kind: str, pages: int, spent: float) -> None:
    """Adds what pages of a kind took to the seconds by kind, each with a count."""
    count, before = seconds.get(kind, (0, 0.0))
    seconds[kind] = count + pages, before + spent
