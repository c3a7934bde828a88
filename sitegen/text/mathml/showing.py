"""A formula with its dollars → HTML for a page or a feed, or words: drawn, or its source where that is safer.

A screen reader reads MathML itself; `alttext` says the formula in words to those that cannot. An `aria-label` would
hide it from readers that explore it part by part.
"""

from functools import lru_cache

import msgspec

from sitegen.text.formulas import CLOSING
from sitegen.text.mathml.refusal import UndrawableError
from sitegen.text.mathml.writing import escaped, written

# What fits a line of a phone (320 px less margins, at the size of a title) is drawn in the line, all else in a box.
_WIDEST_EM = 12.0


class _Shown(msgspec.Struct, frozen=True):
    """html: `<math>` or text. words: the formula as text. is_wide: too wide for a line of a phone."""

    html: str
    words: str
    is_wide: bool


def formula_html(formula: str, is_boxed: bool = True) -> str:
    """The HTML of a formula, inline elements only.

    is_boxed: what is wide may have a box that scrolls and takes the focus; else it shows its source, which wraps.
    Inside a link or a heading nothing may take the focus, and nothing has a line for itself.
    """
    shown = _shown(formula, _is_display(formula) and is_boxed)
    if shown is None or (shown.is_wide and not is_boxed):
        return f'<code class="tex" dir="ltr">{escaped(_source(formula))}</code>'
    if not shown.is_wide:
        return shown.html
    kind = "formula display" if _is_display(formula) else "formula"
    return f'<span class="{kind}" role="group" tabindex="0" aria-label="{escaped(shown.words)}">{shown.html}</span>'


def formula_words(formula: str) -> str:
    """The formula as a line of text, such as `O(n²)`; its source without the dollars if it cannot be drawn."""
    shown = _shown(formula, False)
    opening = _opening(formula)
    return shown.words if shown else _source(formula).removeprefix(opening).removesuffix(CLOSING[opening]).strip()


def forget() -> None:
    """Draws the next formula anew, for who takes the time."""
    _shown.cache_clear()


# A paper stands in a day, on its page, in lists and feeds; a page is often made twice in a run of `serve`.
@lru_cache(maxsize=1 << 12)
def _shown(formula: str, is_display: bool) -> _Shown | None:
    # latex2mathml takes a while to import, and most commands and many builds meet no formula.
    from sitegen.text.mathml.drawing import drawing
    from sitegen.text.mathml.plainly import text_of
    from sitegen.text.mathml.saying import blank_of, said

    opening = _opening(formula)
    try:
        drawn = drawing(formula.removeprefix(opening).removesuffix(CLOSING[opening]), is_display)
        words = said(drawn.nodes) or blank_of(drawn.nodes)
        if text := text_of(drawn.nodes):
            return _Shown(text, words, is_wide=False)
        block = ' display="block"' if is_display else ""
        html = f'<math{block} alttext="{escaped(words)}">{written(drawn.nodes)}</math>'
    except UndrawableError:
        return None
    return _Shown(html, words, drawn.width_em > _WIDEST_EM)


def _opening(formula: str) -> str:
    return "$$" if formula.startswith("$$") else next(sign for sign in CLOSING if formula.startswith(sign))


def _is_display(formula: str) -> bool:
    return _opening(formula) in ("$$", "\\[")


def _source(formula: str) -> str:
    return " ".join(formula.split())
