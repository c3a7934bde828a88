"""`sitegen ingest`."""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.telling import day_option, say, today_utc
from sitegen.problems import ENVIRONMENT_FAILURE, Problem, SiteError, raise_if

if TYPE_CHECKING:
    from sitegen.archive.ingest import Manner, Report
    from sitegen.archive.web import Asking, WebReport
    from sitegen.sources.declared_web import DeclaredWeb
    from sitegen.sources.formats import Source
    from sitegen.sources.record import Harvest


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--offline", is_flag=True, help="Read only local sources: no network.")
@click.option(
    "--since",
    "since_text",
    metavar="YYYY-MM-DD",
    help="Ask the sources on the web again for every day from this one on (default: for the days that are missing).",
)
@click.option("--require", is_flag=True, help="Fail if a source on the web leaves a day without an answer.")
@click.option("--raw", is_flag=True, help="Leave texts as the sources have them: no text hygiene.")
@click.option("--restore", is_flag=True, help="Bring back papers whose files you deleted.")
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    help="The format of the FILEs, such as bibtex (default: their content tells it). Without FILEs, 'json' is "
    "'--report json'.",
)
@click.option(
    "--date", "date_text", metavar="YYYY-MM-DD", help="The digest date of the FILEs, where they do not tell it."
)
@click.option(
    "--name", "source_name", metavar="NAME", help="The name of the source, as pages show it (default: the format)."
)
@click.option(
    "--report", "report_name", type=click.Choice(["text", "json"]), default="text", help="How to say what was done."
)
@click.pass_obj
def ingest(
    site_root: Path,
    files: tuple[str, ...],
    offline: bool,
    since_text: str | None,
    require: bool,
    raw: bool,
    restore: bool,
    format_name: str | None,
    date_text: str | None,
    source_name: str | None,
    report_name: str,
) -> None:
    """Merge sources into the archive: the declared ones (seeds/seeds.yaml, site.yaml), or the FILEs named.

    What you edited by hand stays as you wrote it. Running it twice changes nothing. A source on the web that fails is a
    warning: its days stay pending, and the next run asks for them again.
    """
    import gc

    # As in `build`: what is known of the archive lives to the end, and has no cycles to look for.
    gc.disable()
    from sitegen.archive.telling import unanswered, warnings
    from sitegen.archive.walk import DAYS
    from sitegen.sources.declared_web import declared_web
    from sitegen.sources.harvest import declared, named

    if not files and format_name == "json":
        format_name, report_name = None, "json"
    if not files and (format_name or date_text or source_name):
        raise click.UsageError("--format, --date and --name go with FILEs")
    if files and (since_text or require):
        raise click.UsageError("--since and --require go with the sources of site.yaml, not with FILEs")
    if offline and require:
        raise click.UsageError("--require and --offline: nothing is asked that could be required")
    since, date = day_option(since_text, "--since"), day_option(date_text)
    today = today_utc()
    agent, manner = _prepared(site_root, today, raw=raw, restore=restore)
    web = declared_web(site_root)
    harvests = named(site_root, files, format_name, date, source_name) if files else declared(site_root)
    is_asking = not files and not offline and (web.sources or (site_root / DAYS).is_dir())
    asking = _asking(web, today, since) if is_asking else None
    report, problems, fetched = _ingested(site_root, harvests, manner, asking, agent)
    _tell(report, fetched, web, report_name, has_harvests=bool(harvests), was_offline=offline and not files)
    if fetched:
        for warning in warnings(fetched):
            click.echo(f"warning: {warning}", err=True)
        if require and fetched.failures:
            raise SiteError([*problems, *unanswered(fetched)], ENVIRONMENT_FAILURE)
    raise_if(problems)


def _prepared(site_root: Path, today: dt.date, *, raw: bool, restore: bool) -> tuple[str, "Manner"]:
    """What the site says of itself: who asks, and how records become entries."""
    from sitegen.archive.declared import declared_topics
    from sitegen.archive.ingest import Manner
    from sitegen.archive.precedence import declared_precedence
    from sitegen.archive.prepared import as_told, cleaned
    from sitegen.sources.declared_web import declared_agent

    return declared_agent(site_root), Manner(
        topics=declared_topics(site_root),
        preparation=as_told if raw else cleaned,
        precedence=declared_precedence(site_root),
        restores=restore,
        today=today,
    )


def _asking(web: "DeclaredWeb", today: dt.date, since: dt.date | None) -> "Asking":
    from sitegen.archive.web import Asking

    def tell(line: str) -> None:
        if sys.stderr.isatty():
            click.echo(line, err=True)

    return Asking(sources=web.sources, today=today, since=since, progress=tell)


def _ingested(
    site_root: Path,
    harvests: Sequence[tuple["Source", "Harvest"]],
    manner: "Manner",
    asking: "Asking | None",
    agent: str,
) -> tuple["Report", tuple[Problem, ...], "WebReport | None"]:
    """What was merged in all, the problems of the local sources, and what came of those on the web."""
    from sitegen.archive.ingest import Report
    from sitegen.archive.ingest import ingest as merge
    from sitegen.archive.web import ingest_web
    from sitegen.archive.writing import archive_lock
    from sitegen.sources.fetching import Fetcher

    with archive_lock(site_root):
        report = merge(site_root, harvests, manner) if harvests else Report()
        fetched = ingest_web(site_root, asking, Fetcher(agent), manner) if asking else None
    return report + fetched.report if fetched else report, report.problems, fetched


def _tell(
    report: "Report",
    fetched: "WebReport | None",
    web: "DeclaredWeb",
    report_name: str,
    *,
    has_harvests: bool,
    was_offline: bool,
) -> None:
    from sitegen.archive.telling import as_json, as_text, coverage

    if report_name == "json":
        click.echo(as_json(report, fetched, web.sources))
        return
    for line in (*as_text(report), *(coverage(fetched, web.sources) if fetched else ())):
        say(line)
    if not has_harvests and not web.sources:
        say("no sources are declared in seeds/seeds.yaml or site.yaml: nothing to ingest")
    if was_offline and web.sources:
        say(f"not asked, because of --offline: {', '.join(source.name for source in web.sources)}")
