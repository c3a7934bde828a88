"""`python -m bench`: arguments → rows → a table. Nothing else lives here."""

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import click

from bench import kit
from bench.report import Result, line, machine, merged, table
from bench.rows import ROWS
from bench.workshop import Workshop

_FEWEST_ROUNDS = 3


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--papers", "paper_count", type=click.IntRange(min=200), default=10_000, show_default=True)
@click.option("--rows", "row_names", default="", help=f"Which rows, with commas between: {', '.join(ROWS)}. Else all.")
@click.option("--rounds", type=click.IntRange(min=1), default=_FEWEST_ROUNDS, show_default=True, help="Runs of each.")
@click.option("--record", type=click.Path(path_type=Path, exists=True), help="The document whose table gets the lines.")
def main(paper_count: int, row_names: str, rounds: int, record: Path | None) -> None:
    """Measure sitegen beside Hugo. BENCH_WORK names a scratch folder, which keeps the corpora for the next time."""
    chosen = _chosen(row_names)
    if missing := kit.missing():
        for what in missing:
            click.echo(f"bench: not here: {what}")
        click.echo("bench: nothing was measured; bench/README.md says what it needs")
        return
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-") as scratch:
        work = Path(os.environ.get("BENCH_WORK") or scratch).absolute()
        (work / "corpus").mkdir(parents=True, exist_ok=True)
        try:
            _measure(Workshop(work, paper_count, rounds, _say), chosen, record)
        finally:
            shutil.rmtree(work / "sites", ignore_errors=True)


def _chosen(row_names: str) -> list[str]:
    names = [name for name in row_names.replace(" ", "").split(",") if name] or list(ROWS)
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        raise click.UsageError(f"unknown row '{unknown[0]}' (expected some of: {', '.join(ROWS)})")
    return [name for name in ROWS if name in names]


def _measure(shop: Workshop, names: list[str], record: Path | None) -> None:
    where = machine(shop.work, _hugo_version())
    click.echo(where)
    results: list[Result] = []
    for name in names:
        _say(f"[{name}]")
        for result in ROWS[name](shop):
            click.echo(line(result))
            results.append(result)
    lines = table(results, dt.date.today())
    click.echo("\n".join(["", where, "", *lines]))
    if record:
        record.write_text(merged(record.read_text("utf-8"), where, lines), "utf-8")


def _hugo_version() -> str:
    done = subprocess.run((kit.hugo(), "version"), capture_output=True, text=True, check=True)
    return f"Hugo {done.stdout.split()[1].partition('-')[0].removeprefix('v')}"


def _say(text: str) -> None:
    click.echo(text, err=True)


if __name__ == "__main__":
    main()
