"""`python -m audit`: arguments → sites → tables, and whether all is well. Nothing else lives here."""

import contextlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from audit import lighthouse, markup, sites, sizes, tools
from audit.kinds import page_files
from audit.report import table
from audit.sites import AuditedSite

_SITES: dict[str, Callable[[Path], contextlib.AbstractContextManager[AuditedSite]]] = {
    sites.SEEDS_NAME: sites.seeds,
    sites.YEAR_NAME: sites.year,
}
_CHECKS = ("sizes", "markup", "lighthouse")
_SHOWN = 20


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--sites", "site_names", default="", help=f"Which sites: {', '.join(_SITES)}. Else all.")
@click.option("--checks", "check_names", default="", help=f"Which checks: {', '.join(_CHECKS)}. Else all.")
@click.option(
    "--kinds", "kind_names", default="", help="Which kinds of page Lighthouse visits, such as home,day. Else all."
)
def main(site_names: str, check_names: str, kind_names: str) -> None:
    """Check every kind of page: its bytes, the Nu HTML checker, Lighthouse. Exits 1 unless all is well."""
    names, checks = _chosen("site", site_names, tuple(_SITES)), _chosen("check", check_names, _CHECKS)
    kinds = frozenset(name.strip() for name in kind_names.split(",") if name.strip())
    # Before anything is built: who lacks a program should not wait to be told.
    _ask_for_tools(frozenset(checks))
    is_well = True
    for name in names:
        if name == sites.YEAR_NAME and not sites.YEAR.is_file():
            click.echo(f"{name}: not checked: no {Path('..') / sites.YEAR.relative_to(tools.ROOT.parent)} here")
            continue
        with tempfile.TemporaryDirectory(prefix="sitegen-audit-") as work, _SITES[name](Path(work).resolve()) as site:
            if "sizes" in checks:
                is_well &= _weigh(site)
            if "markup" in checks:
                is_well &= _check_markup(site)
            if "lighthouse" in checks:
                is_well &= _ask_lighthouse(site, kinds)
    sys.exit(0 if is_well else 1)


def _ask_for_tools(checks: frozenset[str]) -> None:
    """Ends the audit unless the programs of these checks are there."""
    if "markup" in checks:
        tools.java()
    if "lighthouse" in checks:
        tools.node()
        tools.chromium()
    if checks & {"markup", "lighthouse"}:
        tools.install()


def _chosen(what: str, given: str, known: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in given.split(",") if name.strip()) or known
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"unknown {what} '{unknown[0]}' (expected some of: {', '.join(known)})")
    return tuple(name for name in known if name in names)


def _weigh(site: AuditedSite) -> bool:
    """Every page, beside the budget of its kind."""
    measured = sizes.sizes(site.folder)
    click.echo("\n".join([f"\n{site.name}: bytes of pages, packed\n", *sizes.table(measured), ""]))
    for kind in sizes.over_budget(measured):
        click.echo(f"  {kind}: {measured[kind].largest:,} bytes (expected {sizes.BUDGETS[kind]:,} at most)")
    return not sizes.over_budget(measured)


def _check_markup(site: AuditedSite) -> bool:
    """Every page, and the style sheets."""
    pages = page_files(site.folder)
    sheets = sorted(site.folder.glob("assets/**/*.css"))
    said = (*markup.messages(pages, is_css=False), *markup.messages(sheets, is_css=True))
    errors = [message for message in said if message.is_error]
    counted = f"{len(pages):,} pages, {len(sheets)} style sheets: {len(errors)} errors"
    click.echo(f"{site.name}: Nu HTML checker: {counted}")
    for message in [*errors, *(message for message in said if not message.is_error)][:_SHOWN]:
        click.echo(markup.told(message, site.folder))
    return not errors


def _ask_lighthouse(site: AuditedSite, kinds: frozenset[str]) -> bool:
    """Every kind of page, on a phone and on a desk."""
    found = []
    for scores in lighthouse.scores(lighthouse.visits(site, kinds)):
        found.append(scores)
        click.echo(f"{site.name}: {scores.kind}, {scores.form}: {' '.join(map(str, scores.scores.values()))}", err=True)
    click.echo(f"\n{site.name}: Lighthouse; speed is the median of three simulated runs\n")
    click.echo("\n".join([*table(found), ""]))
    failed = [scores for scores in found if not scores.is_best]
    for scores in failed:
        click.echo("\n".join(lighthouse.told(scores)))
    return bool(found) and not failed


if __name__ == "__main__":
    main()
