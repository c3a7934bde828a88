"""A site that has every kind of page: a day of papers with all that a paper can have, gaps, notes, and older years."""

import random
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from audit.kinds import largest_pages
from tests.build.worlds import day_line, days_path
from tests.harness import ROOT, SiteTest

# The first of them have each its peculiarity: many authors, another script, a long word, a withdrawal.
FEW = 12
# As the abstracts of a digest of 2,202 papers are, on average.
_ABSTRACT_LENGTH = 1_300
# In the line, too wide for one on a phone, on a line for itself, and one that is not drawn.
FORMULAS = r"""Let $x_i \in \mathbb{R}^d$ with $a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} = b$.

$$\mathcal{L}(\theta) = -\mathbb{E}_{(x, y) \sim \mathcal{D}}
\left[ \log p_\theta(y \mid x) \right] + \lambda \|\theta\|_2^2$$

Here $\projectname$ is a name. """
_LINKS = "{{abs: https://arxiv.org/abs/{id}, pdf: https://arxiv.org/pdf/{id}, code: https://github.com/example/{id}}}"
_SEARCHES = """\
feeds:
  - {name: Scaling or not, words: [law, "a long phrase that nobody will ever write in an abstract*"], topics: [scaling]}
  - {name: Ada, authors: [Ada Lovelace]}
"""
_SAID = (("2025-09-01", "complete", 0), ("2025-09-02", "complete", 1), ("2025-09-04", "pending", 0))


class EveryKind(NamedTuple):
    """address: where the site is served. pages: the largest page of each kind, below the address, by kind."""

    address: str
    pages: Mapping[str, str]
    folder: Path


def write(folder: Path, paper_count: int = FEW) -> SiteTest:
    """paper_count: how many papers the largest day has."""
    site = SiteTest(folder)
    for name in ("site.yaml", "topics.yaml"):
        shutil.copy(ROOT / name, folder)
    settings = (folder / "site.yaml").read_text(encoding="utf-8")
    site.write("site.yaml", settings + _SEARCHES)
    shutil.copytree(ROOT / "content/pages", folder / "content/pages")
    site.write("content/2025/09/03/_day.md", "A day with *everything*: see [the archive](/archive/).\n")
    site.write(days_path("2025-09"), "".join(day_line(day, state, papers) for day, state, papers in _SAID))
    words = _words()
    # Not for secrets: the same papers in every run.
    chance = random.Random(1)
    for number in range(paper_count):
        _paper(site, number, words, chance)
    for place in ("2024/12/30/a", "2024/12/31/b", "2025/08/29/c", "2025/01/06/d", "2025/09/02/e"):
        site.entry(place, authors="[Ada Lovelace, Alan Turing]", topics="[scaling]")
    return site


def _paper(site: SiteTest, number: int, words: tuple[str, ...], chance: random.Random) -> None:
    """Words at random pack worse than sentences do, so what is within a budget here is so with real papers."""
    names = [f"{chance.choice(words).title()} {chance.choice(words).title()}" for _ in range(3 + number % 9)]
    fields = {
        "title": " ".join(chance.choices(words, k=9)).capitalize(),
        "authors": f"[Ada Lovelace, {', '.join(names)}, Alan Turing]",
        "topics": f"[{('scaling', 'evaluation', 'reasoning')[number % 3]}]",
        "arxiv_id": f'"2509.{number:05}"',
        "votes": str(number * 3),
        "links": _LINKS.format(id=f"2509.{number:05}"),
        "categories": "[cs.CL, cs.AI]",
        "keywords": "[alignment, reward models]",
        "listed_on": "[2025-09-02]" if number == 5 else "",
        "venue": "NeurIPS 2025" if number % 5 == 0 else "",
        "summary": " ".join(chance.choices(words, k=15)).capitalize() + "." if number % 2 else "",
        "status": "withdrawn" if number == 7 else "",
    }
    if number == 8:
        fields |= {"title": "نماذج اللغة الكبيرة والاستدلال", "lang": "ar", "authors": "[أحمد علي, Ada Lovelace]"}
    if number == 9:
        fields |= {"authors": f"[{', '.join(f'Author Number{each}' for each in range(300))}]"}
    if number == 10:
        fields |= {"title": "L" + "o" * 90 + "ng"}
    body = ""
    if number == 11:
        fields |= {
            "title": "'Attention in $O(n \\log n)$ for Echo$^3$Nets'",
            "summary": r"It needs $\tilde{O}(\sqrt{n})$ words.",
        }
        body = FORMULAS
    while len(body) < _ABSTRACT_LENGTH:
        body += " ".join(chance.choices(words, k=20)).capitalize() + ". "
    site.entry(f"2025/09/03/p{number:02}", body, **{name: value for name, value in fields.items() if value})


def _words() -> tuple[str, ...]:
    """The words of the seeds' abstracts, each as often as it stands there."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "content/2025/09/02").glob("[a-z]*.md")))
    return tuple(word for text in texts for word in re.findall(r"\b[a-z]{2,}\b", text.partition("\n---\n")[2]))


def pages_of(site: SiteTest) -> Mapping[str, str]:
    return largest_pages(site.folder / "public")
