"""Arguments → calls, problems → messages and exit codes. Nothing else lives here."""

import datetime as dt
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import __version__
from sitegen.problems import ENVIRONMENT_FAILURE, USAGE_ERROR, SiteError, printable, stop

if TYPE_CHECKING:
    from sitegen.archive.ingest import Counts, Report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
@click.option(
    "-C", "folders", metavar="DIR", type=click.Path(path_type=Path), multiple=True, help="Run as if started in DIR."
)
@click.pass_context
def sitegen(context: click.Context, folders: tuple[Path, ...]) -> None:
    """Turn what a paper digest published each day into a website that lasts."""
    folder = Path(*folders)
    if not folder.is_dir():
        raise stop(str(folder), "no such folder (expected the folder of a site)", "check the name after -C")
    context.obj = folder.absolute()


@sitegen.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--offline", is_flag=True, help="Read only local sources: no network.")
@click.option("--raw", is_flag=True, help="Leave texts as the sources have them: no text hygiene.")
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    help="The format of the FILEs, such as bibtex (default: their content tells it).",
)
@click.option(
    "--date", "date_text", metavar="YYYY-MM-DD", help="The digest date of the FILEs, where they do not tell it."
)
@click.option(
    "--name", "source_name", metavar="NAME", help="The name of the source, as pages show it (default: the format)."
)
@click.pass_obj
def ingest(
    site_root: Path,
    files: tuple[str, ...],
    offline: bool,
    raw: bool,
    format_name: str | None,
    date_text: str | None,
    source_name: str | None,
) -> None:
    """Merge sources into the archive: the declared ones (seeds/seeds.yaml), or the FILEs named.

    What you edited by hand stays as you wrote it. Running it twice changes nothing.
    """
    from sitegen.archive.declared import declared_topics
    from sitegen.archive.ingest import ingest as merge
    from sitegen.archive.prepared import as_told, cleaned
    from sitegen.config import read_config
    from sitegen.sources.declared_web import declared_web
    from sitegen.sources.harvest import declared, named

    if not files and (format_name or date_text or source_name):
        raise click.UsageError("--format, --date and --name go with FILEs")
    read_config(site_root)
    del offline  # every source is local so far; the option promises that it stays so for whoever says it
    topics = declared_topics(site_root)
    harvests = named(site_root, files, format_name, _date(date_text), source_name) if files else declared(site_root)
    report = merge(site_root, harvests, topics, as_told if raw else cleaned)
    for counts in report.counts:
        _say(_summary(counts))
    for line in (*_cleanings(report), *_alike(report)):
        _say(line)
    if not report.counts:
        _say("no sources are declared in seeds/seeds.yaml: nothing to ingest")
    if not files and (count := len(declared_web(site_root).sources)):
        _say(f"not fetched yet: {_counted(count, 'source')} of site.yaml (docs/how-to/fetch.md)")
    if report.problems:
        raise SiteError(report.problems)


@sitegen.command()
@click.option("--output", metavar="DIR", default="public", show_default=True, help="Where the site goes.")
@click.option(
    "--base-url", metavar="URL", default="", help="Where it will be published (default: base_url of site.yaml)."
)
@click.option("--drafts", is_flag=True, help="Include entries and pages marked 'draft: true'.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(min=0), default=0, help="How many processes (default: the cores)."
)
@click.option(
    "--executor",
    metavar="ADDRESS",
    default="",
    help="A cluster that does the work and sees the same folders: dask://HOST:PORT.",
)
@click.option("--explain", metavar="PATH", multiple=True, help="Say why the page at PATH is made anew or kept.")
@click.option("--dry-run", is_flag=True, help="Say what would be made; write no site.")
@click.option("--profile", is_flag=True, help="Show where the time went.")
@click.option(
    "--format", "format_name", type=click.Choice(["text", "json"]), default="text", help="How to say what was done."
)
@click.pass_obj
def build(
    site_root: Path,
    output: str,
    base_url: str,
    drafts: bool,
    jobs: int,
    executor: str,
    explain: tuple[str, ...],
    dry_run: bool,
    profile: bool,
    format_name: str,
) -> None:
    """Build the site from the archive; only what changed is made anew.

    A build that fails leaves the published site as it was.
    """
    import gc

    # The process ends with the build, and what it holds has next to no cycles: looking for them is a tenth of the time.
    gc.disable()
    from sitegen.build import Options
    from sitegen.build import build as build_site
    from sitegen.build.telling import as_json, as_text, failure_as_json, unanswered

    start = time.perf_counter()
    options = Options(
        output=Path(output),
        base_url=base_url,
        with_drafts=drafts,
        jobs=jobs,
        executor=executor,
        explain=explain,
        is_dry=dry_run,
    )
    try:
        report = build_site(site_root, options)
    except (SiteError, OSError) as error:
        if format_name == "json":
            click.echo(failure_as_json(_told(error).problems))
        raise
    seconds = time.perf_counter() - start
    if format_name == "json":
        click.echo(as_json(report, seconds, has_profile=profile))
    else:
        for line in as_text(report, os.path.relpath(report.output), seconds, has_profile=profile):
            _say(line)
        if not dry_run:
            _say("preview: sitegen serve (make serve)")
    if problems := unanswered(report):
        raise SiteError(problems, USAGE_ERROR)


