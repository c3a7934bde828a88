"""Hygiene: what sources write, as people should read it."""

import gzip
import html
import json
import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.text.characters import allowed
from sitegen.text.formulas import pieces
from sitegen.text.hygiene import RULES, CleanNames, Rule, clean_line, clean_names, clean_text, split_names
from sitegen.text.hygiene.rules import NAME_RULES, TEXT_RULES
from sitegen.text.markdown import from_plain, to_html, to_plain
from tests.harness import SHARED

TOKENS = [
    *"\\`'\"~$%&_#{}[]()-.,;:<>*!|5ab é\n ",
    *("\\emph{", "\\textbf{", "{\\em ", "{\\bf ", "\\texttt{", "{\\large {", "\\textcolor{red}{", "\\color{red}"),
    *(
        "\\href{https://a.b/c_d}{",
        "\\href{javascript:x}{",
        "\\href{a 2times}{https://a.b/c}",
        "\\url{https://a.b/~c}",
        "\\url{",
        "https://a.b/x\\_y--z",
    ),
    *("\\cite{a,b}", "(\\cite{a})", "\\citet{", "~\\ref{x}", "\\footnote{", "\\%", "\\$", "\\_", "\\{", "\\}", "\\ "),
    *("\\'e", "{\\'e}", "\\'{e}", "\\v{s}", "{\\o}", "\\ss ", "\\c{c}", '\\"{\\i}', "\\ldots", "\\LaTeX{}", "\\foo{"),
    *(
        "``",
        "''",
        "`a'",
        "--",
        "---",
        "----",
        "\\(x^2\\)",
        "\\(",
        "$x$",
        "$O(n)$",
        "$5",
        "3times",
        "64times 64",
        "sim7B",
    ),
    *(
        "\n\n",
        "\n  ",
        "\t",
        "\xa0",
        "\u0301",
        "{\\mu}",
        "\\textsuperscript{2}",
        "\\eg",
        "<b>",
        "![x](",
        "**",
        "- ",
        "64times 64",
    ),
]
texts = st.one_of(st.lists(st.sampled_from(TOKENS), max_size=14).map("".join), st.text(max_size=40)).map(allowed)


def cleaned(text: str) -> str:
    """The Markdown of an abstract."""
    clean = clean_text(text)
    return from_plain(clean.text, clean.marks)


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_is_what_the_rule_does(rule: Rule) -> None:
    assert cleaned(rule.before) == rule.after
    assert rule.name in clean_text(rule.before).rules


