"""What the figures should be. Each goal is a ratio or a limit for a number of papers; no test asserts one."""

import msgspec


class Goal(msgspec.Struct, frozen=True):
    """At most `limit`, or at least, in `unit`."""

    limit: float
    unit: str
    is_at_least: bool = False

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.is_at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.is_at_least else '≤'} {self.limit:g}{self.unit}"


_ANY = 0
_GOALS = {
    ("clean time", 10_000): Goal(0.6, "×"),
    ("clean time", 50_000): Goal(0.55, "×"),
    ("clean memory", 10_000): Goal(0.4, "×"),
    ("clean memory", 50_000): Goal(0.35, "×"),
    ("full time", 10_000): Goal(1.0, "×"),
    ("daily time", 10_000): Goal(20, "× faster", is_at_least=True),
    ("daily time", 50_000): Goal(55, "× faster", is_at_least=True),
    ("daily memory", 50_000): Goal(400, " MiB"),
    ("nothing", 50_000): Goal(0.5, " s"),
    ("growth", 50_000): Goal(3, "×"),
    ("files", _ANY): Goal(60, " files"),
    ("month", _ANY): Goal(10, " s"),
    ("ingest time", _ANY): Goal(30, " s"),
    ("ingest memory", _ANY): Goal(300, " MiB"),
    ("related share", _ANY): Goal(0.95, "×", is_at_least=True),
    ("related clean", 50_000): Goal(60, " s"),
    ("related daily", 50_000): Goal(0.3, " s"),
    ("formulas", _ANY): Goal(99, " %", is_at_least=True),
    ("serve", _ANY): Goal(150, " ms"),
    ("search newest time", _ANY): Goal(0.7, " s"),
    ("search newest bytes", _ANY): Goal(0.35, " MB"),
    ("search older time", _ANY): Goal(2, " s"),
    ("search older bytes", _ANY): Goal(1, " MB"),
}


def goal_of(name: str, paper_count: int) -> Goal | None:
    """The goal for that many papers, else the one for any number."""
    return _GOALS.get((name, paper_count)) or _GOALS.get((name, _ANY))
