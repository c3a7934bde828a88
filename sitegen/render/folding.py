"""Templates → the same templates with all that every page shares worked out once: `{{ site.title }}` becomes text."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy

from jinja2 import Environment, nodes
from jinja2.runtime import LoopContext
from jinja2.visitor import NodeTransformer

# A branch with one of these is kept: a block, or a name that is set, means something elsewhere too.
_KINDS_WITH_EFFECT = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Block,
    nodes.Extends,
    nodes.FromImport,
    nodes.Import,
    nodes.Macro,
)

# A loop with anything else in it is kept: a name that is set, an inner loop or a macro may use the names of the loop.
_KINDS_IN_A_LOOP = (nodes.If, nodes.Output)
# More turns than this make no page faster, only the template longer.
_TURN_LIMIT = 100


def folded(template: nodes.Template, environment: Environment, pure: Mapping[str, object]) -> nodes.Template:
    """The template with every expression worked out that needs the names in `pure` and constants only.

    pure: what these names stand for on every page, in every template: values, and functions without effect. What
    cannot be worked out stays: its mistake is then found while a page is made, and told with its place.
    """
    functions = frozenset(id(value) for value in pure.values() if callable(value))
    result = _Folder(environment, pure, functions).visit(template)
    assert isinstance(result, nodes.Template)
    return result


def bound_names(template: nodes.Template) -> Iterator[str]:
    """The names to which a template gives a meaning of its own."""
    for node in template.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        match node:
            case nodes.Name() if node.ctx != "load":
                yield node.name
            case nodes.Macro():
                yield node.name
            case nodes.Import():
                yield node.target
            case nodes.FromImport():
                yield from (name if isinstance(name, str) else name[1] for name in node.names)


class _NotKnownYetError(Exception):
    """An expression needs more than pure names and constants."""


class _Folder(NodeTransformer):
    def __init__(self, environment: Environment, pure: Mapping[str, object], functions: frozenset[int]) -> None:
        self.environment = environment
        self.pure = pure
        self.functions = functions

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802
        counts = Counter(bound_names(node))
        body: list[nodes.Node] = []
        known: dict[str, object] = {}
        for part in node.body:
            # A block or a macro may be called where the name that was set means something else.
            is_told_here = not any(map(part.find, (nodes.Block, nodes.Macro, nodes.CallBlock)))
            body.extend((self._knowing(known) if is_told_here else self).visit_list(part))
            if isinstance(part, nodes.Assign) and isinstance(part.target, nodes.Name) and counts[part.target.name] == 1:
                with suppress(Exception):  # as in `_constant`
                    known[part.target.name] = self._knowing(known)._value(part.node)
        node.body = _merged(body)
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        return self._turns(node) or self.generic_visit(node)

    def _turns(self, node: nodes.For) -> list[nodes.Node]:
        """The body of a loop once for each turn, if every name of the loop can be worked out; else nothing."""
        if not isinstance(node.target, nodes.Name) or node.test or node.else_ or node.recursive:
            return []
        kinds = {type(statement) for part in node.body for statement in (part, *part.find_all(nodes.Stmt))}
        if not kinds.issubset(_KINDS_IN_A_LOOP):
            return []
        try:
            items = self._value(node.iter)
        except Exception:  # noqa: BLE001 as in `_constant`
            return []
        if not isinstance(items, tuple) or len(items) > _TURN_LIMIT:
            return []
        names = {node.target.name, "loop"}
        turns: list[nodes.Node] = []
        for item, loop in LoopContext(items, self.environment.undefined):
            folder = self._knowing({node.target.name: item, "loop": loop})
            turns.extend(folder._visited(deepcopy(node.body, {id(self.environment): self.environment})))
        return [] if any(name.name in names for turn in turns for name in turn.find_all(nodes.Name)) else turns

    def _knowing(self, values: Mapping[str, object]) -> "_Folder":
        return _Folder(self.environment, {**self.pure, **values}, self.functions)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        return self._constant(node) if node.ctx == "load" else node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        return self._constant(self.generic_visit(node))

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        return self._constant(self.generic_visit(node))

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        return self._constant(self.generic_visit(node))

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        for branch in (node, *node.elif_):
            branch.test = self.visit(branch.test)
            branch.body = self._visited(branch.body)
        node.else_ = self._visited(node.else_)
        if not isinstance(node.test, nodes.Const) or node.elif_ or any(map(node.find, _KINDS_WITH_EFFECT)):
            return node
        return node.body if node.test.value else node.else_

    def _visited(self, body: Collection[nodes.Node]) -> list[nodes.Node]:
        return _merged(new for node in body for new in self.visit_list(node))

    def generic_visit(self, node: nodes.Node, *args: object, **kwargs: object) -> nodes.Node:
        result = super().generic_visit(node, *args, **kwargs)
        if isinstance(body := getattr(result, "body", None), list):
            body[:] = _merged(body)
        return result

    def _constant(self, node: nodes.Node) -> nodes.Node:
        try:
            value = self._value(node)
        except Exception:  # noqa: BLE001 the same mistake is made, and told, when a page is made
            return node
        if value is not None and type(value) not in (str, int, bool):
            return node
        return nodes.Const(value, lineno=node.lineno, environment=node.environment)

    def _value(self, node: nodes.Node) -> object:
        match node:
            case nodes.Const():
                return node.value
            case nodes.Name(name=name) if name in self.pure:
                return self.pure[name]
            case nodes.Getattr():
                return self.environment.getattr(self._value(node.node), node.attr)
            case nodes.Getitem():
                return self.environment.getitem(self._value(node.node), self._value(node.arg))
            case nodes.Call(dyn_args=None, dyn_kwargs=None):
                function = self._value(node.node)
                if id(function) in self.functions and callable(function):
                    values = {keyword.key: self._value(keyword.value) for keyword in node.kwargs}
                    return function(*map(self._value, node.args), **values)
        raise _NotKnownYetError


def _merged(body: Iterable[nodes.Node]) -> list[nodes.Node]:
    """The same statements, with what is written in a row as one: texts that meet so become one text."""
    merged: list[nodes.Node] = []
    for node in body:
        last = merged[-1] if merged else None
        if isinstance(node, nodes.Output) and isinstance(last, nodes.Output):
            merged[-1] = nodes.Output([*last.nodes, *node.nodes], lineno=last.lineno, environment=last.environment)
        else:
            merged.append(node)
    return merged
