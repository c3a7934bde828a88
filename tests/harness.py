"""What tests of whole sites share: a small site in a folder of its own, and the commands as people run them."""

import os
import re
import subprocess
import sys
from pathlib import Path

from sitegen.build import Options, Report, build

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"

SITE_YAML = """\
title: Test Papers
base_url: https://example.org/
tag_authority: example.org,2025
cards: {days: false}
"""
TOPICS_YAML = """\
scaling:
  name: Scaling Laws
  description: How size changes what models can do.
  phrases: {scaling law: 3}
evaluation:
  name: Evaluation
  description: How to measure.
  phrases: {benchmark: 3}
"""


class SiteTest:
    """A site in a folder: write files, build, look at what was published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("site.yaml", SITE_YAML)
        self.write("topics.yaml", TOPICS_YAML)

    @classmethod
    def at(cls, folder: Path) -> "SiteTest":
        """The site that a folder holds already."""
        site = cls.__new__(cls)
        site.folder = folder
        return site

    def write(self, path: str, text: str) -> "SiteTest":
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode(errors="surrogateescape"))
        return self

    def entry(self, path: str, body: str = "An abstract.", **fields: str) -> "SiteTest":
        """An entry at content/<path>.md; its date is its folder's, its fields are YAML."""
        date = path.rsplit("/", 1)[0].replace("/", "-")
        lines = {"title": "A Title", "date": date, **fields}
        yaml = "".join(f"{name}: {value}\n" for name, value in lines.items())
        return self.write(f"content/{path}.md", f"---\n{yaml}---\n\n{body}\n")

    def without_search(self) -> "SiteTest":
        """Switches the search index off, which most tests do not need."""
        return self.write("site.yaml", SITE_YAML + "pages: {search: false}\n")

    def build(self, *, output: str = "public", base_url: str = "", with_drafts: bool = False) -> Report:
        return build(self.folder, Options(output=Path(output), base_url=base_url, with_drafts=with_drafts))

    def page(self, path: str) -> str:
        return (self.folder / "public" / path).read_text(encoding="utf-8")

    def has(self, path: str) -> bool:
        return (self.folder / "public" / path).exists()

    def published(self, output: str = "public") -> dict[str, bytes]:
        """Every published file, the search index apart."""
        return files_below(self.folder / output)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run(self.folder, *arguments, **environment)


def told_by(stdout: str) -> str:
    """What the last line of an ingest's table says of all that was read: '2 read, 1 new, 1 rejected'."""
    lines = stdout.splitlines()
    heads, total = (next(line for line in lines if line.startswith(start)) for start in ("source ", "all "))
    names = re.split(r"\s{2,}", heads)[2:]
    counts = zip(total.split()[1:], names, strict=True)
    return ", ".join(f"{count} {name}" for count, name in counts if count != "0")


def files_below(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in named.items() if not name.startswith("pagefind/")}


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`sitegen …` in a folder, as a person runs it."""
    command = [sys.executable, "-m", "sitegen", *arguments]
    clean = {
        name: value for name, value in os.environ.items() if name not in ("TZ", "LANG", "LC_ALL", "PYTHONHASHSEED")
    }
    return subprocess.run(
        command, cwd=folder, env={**clean, **environment}, capture_output=True, text=True, encoding="utf-8", check=False
    )
