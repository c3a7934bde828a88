"""Papers of the kit's generator, written for sitegen or for Hugo. The corpus of N papers begins that of more."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from bench.kit import GENERATOR
from bench.running import check

Flavour = Literal["sitegen", "hugo"]
DAY = 20


class _Generator(Protocol):
    def paper(self, i: int) -> Mapping[str, object]: ...


class Corpus:
    """Written once per size below `folder`, where the next run finds it again."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._say = say

    def copy_to(self, target: Path, flavour: Flavour, count: int) -> None:
        """Puts the first `count` papers into `target`/content, with what else the flavour has beside it."""
        source = self._folder / f"{flavour}-{count}"
        if not source.is_dir():
            self._say(f"writing {count:,} papers for {flavour}")
            scratch = source.with_name(f"{source.name}.part")
            shutil.rmtree(scratch, ignore_errors=True)
            write(scratch, flavour, 0, count)
            scratch.rename(source)
        shutil.copytree(source, target, dirs_exist_ok=True)


def write(folder: Path, flavour: Flavour, start: int, count: int) -> None:
    """Writes the papers from number `start` on into `folder`/content."""
    numbers = (str(count), "--start", str(start))
    command = (sys.executable, str(GENERATOR), str(folder), *numbers, "--flavour", flavour)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    check(command, done.returncode, done.stderr)


def begins_month(start: int, count: int = DAY) -> bool:
    """True if one of these papers is of another month than the paper before it."""
    return len({_month(number) for number in range(start - 1, start + count)}) > 1


def end_of_month(start: int) -> int:
    """The number of the first paper from `start` on that begins a month."""
    while not begins_month(start, 1):
        start += 1
    return start


@cache
def _month(number: int) -> str:
    return str(_generator().paper(number)["date"])[:7]


@cache
def _generator() -> _Generator:
    spec = importlib.util.spec_from_file_location("gen_corpus", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: _Generator = module.Corpus()
    return made