@pytest.mark.parametrize("rule", NAME_RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_for_names_is_what_the_rule_does(rule: Rule) -> None:
    clean = clean_names((rule.before,))
    assert (" · ".join(clean.names), clean.rules) == (rule.after, (rule.name,))


@given(texts)
@example("-\\emph{-}")
@example("\\\\emph{\\emph{}emph{x}}")
@example("\\emph{$}x$")
@example("{\\em a\n\nb}")
def test_a_clean_text_is_clean(text: str) -> None:
    once = clean_text(text)
    again = clean_text(once.text)
    assert (again.text, again.rules) == (once.text, ())


@given(texts)
def test_a_clean_line_is_clean_and_one_line(text: str) -> None:
    once = clean_line(text)
    again = clean_line(once.text)
    assert (again.text, again.rules) == (once.text, ())
    assert "\n" not in once.text


@given(st.lists(texts, max_size=3).map(tuple))
@example(("A and B and C, D",))
@example(("Lee, Ann and Roe, Bo*",))
def test_clean_names_are_clean(names: tuple[str, ...]) -> None:
    once = clean_names(names)
    again = clean_names(once.names)
    assert (again.names, again.rules) == (once.names, ())


@given(texts)
def test_the_rules_that_fired_say_whether_the_text_changed(text: str) -> None:
    clean = clean_text(text)
    assert bool(clean.rules) == (clean.text != text or clean.marks != ())


@given(texts)
def test_markdown_of_a_clean_text_shows_exactly_that_text(text: str) -> None:
    clean = clean_text(text)
    assert to_plain(from_plain(clean.text, clean.marks)) == clean.text


@given(texts)
def test_nothing_but_marks_becomes_markup(text: str) -> None:
    clean = clean_text(text)
    page = to_html(from_plain(clean.text, clean.marks))
    page = re.sub("<math.*?</math>", "", page)
    assert set(re.findall(r"<(\w+)", page)) <= {"p", "code", *(_ELEMENTS[mark.kind] for mark in clean.marks)}
    assert {html.unescape(target) for target in re.findall(r'href="([^"]*)"', page)} <= {
        mark.target for mark in clean.marks
    }


_ELEMENTS = {"emphasis": "em", "strong": "strong", "link": "a"}


@given(texts)
def test_every_formula_stays_what_it_is(text: str) -> None:
    def formulas(of: str) -> list[str]:
        return [" ".join(piece.text.split()) for piece in pieces(of) if piece.is_formula]

    clean = clean_text(text)
    if "\n" not in text and not {"formulas", "text-formulas"} & set(clean.rules):
        assert formulas(clean.text) == formulas(" ".join(text.split()))


@given(st.text(alphabet="abcxyzé .,;:!?()[]<>*_&%#@+=/|^0123456789", max_size=60).map(" ".join).map(str.strip))
def test_a_text_without_triggers_is_left_as_it_is(text: str) -> None:
    line = " ".join(text.split())
    assert clean_text(line) == clean_text(line)
    assert (clean_text(line).text, clean_text(line).rules) == (line, ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One.\n  \n  Two\nwords.", "One.\n\nTwo words."),
        ("\\textbf{\\underline{Diff}}usion", "**Diff**usion"),
        ("{{\\large {\\textbf{F}}}}aster", "**F**aster"),
        ("\\emph{a $x_1$ b}", "*a $x_1$ b*"),
        ("\\foo{bar} and \\method~works", "\\foo{bar} and \\method works"),
        ("\\emph{never closed", "\\emph{never closed"),
        ("\\textbf{a * b} <b>", "**a \\* b** \\<b>"),
        ("\\href{javascript:alert(1)}{here}", "here"),
        ("\\href{https://a.b/x\\_y}{\\textcolor{blue}{this link}}", "[this link](https://a.b/x_y)"),
        ("see \\href{this link}{http://a.net/b\\_c/}.", "see [this link](http://a.net/b_c/)."),
        ("\\href{this link}{javascript:x}", "\\href{this link}{javascript:x}"),
        ("\\url{https://a.b/(x)}", "[https://a.b/(x)](<https://a.b/(x)>)"),
        ("shown (\\cite{a}, \\citep[p.~3]{b}) before", "shown before"),
        ("the findings in \\citet{Razin-2025}.", "the findings in Razin-2025."),
        ("Part \\_A, R\\&D, \\#1", "Part \\_A, R&D, #1"),
        ("from \\$10 to \\$30,485", "from \\$10 to \\$30,485"),
        ("$5 and $10", "\\$5 and \\$10"),
        ("\\[ a = b \\] and \\(n\\)", "$$a = b$$ and $n$"),
        ("\\(\\textbf{H$^3$DP}\\)", "\\(\\textbf{H$^3$DP}\\)"),
        ("\\$x\\$ is no formula", "\\\\\\$x\\\\\\$ is no formula"),
        ("Figure~3, 0.35~m/s, et al.~(2024)", "Figure 3, 0.35 m/s, et al. (2024)"),
        ("75%~89%, 7.3~8.2, ~5, a ~b", "75%~89%, 7.3~8.2, ~5, a ~b"),
        ("https://www.robots.ox.ac.uk/~vgg/a--b", "https://www.robots.ox.ac.uk/~vgg/a--b"),
        ("na\\\"{\\i}ve, Toma\\v{s}ev, Bokm{\\aa}l", "naïve, Tomašev, Bokmål"),
        ("{\\v S}, Stra\\ss e, gar\\c{c}on, \\'{e}{\\'e}", "Š, Straße, garçon, éé"),
        ('he said \\"no\\"', 'he said \\\\"no\\\\"'),
        ("\\n\\n and \\b geometric", "\\n\\n and \\b geometric"),
        ("\\b{eta}-chain, (\\r{ho} = 0.3), PM\\textsuperscript{4}", "β-chain, (ρ = 0.3), PM⁴"),
        ("``kicking\" is ``loading'' 5''", "“kicking” is “loading” 5''"),
        ("a ''free lunch'', (''left\" of), 5'' and f''", "a “free lunch”, (“left” of), 5'' and f''"),
        ('Quantifying "Learning\'\' in', 'Quantifying "Learning" in'),
        ("$\\textbf{R}e\\textbf{I}nforcement$", "**R**e**I**nforcement"),
        ("$\\text{TC}^0$ and $k\\text{-NN}$", "$\\text{TC}^0$ and $k\\text{-NN}$"),
        ("by $\\textbf{16.3%}$ ($\\href{https://a.b/c}{\\text{this URL}}$)", "by **16.3%** ([this URL](https://a.b/c))"),
        ("a single 8timesA800 GPU", "a single 8×A800 GPU"),
        ("such as `gpt-4o` and ```python", "such as \\`gpt-4o\\` and \\`\\`\\`python"),
        ("the --flag and <!-- x --> and ----", "the --flag and \\<!-- x --> and ----"),
        ("preference--as in this case---or not", "preference–as in this case—or not"),
        ("sometimes 10 times faster, 3 timestamps, two times", "sometimes 10 times faster, 3 timestamps, two times"),
        ("64 times 288 times 512; 16times3.8B; 1152times1152", "64×288×512; 16×3.8B; 1152×1152"),
        ("simple sim2real, sim 7, (sim 1% of), 20sim40", "simple sim2real, sim 7, (∼1% of), 20∼40"),
        ("{sim}20% of a {class} in {0,1}", "{sim}20% of a {class} in {0,1}"),
    ],
)  # fmt: skip
def test_a_text_becomes(text: str, shown: str) -> None:
    assert cleaned(text) == shown


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee and Bo Chen", ["Ann Lee", "Bo Chen"]),
        ("Ann Lee, Bo Chen and Ciara Daly", ["Ann Lee", "Bo Chen", "Ciara Daly"]),
        ("Ann Lee, Bo Chen, and Ciara Daly", ["Ann Lee", "Bo Chen", "Ciara Daly"]),
        ("Lee, Ann and\nChen, Bo and others", ["Ann Lee", "Bo Chen"]),
        ("Garc{\\'\\i}a M{\\'a}rquez, Gabriel Jos{\\'e} and Lee, Ann", ["Gabriel José García Márquez", "Ann Lee"]),
        ("Sammy Davis, Jr., Ann Lee", ["Sammy Davis Jr.", "Ann Lee"]),
        ("Davis, Jr., Sammy and Lee, Ann", ["Sammy Davis Jr.", "Ann Lee"]),
        ("Jo{\\~a}o Silva and {Barnes and Noble}", ["João Silva", "{Barnes and Noble}"]),
        ("Plato, Aristotle, Kant", ["Plato", "Aristotle", "Kant"]),
        ("Lovelace, Ada", ["Ada Lovelace"]),
        ("Yi-Fan Zhang†, Ann Lee*1,2, Bo Chen (MIT)", ["Yi-Fan Zhang", "Ann Lee", "Bo Chen"]),
    ],
)  # fmt: skip
def test_a_list_of_names_becomes(text: str, names: list[str]) -> None:
    assert list(clean_names((text,)).names) == names


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Shuhan Song§", "Shuhan Song"),
        ("Linxi \"Jim\" Fan", "Linxi \"Jim\" Fan"),
        ("Muhammad~Fermi Pasha", "Muhammad Fermi Pasha"),
        ("Mario Ocampo--Pineda", "Mario Ocampo-Pineda"),
        ("Wei Zhang (张伟)", "Wei Zhang (张伟)"),
        ("Xiaodong (Mike) Shi (MIT (CSAIL))*", "Xiaodong (Mike) Shi"),
        ("Rahman, Md", "Md Rahman"),
        ("D'Inca, Moreno", "Moreno D'Inca"),
        ("Team 01.AI", "Team 01.AI"),
        (":", ""),
    ],
)  # fmt: skip
def test_a_name_becomes(name: str, clean: str) -> None:
    assert clean_names((name, "Ann Lee")).names == tuple(filter(None, (clean, "Ann Lee")))


