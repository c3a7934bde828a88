"""The facts of topic_report.py → what people and programs read of them. Decides nothing."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from sitegen.archive.matching import Evidence, given
from sitegen.archive.standing import Standing
from sitegen.archive.topic_report import Explanation, Labels, Measure, Overview, Size
from sitegen.problems import as_object, counted

# More would hide the table; `--all` lists them.
MOST_LISTED = 30


def as_text(found: Overview, *, lists_all: bool) -> Iterator[str]:
    """The table, then the papers without a topic, those that the rules would move, and the curator's lists."""
    has_labels = bool(found.labels.in_file or found.labels.by_hand)
    rows = [_row(size, found.papers) for size in found.sizes]
    rows.append(("(no topic)", f"{len(found.without):,}", _share(len(found.without), found.papers), "", ""))
    if has_labels:
        rows.append(("(all)", f"{found.papers:,}", "", *_measured(found.all_topics)))
    head = ("topic", "papers", "share", "precision", "recall")
    yield from _table([head, *rows] if has_labels else [row[:3] for row in (head, *rows)])
    yield from _about_labels(found.labels)
    yield from _listed(f"without a topic: {counted(len(found.without), 'paper')}", found.without, _without, lists_all)
    moves = counted(len(found.moves), "paper")
    what = f"moved: {moves}" if found.is_applied else f"the rules would move: {moves} (--apply moves them)"
    if found.is_applied and not found.moves:
        yield "nothing to move: the lists that are not by hand are what the rules say"
    yield from _listed(what, found.moves, lambda each: _from_to(each.topics, each.by_rules), lists_all)
    if found.by_hand:
        other = sum(each.topics != each.by_rules for each in found.by_hand)
        yield f"lists by hand, which stay: {len(found.by_hand):,}; of {other:,} the rules say something else"


def as_json(found: Overview) -> str:
    """The same as one JSON object, all papers listed."""
    told = {
        "papers": found.papers,
        "topics": [
            {
                "topic": size.slug,
                "is_declared": size.is_declared,
                "papers": size.papers,
                "share": _rounded(size.papers / found.papers if found.papers else None),
                **_measure(size.measure),
            }
            for size in found.sizes
        ],
        "all_topics": _measure(found.all_topics),
        "labels": found.labels,
        "without_topic": [_paper(each) for each in found.without],
        "moves": [_paper(each) for each in found.moves],
        "is_applied": found.is_applied,
        "by_hand": [_paper(each) for each in found.by_hand],
        "warnings": [as_object(problem) for problem in found.warnings],
    }
    return msgspec.json.encode(told).decode()


def explained(explanations: Sequence[Explanation]) -> Iterator[str]:
    """Which rules fired for each entry, and what its file says where that is something else."""
    for each in explanations:
        standing = each.standing
        yield f"{standing.path}: {standing.title}"
        yield from _signs(each.evidence)
        if standing.topics != standing.by_rules:
            whose = "by hand" if standing.is_by_hand else "as ingest wrote it; `sitegen topics --apply` moves it"
            whose = whose if standing.is_ours or standing.is_by_hand else "ingest did not write it"
            yield f"  the file says: {_names(standing.topics)} ({whose}; the rules say: {_names(standing.by_rules)})"


def explained_as_json(explanations: Sequence[Explanation]) -> str:
    """The same as a JSON array."""
    told = [{**_paper(each.standing), "evidence": each.evidence} for each in explanations]
    return msgspec.json.encode(told).decode()


def _signs(evidence: tuple[Evidence, ...]) -> Iterator[str]:
    chosen = given(evidence)
    for found in sorted(evidence, key=lambda found: (-found.score, found.slug)):
        signs = ", ".join(f"{sign.text} ({sign.where} {sign.points})" for sign in found.signs)
        verdict = "given" if found.slug in chosen else "too weak"
        if found.is_excluded:
            verdict = f"excluded by {', '.join(found.excluded_by)}"
        yield f"  {found.slug} {found.score}, {verdict}: {signs}"
    if not evidence:
        yield "  no rule fires"


def _row(size: Size, papers: int) -> tuple[str, str, str, str, str]:
    name = size.slug if size.is_declared else f"{size.slug} (not declared)"
    return name, f"{size.papers:,}", _share(size.papers, papers), *_measured(size.measure)


def _measured(measure: Measure) -> tuple[str, str]:
    return _ratio(measure.right, measure.given), _ratio(measure.right, measure.labelled)


def _ratio(part: int, whole: int) -> str:
    """'94 % (16 of 17)': of few papers the numbers say more than the share."""
    return f"{part / whole:.0%} ({part} of {whole})" if whole else "–"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns; the first one to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()


def _about_labels(labels: Labels) -> Iterator[str]:
    parts = [f"{counted(labels.in_file, 'paper')} of {labels.file}"] if labels.file else []
    if labels.by_hand:
        parts.append(counted(labels.by_hand, "list") + " by hand")
    if parts:
        yield f"measured by: {', '.join(parts)}"
    if labels.unknown:
        named = "; ".join(labels.unknown[:3]) + ("; …" if len(labels.unknown) > 3 else "")
        yield f"labelled, but not in the archive: {counted(len(labels.unknown), 'paper')} ({named})"


def _listed(what: str, found: Sequence[Standing], said: Callable[[Standing], str], lists_all: bool) -> Iterator[str]:
    if not found:
        return
    yield what
    shown = found if lists_all else found[:MOST_LISTED]
    for each in shown:
        yield f"  {each.path}: {said(each)}"
    if len(found) > len(shown):
        yield f"  and {len(found) - len(shown):,} more (--all lists them)"


def _without(each: Standing) -> str:
    """The title; for a paper of which the rules say more than its file, that too."""
    return f"{each.title} (the rules say: {_names(each.by_rules)})" if each.by_rules else each.title


def _from_to(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    return f"{_names(old)} → {_names(new)}"


def _names(slugs: tuple[str, ...]) -> str:
    return ", ".join(slugs) or "no topic"


def _share(count: int, total: int) -> str:
    return f"{count / total:.1%}" if total else "–"


def _paper(each: Standing) -> dict[str, object]:
    return {
        "key": each.key,
        "path": each.path,
        "title": each.title,
        "topics": each.topics,
        "by_rules": each.by_rules,
        "is_by_hand": each.is_by_hand,
    }


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "labelled": measure.labelled,
        "given": measure.given,
        "right": measure.right,
        "precision": _rounded(measure.precision),
        "recall": _rounded(measure.recall),
    }


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 4)
