"""`sitegen ingest`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.telling import counted, day_option, say
from sitegen.problems import SiteError

if TYPE_CHECKING:
    from sitegen.archive.ingest import Counts, Report


@click.command()
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
    harvests = (
        named(site_root, files, format_name, day_option(date_text), source_name) if files else declared(site_root)
    )
    report = merge(site_root, harvests, topics, as_told if raw else cleaned)
    for counts in report.counts:
        say(_summary(counts))
    for line in (*_cleanings(report), *_alike(report)):
        say(line)
    if not report.counts:
        say("no sources are declared in seeds/seeds.yaml: nothing to ingest")
    if not files and (count := len(declared_web(site_root).sources)):
        say(f"not fetched yet: {counted(count, 'source')} of site.yaml (docs/how-to/fetch.md)")
    if report.problems:
        raise SiteError(report.problems)


def _summary(counts: "Counts") -> str:
    always = {"new": counts.new, "updated": counts.updated, "unchanged": counts.unchanged}
    sometimes = {
        "ignored (deleted by hand)": counts.ignored,
        "not listed (news of papers that no digest listed)": counts.not_listed,
        "rejected": counts.rejected,
    }
    parts = [f"{count} {what}" for what, count in always.items()]
    parts += [f"{count} {what}" for what, count in sometimes.items() if count]
    kept = f"; {counted(counts.kept, 'edited field')} kept" if counts.kept else ""
    return f"{counts.source.file}: {counted(counts.read, 'paper')} read: {', '.join(parts)}{kept}"


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
        yield f"  cleaned, and not named here: {counted(len(found) - _MOST_NAMED, 'paper')}"


_SHOWN = {"body": "abstract"}


def _alike(report: "Report") -> Iterator[str]:
    """New entries that may be papers that are there already."""
    for one, other in report.alike[:_MOST_NAMED]:
        yield f"  kept apart, though the titles are alike: {one} and {other}"
    if len(report.alike) > _MOST_NAMED:
        yield f"  kept apart so, and not named here: {counted(len(report.alike) - _MOST_NAMED, 'pair')}"