@sitegen.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 picks a free one."
)
@click.option("--drafts", is_flag=True, help="Include entries and pages marked 'draft: true'.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@click.pass_obj
def serve(site_root: Path, host: str, port: int, drafts: bool, open_browser: bool) -> None:
    """Show the site on this machine; every change is built and reloaded.

    The site is built into .sitegen/preview, never into the published folder.
    """
    from sitegen.preview.server import Preview
    from sitegen.preview.server import serve as serve_site

    serve_site(Preview(site_root=site_root, host=host, port=port, with_drafts=drafts, open_browser=open_browser), _say)


@sitegen.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.pass_obj
def topics(site_root: Path, keys: tuple[str, ...]) -> None:
    """Show each topic's size, and which papers have none; for each KEY, which rule gave it which topic."""
    from sitegen.archive.topic_report import explained, overview

    lines = explained(site_root, keys) if keys else overview(site_root)
    for line in lines:
        _say(line)


def main() -> None:
    """The command `sitegen`. Exit codes: 0 done, 1 a mistake in the input, 2 wrong usage, 3 the environment failed."""
    try:
        sitegen(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE_ERROR)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except (SiteError, UnicodeEncodeError, OSError) as error:
        told = _told(error)
        for problem in told.problems:
            click.echo(str(problem), err=True)
        sys.exit(told.exit_code)


def _told(error: SiteError | UnicodeEncodeError | OSError) -> SiteError:
    """What stopped a command, as a person reads it."""
    if isinstance(error, SiteError):
        return error
    if isinstance(error, UnicodeEncodeError):
        hint = "set a UTF-8 locale, such as LC_ALL=C.UTF-8"
        return stop("sitegen", f"this environment cannot name a file: {error.reason}", hint, ENVIRONMENT_FAILURE)
    hint = "is the disk full, or may it not be read or written?"
    return stop(str(error.filename or "sitegen"), f"{error.strerror or error}", hint, ENVIRONMENT_FAILURE)


def _say(line: str) -> None:
    click.echo(printable(line))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _summary(counts: "Counts") -> str:
    always = {"new": counts.new, "updated": counts.updated, "unchanged": counts.unchanged}
    sometimes = {
        "ignored (deleted by hand)": counts.ignored,
        "not listed (news of papers that no digest listed)": counts.not_listed,
        "rejected": counts.rejected,
    }
    parts = [f"{count} {what}" for what, count in always.items()]
    parts += [f"{count} {what}" for what, count in sometimes.items() if count]
    kept = f"; {_counted(counts.kept, 'edited field')} kept" if counts.kept else ""
    return f"{counts.source.file}: {_counted(counts.read, 'paper')} read: {', '.join(parts)}{kept}"


# More would hide what an ingest has to say.
_MOST_NAMED = 30


def _cleanings(report: "Report") -> Iterator[str]:
    """The entries that were written and are not as their sources told them, with the rules that fired."""
    found = []
    for path in report.written:
        rules = report.cleaned.get(path, {})
        fields = [f"{_SHOWN.get(name, name)}: {', '.join(fired)}" for name, fired in rules.items()]
        if set().union(*rules.values()) - {"white-space"}:
            found.append(f"  cleaned {path}: {'; '.join(fields)}")
    yield from found[:_MOST_NAMED]
    if len(found) > _MOST_NAMED:
        yield f"  cleaned, and not named here: {_counted(len(found) - _MOST_NAMED, 'paper')}"


_SHOWN = {"body": "abstract"}


def _alike(report: "Report") -> Iterator[str]:
    """New entries that may be papers that are there already."""
    for one, other in report.alike[:_MOST_NAMED]:
        yield f"  kept apart, though the titles are alike: {one} and {other}"
    if len(report.alike) > _MOST_NAMED:
        yield f"  kept apart so, and not named here: {_counted(len(report.alike) - _MOST_NAMED, 'pair')}"


def _date(text: str | None) -> dt.date | None:
    from sitegen.fields import schema
    from sitegen.fields.nodes import NOWHERE, Scalar

    if text is None:
        return None
    try:
        return schema.day(Scalar(text, False, NOWHERE), schema.Reading("--date"))
    except schema.Mismatch as mismatch:
        raise stop("--date", mismatch.message, mismatch.hint, USAGE_ERROR) from None
