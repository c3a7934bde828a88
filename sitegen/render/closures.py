"""Templates → which templates and static files each refers to. Knows Jinja, renders nothing."""

from collections.abc import Iterator, Mapping

from jinja2 import Environment, nodes
from jinja2.meta import find_referenced_templates

from sitegen.render.theme import Theme
from sitegen.render.theme_files import Closure, ThemeFiles


def closures(theme: Theme, files: ThemeFiles) -> dict[str, Closure]:
    """The closure of each template. One that a name made at run time refers to may be any; then all count."""
    environment = Environment(autoescape=True)
    parsed = {}
    for name in files.templates:
        source = (theme.folder / "templates" / name).read_text(encoding="utf-8")
        parsed[name] = environment.parse(source)
    templates = {name: _references(tree, files) for name, tree in parsed.items()}
    assets = {name: _assets(tree, files) for name, tree in parsed.items()}
    found = {}
    for name in parsed:
        reached = tuple(_reached(name, templates))
        found[name] = Closure(reached, tuple(sorted({asset for each in reached for asset in assets.get(each, ())})))
    return found


def _reached(name: str, references: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    seen = {name: None}
    waiting = [name]
    while waiting:
        for other in references.get(waiting.pop(), ()):
            if other not in seen:
                seen[other] = None
                waiting.append(other)
    yield from seen


def _references(tree: nodes.Template, files: ThemeFiles) -> tuple[str, ...]:
    found = list(find_referenced_templates(tree))
    return tuple(files.templates) if None in found else tuple(name for name in found if name)


def _assets(tree: nodes.Template, files: ThemeFiles) -> tuple[str, ...]:
    """The static files that a template asks the address of."""
    # Each use of the name counts as one that may mean any file, until it proves to be a call that names its file.
    names = ["" for name in tree.find_all(nodes.Name) if name.name == "asset" and name.ctx == "load"]
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "asset" and len(call.args) == 1:
            argument = call.args[0]
            if isinstance(argument, nodes.Const) and not call.kwargs:
                names.remove("")
                names.append(str(argument.value))
    return tuple(files.static) if "" in names else tuple(names)
