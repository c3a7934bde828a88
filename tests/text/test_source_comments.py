import gzip
from collections.abc import Iterable

import pytest

from sitegen.text.source_comments import script_without_comments, style_without_comments
from tests.harness import ROOT

STATIC = ROOT / "themes/digest/static"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("// What it does.\nlet a = 1; // one\n", "\nlet a = 1;\n", id="to the end of a line"),
        pytest.param("/** Says\n * it.\n */\nf();", "\n\n\nf();", id="of several lines: their number stays"),
        pytest.param("a(); /* b */\r\nc();", "a();\r\nc();", id="CRLF"),
        pytest.param("return /* x\n */ 7;", "return /* x\n */ 7;", id="within a line"),
        pytest.param("f(/* one */ 1);\n", "f(/* one */ 1);\n", id="among arguments"),
        pytest.param('"http://a"; // x', '"http://a";', id="address in a string"),
        pytest.param("'a\\'// b'; // x", "'a\\'// b';", id="quotation mark in a string"),
        pytest.param("`// a\n// b`; // x", "`// a\n// b`;", id="template"),
        pytest.param(
            "`${a ? `// ${b}\n` : {}}\n// c`; // x", "`${a ? `// ${b}\n` : {}}\n// c`;", id="templates nested"
        ),
        pytest.param("`\\`\n// a`; // x", "`\\`\n// a`;", id="template with its own sign"),
        pytest.param("s.replace(/[/]'\"`/g, x); // y", "s.replace(/[/]'\"`/g, x);", id="pattern"),
        pytest.param("return /[`]/; // y", "return /[`]/;", id="pattern after a word"),
        pytest.param("if (a) /'/.test(b); // c", "if (a) /'/.test(b);", id="pattern after a condition"),
        pytest.param("(a + b) / 2; // half of '", "(a + b) / 2;", id="division of a parenthesis"),
        pytest.param("a[1] / b / c; // '", "a[1] / b / c;", id="division"),
        pytest.param("a.return / 2; // '", "a.return / 2;", id="division of a member"),
        pytest.param("/*! Who made it */\n//# sourceMappingURL=a\n", None, id="for tools and lawyers"),
        pytest.param("// @license x\n/* @preserve */\n", None, id="licence"),
        pytest.param("x = {} / 1; // '\n", None, id="slash after a brace"),
        pytest.param("a++ / b; // '\n", None, id="slash after ++"),
        pytest.param("await / 2; // '\n", None, id="slash after a word that may be a name"),
        pytest.param("a <!-- b\n// c", None, id="comment as in HTML"),
        pytest.param("f('a\n// b", None, id="string that does not end"),
        pytest.param("`a ${b\n// c", None, id="template that does not end"),
        pytest.param("f(a]\n// c", None, id="parenthesis that does not end"),
        pytest.param("f(a}\n// c", None, id="brace that was not opened"),
        pytest.param("/ a\n// c", None, id="pattern that does not end"),
    ],
)
def test_a_script_loses_comments_and_nothing_else(script: str, expected: str | None) -> None:
    assert script_without_comments(script) == (script if expected is None else expected)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        pytest.param("/* Colours */\na { b: c; } /* d */\n", "\na { b: c; }\n", id="to the end of a line"),
        pytest.param("/* one\n   two */\na {}", "\n\na {}", id="of several lines"),
        pytest.param("a/**/b { c: d /* e */; }\n", "a/**/b { c: d /* e */; }\n", id="within a line"),
        pytest.param("a { b: '/*'; }\nc { d: '*/'; }\n", "a { b: '/*'; }\nc { d: '*/'; }\n", id="string"),
        pytest.param("a { b: '\\'/* c */\\\n'; }", "a { b: '\\'/* c */\\\n'; }", id="string with its own sign"),
        pytest.param("a { b: URL(//c/*d*/\n); }", "a { b: URL(//c/*d*/\n); }", id="address"),
        pytest.param("a { b: \"c\n/* d */\n'e' }", "a { b: \"c\n\n'e' }", id="string that does not end"),
        pytest.param("/* a\nb {}", "/* a\nb {}", id="comment that does not end"),
        pytest.param("/*! Who made it */\n", "/*! Who made it */\n", id="licence"),
    ],
)
def test_a_style_sheet_loses_comments_and_nothing_else(style: str, expected: str) -> None:
    assert style_without_comments(style) == expected


def test_the_scripts_of_the_theme_are_understood() -> None:
    whole = {path.name: path.read_text("utf-8") for path in STATIC.glob("*.js")}
    bare = {name: script_without_comments(text) for name, text in whole.items()}
    assert len(bare) > 10
    assert [name for name in bare if bare[name] == whole[name]] == []
    assert [name for name in bare if "\n//" in bare[name] or "/**" in bare[name]] == []
    assert all(bare[name].count("\n") == whole[name].count("\n") for name in bare)
    assert _weight(bare.values()) < 0.85 * _weight(whole.values())


def _weight(texts: Iterable[str]) -> int:
    return sum(len(gzip.compress(text.encode())) for text in texts)
