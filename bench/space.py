"""`python -m bench.space FOLDER`: how many bytes a paper takes, by kind of file and by switch → the tables of space.md.

FOLDER: scratch, with room for two sites. Builds the year of a digest nine times: some minutes.
"""

import re
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from bench import kit
from bench.running import output_of
from bench.sites import sitegen

_SETTINGS = """\
title: Daily Papers
tagline: Papers on machine learning, picked by readers, every day.
base_url: https://example.org/
tag_authority: example.org,2025
"""
# Bytes of GitHub Pages' limit of a published site, https://docs.github.com/en/pages/getting-started-with-github-pages
_FULL = 10**9
_DAYS = 365
_PER_DAY = (15, 40)

# First match counts: what a file is, its address, the switch that leaves it out.
_KINDS = (
    ("pages of papers", r"papers/.*", "`pages: {papers: false}`"),
    ("feeds of authors", r"authors/(.*/feed.*|feeds\.opml)", "`pages: {author_feeds: false}`"),
    ("archives of feeds", r"(.*/)?feed-[\d-]+\.xml", "`pages: {feed_archives: false}`"),
    ("feeds", r"(.*/)?feed\.(xml|json)|feeds/.*|feeds\.opml", "`pages: {topic_feeds: false}`, `pages: {feeds: false}`"),
    ("pages of authors", r"authors/.*", "`pages: {authors: false}`, `authors: {min_papers: 10}`"),
    ("BibTeX of topics", r"topics/.*\.bib", "`downloads: {topics: false}`"),
    ("pages of topics", r"topics/.*", "`pages: {topics: false}`"),
    ("search index", r"(pagefind|search)/.*", "`pages: {search: false}`"),
    ("the API", r"api/.*", "`downloads: {api: false}`"),
    ("share cards of days", r"\d+/\d+/\d+/card\.png", "`cards: {days: false}`"),
    ("BibTeX and Markdown of days", r"\d+/\d+/\d+/[\d-]+\.(bib|md)", "`downloads: {days: false}`"),
    ("pages of days", r"\d+/\d+/\d+/.*", "`pages: {days: false}`"),
    ("files of months: BibTeX", r"\d+/\d+/[\d-]+\.bib", "`downloads: {bib: false}`"),
    ("files of months: RIS", r"\d+/\d+/[\d-]+\.ris", "`downloads: {ris: false}`"),
    ("files of months: CSL-JSON", r"\d+/\d+/[\d-]+\.csl\.json", "`downloads: {csl: false}`"),
    ("files of months: JSON Lines", r"\d+/\d+/[\d-]+\.jsonl", "`downloads: {jsonl: false}`"),
    ("files of months: CSV", r"\d+/\d+/[\d-]+\.csv", "`downloads: {csv: false}`"),
    ("files of months: Markdown", r"\d+/\d+/[\d-]+\.md", "`downloads: {md: false}`"),
    (
        "pages of weeks, months, years",
        r"weeks/.*|\d+/(\d+/)?index\.html",
        "`pages: {weeks: false, months: false, years: false}`",
    ),
    ("sitemaps, theme, lists, all else", r".*", ""),
)
# What stands within pages: its size is what a site without it is smaller by.
_WITHIN = (
    ("citation panels, in pages of papers", "pages: {cite_panels: false}"),
    ("hidden citations, in lists", "pages: {coins: false}"),
    ("related papers, in pages of papers", "pages: {related: false}"),
)
_LESS = "cite_panels: false, coins: false, authors: false"
_NO_DOWNLOADS = "downloads: {months: false, days: false, topics: false, api: false}\n"
_CHOICES = (
    ("without feeds of authors", "pages: {author_feeds: false}"),
    (
        "without feeds of authors, archives of feeds, and files of months but JSON Lines and BibTeX",
        """pages: {author_feeds: false, feed_archives: false}
downloads: {ris: false, csl: false, csv: false, md: false}""",
    ),
    (
        "without feeds of authors, archives of feeds and `downloads`",
        f"{_NO_DOWNLOADS}pages: {{author_feeds: false, feed_archives: false}}",
    ),
    (
        "the same without `cite_panels`, `coins`, pages of authors and share cards",
        f"{_NO_DOWNLOADS}pages: {{feed_archives: false, {_LESS}}}\ncards: {{days: false}}",
    ),
    (
        "pages of days, months and years, search, feed and JSON Lines only",
        f"""pages: {{papers: false, topics: false, weeks: false, feed_archives: false, trends: false, {_LESS}}}
cards: {{days: false}}
downloads: {{bib: false, ris: false, csl: false, csv: false, md: false, days: false, topics: false, api: false}}""",
    ),
)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def main(folder: Path) -> None:
    """Print both tables of docs/explanation/space.md."""
    (folder / "content").mkdir(parents=True)
    shutil.copy(kit.ROOT / "topics.yaml", folder)
    (folder / "site.yaml").write_text(_SETTINGS, "utf-8")
    output_of((sitegen(), "-C", str(folder), "ingest", str(kit.DAILY_PAPERS)))
    paper_count = sum(1 for _ in (folder / "content").rglob("*.md"))
    everything = _built(folder, "")
    total = sum(size for size, _ in everything.values())
    click.echo(f"{paper_count:,} papers\n\n| what | files | bytes a paper | switch |\n|---|---|---|---|")
    for what, _, switch in _KINDS:
        size, count = everything[what]
        click.echo(f"| {what} | {count:,} | {size / paper_count:,.0f} | {switch} |")
    for what, switch in _WITHIN:
        click.echo(f"| … {what} | | {(total - _total(folder, switch)) / paper_count:,.0f} | `{switch}` |")
    file_count = sum(count for _, count in everything.values())
    click.echo(f"| **everything** | {file_count:,} | **{total / paper_count:,.0f}** | |\n")
    click.echo("| switched on | bytes a paper | papers in 1 GB | at 15 papers a day | at 40 papers a day |")
    click.echo("|---|---|---|---|---|")
    click.echo(_years("everything", total / paper_count))
    for what, switches in _CHOICES:
        click.echo(_years(what, _total(folder, switches) / paper_count))


def _years(what: str, byte_count: float) -> str:
    """A line of the second table. byte_count: of a paper."""
    papers = _FULL / byte_count
    years = " | ".join(f"{papers / per_day / _DAYS:.1f} years" for per_day in _PER_DAY)
    return f"| {what} | {byte_count:,.0f} | {papers:,.0f} | {years} |"


def _total(folder: Path, switches: str) -> int:
    return sum(size for size, _ in _built(folder, switches).values())


def _built(folder: Path, switches: str) -> Mapping[str, tuple[int, int]]:
    """The bytes and the number of the files of each kind, in a site built from nothing with some switches."""
    (folder / "site.yaml").write_text(_SETTINGS + switches + "\n", "utf-8")
    for made in (".sitegen", "public"):
        shutil.rmtree(folder / made, ignore_errors=True)
    output_of((sitegen(), "-C", str(folder), "build"))
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    public = folder / "public"
    for file in public.rglob("*"):
        path = file.relative_to(public).as_posix()
        # No upload sends what is hidden.
        if file.is_file() and not path.startswith("."):
            kind = next(what for what, shape, _ in _KINDS if re.fullmatch(shape, path))
            sizes[kind] += file.stat().st_size
            counts[kind] += 1
    return {what: (sizes[what], counts[what]) for what, _, _ in _KINDS}


if __name__ == "__main__":
    main()
