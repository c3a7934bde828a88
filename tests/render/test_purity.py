"""Macros that are asked once about each row, and those that are asked each time because they may say something else."""

import datetime as dt
from collections.abc import Iterator

import pytest
from jinja2 import DictLoader

from sitegen.render.sandbox import Sandbox
from sitegen.site.views import Row


def row(title: str) -> Row:
    return Row(
        key="k",
        url="/papers/k/",
        title=title,
        language="en",
        date=dt.date(2025, 9, 2),
        authors=(),
        more_author_count=0,
        topics=(),
        sentence="",
        votes=None,
        venue="",
        is_withdrawn=False,
        is_draft=False,
    )


def asked_twice(macros: str, *rows: Row, page: str = "") -> str:
    """What `m.f` says about each row. `turn(…)` says how often it was called."""
    turns: Iterator[int] = iter(range(1, 100))
    templates = {"m": macros, "page": page or "{% import 'm' as m %}{% for row in rows %}{{ m.f(row) }} {% endfor %}"}
    # A function that is not as pure as it is said to be shows how often a macro was asked.
    sandbox = Sandbox({"turn": lambda _: next(turns)}, loader=DictLoader(templates), autoescape=True, trim_blocks=True)
    return sandbox.get_template("page").render(rows=rows)


ONE, TWO = row("one"), row("two")

ASKED_ONCE = [
    "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{% endmacro %}",
    "{% macro f(row) %}{{ g(row.title) }}{% endmacro %}{% macro g(title) %}{{ title }}{{ turn(title) }}{% endmacro %}",
    "{% macro f(row) %}{% set a = row.title %}{{ a }}{{ turn(row) }}{% endmacro %}",
    "{% macro f(row) %}{% if row.title %}{{ row.title | upper | lower }}{{ turn(row) }}{% endif %}{% endmacro %}",
    "{% macro f(r) %}{% for g in (r,) %}{{ g.title }}{{ turn(g) }}{% endfor %}{% endmacro %}{% set g = 1 %}",
]


@pytest.mark.parametrize("macros", ASKED_ONCE)
def test_a_macro_that_can_say_one_thing_only_is_asked_once_about_a_row(macros: str) -> None:
    assert asked_twice(macros, ONE, TWO, ONE) == "one1 two2 one1 "


def test_an_equal_row_that_is_another_object_may_be_asked_about_again() -> None:
    assert asked_twice(ASKED_ONCE[0], row("one"), row("one")) == "one1 one2 "


ASKED_EACH_TIME = [
    "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{{ name }}{% endmacro %}",
    "{% macro f(row) %}{% if name %}{% set a = 1 %}{% endif %}{{ a }}{{ row.title }}{{ turn(row) }}{% endmacro %}",
    "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{{ varargs | join }}{% endmacro %}",
    "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{{ kwargs.a }}{% endmacro %}",
    "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{% include 'empty' ignore missing %}{% endmacro %}",
    "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{% set ns = namespace(a='') %}{{ ns.a }}{% endmacro %}",
    "{% macro f(row) %}{{ g(row) }}{% endmacro %}{% macro g(row) %}{{ row.title }}{{ turn(row) }}{{ n }}{% endmacro %}",
    "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{{ other }}{% endmacro %}{% set other = '' %}",
    "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{% endmacro %}{% set f = f %}",
]


@pytest.mark.parametrize("macros", ASKED_EACH_TIME)
def test_a_macro_that_may_say_something_else_is_asked_each_time(macros: str) -> None:
    assert asked_twice(macros, ONE, TWO, ONE) == "one1 two2 one3 "


def test_a_macro_of_the_page_itself_sees_what_the_page_sets() -> None:
    page = (
        "{% set word = 'a' %}{% macro f(row) %}{{ row.title }}{{ word }} {% endmacro %}{{ f(rows[0]) }}"
        "{% set word = 'b' %}{{ f(rows[0]) }}"
    )
    assert asked_twice("", ONE, page=page) == "onea oneb "


def test_a_macro_can_be_called_with_its_body() -> None:
    macros = "{% macro f(row) %}{{ row.title }}{{ turn(row) }}{{ caller() }}{% endmacro %}"
    page = "{% import 'm' as m %}{% for row in rows %}{% call m.f(row) %}{{ loop.index }} {% endcall %}{% endfor %}"
    assert asked_twice(macros, ONE, ONE, page=page) == "one11 one22 "
