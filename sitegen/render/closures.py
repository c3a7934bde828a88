"""Templates → which templates and static files each refers to. Knows Jinja, renders nothing."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from jinja2 import Environment, nodes
from jinja2.meta import find_referenced_templates

from sitegen.render.theme import Theme
from sitegen.render.theme_files import Closure, ThemeFiles

_Names = tuple[str | None, ...]


def closures(theme: Theme, files: ThemeFiles) -> dict[str, Closure]:
    """The closure of each template. One that a name made at run time refers to may be any; then all count."""
    named = {name: _named((theme.folder / "templates" / name).read_text(encoding="utf-8")) for name in files.templates}
    templates = {name: _meant(others, files.templates) for name, (others, _) in named.items()}
    assets = {name: _meant(static, files.static) for name, (_, static) in named.items()}
    found = {}
    for name in named:
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


def _meant(names: _Names, all_names: Iterable[str]) -> tuple[str, ...]:
    """The files that are named; all, if one has a name that is made at run time."""
    return tuple(all_names if None in names else filter(None, names))


# A preview asks anew whenever a template is edited: the others say what they said.
@lru_cache(maxsize=256)
def _named(source: str) -> tuple[_Names, _Names]:
    """The templates that a template names, and the static files; None stands for a name made at run time."""
    tree = Environment(autoescape=True).parse(source)
    return tuple(find_referenced_templates(tree)), tuple(_assets(tree))


def _assets(tree: nodes.Template) -> list[str | None]:
    """The static files that a template asks the address of; None for one that may be any."""
    # Each use of the name counts as one that may mean any file, until it proves to be a call that names its file.
    names: list[str | None] = [
        None for name in tree.find_all(nodes.Name) if name.name == "asset" and name.ctx == "load"
    ]
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "asset" and len(call.args) == 1:
            argument = call.args[0]
            if isinstance(argument, nodes.Const) and not call.kwargs:
                names.remove(None)
                names.append(str(argument.value) or None)
    return names
