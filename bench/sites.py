"""The two sites that are measured: the same papers for sitegen and for Hugo. Knows commands, measures nothing."""

import shutil
import sys
from pathlib import Path

from bench import kit
from bench.corpus import Corpus, Flavour, write
from bench.running import Command

_SITE_YAML = """\
title: Paper Digest
base_url: https://digest.example.org/
tag_authority: digest.example.org,2016
theme: {theme}
pages:
  {{archive: {has_archive}, topic_feeds: {has_feeds}, feed_archives: {has_feeds}, weeks: {has_weeks},
  authors: {has_authors}, saved: {has_saved}, related: {has_related}, trends: {has_trends}, search: {has_search},
  cite_panels: {has_files}, coins: {has_files}, llms: {has_files}, opensearch: {has_files}, app_manifest: {has_files}}}
downloads: {{months: {has_files}, days: {has_files}, topics: {has_files}, api: {has_files}}}
cards: {{days: false}}
"""


class Papers:
    """The papers of a site, which grow in the order of the corpus. count: how many they are by now."""

    def __init__(self, folder: Path, flavour: Flavour, corpus: Corpus, count: int) -> None:
        self.folder = folder
        self._flavour = flavour
        self.count = count
        shutil.rmtree(folder, ignore_errors=True)
        corpus.copy_to(folder, flavour, count)

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def add(self, count: int) -> None:
        """Writes the next papers, as an ingest would."""
        if count:
            write(self.folder, self._flavour, self.count, count)
        self.count += count

    def newest(self) -> Path:
        """The file of a paper of the newest day."""
        return max(path for path in self.content.glob("2*/*/*/*.md") if not path.name.startswith("_"))

    def middle(self) -> Path:
        """The file of the paper in the middle of the archive."""
        paths = sorted(path for path in self.content.glob("2*/*/*/*.md") if not path.name.startswith("_"))
        return paths[len(paths) // 2]


class Site:
    """A site of sitegen, as a person has it: theme in `themes/`, state in `.sitegen/`, published in `public/`."""

    def __init__(self, folder: Path, corpus: Corpus, count: int, theme: str, *, has_search: bool) -> None:
        self.papers = Papers(folder, "sitegen", corpus, count)
        self.folder = folder
        self.public = folder / "public"
        shutil.copytree(kit.THEME, folder / "themes" / "plain")
        # The plain theme has no template for the list of all years, which is Hugo's home page, nor for weeks,
        # authors, related papers, trends, files to take away and a reader's list, since Hugo's site has none; and of
        # feeds Hugo's has one.
        is_full = theme != "plain"
        kinds = ("archive", "feeds", "weeks", "authors", "saved", "related", "trends", "files")
        full = [f"has_{kind}" for kind in kinds]
        settings = {"theme": theme, **dict.fromkeys(full, is_full), "has_search": has_search}
        text = _SITE_YAML.format(**{name: str(value).lower() for name, value in settings.items()})
        (folder / "site.yaml").write_text(text, "utf-8")
        (folder / "topics.yaml").write_text(_topics_yaml((folder / "topics.txt").read_text("utf-8")), "utf-8")

    def command(self, *arguments: str) -> Command:
        return (sitegen(), "-C", str(self.folder), *arguments)

    @property
    def build(self) -> Command:
        return self.command("build")

    def forget_builds(self) -> None:
        """Leaves the papers only, so that the next build is a clean one."""
        for path in (self.public, self.folder / ".sitegen", *self.folder.glob(".public*")):
            shutil.rmtree(path, ignore_errors=True)


class HugoSite:
    """The kit's site for Hugo, a copy of it, so that nothing is ever written into the kit."""

    def __init__(self, folder: Path, corpus: Corpus, count: int) -> None:
        self.papers = Papers(folder / "papers", "hugo", corpus, count)
        self.folder = folder
        self._source = folder / "source"
        self.public = folder / "public"
        self.index_folder = folder / "pagefind"
        shutil.rmtree(self._source, ignore_errors=True)
        shutil.copytree(kit.HUGO_SITE, self._source)

    @property
    def build(self) -> Command:
        """What the kit's build.sh runs."""
        return (kit.hugo(), *self._folders, "--quiet")

    @property
    def index(self) -> Command:
        """Pagefind over all paper pages, those at /YYYY/MM/DD/<paper>/."""
        glob = "[0-9][0-9][0-9][0-9]/*/*/*/index.html"
        return (kit.pagefind(), "--site", str(self.public), "--glob", glob, "--output-path", str(self.index_folder))

    def serve(self, port: int) -> Command:
        return (kit.hugo(), "server", *self._folders, "--quiet", "--port", str(port))

    @property
    def _folders(self) -> Command:
        folders = ("--source", str(self._source), "--contentDir", str(self.papers.content))
        return (*folders, "--destination", str(self.public), "--noBuildLock")

    def forget_builds(self) -> None:
        shutil.rmtree(self.public, ignore_errors=True)
        self.forget_index()

    def forget_index(self) -> None:
        """Pagefind deletes nothing: into a folder that has an index it would write a second one."""
        shutil.rmtree(self.index_folder, ignore_errors=True)


def sitegen() -> str:
    """The command as people run it, of the environment that this runs in."""
    return str(Path(sys.executable).parent / "sitegen")


def _topics_yaml(topics_txt: str) -> str:
    """topics.yaml from the kit's lines of slug and name. Topics stand in each paper's front matter, so no rules."""
    pairs = [line.split("\t") for line in topics_txt.splitlines()]
    return "".join(f"{slug}:\n  name: {name}\n  description: Papers on {name}.\n" for slug, name in pairs)
