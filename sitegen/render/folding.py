"""Templates → the same templates with all that every page shares worked out once: `{{ site.title }}` becomes text."""

from collections.abc import Collection, Iterator, Mapping

from jinja2 import Environment, nodes
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


def folded(template: nodes.Template, environment: Environment, pure: Mapping[str, object]) -> nodes.Template:
    """The template with every expression worked out that needs the names in `pure` and constants only.

    pure: what these names stand for on every page, in every template: values, and functions without effect. What
    cannot be worked out stays: its mistake is then found while a page is made, and told with its place.
    """
    result = _Folder(environment, pure).visit(template)
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
    def __init__(self, environment: Environment, pure: Mapping[str, object]) -> None:
        self.environment = environment
        self.pure = pure
        self.functions = {id(value) for value in pure.values() if callable(value)}

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
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
        return [new for node in body for new in self.visit_list(node)]

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
            case nodes.Call(dyn_args=None, dyn_kwargs=None):
                function = self._value(node.node)
                if id(function) in self.functions and callable(function):
                    values = {keyword.key: self._value(keyword.value) for keyword in node.kwargs}
                    return function(*map(self._value, node.args), **values)
        raise _NotKnownYetError