def test_each_of_several_names_is_one_name() -> None:
    assert clean_names(("Ann and Bo", "Ciara Daly")).names == ("Ann and Bo", "Ciara Daly")


def test_a_name_that_is_whole_is_cleaned_but_neither_parted_nor_turned() -> None:
    whole = frozenset({"Barnes and Noble,  Inc.*"})
    assert clean_names(("Barnes and Noble,  Inc.*",), whole).names == ("Barnes and Noble, Inc.",)
    assert clean_names(("Lee, Ann", *whole), whole).names == ("Ann Lee", "Barnes and Noble, Inc.")


def test_three_thousand_names_are_split_and_cleaned() -> None:
    names = [f"Author{'x' * (number % 7)} N{'y' * (number // 1000)}" for number in range(3303)]
    assert split_names(", ".join(names)) == tuple(names)
    assert split_names(" and ".join(names)) == tuple(names)
    assert clean_names(tuple(f"{name}*" for name in names)).names == tuple(names)


# A step for each pair of characters would be 10^10: hours.
LONG = 200_000
ADVERSARIES = [
    *("\\", "{", "}", "$", "`", "'", "~", "-", "\n", " ", "\t", "\n ", "\\$", "\\(", "\\[", "$x", "a$", "{\\em "),
    *("x\\emph{", "\\href{", "\\href{a}{", "\\cite{", "\\cite[", "\\cite{}", "\\textcolor[", "\\color{", "\\footnote{"),
    *("``", "`a", "https://", "\\_", "\\'", "\\'{", "1times", "1 times ", "sim1", "\\\\", "(\\cite{a})", "\\url{"),
    *("$\\$", "{{\\bf", "{\\"),
]  # fmt: skip


