"""The rules by name, each with a real example: the tests read them, and so does the documentation."""

from typing import Literal

import msgspec

RuleName = Literal[
    "white-space",
    "styles",
    "links",
    "citations",
    "footnotes",
    "escapes",
    "ties",
    "accents",
    "symbols",
    "quotes",
    "dashes",
    "formulas",
    "text-formulas",
    "lost-times",
    "lost-sim",
    "author-lists",
    "name-order",
    "name-marks",
]


class Rule(msgspec.Struct, frozen=True):
    """What a rule does. before, after: a real example; after is the Markdown that an abstract would get."""

    name: RuleName
    what: str
    before: str
    after: str


WHITE_SPACE: RuleName = "white-space"

TEXT_RULES = (
    Rule(
        "white-space",
        "Hard wraps and runs of white space become one space; a blank line stays the end of a paragraph.",
        "Multimodal\n  Models",
        "Multimodal Models",
    ),
    Rule(
        "styles",
        "`\\emph`, `\\textit` and `{\\em …}` become emphasis, `\\textbf` and `{\\bf …}` strong emphasis; of "
        "`\\texttt`, `\\textsc`, `\\underline`, `\\textcolor` and the like the text stays. Titles keep the text alone.",
        "susceptible to {\\em backdoor attacks} involving \\texttt{DRA-Ctrl}",
        "susceptible to *backdoor attacks* involving DRA-Ctrl",
    ),
    Rule(
        "links",
        "`\\href{…}{…}` and `\\url{…}` become a link, to the web or a mailbox; with any other address the text stays. "
        "Text and address may have been exchanged.",
        "available at \\href{https://github.com/Vinh-AI/A3Net}{GitHub}.",
        "available at [GitHub](https://github.com/Vinh-AI/A3Net).",
    ),
    Rule(
        "citations",
        "`\\cite`, `\\ref`, `\\label` and their kin go, with the space and the brackets around them; `\\citet` becomes "
        "its key.",
        "the OpenOOD benchmark~\\cite{yang2022openood}. Our",
        "the OpenOOD benchmark. Our",
    ),
    Rule(
        "footnotes",
        "`\\footnote{…}` becomes a remark in parentheses.",
        "ready-to-use code\\footnote{https://github.com/Nexround/LoKI}.",
        "ready-to-use code (https://github.com/Nexround/LoKI).",
    ),
    Rule(
        "escapes",
        "`\\%`, `\\&`, `\\$`, `\\_`, `\\#`, `\\{`, `\\}` lose the backslash; a dollar only where no formula begins so.",
        "59.4K H100 GPU hours (\\$148K), 20.43\\% less",
        "59.4K H100 GPU hours (\\$148K), 20.43% less",
    ),
    Rule(
        "ties",
        "`~` after a word becomes a space; before an amount, and in addresses and ranges, it stays.",
        "a Trajectory Extractor~(TE), which needs ~9 visual tokens",
        "a Trajectory Extractor (TE), which needs ~9 visual tokens",
    ),
    Rule(
        "accents",
        "Accents become letters.",
        "B\\'ezier, Schr\\\"odinger, Bj{\\o}ntegaard",
        "Bézier, Schrödinger, Bjøntegaard",
    ),
    Rule(
        "symbols",
        "`\\ldots`, `\\LaTeX`, `\\pm`, `{\\mu}`, `\\eg` and others become what they print; unknown macros stay.",
        "360{\\deg} rotation (\\eg, down to 5 {\\mu}m)",
        "360° rotation (e.g., down to 5 μm)",
    ),
    Rule(
        "quotes",
        "TeX's quotes become “ ” and ‘ ’, also where the writer took '' for the first or \" for the last.",
        "exemplifying the ``emergent abilities'' of a `long reader'",
        "exemplifying the “emergent abilities” of a ‘long reader’",
    ),
    Rule(
        "dashes",
        "`--` becomes –, `---` becomes —; not in addresses and in options of commands.",
        "40--53% of our top candidates -- both openly available",
        "40–53% of our top candidates – both openly available",
    ),
    Rule(
        "formulas",
        "`\\(…\\)` becomes `$…$` and `\\[…\\]` becomes `$$…$$`, if that is a formula here.",
        "reduces the time complexity to \\( O(n^2) \\)",
        "reduces the time complexity to $O(n^2)$",
    ),
    Rule(
        "text-formulas",
        "A formula of nothing but text, in `\\textbf`, `\\text` or `\\href`, loses its dollars.",
        "propose an $\\textbf{A}$daptive $\\textbf{D}$ata $\\textbf{R}$efinement Framework ($\\textbf{ADR}$)",
        "propose an **A**daptive **D**ata **R**efinement Framework (**ADR**)",
    ),
    Rule(
        "lost-times",
        "`times` becomes × right after a number, and between two numbers: a page lost the backslash of `\\times`.",
        "ImageNet 64times 64, a 3.5times and 4times improvement; 10 times faster",
        "ImageNet 64×64, a 3.5× and 4× improvement; 10 times faster",
    ),
    Rule(
        "lost-sim",
        "`sim` becomes ∼ right before a number: a page lost the backslash of `\\sim`.",
        "smaller scale (sim7B) models with sim2real transfer",
        "smaller scale (∼7B) models with sim2real transfer",
    ),
)

NAME_RULES = (
    Rule(
        "author-lists",
        "One name that holds a list of names becomes the list.",
        "Ann Lee, Bo Chen and Ciara Daly",
        "Ann Lee · Bo Chen · Ciara Daly",
    ),
    Rule(
        "name-order",
        "`Last, First` becomes `First Last`; the comma before `Jr.` goes.",
        "Davis, Jr., Sammy",
        "Sammy Davis Jr.",
    ),
    Rule(
        "name-marks",
        "Marks of footnotes and affiliations go; what has no letter is no name.",
        "Shuhan Song§ (MIT)",
        "Shuhan Song",
    ),
)

RULES = (*TEXT_RULES, *NAME_RULES)
