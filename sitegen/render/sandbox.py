"""Jinja as themes get it: templates see views, filters and tests, never Python. Knows no theme and no page."""

import time
from collections.abc import Callable, Mapping, MutableMapping
from inspect import getmembers, isclass
from typing import Any

import msgspec
from jinja2 import TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from sitegen.render.folding import folded
from sitegen.render.purity import pure_macros
from sitegen.site import views
from sitegen.site.views import Row

try:
    # Text → text in C, where `escape` makes a Markup in Python: 0.06 against 0.35 µs. MarkupSafe 2 has none.
    from markupsafe._speedups import _escape_inner as _escaped
except ImportError:
    _escaped = escape

# The fields of each view: values that the sandbox has nothing to say about. It looks at everything else.
_FIELDS: Mapping[type, frozenset[str]] = {
    **{
        shape: frozenset(shape.__struct_fields__)
        for _, shape in getmembers(views, isclass)
        if issubclass(shape, msgspec.Struct)
    },
    LoopContext: frozenset(("index", "index0", "revindex", "revindex0", "first", "last", "length")),
}
# The rows of some months, each with about 1 KB of text.
_ROW_LIMIT = 1 << 12
_NO_FIELDS: frozenset[str] = frozenset()
_SHAPES: Mapping[str, frozenset[type]] = {
    field: frozenset(shape for shape, fields in _FIELDS.items() if field in fields)
    for field in frozenset().union(*_FIELDS.values())
}
_OF_A_MAPPING = frozenset(dir(dict))


