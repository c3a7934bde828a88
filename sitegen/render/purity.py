"""Templates → the macros that say the same whenever they are asked about the same. Renders nothing."""

from collections import Counter
from collections.abc import Collection, Mapping, Set

from jinja2 import nodes

from sitegen.render.folding import bound_names

# What a macro may be made of, beside names and calls of names. All else may ask for the context, the caller, another
# template, or change something.
_KINDS = (
    nodes.Assign,
    nodes.Const,
    nodes.For,
    nodes.Getattr,
    nodes.Getitem,
    nodes.If,
    nodes.Keyword,
    nodes.List,
    nodes.Operand,
    nodes.Output,
    nodes.Slice,
    nodes.TemplateData,
    nodes.Tuple,
    nodes.BinExpr,
    nodes.Compare,
    nodes.Concat,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Test,
    nodes.UnaryExpr,
)
# What a call brings beside its arguments.
_NAMES_OF_A_CALL = ("caller", "kwargs", "varargs")


def pure_macros(
    template: nodes.Template, names_asked_for: Mapping[str, Set[str]], pure: Collection[str]
) -> frozenset[str]:
    """The macros whose text follows from their arguments alone. When in doubt, a macro is not among them.

    names_asked_for: of each macro, the names that may come from outside of it. pure: the names that mean the same on
    every page. Filters and tests do nothing but answer.
    """
    macros = [part for part in template.body if isinstance(part, nodes.Macro) and part.name in names_asked_for]
    if not macros:
        return frozenset()
    # Inside of a macro, a name that is bound is its own.
    around = nodes.Template([part for part in template.body if not isinstance(part, nodes.Macro)])
    bound = Counter([*bound_names(around), *(macro.name for macro in macros)])
    found = {macro.name for macro in macros if bound[macro.name] == 1 and _is_plain(macro)}
    while True:
        known = found.union(pure)
        kept = {name for name in found if names_asked_for[name] <= known}
        if kept == found:
            return frozenset(found)
        found = kept


def _is_plain(macro: nodes.Macro) -> bool:
    return all(map(_is_plain_part, macro.find_all(nodes.Node)))


def _is_plain_part(part: nodes.Node) -> bool:
    match part:
        case nodes.Call():
            return isinstance(part.node, nodes.Name)
        case nodes.Name():
            return part.name not in _NAMES_OF_A_CALL
    return isinstance(part, _KINDS)
