"""Which files a template refers to: by name, or by a name that is made at run time, which may be any."""

from pathlib import Path

import pytest

from sitegen.render.closures import closures
from sitegen.render.theme import Theme
from sitegen.render.theme_files import Closure, closure_value, theme_files

STATIC = {"style.css": "p {}", "a.js": "1", "b.js": "2"}


def theme_of(folder: Path, templates: dict[str, str], static: dict[str, str] = STATIC) -> Theme:
    for place, texts in (("templates", templates), ("static", static)):
        for name, text in texts.items():
            path = folder / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return Theme(name="t", folder=folder, shown_path="themes/t")


def closure_of(folder: Path, name: str, templates: dict[str, str]) -> Closure:
    theme = theme_of(folder, templates)
    found = closures(theme, theme_files(theme))[name]
    assert found.templates[0] == name
    return Closure(tuple(sorted(found.templates)), found.assets)


# what a template says → (the templates, the static files) that it refers to; b.html names style.css, c.html names a.js.
CASES = {
    "nothing": ("words", ["x.html"], []),
    "{% extends 'b.html' %}": ("{% extends 'b.html' %}", ["b.html", "x.html"], ["style.css"]),
    "{% include %}": ("{% include 'b.html' %}", ["b.html", "x.html"], ["style.css"]),
    "{% include %} of a file below": ("{% include 'parts/d.html' %}", ["parts/d.html", "x.html"], []),
    "{% include %} of several": (
        "{% include ['none.html', 'c.html'] ignore missing %}",
        ["c.html", "none.html", "x.html"],
        ["a.js"],
    ),
    "{% import %}": ("{% import 'c.html' as m %}", ["c.html", "x.html"], ["a.js"]),
    "{% from … import %}": ("{% from 'c.html' import m with context %}", ["c.html", "x.html"], ["a.js"]),
    "in a block, under an if": (
        "{% block a %}{% if page.x %}{% include 'c.html' %}{% endif %}{% endblock %}",
        ["c.html", "x.html"],
        ["a.js"],
    ),
    "a chain": ("{% include 'chain.html' %}", ["b.html", "c.html", "chain.html", "x.html"], ["a.js", "style.css"]),
    "itself": ("{% include 'x.html' %}{{ asset('b.js') }}", ["x.html"], ["b.js"]),
    "a static file without a name": ("{{ asset('') }}", ["x.html"], ["a.js", "b.js", "style.css"]),
    "a circle": ("{% include 'circle.html' %}", ["circle.html", "x.html"], []),
    "a dynamic include": (
        "{% include page.kind ~ '.html' %}",
        ["b.html", "c.html", "chain.html", "circle.html", "parts/d.html", "x.html"],
        ["a.js", "style.css"],
    ),
    "a dynamic parent": (
        "{% extends 'b.html' if page.x else 'c.html' %}",
        ["b.html", "c.html", "chain.html", "circle.html", "parts/d.html", "x.html"],
        ["a.js", "style.css"],
    ),
    "an asset by its name": ("{{ asset('b.js') }}", ["x.html"], ["b.js"]),
    "an asset that is not there": ("{{ asset('none.js') }}", ["x.html"], ["none.js"]),
    "an asset by a name made at run time": (
        "{{ asset(page.kind ~ '.js') }}",
        ["x.html"],
        ["a.js", "b.js", "style.css"],
    ),
    "an asset by a keyword": ("{{ asset(name='b.js') }}", ["x.html"], ["a.js", "b.js", "style.css"]),
    "an asset by another name of the function": (
        "{% set f = asset %}{{ f('b.js') }}{{ asset('b.js') }}",
        ["x.html"],
        ["a.js", "b.js", "style.css"],
    ),
    "an asset by a filter": ("{{ ['b.js'] | map(asset) | join }}", ["x.html"], ["a.js", "b.js", "style.css"]),
    "an asset in a macro and its call": (
        "{% macro m(f) %}{{ f('b.js') }}{% endmacro %}{{ m(asset) }}",
        ["x.html"],
        ["a.js", "b.js", "style.css"],
    ),
    "an attribute of that name": ("{{ page.asset('b.js') }}", ["x.html"], []),
}
OTHERS = {
    "b.html": "{{ asset('style.css') }}",
    "c.html": "{% macro m() %}{{ asset('a.js') }}{% endmacro %}",
    "chain.html": "{% include 'b.html' %}{% include 'c.html' %}",
    "circle.html": "{% include 'x.html' %}",
    "parts/d.html": "words",
}


@pytest.mark.parametrize("what", CASES)
def test_a_template_refers_to(what: str, tmp_path: Path) -> None:
    text, templates, assets = CASES[what]
    found = closure_of(tmp_path, "x.html", {"x.html": text, **OTHERS})
    assert (list(found.templates), sorted(found.assets)) == (templates, assets)


def value(folder: Path, text: str, **changes: str) -> bytes:
    theme = theme_of(folder, {"x.html": text, **OTHERS, **changes})
    files = theme_files(theme)
    return closure_value(closures(theme, files)["x.html"], files)


def test_a_closure_changes_with_a_file_that_it_names_and_with_no_other(tmp_path: Path) -> None:
    text = "{% include 'b.html' %}"
    before = value(tmp_path / "1", text)
    assert value(tmp_path / "2", text) == before
    assert value(tmp_path / "3", text, **{"c.html": "other"}) == before
    assert value(tmp_path / "4", text, **{"b.html": "other"}) != before


def test_a_closure_changes_when_a_template_that_was_missing_comes(tmp_path: Path) -> None:
    text = "{% include 'late.html' ignore missing %}"
    assert value(tmp_path / "1", text) != value(tmp_path / "2", text, **{"late.html": "words"})


def test_a_page_without_a_template_has_a_closure_of_nothing(tmp_path: Path) -> None:
    one, other = theme_files(theme_of(tmp_path / "1", {})), theme_files(theme_of(tmp_path / "2", {"x.html": "words"}))
    assert closure_value(None, one) == closure_value(None, other)
