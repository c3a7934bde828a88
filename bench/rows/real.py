"""The daily job on real papers: three months of arXiv listings, the last days added one by one."""

import gzip
import shutil
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import msgspec

from bench import kit
from bench.report import Result, in_seconds
from bench.running import median, seconds
from bench.sites import sitegen
from bench.workshop import Workshop
from sitegen.archive.leaves import Leaf, new_text
from sitegen.archive.matching import Matcher
from sitegen.archive.topics import read_topics
from sitegen.text.markdown import from_plain

_SITE_YAML = """\
title: arXiv, Spring 2025
base_url: https://digest.example.org/
tag_authority: digest.example.org,2025
"""


class Paper(msgspec.Struct, frozen=True):
    """A line of the file, as far as it is used. title, abstract: with the line ends of the listing."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    date: str
    categories: tuple[str, ...]
    url: str


def real(shop: Workshop) -> Iterator[Result]:
    """A clean build of all days but the last ones, then a build for each of these. With search, in the full theme."""
    folder = shop.work / "sites" / "real"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text(_SITE_YAML, "utf-8")
    shutil.copy(kit.ROOT / "topics.yaml", folder)
    matcher = Matcher(read_topics((folder / "topics.yaml").read_text("utf-8"), "topics.yaml"))
    days = _days()
    last_days = sorted(days)[-shop.rounds :]
    shop.say("writing the real papers")
    for day in days.keys() - set(last_days):
        _write(folder, days[day], matcher)
    build = (sitegen(), "-C", str(folder), "build")
    clean_s = seconds(build)
    count = sum(len(papers) for day, papers in days.items() if day not in last_days)
    yield Result(
        what=f"clean build of {count:,} real papers with search, theme digest: time",
        sitegen=f"{_page_count(folder):,} pages, {_bundle_count(folder):,} bundles",
        value=clean_s,
        unit=" s",
    )
    runs = []
    for day in last_days:
        _write(folder, days[day], matcher)
        runs.append(seconds(build))
        shop.say(f"{day}, {len(days[day]):,} papers more: {in_seconds(runs[-1])}")
    added = " to ".join(f"{count:,}" for count in sorted({len(days[last_days[0]]), len(days[last_days[-1]])}))
    yield Result(
        what=f"a day of {added} real papers more than {count:,}, with search, theme digest: time",
        sitegen=f"{_page_count(folder):,} pages, {_bundle_count(folder):,} bundles",
        value=median(runs),
        unit=" s",
    )
    shutil.rmtree(folder)


def _days() -> Mapping[str, tuple[Paper, ...]]:
    with gzip.open(kit.ARXIV) as lines:
        papers = sorted((msgspec.json.decode(line, type=Paper) for line in lines), key=lambda paper: paper.date)
    return {date: tuple(of_day) for date, of_day in groupby(papers, key=lambda paper: paper.date)}


def _write(site: Path, papers: tuple[Paper, ...], matcher: Matcher) -> None:
    for paper in papers:
        file = site / "content" / paper.date.replace("-", "/") / f"{paper.id.replace('/', '-')}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(entry_text(paper, matcher), "utf-8")


def entry_text(paper: Paper, matcher: Matcher) -> str:
    """The file of an entry, as ingest writes it."""
    title, abstract = " ".join(paper.title.split()), " ".join(paper.abstract.split())
    leaves: dict[str, Leaf] = {
        "title": title,
        "date": paper.date,
        "authors": paper.authors,
        "topics": matcher.topics_of(title, abstract, paper.categories),
        "arxiv_id": paper.id,
        "categories": paper.categories,
        "links.abs": paper.url,
    }
    return new_text({name: leaf for name, leaf in leaves.items() if leaf}, from_plain(abstract))


def _page_count(site: Path) -> int:
    return sum(1 for _ in (site / "public").rglob("*.html"))


def _bundle_count(site: Path) -> int:
    listed = msgspec.json.decode((site / "public" / "pagefind" / "bundles.json").read_bytes())
    return len(listed["bundles"])
