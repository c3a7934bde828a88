"""A formula → HTML: MathML where that is sure to be right, else the source as it was written."""

import msgspec
from latex2mathml import exceptions
from latex2mathml.converter import Converter

from sitegen.text.mathml.nodes import Node
from sitegen.text.mathml.refusal import UndrawableError
from sitegen.text.mathml.tex import normal
from sitegen.text.mathml.tree import nodes_of
from sitegen.text.mathml.widths import width_of

# What latex2mathml raises at what it cannot read: its own exceptions, which share no base, and those of tokens that
# come to an end.
FAILURES: tuple[type[Exception], ...] = (
    *(error for error in vars(exceptions).values() if isinstance(error, type) and issubclass(error, Exception)),
    AttributeError,
    LookupError,
    RecursionError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)


class Drawing(msgspec.Struct, frozen=True):
    """A formula that is drawn. width_em: at least what it takes on a line, as a guess that is too large."""

    nodes: tuple[Node, ...]
    width_em: float


def drawing(tex: str, is_display: bool) -> Drawing:
    """The MathML of a formula without its dollars. Raises UndrawableError with the reason."""
    source = normal(tex, is_display)
    try:
        math = Converter().convert_to_element(source)
    except FAILURES as error:
        raise UndrawableError(type(error).__name__) from error
    nodes = nodes_of(math)
    return Drawing(nodes, width_of(nodes))
