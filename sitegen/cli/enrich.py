"""`sitegen enrich`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.telling import say, told
from sitegen.problems import ENVIRONMENT_FAILURE, SiteError, counted

if TYPE_CHECKING:
    from sitegen.archive.by_title import Suggestion
    from sitegen.archive.enrich import Enriched
    from sitegen.archive.enriching import Report


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "--from", "facts_name", metavar="FILE", help="Look up in this file, such as JSON Lines (default: arXiv's search)."
)
@click.option("--offline", is_flag=True, help="Ask no network; goes with --from.")
@click.option(
    "--format", "format_name", type=click.Choice(["text", "json"]), default="text", help="How to say what was done."
)
@click.option("--dry-run", is_flag=True, help="Say what would be filled; write nothing.")
@click.pass_obj
def enrich(
    site_root: Path, keys: tuple[str, ...], facts_name: str | None, offline: bool, format_name: str, dry_run: bool
) -> None:
    """Look up entries without an arXiv id by their exact title, and fill in authors, categories, dates and links.

    Only the entries with a KEY, or all. What stands in a file stays; what is not certain is shown, not written.
    """
    if offline and not facts_name:
        raise click.UsageError("--offline goes with --from FILE: without a file, arXiv is asked")
    try:
        report = _report(site_root, keys, facts_name, is_dry=dry_run)
    except (SiteError, OSError) as error:
        if format_name == "json":
            click.echo(_as_json({"problems": told(error).problems}))
        raise
    if format_name == "json":
        click.echo(_as_json(report))
    else:
        for line in _as_text(report):
            say(line)
    if report.failures and not report.looked_up:
        raise SiteError([*report.failures, *report.problems], ENVIRONMENT_FAILURE)
    for problem in report.failures:
        click.echo(str(problem), err=True)
    if report.problems:
        raise SiteError(report.problems)


def _report(site_root: Path, keys: tuple[str, ...], facts_name: str | None, *, is_dry: bool) -> "Report":
    import sys

    from sitegen.archive.enriching import enrich_from_arxiv, enrich_from_facts, unwatched
    from sitegen.config import read_config
    from sitegen.sources.declared_web import declared_agent
    from sitegen.sources.facts import facts_file, source_name
    from sitegen.sources.fetching import Fetcher

    if facts_name:
        read_config(site_root)
        path = site_root / facts_name
        return enrich_from_facts(site_root, source_name(path), facts_file(path, facts_name), keys, is_dry=is_dry)
    fetcher = Fetcher(declared_agent(site_root))
    watch = _watch if sys.stderr.isatty() else unwatched
    return enrich_from_arxiv(site_root, fetcher, keys, watch, is_dry=is_dry)


def _watch(done: int, count: int) -> None:
    end = "\n" if done == count else "\r"
    click.echo(f"asked arXiv for {done:,} of {counted(count, 'title')}{end}", nl=False, err=True)


def _as_json(value: object) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _as_text(report: "Report") -> Iterator[str]:
    yield from map(_enriched, report.enriched)
    for suggestion in report.suggested:
        yield from _suggested(suggestion)
    yield f"{report.source}: {_sum(report)}"


def _sum(report: "Report") -> str:
    looked_up = f"{report.looked_up:,} {'entry' if report.looked_up == 1 else 'entries'} looked up"
    enriched = f"{len(report.enriched):,} {'would be enriched' if report.is_dry else 'enriched'}"
    parts = [
        f"{looked_up}: {enriched}, {len(report.suggested):,} suggested, {len(report.unknown):,} unknown",
        f"{report.with_id:,} with an id already",
        f"{counted(report.rejected, 'row')} rejected",
    ]
    if report.not_asked:
        parts.append(f"{len(report.not_asked):,} left for the next run")
    return "; ".join(parts)


def _enriched(one: "Enriched") -> str:
    taken = f" (no alias: its address is that of {one.taken_by})" if one.taken_by else ""
    return f"{one.path}: arXiv {one.arxiv_id}: {', '.join(one.fields)}{taken}"


def _suggested(suggestion: "Suggestion") -> Iterator[str]:
    yield f"{suggestion.path}: nothing written: {suggestion.reason}"
    for candidate in suggestion.candidates:
        yield f"  {candidate.arxiv_id} {candidate.title} ({candidate.place})"
