"""`sitegen list`."""

import re
from pathlib import Path

import click

from sitegen.cli.telling import say
from sitegen.problems import USAGE_ERROR, quoted, stop


@click.command("list")
@click.option(
    "--all",
    "has_each_day",
    is_flag=True,
    help="A line for each day (default: for those of the last two months, months before).",
)
@click.option("--month", metavar="YYYY-MM", default="", help="Only the days of a month.")
@click.option("--gaps", "only_gaps", is_flag=True, help="Only the days for which a source has still to answer.")
@click.option(
    "--format", "format_name", type=click.Choice(["table", "json"]), default="table", help="JSON has every day."
)
@click.pass_obj
def list_days(site_root: Path, has_each_day: bool, month: str, only_gaps: bool, format_name: str) -> None:
    """List the days: how many entries and drafts each has, from which sources, and which days are missing."""
    from sitegen.archive.coverage import read_coverage
    from sitegen.archive.days import rows_of
    from sitegen.archive.days_telling import as_json, as_text, gaps_as_text
    from sitegen.build.listing import heads
    from sitegen.config import read_config
    from sitegen.sources.declared_web import declared_web

    read_config(site_root)
    if month and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
        raise stop("--month", f"{quoted(month)} is no month (expected YYYY-MM)", "write it like 2025-09", USAGE_ERROR)
    days, declared = read_coverage(site_root), declared_web(site_root).sources
    rows = rows_of(heads(site_root), days)
    rows = tuple(row for row in rows if row.first.isoformat().startswith(month) and (row.gap_count or not only_gaps))
    if format_name == "json":
        click.echo(as_json(rows, days, declared))
        return
    lines = gaps_as_text(rows) if only_gaps else as_text(rows, days, declared, has_each_day=has_each_day or bool(month))
    for line in lines:
        say(line)
