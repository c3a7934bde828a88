"""A report → what people and programs read of it."""

from collections.abc import Iterable, Iterator

import msgspec

from sitegen.build.options import Report
from sitegen.problems import Location, Problem, as_object, counted, quoted


def as_text(report: Report, shown: str, seconds: float, *, has_profile: bool) -> Iterator[str]:
    """The lines that say what a build did. shown: what to call the output folder. seconds: that it took."""
    for reason in (reason for reason in report.reasons if reason.outcome != "unknown"):
        yield f"{reason.path}: {reason.outcome}"
        yield from (f"  {because}" for because in reason.because)
    if has_profile:
        yield from _profile(report, seconds)
    pages = f"{counted(report.page_count, 'page')} for {counted(report.entry_count, 'paper')}"
    days = f"of {counted(report.day_count, 'day')}, {report.searchable_count:,} in the search index"
    yield f"{shown}: {pages} {days}"
    made, kept, removed = (f"{count:,}" for count in (report.made_count, report.kept_count, report.removed_count))
    files = f"{made} made, {kept} kept, {removed} removed"
    if report.is_dry:
        files = f"nothing was written; up to {made} to make, {kept} to keep, {removed} to remove"
    pending = f", {len(report.pending):,} to index" if report.pending else ""
    read = f"{report.read_count:,} read, {counted(report.bundles_indexed, 'bundle')} indexed{pending}"
    yield f"{files}; {read}; {seconds:.1f} s"
    yield from report.notes


def as_json(report: Report, seconds: float, *, has_profile: bool) -> str:
    """The same as one JSON object, with the paths of all files that were made."""
    told = {
        "output": str(report.output),
        "base_url": report.base_url,
        "papers": report.entry_count,
        "days": report.day_count,
        "pages": report.page_count,
        "made": report.made_paths,
        "kept": report.kept_count,
        "removed": report.removed_paths,
        "read": report.read_count,
        "searchable": report.searchable_count,
        "bundles_indexed": report.bundles_indexed,
        "bundles_to_index": len(report.pending),
        "is_dry": report.is_dry,
        "seconds": round(seconds, 3),
        "reasons": report.reasons,
        "warnings": [as_object(warning) for warning in report.warnings],
        "notes": report.notes,
        "problems": [as_object(problem) for problem in unanswered(report)],
    }
    if has_profile:
        told["profile"] = {
            "stages": {stage: round(spent, 4) for stage, spent in report.seconds.items()},
            "kinds": {
                kind: {"pages": count, "seconds": round(spent, 4)}
                for kind, (count, spent) in report.seconds_by_kind.items()
                if count
            },
            "templates": round(sum(spent for count, spent in report.seconds_by_kind.values() if not count), 4),
        }
    return msgspec.json.encode(told).decode()


def failure_as_json(problems: Iterable[Problem]) -> str:
    """What stopped a build, as one JSON object."""
    return msgspec.json.encode({"problems": [as_object(problem) for problem in problems]}).decode()


def unanswered(report: Report) -> tuple[Problem, ...]:
    """A problem for each path that was asked for and that the site neither has nor had."""
    unknown = (reason for reason in report.reasons if reason.outcome == "unknown")
    place = Location("--explain")
    return tuple(Problem(place, f"no page {quoted(reason.path)}", "; ".join(reason.because)) for reason in unknown)


def _profile(report: Report, seconds: float) -> Iterator[str]:
    """Seconds by stage, then by kind of page: these are summed over all processes."""
    stages = {**report.seconds, "start and end": seconds - sum(report.seconds.values())}
    yield "stage              seconds"
    yield from (f"{stage:<16}  {spent:8.3f}" for stage, spent in stages.items())
    if report.seconds_by_kind:
        yield "kind of page       seconds   pages  ms each"
    by_time = sorted(report.seconds_by_kind.items(), key=lambda each: -each[1][1])
    for kind, (count, spent) in by_time:
        pages = f"  {count:6,}  {1000 * spent / count:7.3f}" if count else ""
        yield f"{kind:<16}  {spent:8.3f}{pages}"
