"""Where formulas stand in a text: TeX is told from money."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.formulas import formula_spans, pieces, without_formulas

FORMULAS = [
    ("in $O(n \\log n)$ time", ["$O(n \\log n)$"]),
    ("10$\\times$ faster", ["$\\times$"]),
    ("$2^{10}$x", ["$2^{10}$"]),
    ("the $k$-th of $n$", ["$k$", "$n$"]),
    ("$$E = mc^2$$ and $x$", ["$$E = mc^2$$", "$x$"]),
    ("$\\text{if it holds}$", ["$\\text{if it holds}$"]),
    ("$μ$LO", ["$μ$"]),
    ("$a +\nb$", ["$a +\nb$"]),
    ("costs \\$5, $x$", ["$x$"]),
    ("costs $5 and $10", []),
    ("$5 million, up from 3$", []),
    ("for $0.046) and low MAE (0.025$", []),
    ("$ 5 $", []),
    ("$5", []),
    ("from 2$ to 3$4", []),
    ("$HOME and $PATH", []),
    ("costs 5$US$ each", []),
    ("from $a$5 on", []),
    ("$a\n\nb$", []),
    ("\\$x$", []),
    ("\\(x\\) and \\( O(n^3) \\)", ["\\(x\\)", "\\( O(n^3) \\)"]),
    ("\\[a = b\\]", ["\\[a = b\\]"]),
    ("\\[a \\\\[2pt] b^2\\]", ["\\[a \\\\[2pt] b^2\\]"]),
    ("\\[1\\], \\[WIP\\] and \\(see below\\)", []),
    ("\\\\(x\\\\)", []),
    ("US$5 to US$6, A$7", []),
    ("$\\text{if $x$ holds}$", ["$\\text{if $x$ holds}$"]),
    ("$\\textbf{H$^3$DP})$ is", ["$\\textbf{H$^3$DP})$"]),
    ("$a$$b$", ["$a$", "$b$"]),
    ("$\\frac{1$", []),
    ("$x}$", []),
]


@pytest.mark.parametrize(("text", "formulas"), FORMULAS)
def test_a_formula_is_told_from_money_and_words(text: str, formulas: list[str]) -> None:
    assert [piece.text for piece in pieces(text) if piece.is_formula] == formulas


@given(
    st.lists(
        st.sampled_from([*"$$$\\ ab1_^.,{}()\n", "\\text", "$5", "$x$", "$$", "\\(", "\\)", "\\[", "\\]"]), max_size=30
    ).map("".join)
)
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    found = list(pieces(text))
    assert "".join(piece.text for piece in found) == text
    ends = {(piece.text[0], piece.text[-1]) for piece in found if piece.is_formula}
    assert ends <= {("$", "$"), ("\\", ")"), ("\\", "]")}
    formulas = [piece.text for piece in found if piece.is_formula]
    assert [text[start:end] for start, end in formula_spans(text)] == formulas
    assert without_formulas(text, "") == "".join(piece.text for piece in found if not piece.is_formula)


def test_a_formula_gives_way_to_something_else_and_money_stays() -> None:
    assert without_formulas("From \\(x_1\\) to $y$, $5 down to $2", "|") == "From | to |, $5 down to $2"


def test_a_text_of_nothing_but_openings_takes_time_linear_in_its_length() -> None:
    started = time.process_time()
    for text in ("${", "$a{", "\\(", "\\[{", "$$", "$a$b", "\\\\(", "{$"):
        assert "".join(piece.text for piece in pieces(text * 20_000)) == text * 20_000
    assert time.process_time() - started < 5
