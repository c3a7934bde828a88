"""Plain text as pages use it: the first sentence, a text cut to a length. Knows no markup."""

import re

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[$]?[A-Z0-9])")
# A full stop after these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|al|Fig|Figs|Eq|Eqs|Sec|Tab|No|resp|approx|Dr|Prof|St|Jr|w\.r\.t)|\b[A-Z])\.$"
)
_SHORTEST_SENTENCE = 25


def first_sentence(text: str) -> str:
    """The first sentence of a text of one or more paragraphs; the whole first paragraph when it has just one."""
    paragraph = text.split("\n\n", 1)[0]
    for match in _SENTENCE_END.finditer(paragraph):
        sentence = " ".join(paragraph[: match.end()].split())
        # The end alone can be an abbreviation; to look for one from the start takes 6 of 10 µs.
        if len(sentence) >= _SHORTEST_SENTENCE and not _ABBREVIATION.search(sentence, len(sentence) - 12):
            return sentence
    return " ".join(paragraph.split())


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters on one line, cut between words and closed by '…'."""
    # The beginning of a long text tells; to fold the white space of a whole abstract takes 14 µs.
    line = " ".join(text[: 2 * limit].split())
    if len(line) <= limit:
        line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return f"{cut.rsplit(' ', 1)[0] or cut}…"