class _Code(CodeGenerator):
    """As Jinja's own, for an environment in which escaping is always on and no function asks for the context.

    The body of a template and each block gather their text and yield it in one piece. As Jinja writes them, they yield
    each of the 200 pieces of a page through a generator for each level: 37 instead of 42 µs for a page of a paper.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self._template = node
        self._names_asked_for: dict[str, set[str]] = {}
        self._names: set[str] = set()
        self._fields: set[str] = set()
        super().visit_Template(node, frame)
        for field in sorted(self._fields):
            self.writeline(f"with_{field} = environment.shapes[{field!r}]")
        self.writeline("escaped, shown = environment.escaped, environment.shown")

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:  # noqa: N802
        around, self._names = self._names, set()
        super().visit_Macro(node, frame)
        self._names_asked_for[node.name], self._names = self._names, around

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        if node.ctx == "load" and frame.symbols.ref(node.name).startswith("l_0_"):  # of the template, not of a macro
            self._names.add(node.name)
        super().visit_Name(node, frame)

    def enter_frame(self, frame: Frame) -> None:
        self._names.update(name for how, name in frame.symbols.loads.values() if how == VAR_LOAD_RESOLVE and name)
        if frame.buffer is None:
            self.buffer(frame)
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        super().leave_frame(frame, with_python_scope)
        if frame.toplevel:
            self._remember_pure_macros(frame)
        if frame.toplevel or frame.block_frame:
            self.writeline(f"yield concat({frame.buffer})")

    def _remember_pure_macros(self, frame: Frame) -> None:
        assert isinstance(self.environment, Sandbox)
        pure = pure_macros(self._template, self._names_asked_for, self.environment.constants)
        for macro in self._template.find_all(nodes.Macro):
            if macro.name in pure and len(macro.args) == 1:
                name = frame.symbols.ref(macro.name)
                self.writeline(f"{name}._func = environment.remembered({name}._func)")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        if node.scoped or node.required or self.extends_so_far:
            super().visit_Block(node, frame)
            return
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({self.get_context_ref()}))", node)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        if node.with_context:
            super().visit_Include(node, frame)
            return
        # Jinja yields here, past the text that is gathered.
        self.start_write(frame, node)
        self.write("environment.included(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, {node.ignore_missing})")
        self.end_write(frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:  # noqa: ARG002
        assert frame.eval_ctx.autoescape, "autoescape blocks are refused"
        self._written = self.temporary_identifier()
        self.write(f"(escaped({self._written}) if type({self._written} := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:  # noqa: ARG002
        self.write(f") is str else shown({self._written}))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if node.attr not in _SHAPES:
            super().visit_Getattr(node, frame)
            return
        # A field of a view, nearly always: 0.06 µs, where a call of `getattr` takes 0.25.
        self._fields.add(node.attr)
        thing = self.temporary_identifier()
        self.write(f"({thing}.{node.attr} if type({thing} := ")
        self.visit(node.node, frame)
        self.write(f") in with_{node.attr} else environment.getattr({thing}, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        self.write("environment.call(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with short ways for what is safe by its type alone: the checks took a third of a build."""

    code_generator_class = _Code
    shapes = _SHAPES
    escaped = staticmethod(_escaped)

    def __init__(self, pure: Mapping[str, object], **settings: Any) -> None:
        """pure: the names that mean the same on every page: the view of the site, and functions without effect."""
        super().__init__(**settings)
        self.globals.update(pure)
        self.pure_functions = frozenset(id(value) for value in pure.values() if callable(value))
        # Those that no template gives another meaning. Who compiles the templates knows them all.
        self.constants = pure
        self._trees: dict[tuple[str, str | None], nodes.Template] = {}
        self.compile_seconds = 0.0

    def getattr(self, obj: Any, attribute: str) -> Any:
        shape = type(obj)
        if attribute in _FIELDS.get(shape, _NO_FIELDS):
            return getattr(obj, attribute)
        if shape is dict and attribute in obj and attribute not in _OF_A_MAPPING:
            return obj[attribute]
        if shape is TemplateModule and not attribute.startswith("_"):
            value = obj.__dict__.get(attribute)
            if type(value) is Macro:
                return value
        return super().getattr(obj, attribute)

    def call(self, context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(function) is Macro:
            if len(args) == function._argument_count and not kwargs and not _takes_more(function):
                return Markup(function._func(*args))  # noqa: S704
            return function(context.eval_ctx, *args, **kwargs)
        if id(function) in self.pure_functions or type(function) is BlockReference:
            return function(*args, **kwargs)
        return super().call(context, function, *args, **kwargs)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # Not the ChainMap of Jinja, which is copied and compared in Python on each page: 20 of 90 µs.
        return {**self.globals, **(d or {})}

    @staticmethod
    def remembered(say: Callable[[object], str]) -> Callable[[object], str]:
        """A pure macro, asked once about each row: a paper stands in four lists on average, often one after another."""
        known: dict[int, tuple[Row, str]] = {}

        def said(about: object) -> str:
            if type(about) is not Row:
                return say(about)
            # While a row is held here, no other object has its id.
            answer = known.get(id(about))
            if answer is None:
                if len(known) == _ROW_LIMIT:
                    known.clear()
                answer = known[id(about)] = about, say(about)
            return answer[1]

        return said

    def included(self, name: Any, parent: str, ignore_missing: bool) -> str:
        """What a template says that is included without the context of the page."""
        try:
            template = self.get_or_select_template(name, parent)
        except TemplateNotFound:
            if ignore_missing:
                return ""
            raise
        return str(template.module)

    @staticmethod
    def shown(value: object) -> str:
        """What `{{ value }}` writes when it is not text: markup as it is."""
        return value if type(value) is Markup else escape(value)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        # Each template is parsed when the theme is checked and again to be compiled: a quarter of starting an engine.
        tree = self._trees.pop((source, name), None)
        if tree is None:
            tree = self._trees[source, name] = super()._parse(source, name, filename)
        return tree

    def compile(self, source: str | nodes.Template, *args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return super().compile(source, *args, **kwargs)
        finally:
            self.compile_seconds += time.perf_counter() - start

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(folded(source, self, self.constants), name, filename, defer_init)


def _takes_more(macro: Macro) -> bool:
    return macro.caller or macro.catch_kwargs or macro.catch_varargs
