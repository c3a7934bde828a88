"""The sites that are audited, each built for the address at which it is served. Measures nothing."""

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import msgspec

from audit.kinds import largest_pages
from audit.serving import served
from audit.tools import ROOT

_NOINDEX = b'<meta name="robots" content="noindex">'
# Optional: a year of a digest, beside the project and not part of it.
YEAR = ROOT.parent / "shared" / "data" / "hf-daily-2024.jsonl.gz"
SEEDS_NAME, YEAR_NAME = "seeds", "year"


class AuditedSite(msgspec.Struct, frozen=True):
    """A site that is served. folder: where it lies. pages: one of each kind, relative to the address, by kind."""

    name: str
    folder: Path
    address: str
    pages: Mapping[str, str]

    def file(self, path: str) -> Path:
        return self.folder / (path if path.endswith(".html") else f"{path}index.html")

    def is_hidden(self, path: str) -> bool:
        """Whether the page asks search engines to leave it out."""
        return _NOINDEX in self.file(path).read_bytes()


@contextlib.contextmanager
def seeds(work: Path) -> Iterator[AuditedSite]:
    """The site of this repository."""
    with _built(SEEDS_NAME, ROOT, work / SEEDS_NAME) as site:
        yield site


@contextlib.contextmanager
def year(work: Path) -> Iterator[AuditedSite]:
    """A year of a digest, 2,202 papers, in the theme, topics and settings of this repository."""
    source = work / "year-source"
    source.mkdir()
    for name in ("site.yaml", "topics.yaml"):
        shutil.copy(ROOT / name, source)
    if (ROOT / "themes").is_dir():
        shutil.copytree(ROOT / "themes", source / "themes")
    sitegen(source, "ingest", "--format", "json", str(YEAR))
    with _built(YEAR_NAME, source, work / YEAR_NAME) as site:
        yield site


def sitegen(folder: Path, *arguments: str) -> None:
    """Runs a command on the site in a folder; ends the audit if it fails."""
    command = (sys.executable, "-m", "sitegen", "-C", str(folder), *arguments)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise click.ClickException(f"sitegen {' '.join(arguments)} failed\n{done.stderr or done.stdout}")


@contextlib.contextmanager
def _built(name: str, source: Path, output: Path) -> Iterator[AuditedSite]:
    with served(output) as address:
        sitegen(source, "build", "--base-url", address, "--output", str(output))
        yield AuditedSite(name, output, address, largest_pages(output))
