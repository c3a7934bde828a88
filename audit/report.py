"""Scores as a table: a line for each kind of page, the forms side by side."""

from collections.abc import Sequence

from audit.lighthouse import CATEGORIES, FORMS, Scores

_SHORT = {"performance": "perf", "accessibility": "a11y", "best-practices": "best", "seo": "seo"}


def table(found: Sequence[Scores]) -> list[str]:
    """Markdown. Kinds in the order in which they were visited."""
    heads = ["kind", *(f"{form} {_SHORT[category]}" for form in FORMS for category in CATEGORIES)]
    by_visit = {(each.kind, each.form): each for each in found}
    rows = [heads]
    for kind in dict.fromkeys(each.kind for each in found):
        cells = [kind]
        for form in FORMS:
            visit = by_visit.get((kind, form))
            cells += [str(visit.scores[category]) if visit else "–" for category in CATEGORIES]
        rows.append(cells)
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["| " + " | ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) + " |" for row in rows]
    rule = "|" + "|".join(["-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:])]) + "|"
    return [lines[0], rule, *lines[1:]]
