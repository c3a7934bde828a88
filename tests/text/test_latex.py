"""LaTeX in running text as the characters that it prints; what is not known stays as it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.latex import plain_of_latex

PRINTED = [
    (r"Sim{\~o}es, Gon{\c{c}}alo", "Simões, Gonçalo"),
    (r"Do{\u{g}}ru{\"o}z and Ate{\c{s}}o{\u{g}}lu", "Doğruöz and Ateşoğlu"),
    (r"\'{e} \'e {\'\i} \'{\i} \^{\j} \v{S} \H o \k{a} \d{h} \b{d} \r{u} \.z", "é é í í ĵ Š ő ą ḥ ḏ ů ż"),
    (r"{\L}ukasz {\O} {\o} \ss{} \AA ngstr\"om {\ae}", "Łukasz Ø ø ß Ångström æ"),
    (r"{A}mericas{NLI} {in{T}eractions}", "AmericasNLI inTeractions"),
    (r"50\% of R\&D \#1 a\_b \$5 \{x\}", "50% of R&D #1 a_b $5 {x}"),
    (r"\textbf{bold} \emph{em} {\em old} \texttt{a_b} \textsc{Sc}", "bold em old a_b Sc"),
    (r"``quoted'' pages 1--2 --- and~tied", "“quoted” pages 1–2 — and tied"),
    (r"\url{https://a.b/~c} \href{https://a.b}{text}", "https://a.b/~c text (https://a.b)"),
    (r"\LaTeX{} and \TeX\ live\ldots", "LaTeX and TeX live…"),
    (r"a $\mathcal{O}(n^{2})$ {B}ound {for $x_{1}$}", r"a $\mathcal{O}(n^{2})$ Bound for $x_{1}$"),
    (r"It costs $5 {million} and about ~7", "It costs $5 million and about ~7"),
    (r"\unknown{kept} \alpha and \cite{key}", r"\unknown{kept} \alpha and \cite{key}"),
    ("open { and } close", "open  and  close"),
    ("\\", "\\"),
    ("nothing of LaTeX", "nothing of LaTeX"),
]


@pytest.mark.parametrize(("written", "printed"), PRINTED)
def test_latex_becomes_what_it_prints(written: str, printed: str) -> None:
    assert plain_of_latex(written) == printed


@given(st.text(alphabet="ab é漢,.:;()<>&%#_*[]|/@!?\n", max_size=60))
def test_text_without_latex_stays_as_it_is(text: str) -> None:
    assert plain_of_latex(text) == text


@given(st.text(alphabet="ab{}\\'\"`~^$cuH-% \n\ue000\ue001\ue002\ue003", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    printed = plain_of_latex(text)
    assert not set("\ue000\ue001\ue002\ue003") & set(printed) or not set("\\{}~") & set(text)
