"""Formulas of real papers: how many are drawn, what one takes. The same three months of arXiv listings as `real`."""

import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterator

import msgspec
from latex2mathml.converter import Converter

from bench import kit
from bench.goals import goal_of
from bench.report import Result
from bench.running import median, output_of
from bench.workshop import Workshop
from sitegen.text.formulas import CLOSING, pieces
from sitegen.text.mathml.drawing import FAILURES
from sitegen.text.mathml.showing import forget, formula_html

# As in a build, which has asked for versions by then.
_FIRST = """
import time
from importlib.metadata import version
from sitegen.text.lines import line_html
version("msgspec")
start = time.process_time()
line_html("$x$")
print(1000 * (time.process_time() - start))
"""


class _Texts(msgspec.Struct, frozen=True):
    title: str
    abstract: str


def formulas(shop: Workshop) -> Iterator[Result]:
    """The share that is drawn, the time that a formula takes, what a process pays for its first one."""
    with gzip.open(kit.ARXIV) as lines:
        papers = [msgspec.json.decode(line, type=_Texts) for line in lines]
    of_papers = [
        [piece.text for text in (paper.title, paper.abstract) for piece in pieces(text) if piece.is_formula]
        for paper in papers
    ]
    found = Counter(formula for of_paper in of_papers for formula in of_paper)
    has_formulas = sum(map(bool, of_papers))
    drawn = sum(count for formula, count in found.items() if 'class="tex"' not in formula_html(formula))
    alone = sum(count for formula, count in found.items() if _is_drawn_alone(formula))
    yield Result(
        what=f"formulas of {len(papers):,} real papers that are drawn",
        sitegen=f"{drawn:,} of {found.total():,}, in {has_formulas:,} papers",
        beside=f"latex2mathml alone, without a command left as text: {alone:,}",
        value=100 * drawn / found.total(),
        unit=" %",
        goal=goal_of("formulas", len(papers)),
    )
    runs = [_milliseconds(tuple(found)) for _ in range(shop.rounds)]
    yield Result(
        what=f"one of the {len(found):,} different formulas of {len(papers):,} real papers: processor time",
        sitegen=f"the slowest {median([max(run) for run in runs]):.1f} ms",
        value=median([sum(run) / len(run) for run in runs]),
        unit=" ms",
    )
    yield Result(
        what="the first formula of a process: processor time",
        sitegen="loading latex2mathml and its table of signs",
        value=median([float(output_of((sys.executable, "-c", _FIRST))) for _ in range(shop.rounds)]),
        unit=" ms",
    )


def _milliseconds(all_formulas: tuple[str, ...]) -> list[float]:
    """The processor time of each formula, drawn anew."""
    forget()
    times = []
    for formula in all_formulas:
        start = time.process_time()
        formula_html(formula)
        times.append(1000 * (time.process_time() - start))
    return times


def _is_drawn_alone(formula: str) -> bool:
    """Whether latex2mathml itself makes something of it in which no command is left."""
    opening = "$$" if formula.startswith("$$") else next(sign for sign in CLOSING if formula.startswith(sign))
    try:
        math = Converter().convert_to_element(formula.removeprefix(opening).removesuffix(CLOSING[opening]))
    except FAILURES:
        return False
    return not any("\\" in (element.text or "") for element in math.iter())