@pytest.mark.parametrize("piece", ADVERSARIES)
def test_a_long_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (LONG // len(piece))
    clean = clean_text(f"a{text}b")
    assert len(clean.text) <= len(text) + 2


def test_a_formula_of_one_long_word_takes_linear_time() -> None:
    text = f"${'a' * LONG}$ and {'$' * 1000}{'b' * LONG}"
    assert clean_text(f"{text}\\%").rules == ("escapes",)


def test_long_nests_and_closed_groups_take_linear_time() -> None:
    depth = 50_000
    assert clean_text("\\emph{x" * depth + "}" * depth).text == "x" * depth
    assert clean_text("{" * depth + "\\%" + "}" * depth).text == "{" * depth + "%" + "}" * depth


@pytest.mark.parametrize("name", ["arxiv-2025-spring", "hf-daily-2024"])
def test_real_papers_stay_clean_and_lose_no_emphasis_on_the_way(name: str) -> None:
    path = SHARED / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"the shared data {path.name} is not here")
    counts: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            for text in (row["title"], row["abstract"]):
                clean = clean_text(text)
                counts.update(clean.rules)
                if set(clean.rules) - {"white-space"}:
                    again = clean_text(clean.text)
                    assert (again.text, again.rules) == (clean.text, ())
                    markdown = from_plain(clean.text, clean.marks)
                    assert to_plain(markdown) == clean.text
                    assert not clean.marks or markdown != from_plain(clean.text)
            names = clean_names(tuple(row["authors"]))
            assert clean_names(names.names) == CleanNames(names.names, ())
            assert len(names.names) >= len(row["authors"]) - 1
    assert set(counts) <= {rule.name for rule in RULES}
    assert min(counts["dashes"], counts["escapes"], counts["styles"], counts["quotes"]) > 5
