"""`sitegen add`."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.telling import day_option, say, today_utc
from sitegen.problems import USER_MISTAKE, SiteError

if TYPE_CHECKING:
    from sitegen.archive.by_hand import Added
    from sitegen.sources.look_up import Found, NotFound
    from sitegen.sources.paper_name import PaperName


@click.command()
@click.argument("papers", nargs=-1, required=True, metavar="ID|URL|DOI...")
@click.option(
    "--date",
    "date_text",
    metavar="YYYY-MM-DD",
    help="The day that lists the papers (default: today, in UTC). One that is there already is listed again.",
)
@click.option(
    "--offline-file",
    "file",
    metavar="FILE",
    default="",
    help="Take the papers from FILE, of any format that ingest reads: no network.",
)
@click.pass_obj
def add(site_root: Path, papers: tuple[str, ...], date_text: str | None, file: str) -> None:
    """Add single papers to a day, by arXiv id, DOI or the address of their page.

    arXiv is asked for what it has; for a DOI OpenAlex, then Semantic Scholar. A paper that is there stays where it is.
    """
    from sitegen.archive.by_hand import add as add_papers
    from sitegen.archive.declared import declared_topics
    from sitegen.archive.ingest import Manner
    from sitegen.archive.precedence import declared_precedence
    from sitegen.sources.look_up import Found, NotFound
    from sitegen.sources.paper_name import paper_names

    names = paper_names(papers)
    asked = day_option(date_text)
    today = today_utc()
    date = asked or today
    answers = _looked_up(site_root, names, date, file)
    found = tuple(answer for answer in answers if isinstance(answer, Found))
    missing = tuple(answer for answer in answers if isinstance(answer, NotFound))
    problems = [answer.problem for answer in missing]
    if found:
        manner = Manner(topics=declared_topics(site_root), precedence=declared_precedence(site_root), today=today)
        additions = add_papers(site_root, found, date, manner, is_day_asked=asked is not None)
        for paper in additions.papers:
            for line in _told(paper, date):
                say(line)
        for one, other in additions.alike:
            say(f"  kept apart, though the titles are alike: {one} and {other}")
        problems += additions.problems
    if problems:
        raise SiteError(problems, max([USER_MISTAKE, *(answer.exit_code for answer in missing)]))


def _looked_up(
    site_root: Path, names: "tuple[PaperName, ...]", date: dt.date, file: str
) -> "tuple[Found | NotFound, ...]":
    from sitegen.config import read_config
    from sitegen.sources.declared_web import declared_agent
    from sitegen.sources.fetching import Fetcher
    from sitegen.sources.look_up import Services, look_up
    from sitegen.sources.look_up_file import look_up_in

    if file:
        read_config(site_root)
        return look_up_in(site_root, file, names, date)
    return look_up(names, date, Fetcher(declared_agent(site_root)), Services())


def _told(paper: "Added", date: dt.date) -> Iterator[str]:
    outcomes = {
        "added": f"added to {date.isoformat()}",
        "brought back": f"brought back, to {paper.since}",
        "listed again": f"already there since {paper.since}, listed again on {date.isoformat()}",
        "already there": f"already there since {paper.since}",
    }
    yield f"{outcomes[paper.outcome]}: {paper.path}: {paper.title}"
    if paper.withdrawn:
        yield f"  withdrawn: {paper.withdrawn}" if paper.withdrawn != "withdrawn" else "  withdrawn"
