"""Programs run and timed, one after the other. Knows seconds, not what they mean."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

T = TypeVar("T")
Command = tuple[str, ...]
Runs = tuple[float, ...]
# As people have it. In a shell in which Python is told to remember no compiled modules, sitegen, installed from its
# sources, would compile itself at every start: 70 ms.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def seconds(*commands: Command) -> float:
    """The wall time of the commands, one after the other. Raises ClickException if one fails."""
    # What the run before left to be written is not this one's cost.
    os.sync()
    total_s = 0.0
    for command in commands:
        start = time.perf_counter()
        done = subprocess.run(
            command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        total_s += time.perf_counter() - start
        check(command, done.returncode, done.stderr or done.stdout)
    return total_s


def output_of(command: Command) -> str:
    """What a command says. Raises ClickException if it fails."""
    done = subprocess.run(
        command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    check(command, done.returncode, done.stderr or done.stdout)
    return done.stdout


def check(command: Command, exit_code: int, output: str) -> None:
    """Raises ClickException if the command failed, with the end of what it said."""
    if exit_code != 0:
        end = "\n".join(output.strip().splitlines()[-5:])
        raise click.ClickException(f"exit code {exit_code} of: {' '.join(command)}\n{end}")


def in_turn(rounds: int, *works: Callable[[], T]) -> tuple[tuple[T, ...], ...]:
    """What each work answered, round by round (A B A B …), so that a busy moment of the machine hits all alike."""
    measured = [tuple(work() for work in works) for _ in range(rounds)]
    return tuple(zip(*measured, strict=True))


def pace_s() -> float:
    """The time of a loop of ten million additions: beside other times, it tells a slow machine from a slow program."""
    start = time.perf_counter()
    total = 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - start


def median(runs: Sequence[float]) -> float:
    return statistics.median(runs)
