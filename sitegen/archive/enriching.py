"""An archive and what knows its papers, a file of facts or arXiv's search → a report. Writes answer by answer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from sitegen.archive.by_title import Suggestion
from sitegen.archive.enrich import Enriched, Outcome, Wanted, enrich, opened, wanted, write
from sitegen.problems import Problem
from sitegen.sources.facts import Facts
from sitegen.sources.fetching import Fetcher
from sitegen.sources.title_query import ARXIV_API
from sitegen.sources.title_search import Answer, Answered, Unanswered, search
from sitegen.text.hygiene import clean_line

ARXIV = "arxiv"
# About a minute of questions, and never more lost with a run that is stopped.
_ANSWERS_A_WRITE = 20

Watch = Callable[[int, int], None]


def unwatched(done: int, count: int) -> None:
    """Nobody looks."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the entries.

    looked_up is enriched + suggested + unknown; with those not asked about and those that have an id, it is all of
    them. not_asked, unknown: paths. rejected: rows of the source. problems: of these rows and of entries that cannot be
    read; failures: of the source itself.
    """

    source: str
    is_dry: bool
    looked_up: int
    enriched: tuple[Enriched, ...]
    suggested: tuple[Suggestion, ...]
    unknown: tuple[str, ...]
    not_asked: tuple[str, ...]
    with_id: int
    rejected: int
    problems: tuple[Problem, ...]
    failures: tuple[Problem, ...]


def enrich_from_facts(site_root: Path, name: str, facts: Facts, keys: tuple[str, ...], *, is_dry: bool) -> Report:
    """Looks entries up in the facts of a file. name: of this source, for the ledger."""
    with opened(site_root, is_locked=not is_dry) as archive:
        asked = wanted(archive, keys)
        outcome = enrich(archive, name, asked.entries.keys(), facts.facts, frozenset())
        if not is_dry:
            write(archive)
    return _report(name, asked, [outcome], is_dry=is_dry, rejected=facts.rejected)


def enrich_from_arxiv(
    site_root: Path,
    fetcher: Fetcher,
    keys: tuple[str, ...],
    watch: Watch = unwatched,
    *,
    is_dry: bool,
    api: str = ARXIV_API,
) -> Report:
    """Looks entries up in arXiv's search, and writes what was found every minute or so.

    watch: hears how many titles were dealt with, and of how many. api: the address of the search; tests have one of
    their own.
    """
    with opened(site_root, is_locked=False) as archive:
        asked = wanted(archive, keys)
    by_title = _by_title(asked)
    answers = search(fetcher, tuple(by_title), api)
    outcomes: list[Outcome] = []
    rejected: set[Problem] = set()
    failures: set[Problem] = set()
    not_asked: set[str] = set()
    done_count = 0
    while chunk := tuple(islice(_watched(answers, watch, done_count, len(by_title)), _ANSWERS_A_WRITE)):
        done_count += sum(len(answer.titles) for answer in chunk)
        for answer in chunk:
            if isinstance(answer, Unanswered):
                failures.update(answer.problems)
                not_asked.update(asked.entries[key].path for key in _keys([answer], by_title))
        told = [answer for answer in chunk if isinstance(answer, Answered)]
        if told:
            rejected.update(problem for answer in told for problem in answer.rejected)
            facts = [fact for answer in told for fact in answer.facts]
            crowded = _keys((answer for answer in told if not answer.is_all), by_title)
            with opened(site_root, is_locked=not is_dry) as archive:
                outcomes.append(enrich(archive, ARXIV, _keys(told, by_title), facts, crowded))
                if not is_dry:
                    write(archive)
    report = _report(ARXIV, asked, outcomes, is_dry=is_dry, rejected=sorted(rejected))
    return replace(report, not_asked=tuple(sorted(not_asked)), failures=tuple(sorted(failures)))


def _by_title(asked: Wanted) -> dict[str, set[str]]:
    """The keys of the entries to look up by the title that is asked for."""
    keys: dict[str, set[str]] = defaultdict(set)
    for key, entry in asked.entries.items():
        keys[clean_line(entry.title).text or entry.title].add(key)
    return keys


def _watched(answers: Iterator[Answer], watch: Watch, done_count: int, count: int) -> Iterator[Answer]:
    for answer in answers:
        done_count += len(answer.titles)
        watch(done_count, count)
        yield answer


def _keys(answers: Iterable[Answer], by_title: Mapping[str, set[str]]) -> frozenset[str]:
    return frozenset(key for answer in answers for title in answer.titles for key in by_title[title])


def _report(
    source: str, asked: Wanted, outcomes: Sequence[Outcome], *, is_dry: bool, rejected: Sequence[Problem]
) -> Report:
    enriched = tuple(one for outcome in outcomes for one in outcome.enriched)
    suggested = tuple(one for outcome in outcomes for one in outcome.suggested)
    unknown = tuple(sorted(path for outcome in outcomes for path in outcome.unknown))
    return Report(
        source=source,
        is_dry=is_dry,
        looked_up=len(enriched) + len(suggested) + len(unknown),
        enriched=enriched,
        suggested=suggested,
        unknown=unknown,
        not_asked=(),
        with_id=asked.with_id_count,
        rejected=len(rejected),
        problems=(*rejected, *asked.unreadable),
        failures=(),
    )
