"""Ingest of real papers: a year of a digest and three months of arXiv, beside the least that reads and writes them."""

import json
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench import kit
from bench.goals import goal_of
from bench.processes import CAN_MEASURE, peak_byte_count
from bench.report import Result, in_mebibytes, medians_in_seconds
from bench.running import Command, in_turn, median, output_of, seconds
from bench.sites import sitegen
from bench.workshop import Workshop

_SITE_YAML = """\
title: Papers
base_url: https://digest.example.org/
tag_authority: digest.example.org,2024
"""
_FILES = (kit.DAILY_PAPERS, kit.ARXIV)
# Decodes each row and writes its abstract into a file of its own.
_LEAST = """\
import gzip, json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
for name in sys.argv[2:]:
    for line in gzip.open(name):
        row = json.loads(line)
        path = folder / row["date"].replace("-", "/") / (row["id"].replace("/", "-") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(row["abstract"], "utf-8")
"""


def ingest(shop: Workshop) -> Iterator[Result]:
    """All rows into an empty archive: time and memory. Then once more, and 20 papers of a day that is new."""
    folder = shop.work / "sites" / "ingest"
    program: Command = (sitegen(), "-C", str(folder), "ingest", *map(str, _FILES))
    least: Command = (sys.executable, "-c", _LEAST, str(folder / "content"), *map(str, _FILES))
    _emptied(folder)
    count = _row_count(program)
    what = f"ingest of {count:,} real papers"
    runs = in_turn(shop.rounds, partial(_from_nothing, folder, program), partial(_from_nothing, folder, least))
    ours_s, least_s = shop.tell("sitegen", runs[0]), shop.tell("the least", runs[1])
    yield Result(
        what=f"{what} into an empty archive: time",
        sitegen=f"{median(ours_s) / count * 1000:.2f} ms a paper",
        beside=f"reading and writing alone {medians_in_seconds(least_s)}",
        value=median(ours_s),
        unit=" s",
        goal=goal_of("ingest time", shop.paper_count),
    )
    if CAN_MEASURE:
        _emptied(folder)
        peak = peak_byte_count(program)
        yield Result(
            what=f"{what} into an empty archive: memory",
            sitegen=in_mebibytes(peak),
            value=peak / 2**20,
            unit=" MiB",
            goal=goal_of("ingest memory", shop.paper_count),
        )
    again_s = tuple(seconds(program) for _ in range(shop.rounds))
    yield Result(
        what=f"{what} that are there already: time",
        sitegen=medians_in_seconds(shop.tell("again", again_s)),
        value=median(again_s),
        unit=" s",
    )
    new_s = tuple(_of_a_new_day(folder, number) for number in range(shop.rounds))
    yield Result(
        what=f"ingest of 20 papers more than {count:,}: time",
        sitegen=medians_in_seconds(shop.tell("a day", new_s)),
        value=median(new_s),
        unit=" s",
    )
    shutil.rmtree(folder)


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text(_SITE_YAML, "utf-8")
    shutil.copy(kit.ROOT / "topics.yaml", folder)


def _from_nothing(folder: Path, command: Command) -> float:
    _emptied(folder)
    return seconds(command)


def _row_count(program: Command) -> int:
    """How many rows the files have: what ingest says, which adds up to what it read."""
    told = json.loads(output_of((*program, "--report", "json")))
    count = told["total"]["read"]
    assert isinstance(count, int), "a number"
    return count


def _of_a_new_day(folder: Path, number: int) -> float:
    rows = [
        {"title": f"Paper {number}, {index}", "abstract": "An abstract.", "id": f"2506.{number}{index:04}"}
        for index in range(20)
    ]
    (folder / "day.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return seconds((sitegen(), "-C", str(folder), "ingest", "day.jsonl", "--date", f"2025-06-{number + 1:02}"))
