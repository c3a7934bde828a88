"""Real abstracts → the texts of an archive: each as it is first, later ones spliced of two, sentence by sentence.

The kit makes its papers of 26 abstracts, with words made up between them, so its pairs share ten times as many rare
words as real ones; what compares papers with papers is measured with words as frequent as they are.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from bench.neighbours import Paper

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)
# Of no factor in common with a number of papers that anybody has; how far apart the two halves of a text are.
_STRIDE = 7919


class Spliced:
    """Gives the papers of a folder real texts, one after another. papers: whose texts these are."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._papers = papers
        self._seen: set[Path] = set()

    def spell(self, content: Path) -> None:
        """Gives every paper that is new in the folder its text."""
        for path in sorted(content.glob("2*/*/*/*.md")):
            if path not in self._seen:
                title, abstract = self._text(len(self._seen))
                head, _, _ = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
                # JSON is YAML.
                head = _TITLE.sub(lambda _, title=title: f"title: {json.dumps(title)}", head)  # type: ignore[misc]
                path.write_text(f"---\n{head}\n---\n\n{abstract}\n", "utf-8")
                self._seen.add(path)

    def _text(self, number: int) -> tuple[str, str]:
        lap, place = divmod(number, len(self._papers))
        first, second = self._papers[place], self._papers[(place * _STRIDE + lap * _STRIDE) % len(self._papers)]
        if not lap:
            return first.title, first.abstract
        one, other = (_SENTENCE_END.split(" ".join(paper.abstract.split())) for paper in (first, second))
        ours = [sentence for n, sentence in enumerate(one) if (n + lap) % 2 == 0]
        theirs = [sentence for n, sentence in enumerate(other) if (n + lap) % 2]
        return (first if lap % 2 else second).title, " ".join([*ours, *theirs])
