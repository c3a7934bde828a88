"""Pages → Lighthouse's scores, and which audits were not passed. The audits run in audit/lighthouse.mjs."""

import subprocess
from collections.abc import Iterator

import click
import msgspec

from audit import tools
from audit.sites import AuditedSite

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FORMS = ("mobile", "desktop")
BEST = 100
# What a page does while results arrive counts too.
_QUERY = "models"


class Visit(msgspec.Struct, frozen=True, rename="camel"):
    """A page to look at. form: one of FORMS. is_hidden: whether it asks not to be indexed."""

    kind: str
    url: str
    form: str
    is_hidden: bool


class Failure(msgspec.Struct, frozen=True):
    """An audit that was not passed. nodes: the first things it is about."""

    id: str
    title: str
    value: str
    nodes: tuple[str, ...]


class Scores(msgspec.Struct, frozen=True):
    """What came of a visit: 0 to 100 for each category."""

    kind: str
    form: str
    scores: dict[str, int]
    failures: tuple[Failure, ...]

    @property
    def is_best(self) -> bool:
        return all(self.scores[category] >= BEST for category in CATEGORIES)


def visits(site: AuditedSite, kinds: frozenset[str]) -> tuple[Visit, ...]:
    """Each page in each form; only the kinds named, or all if none is."""
    pages = dict(site.pages)
    if "search" in pages:
        pages["results"] = f"{pages['search']}?q={_QUERY}"
    return tuple(
        Visit(kind, f"{site.address}{path}", form, site.is_hidden(path.partition("?")[0]))
        for kind, path in pages.items()
        if not kinds or kind in kinds
        for form in FORMS
    )


def scores(planned: tuple[Visit, ...]) -> Iterator[Scores]:
    """The scores of each visit, as they come."""
    command = (tools.node(), str(tools.HERE / "lighthouse.mjs"))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin, "it was asked for"
        assert process.stdout, "it was asked for"
        process.stdin.write(msgspec.json.encode({"chromium": tools.chromium(), "visits": planned}))
        process.stdin.close()
        for line in process.stdout:
            yield msgspec.json.decode(line, type=Scores)
    if process.returncode != 0:
        raise click.ClickException(f"Lighthouse ended with exit code {process.returncode}")


def told(found: Scores) -> list[str]:
    """What was not passed, a line each."""
    lines = []
    for failure in found.failures:
        value = f" ({failure.value})" if failure.value else ""
        lines.append(f"  {found.kind}, {found.form}: {failure.id}: {failure.title}{value}")
        lines.extend(f"    {node}" for node in failure.nodes)
    return lines
