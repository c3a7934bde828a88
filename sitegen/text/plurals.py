"""English plurals, for comparing alone: what comes of a word need not be one."""

from functools import lru_cache

_SHORTEST = 4


# Texts have the same words again and again: a third of the time that related papers take. Some 10 MB.
@lru_cache(maxsize=1 << 16)
def singular(term: str) -> str:
    """A term in small letters, its last word without the sign of an English plural: 'policies' → 'policy'.

    Crude on purpose: 'bias' → 'bia' does no harm where both sides go the same way. Few words in -ss, -us and -is are
    plurals, so these stay.
    """
    if not term.endswith("s") or len(term) < _SHORTEST or term.endswith(("ss", "us", "is")):
        return term
    return f"{term[:-3]}y" if term.endswith("ies") and len(term) > _SHORTEST else term[:-1]
