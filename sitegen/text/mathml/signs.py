"""What each sign is to TeX: a relation, an operator, a fence or a letter. Tables alone."""

import unicodedata
from typing import Literal

Class = Literal["ord", "bin", "rel", "open", "close", "punct", "large", "bar", "prime", "accent"]

APPLY = "\u2061"
"""Stands unseen between a function and what it is applied to."""

_BINARY = frozenset("+-−±∓×÷·⋅∗*∘•⊕⊖⊗⊘⊙⊛⊚⊞⊟⊠⊡∪∩∨∧⋆∖⧵⊔⊓⊎⨿◦†‡⋄∔≀⋉⋊⋋⋌⊺⊻⊼⋏⋎⋒⋓")
_OPEN = frozenset("([{⟨⌊⌈⟦⟮")
_CLOSE = frozenset(")]}⟩⌋⌉⟧⟯!")
_LARGE = frozenset("∏∐∑∫∬∭∮∯∰∱∲∳⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆⨌")
# In the block of operators, but letters to TeX.
_LETTERS = frozenset("∀∁∂∃∄∅∆∇∎∞∟∠∡∢⊤⊥√∛∜⋮⋯⋰⋱")
_RELATIONS = frozenset("=<>:∣∥⟂⫫⌢⌣≔")
_ARROWS = ((0x2190, 0x21FF), (0x27F0, 0x27FF), (0x2900, 0x297F))
_OPERATORS = ((0x2200, 0x22FF), (0x2A7D, 0x2AFF))


def class_of(sign: str) -> Class:
    """The class of a single character."""
    for name, signs in _TABLES:
        if sign in signs:
            return name
    code = ord(sign)
    if any(first <= code <= last for first, last in (*_ARROWS, *_OPERATORS)):
        return "rel"
    return "bin" if unicodedata.category(sign) == "Sm" and 0x2A00 <= code <= 0x2A7C else "ord"


_TABLES: tuple[tuple[Class, frozenset[str]], ...] = (
    ("ord", _LETTERS),
    ("bin", _BINARY),
    ("open", _OPEN),
    ("close", _CLOSE),
    ("large", _LARGE),
    ("rel", _RELATIONS),
    ("punct", frozenset(",;")),
    ("bar", frozenset("|‖/")),
    ("prime", frozenset("′″‴⁗")),
)

DRAWN = {"-": "−", "*": "∗", "―": "¯"}
"""Signs that TeX draws as others."""
