"""The commands that formulas may use. Tables alone: what stands in none of them is not drawn."""

from collections.abc import Mapping


def _each(names: str) -> frozenset[str]:
    return frozenset(names.split())


MACROS: Mapping[str, str] = {
    # Fonts that latex2mathml calls something else, or draws otherwise than TeX.
    "Bbb": r"\mathbb{#1}",
    "bold": r"\mathbf{#1}",
    "mathbbm": r"\mathbb{#1}",
    "mathds": r"\mathbb{#1}",
    "mathbfit": r"\boldsymbol{#1}",
    "mathnormal": "{#1}",
    "pmb": r"\boldsymbol{#1}",
    "underbar": r"\underline{#1}",
    # Colours, boxes and classes of atoms say nothing that a reader misses; a link leads nowhere from inside a formula.
    "color": "",
    "textcolor": "{#2}",
    "href": "#2",
    "ensuremath": "{#1}",
    "mathbin": "{#1}",
    "mathclose": "{#1}",
    "mathinner": "{#1}",
    "mathop": r"\operatorname*{#1}",
    "mathopen": "{#1}",
    "mathord": "{#1}",
    "mathpunct": "{#1}",
    "mathrel": "{#1}",
    "smash": "{#1}",
    "hspace": r"\;",
    "label": "",
    "tag": r"\qquad\text{(#1)}",
    # What only moves things, or ends a name.
    **dict.fromkeys(("allowbreak", "mathstrut", "nonumber", "notag", "nobreak", "relax", "strut", "xspace"), ""),
    # Packages that everyone uses: amsmath, nicefrac, physics, siunitx, texvc (the five sets of numbers).
    "abs": r"\left|#1\right|",
    "boxed": "{#1}",
    "bmod": r"\;\text{mod}\;",
    "bra": r"\left\langle #1\right|",
    "braket": r"\left\langle #1\right\rangle",
    "ket": r"\left|#1\right\rangle",
    "mod": r"\;\;\text{mod}\;#1",
    "nicefrac": "{#1}/{#2}",
    "norm": r"\left\|#1\right\|",
    "num": "#1",
    "pmod": r"\;(\text{mod}\;#1)",
    "pod": r"\;(#1)",
    "sb": "_{#1}",
    "sfrac": "{#1}/{#2}",
    "sp": "^{#1}",
    "textsubscript": r"_{\text{#1}}",
    "textsuperscript": r"^{\text{#1}}",
    "C": r"\mathbb{C}",
    "N": r"\mathbb{N}",
    "Q": r"\mathbb{Q}",
    "R": r"\mathbb{R}",
    "Z": r"\mathbb{Z}",
    # Other names for signs that are known.
    "bigstar": r"\star",
    "dag": r"\dagger",
    "ddag": r"\ddagger",
    "eps": r"\epsilon",
    "textasciitilde": r"\sim",
    "textbackslash": r"\backslash",
    "textgreater": ">",
    "textless": "<",
    "textpm": r"\pm",
    "texttimes": r"\times",
}
"""TeX in place of a command; `#1` stands for its first argument, and so on."""

SWALLOWED = _each("color hspace label")
"""Macros that take an argument and do not show it."""

SIGNS: Mapping[str, str] = {
    " ": "\u00a0",
    "space": "\u00a0",
    "nobreakspace": "\u00a0",
    "%": "%",
    "#": "#",
    "$": "$",
    "&": "&",
    "_": "_",
    "P": "¶",
    "S": "§",
    "copyright": "©",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "textdegree": "°",
    "textmu": "µ",
    "textregistered": "®",
    "texttrademark": "™",
    "xmark": "✗",
}
"""Commands that print a sign or a word."""

FUNCTIONS: Mapping[str, str] = {
    **{
        name: name
        for name in _each(
            """arccos arcctg arg arcsin arctan arctg ch cos cosec cosh cot cotg coth csc ctg cth deg dim exp hom ker lg
            ln log sec sh sin sinh tan tanh tg th Pr det gcd inf lim max min sup
            Cov KL Tr Var diag erf poly polylog rank sgn sigmoid sign softmax tr"""
        )
    },
    "argmax": "arg max",
    "argmin": "arg min",
    "injlim": "inj lim",
    "liminf": "lim inf",
    "limsup": "lim sup",
    "projlim": "proj lim",
}
"""Names that are set upright, with the spaces of an operator."""

