"""Why a formula is not drawn, and the limits of what is."""

SOURCE_LIMIT = 2_000
"""Characters of a formula. The longest of 1,622 in real abstracts has 150."""
TEX_LIMIT = 20_000
"""Characters of a formula when its macros are written out."""
DEPTH_LIMIT = 30
"""Groups inside of groups. Python stops at 1,000 calls; latex2mathml makes up to four for each group."""
ELEMENT_LIMIT = 2_000
"""Elements of MathML, about 50 KB."""


class UndrawableError(Exception):
    """A formula that cannot be drawn for sure as TeX would. The text says why, for the one who counts."""
