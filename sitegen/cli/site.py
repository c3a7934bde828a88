"""`sitegen build` and `sitegen serve`."""

import os
import time
from pathlib import Path

import click

from sitegen.cli.telling import say, told
from sitegen.problems import USAGE_ERROR, SiteError


@click.command()
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
            click.echo(failure_as_json(told(error).problems))
        raise
    seconds = time.perf_counter() - start
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    if format_name == "json":
        click.echo(as_json(report, seconds, has_profile=profile))
    else:
        for line in as_text(report, os.path.relpath(report.output), seconds, has_profile=profile):
            say(line)
        if not dry_run:
            say("preview: sitegen serve (make serve)")
    if problems := unanswered(report):
        raise SiteError(problems, USAGE_ERROR)


@click.command()
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

    serve_site(Preview(site_root=site_root, host=host, port=port, with_drafts=drafts, open_browser=open_browser), say)
