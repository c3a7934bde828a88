"""Results → lines for the terminal and a table in Markdown, and the table of a document brought up to date."""

import datetime as dt
import os
import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import msgspec

from bench.goals import Goal
from bench.running import Runs, median

BEGIN = "<!-- measured: `make bench` with RECORD=1 writes what stands from here -->"
END = "<!-- … to here -->"
_HEAD = ("| what | sitegen | beside | measured | goal | | on |", "|---|---|---|---|---|---|---|")


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table.

    what: names it, with the number of papers; no other line has the same. sitegen, beside: the medians of both sides.
    value: what the goal is about, in `unit`.
    """

    what: str
    sitegen: str
    beside: str = ""
    value: float
    unit: str
    goal: Goal | None = None

    @property
    def measured(self) -> str:
        digits = 0 if self.value >= 100 or self.unit == " files" else 1 if self.value >= 10 else 2
        return f"{self.value:,.{digits}f}{self.unit}"

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        return "met" if self.goal.is_met(self.value) else "missed"


def line(result: Result) -> str:
    """A result on one line, its goal beside it."""
    sides = f"sitegen {result.sitegen}" + (f", {result.beside}" if result.beside else "")
    goal = f"; goal {result.goal}: {result.verdict}" if result.goal else ""
    return f"{result.what}: {result.measured} ({sides}{goal})"


def table(results: Iterable[Result], day: dt.date) -> list[str]:
    """The results as lines of a Markdown table, with its head."""
    rows = [
        f"| {r.what} | {r.sitegen} | {r.beside} | {r.measured} | {r.goal or ''} | {r.verdict} | {day} |"
        for r in results
    ]
    return [*_HEAD, *rows]


def merged(document: str, machine: str, lines: list[str]) -> str:
    """The document with these lines in the table between its marks.

    A line replaces the one of the same name, else it comes last. The line on the machine is that of the newest run.
    """
    before, begin, rest = document.partition(BEGIN)
    old, end, after = rest.partition(END)
    assert begin, f"a document without the line {BEGIN}"
    assert end, f"a document without the line {END}"
    known = {_what(each): each for each in old.splitlines() if each.startswith("| ") and each not in _HEAD}
    known.update({_what(each): each for each in lines if each not in _HEAD})
    body = "\n".join([machine, "", *_HEAD, *known.values()])
    return f"{before}{begin}\n\n{body}\n\n{end}{after}"


def _what(table_line: str) -> str:
    return table_line.split("|")[1].strip()


def machine(work: Path, hugo_version: str) -> str:
    """The versions and the machine, on one line."""
    parts = [
        f"sitegen {version('sitegen')}",
        hugo_version,
        f"Pagefind {version('pagefind-bin')}",
        f"Python {platform.python_version()}",
        f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} cores",
        f"files on {file_system(work)}",
    ]
    return f"Measured with {', '.join(parts)}."


def file_system(folder: Path) -> str:
    """The type of the file system that holds a folder, such as `ext4` or `tmpfs`."""
    command = ("stat", "--file-system", "--format", "%T", str(folder))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "an unknown file system"


def in_seconds(value_s: float) -> str:
    return f"{value_s:.2f} s" if value_s < 10 else f"{value_s:.1f} s"


def in_mebibytes(byte_count: float) -> str:
    return f"{byte_count / 2**20:,.0f} MiB"


def medians_in_seconds(runs: Runs) -> str:
    return in_seconds(median(runs))
