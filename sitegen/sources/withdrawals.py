"""How texts say that a paper was withdrawn. arXiv has no flag for it."""

import re

from sitegen.text.characters import on_one_line

_PAPER = r"(?:paper|article|submission|manuscript|preprint|work|note|version|draft)"
_IS = r"(?:has been|have been|is|was|is being)"
# "Withdrawn from ICLR 2024" speaks of a conference; the paper still stands.
_WITHDRAWN = r"(?:temporarily )?withdrawn\b(?! from (?!(?:the )?arxiv))"
_IN_COMMENT = re.compile(
    rf"^\W{{0,3}}{_WITHDRAWN}|\b(?:{_PAPER}|it|this)(?: {_IS})? {_WITHDRAWN}"
    rf"|\b(?:authors?|i|we) (?:has |have )?(?:withdrawn|withdrew) (?:this|the) {_PAPER}\b"
    r"|\bwithdrawn by (?:the )?(?:authors?|arxiv)\b",
    re.IGNORECASE,
)
# "Withdrawn drugs are rarely studied" begins an abstract that stands.
_AT_START_OF_ABSTRACT = re.compile(
    rf"\W{{0,3}}(?:th(?:is|e present) (?:\w+ ){{0,2}}{_PAPER} {_IS} {_WITHDRAWN}"
    rf"|(?:the )?(?:authors?|i|we) (?:has |have )?(?:withdrawn|withdrew|withdraw) (?:this|the) {_PAPER}\b"
    rf"|(?:{_PAPER} )?withdrawn(?: by (?:the )?(?:authors?|arxiv)\b| (?:due to|because)\b|\W*\Z))",
    re.IGNORECASE,
)
# The notices of arXiv's administrators, the longest there are, have some 300 characters; abstracts have 1,000 and more.
_LONGEST_NOTICE = 500


def withdrawal_told(comment: str, abstract: str) -> str:
    """Why a paper was withdrawn, as the authors' comment says it, or an abstract that begins so; '' if neither does."""
    if _IN_COMMENT.search(comment):
        return comment
    return on_one_line(abstract) if _AT_START_OF_ABSTRACT.match(abstract) else ""


def is_notice(abstract: str) -> bool:
    """True if an abstract says that the paper was withdrawn, and hardly anything else."""
    return len(abstract) <= _LONGEST_NOTICE and bool(_AT_START_OF_ABSTRACT.match(abstract))