WITH_LIMITS = _each(
    """mathop Pr argmax argmin det gcd inf injlim lim liminf limsup max min projlim sup
    bigcap bigcup bigodot bigoplus bigotimes bigsqcup biguplus bigvee bigwedge coprod prod sum"""
)
"""What has its indices above and below where a formula has a line for itself."""

TEXTS: Mapping[str, str] = {
    "emph": "textit",
    "hbox": "textnormal",
    "mbox": "textnormal",
    "text": "textnormal",
    "textbf": "textbf",
    "textit": "textit",
    "textmd": "textnormal",
    "textnormal": "textnormal",
    "textrm": "textnormal",
    "textsc": "textnormal",
    "textsf": "textsf",
    "textsl": "textit",
    "texttt": "texttt",
    "textup": "textnormal",
    "url": "texttt",
}
"""Commands whose argument is text, and latex2mathml's for it."""

SWITCHES: Mapping[str, str] = {
    "bf": "mathbf",
    "bfseries": "mathbf",
    "boldmath": "boldsymbol",
    "cal": "mathcal",
    "em": "mathit",
    "frak": "mathfrak",
    "it": "mathit",
    "rm": "mathrm",
    "scr": "mathscr",
    "sf": "mathsf",
    "tt": "mathtt",
    **dict.fromkeys(("large", "Large", "LARGE", "huge", "Huge", "normalsize", "small", "footnotesize", "tiny"), ""),
}
"""Commands that set the rest of their group, and the command that sets an argument so; sizes set nothing."""

ONE_ARGUMENT = _each(
    """acute bar breve check dot ddot dddot grave hat mathring overbrace overleftarrow overleftrightarrow overline
    overrightarrow tilde underbrace underleftarrow underline underrightarrow vec widecheck widehat widetilde
    bm boldsymbol mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt phantom sqrt
    xleftarrow xleftrightarrow xmapsto xrightarrow xLeftarrow xRightarrow"""
)
TWO_ARGUMENTS = _each("binom cfrac dbinom dfrac frac overset stackrel tbinom tfrac underset")
"""Commands of latex2mathml that are drawn as TeX draws them, by their number of arguments."""

BARE = _each(
    """displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits over choose atop
    quad qquad enspace thinspace thickspace"""
)
"""Commands of latex2mathml that go without an argument and print no sign."""

SIZES = _each(" ".join(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r")))
"""Commands that take a delimiter."""

DELIMITERS = _each(
    r"""( ) [ ] | / . < > \{ \} \| \lbrace \rbrace \lbrack \rbrack \langle \rangle \vert \Vert \lvert \rvert
    \lVert \rVert \lceil \rceil \lfloor \rfloor \backslash \uparrow \downarrow \updownarrow \Uparrow \Downarrow"""
)

ENVIRONMENTS: Mapping[str, str] = {
    "align": "align*",
    "align*": "align*",
    "aligned": "align*",
    "array": "array",
    "bmatrix": "bmatrix",
    "Bmatrix": "Bmatrix",
    "cases": "cases",
    "dcases": "cases",
    "eqnarray": "align*",
    "eqnarray*": "align*",
    "equation": "",
    "equation*": "",
    "gather": "matrix",
    "gather*": "matrix",
    "gathered": "matrix",
    "matrix": "matrix",
    "pmatrix": "pmatrix",
    "smallmatrix": "smallmatrix",
    "split": "align*",
    "vmatrix": "vmatrix",
    "Vmatrix": "Vmatrix",
}
"""Environments, and latex2mathml's for each; one that is empty is left out."""

NEGATED: Mapping[str, str] = {
    "=": r"\neq",
    "<": r"\nless",
    ">": r"\ngtr",
    "|": r"\nmid",
    r"\equiv": r"\nequiv",
    r"\exists": r"\nexists",
    r"\in": r"\notin",
    r"\leq": r"\nleq",
    r"\le": r"\nleq",
    r"\geq": r"\ngeq",
    r"\ge": r"\ngeq",
    r"\mid": r"\nmid",
    r"\ni": r"\nni",
    r"\parallel": r"\nparallel",
    r"\sim": r"\nsim",
    r"\simeq": r"\nsimeq",
    r"\approx": r"\napprox",
    r"\cong": r"\ncong",
    r"\subset": r"\nsubset",
    r"\subseteq": r"\nsubseteq",
    r"\supset": r"\nsupset",
    r"\supseteq": r"\nsupseteq",
    r"\rightarrow": r"\nrightarrow",
    r"\to": r"\nrightarrow",
}
"""What `\\not` makes of the sign after it."""
