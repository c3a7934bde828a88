"""The catalogues of the themes that come with sitegen: no string is missing, and none is there for nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from sitegen.render.formats import WORDS
from sitegen.render.phrases import OPTIONAL
from sitegen.render.theme import find_theme
from tests.harness import ROOT

DIGEST = ROOT / "themes/digest"
LANGUAGES = sorted(path.stem for path in (DIGEST / "strings").glob("*.yaml"))
# What dates and numbers are made of, and what sitegen itself says.
OF_SITEGEN = OPTIONAL.union(
    ("months", "months_short", "weekdays", "weekdays_short"), *(frozenset(names) for names in WORDS.values())
)


def _names(language: str) -> set[str]:
    text = (DIGEST / f"strings/{language}.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"^(\w+):", text, re.MULTILINE))


ENGLISH = _names("en")


def _asked_for(template: Path) -> Iterator[str]:
    """The strings that a template asks for; a name that ends in '_' stands for all that begin so."""
    tree = Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ("t", "forms", "words"):
            yield from (name for argument in call.args for name in _names_in(argument))
        if getattr(call.node, "attr", getattr(call.node, "name", "")) in ("time", "topic_numbers"):
            yield from (f"date_{name}" for name in _names_in(call.args[-1]))
    for use in tree.find_all(nodes.Filter):
        if use.name == "date":
            yield from (f"date_{name}" for argument in use.args for name in _names_in(argument))


def _names_in(argument: nodes.Expr) -> Iterator[str]:
    match argument:
        case nodes.Const():
            yield str(argument.value)
        case nodes.CondExpr():
            yield from (name for part in (argument.expr1, argument.expr2) if part for name in _names_in(part))
        case nodes.Concat():
            yield from _names_in(argument.nodes[0])


ASKED_FOR = {name for path in sorted(DIGEST.glob("templates/*.html")) for name in _asked_for(path)}
PREFIXES = tuple(name for name in ASKED_FOR if name.endswith("_"))


def test_every_string_that_a_template_asks_for_is_in_the_english_catalogue() -> None:
    assert sorted(ASKED_FOR - ENGLISH - OPTIONAL - set(PREFIXES)) == []


def test_every_english_string_is_shown_somewhere() -> None:
    unused = ENGLISH - ASKED_FOR - OF_SITEGEN
    assert sorted(name for name in unused if not name.startswith(PREFIXES)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_english_string_and_no_other(language: str) -> None:
    missing, unknown = ENGLISH - _names(language), _names(language) - ENGLISH - OPTIONAL
    assert (sorted(missing), sorted(unknown)) == ([], []), f"strings/{language}.yaml: (missing, unknown)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_read_without_a_problem_or_a_warning(language: str, tmp_path: Path) -> None:
    theme = find_theme(tmp_path, "digest", language)
    assert (theme.language, theme.warnings) == (language, ())


def test_german_sets_spaces_that_do_not_break_and_no_foreign_quotes() -> None:
    strings = find_theme(DIGEST, "digest", "de").strings
    shown = [text for phrase in strings.values() for text in (*phrase.forms.values(), *phrase.words)]
    wrong = re.compile(r"\{(count|day)\}\.? | …| - |[\"”‘]")
    assert [text for text in shown if wrong.search(text)] == []
