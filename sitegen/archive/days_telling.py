"""The archive by days → what people and programs read of it."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from sitegen.archive.coverage import Days
from sitegen.archive.days import Row, by_month, total
from sitegen.archive.telling import complete_to, runs
from sitegen.problems import counted
from sitegen.sources.web_source import WebSource

_BY_HAND = "written by hand"
_COLUMNS = ("entries", "drafts", "again")


def as_text(rows: Sequence[Row], days: Days, declared: Sequence[WebSource], *, has_each_day: bool) -> Iterator[str]:
    """A line for each month and, of the two newest, for each day; then the sum, the gaps and the sources.

    has_each_day: a line for each day instead.
    """
    if rows:
        older = () if has_each_day else _before_the_last_two_months(rows)
        newest = rows[len(older) :]
        labelled = [(f"{row.first:%Y-%m}", row) for row in by_month(older)]
        labelled += [(row.first.isoformat(), row) for row in newest]
        yield from _table([*labelled, ("all", total(rows))])
    else:
        yield "no days yet"
    yield from _sums(rows)
    for source in declared if days else ():
        if source.is_dated:
            last = complete_to(days, source)
            yield f"{source.name}: " + (f"complete from {source.start} to {last}" if last else "no day is complete yet")


def _before_the_last_two_months(rows: Sequence[Row]) -> Sequence[Row]:
    recent = sorted({(row.first.year, row.first.month) for row in rows})[-2:]
    return [row for row in rows if (row.first.year, row.first.month) not in recent]


def gaps_as_text(rows: Sequence[Row]) -> Iterator[str]:
    """A line for each gap, with the sources it waits for; then how many there are."""
    missing = [row for row in rows if row.gap_count]
    for row in missing:
        yield f"{row.first.isoformat()}  {', '.join(row.missing)}"
    yield counted(len(missing), "gap") if missing else "no gaps"


def as_json(rows: Sequence[Row], days: Days, declared: Sequence[WebSource]) -> str:
    """All of it as one JSON object, day by day."""
    told = {
        "days": [
            {"day": row.first}
            | {name: getattr(row, name) for name in _COLUMNS}
            | {"sources": row.sources, "missing": list(row.missing), "quiet": bool(row.quiet_count)}
            for row in rows
        ],
        "total": _total(rows),
        "sources": [
            {"name": source.name, "start": source.start, "complete_to": complete_to(days, source)}
            for source in declared
            if source.is_dated
        ],
    }
    return msgspec.json.encode(told).decode()


def _total(rows: Sequence[Row]) -> dict[str, object]:
    every = total(rows) if rows else None
    names = {"days": "day_count", "gaps": "gap_count", "quiet": "quiet_count", **{name: name for name in _COLUMNS}}
    return {
        "first": rows[0].first if rows else None,
        "last": rows[-1].first if rows else None,
        **{name: getattr(every, attribute, 0) for name, attribute in names.items()},
        "sources": every.sources if every else {},
    }


def _table(labelled: Sequence[tuple[str, Row]]) -> Iterator[str]:
    names = [name for name in _COLUMNS if name == "entries" or any(getattr(row, name) for _, row in labelled)]
    widths = [max(len(name), *(len(_number(getattr(row, name))) for _, row in labelled)) for name in names]
    periods = max(len("day"), *(len(label) for label, _ in labelled))
    heads = "  ".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    yield f"{'day':{periods}}  {heads}  sources"
    for label, row in labelled:
        numbers = (f"{_number(getattr(row, name)):>{width}}" for name, width in zip(names, widths, strict=True))
        is_day = len(label) == len("2025-09-02")
        yield f"{label:{periods}}  {'  '.join(numbers)}  {_remarks(row, is_day=is_day)}".rstrip()


def _number(count: int) -> str:
    return f"{count:,}" if count else "-"


def _remarks(row: Row, *, is_day: bool) -> str:
    """The sources of the entries, and what is not there."""
    remarks = [_named(row.sources, row.entries)] if row.sources else []
    if is_day and row.missing:
        remarks.append(f"gap: {', '.join(row.missing)}")
    elif row.gap_count:
        remarks.append(counted(row.gap_count, "gap"))
    if is_day and row.quiet_count:
        remarks.append("no digest")
    return "; ".join(remarks)


def _named(sources: Mapping[str, int], entries: int) -> str:
    """A source that told all of them needs no number."""
    if list(sources.values()) == [entries]:
        return next(iter(sources)) or _BY_HAND
    return ", ".join(f"{name or _BY_HAND} {count:,}" for name, count in sources.items())


def _sums(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    every = total(rows)
    span = f", from {rows[0].first} to {rows[-1].first}" if len(rows) > 1 else ""
    missing = [row.first for row in rows if row.gap_count]
    gaps = f"{counted(len(missing), 'gap')}: {runs(missing)}" if missing else "no gaps"
    quiet = f"; {counted(every.quiet_count, 'day')} without a digest" if every.quiet_count else ""
    yield f"{counted(every.day_count, 'day')} with entries{span}; {gaps}{quiet}"
