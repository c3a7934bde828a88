"""The inputs of a small site as a value, edits of it, and how it is written into a folder."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sitegen.archive import shelves
from sitegen.problems import SiteError
from tests.harness import ROOT, SiteTest

THEME = {
    f"themes/digest/{path.relative_to(ROOT / 'themes/digest').as_posix()}": path.read_text(
        encoding="utf-8", errors="surrogateescape"
    )
    for path in (ROOT / "themes/digest").rglob("*")
    if path.is_file()
}
# Instead of 2 s: so a test need not wait until files are old enough for their times to be believed.
YOUNG_NS = 8_000_000
SETTLED_S = 0.014


@dataclass(frozen=True)
class Paper:
    """place: the folder in content/. fields: lines of front matter, as YAML; the `date` is that of the place."""

    place: str
    title: str = "A Title"
    body: str = "An abstract. With more."
    fields: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        lines = {"title": self.title, "date": self.place.replace("/", "-"), **self.fields}
        yaml = "".join(f"{name}: {value}\n" for name, value in lines.items())
        return f"---\n{yaml}---\n\n{self.body}\n"


@dataclass(frozen=True)
class World:
    """All that a site is made from. papers: by key. own: pages by name, as whole files. raw: any other file.

    former: the names that topics had before, as YAML.
    """

    papers: Mapping[str, Paper] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    topics: tuple[tuple[str, str, str], ...] = (
        ("scaling", "Scaling Laws", "law"),
        ("evaluation", "Evaluation", "test"),
    )
    former: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> dict[str, str]:
        """The text of every file by path."""
        pages = {"search": False, **self.switches}
        settings = {
            "title": "Test Papers",
            "base_url": "https://example.org/",
            "tag_authority": "example.org,2025",
            "pages": "{" + ", ".join(f"{name}: {str(is_on).lower()}" for name, is_on in pages.items()) + "}",
            **self.settings,
        }
        return {
            "site.yaml": "".join(f"{name}: {value}\n" for name, value in settings.items()),
            "topics.yaml": "".join(
                f"{slug}:\n  name: {name}\n  description: On {name}.\n  phrases: {{{phrase}: 3}}\n"
                + (f"  aliases: {self.former[slug]}\n" if slug in self.former else "")
                for slug, name, phrase in self.topics
            ),
            **{f"content/{paper.place}/{key}.md": paper.text() for key, paper in self.papers.items()},
            **{f"content/{place}/_day.md": text for place, text in self.notes.items()},
            **{f"content/pages/{name}.md": text for name, text in self.own.items()},
            **self.raw,
        }


def day_line(day: str, state: str, papers: int = 0, source: str = "a", **more: str) -> str:
    """A line of the ledger: what a source said of a day."""
    line = {"day": day, **more, **({"papers": papers} if papers else {}), "source": source, "state": state}
    return f"{json.dumps(dict(sorted(line.items())), separators=(',', ':'))}\n"


def days_path(month: str) -> str:
    return f"content/.ledger/days/{month}.jsonl"


def without(mapping: Mapping[str, object], name: str) -> dict[str, object]:
    return {each: value for each, value in mapping.items() if each != name}


def write(world: World, folder: Path, former: World | None = None, order: Callable[[str], object] = str) -> SiteTest:
    """Brings a folder from a former world to this one: writes and removes only the files that differ."""
    old = former.files() if former else {}
    new = world.files()
    for path in old.keys() - new.keys():
        (folder / path).unlink()
        for above in (folder / path).relative_to(folder).parents:
            if above.parts and not any((folder / above).iterdir()):
                (folder / above).rmdir()
    for path in sorted(new, key=order):
        if old.get(path) != new[path]:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(new[path].encode(errors="surrogateescape"))
    site = SiteTest.__new__(SiteTest)
    site.folder = folder
    return site


@dataclass(frozen=True)
class Outcome:
    """What a build came to: the files of the site, or its problems."""

    files: Mapping[str, bytes]
    problems: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"{len(self.files)} files, {self.problems}"


def built(site: SiteTest, *, with_drafts: bool = False, output: str = "public") -> Outcome:
    try:
        site.build(with_drafts=with_drafts, output=output)
    except SiteError as error:
        return Outcome({}, tuple(sorted(map(str, error.problems))))
    return Outcome(site.published(output))


def cold(world: World, folder: Path, *, with_drafts: bool = False) -> Outcome:
    """What a clean build of a world comes to, in a folder that is removed again."""
    folder.mkdir()
    try:
        return built(write(world, folder, order=_backwards), with_drafts=with_drafts)
    finally:
        shutil.rmtree(folder)


def _backwards(path: str) -> object:
    return path[::-1]


def settle_soon(patch: pytest.MonkeyPatch) -> None:
    """Lets the times of a file be believed after some milliseconds, not after 2 s."""
    patch.setattr(shelves, "_YOUNG_NS", YOUNG_NS)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The paths of the files that differ or are in one only."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def state_files(folder: Path) -> list[Path]:
    """What is remembered between builds, the locks apart, in a fixed order."""
    found = (path for path in (folder / ".sitegen").rglob("*") if path.is_file() and path.name != "lock")
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def touch(folder: Path, paths: Iterable[str], shift_s: float) -> None:
    """Moves the times of files, their content left alone."""
    for path in paths:
        if (folder / path).exists():
            stat = (folder / path).stat()
            os.utime(folder / path, ns=(stat.st_atime_ns, stat.st_mtime_ns + int(shift_s * 1e9)))
