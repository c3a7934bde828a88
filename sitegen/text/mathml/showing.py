"""A formula with its dollars → HTML for a page or a feed: drawn, or its source where that is safer.

A screen reader reads MathML itself; `alttext` holds the source for those that cannot, and for who copies it. An
`aria-label` would hide the formula from readers that explore it part by part.
"""

from functools import lru_cache

from sitegen.text.mathml.nodes import Node
from sitegen.text.mathml.refusal import UndrawableError
from sitegen.text.mathml.writing import escaped, written

# What fits a line of a phone (320 px less margins, at the size of a title) is drawn in the line, all else in a box.
_WIDEST_EM = 12.0
_DELIMITERS = ("$$", "\\[", "\\(", "$")
_CLOSING = {"$$": "$$", "$": "$", "\\[": "\\]", "\\(": "\\)"}
_STYLES = {"": "", "bold": "strong", "italic": "em", "monospace": "code"}


# A paper stands in a day, on its page, in lists and feeds; a page is often made twice in a run of `serve`.
@lru_cache(maxsize=1 << 12)
def formula_html(formula: str, is_boxed: bool = True) -> str:
    """The HTML of a formula, inline elements only.

    is_boxed: what is wide may have a box that scrolls and takes the focus; else it shows its source, which wraps.
    Inside a link or a heading nothing may take the focus, and nothing has a line for itself.
    """
    # latex2mathml takes a while to import, and most commands and many builds meet no formula.
    from sitegen.text.mathml.drawing import drawing

    opening = next(sign for sign in _DELIMITERS if formula.startswith(sign))
    tex = formula.removeprefix(opening).removesuffix(_CLOSING[opening])
    is_display = opening in ("$$", "\\[") and is_boxed
    try:
        drawn = drawing(tex, is_display)
        if all(node.name == "mtext" for node in drawn.nodes):
            return "".join(map(_words, drawn.nodes))
        inner = written(drawn.nodes)
    except UndrawableError:
        return _source(formula)
    alt = escaped(" ".join(tex.split()))
    block = ' display="block"' if is_display else ""
    math = f'<math{block} alttext="{alt}">{inner}</math>'
    if drawn.width_em <= _WIDEST_EM:
        return math
    if not is_boxed:
        return _source(formula)
    kind = "formula display" if is_display else "formula"
    return f'<span class="{kind}" role="group" tabindex="0" aria-label="{alt}">{math}</span>'


def _source(formula: str) -> str:
    return f'<code class="tex" dir="ltr">{escaped(" ".join(formula.split()))}</code>'


def _words(node: Node) -> str:
    """A formula of text alone is text: it wraps, and is read as words."""
    text = escaped(node.text.replace("\u00a0", " "))
    element = _STYLES.get(dict(node.attributes).get("mathvariant", ""), "")
    return f"<{element}>{text}</{element}>" if element else text
