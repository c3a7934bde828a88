"""A Markdown file = front matter + body. Knows where one ends and the other begins, not what the fields mean."""

import msgspec

from sitegen.fields.common import common_mapping
from sitegen.fields.nodes import Mapping, parse_past_repeats
from sitegen.problems import Location, Problem, SiteError, raise_if

FENCE = "---"
FIRST_LINE = 2


class Document(msgspec.Struct, frozen=True):
    """A file taken apart. Its YAML begins at offset `yaml_start` of `text` (line 2), the body at `body_start`.

    repeats: a problem for each name that stands a second time; `mapping` has the first.
    """

    path: str
    text: str
    yaml_start: int
    body_start: int
    mapping: Mapping
    repeats: tuple[Problem, ...] = ()

    @property
    def body(self) -> str:
        return self.text[self.body_start :]


def has_front_matter(text: str) -> bool:
    return text.split("\n", 1)[0].rstrip() == FENCE


def take_apart(text: str, path: str) -> Document:
    """The file's front matter and body.

    Raises SiteError if there is no front matter, it is not closed, not YAML, or has a name twice.
    """
    document = take_apart_past_repeats(text, path)
    raise_if(document.repeats)
    return document


def take_apart_past_repeats(text: str, path: str) -> Document:
    """As `take_apart`, but names that stand twice are left to the reader, to report with all else that is wrong."""
    if not has_front_matter(text):
        what = (
            "no front matter (expected a first line '---')"
            if text.strip()
            else "an empty file (expected front matter and an abstract)"
        )
        raise SiteError(
            [Problem(Location(path, 1, 1), what, "begin with '---', 'title: …', 'date: YYYY-MM-DD', '---'")]
        )
    yaml_start = text.index("\n") + 1 if "\n" in text else len(text)
    fence_start = text.find(f"\n{FENCE}", yaml_start - 1) + 1
    while fence_start:
        line_end = text.find("\n", fence_start)
        next_start = len(text) if line_end < 0 else line_end + 1
        if text[fence_start:next_start].rstrip() == FENCE:
            yaml = text[yaml_start:fence_start]
            common = common_mapping(yaml)
            mapping, repeats = (common, ()) if common else parse_past_repeats(yaml, path, FIRST_LINE)
            return Document(path, text, yaml_start, next_start, mapping, repeats)
        fence_start = text.find(f"\n{FENCE}", fence_start) + 1
    raise SiteError(
        [
            Problem(
                Location(path, 1, 1),
                "front matter that is not closed (expected a second line '---')",
                "put '---' on a line of its own between the fields and the abstract",
            )
        ]
    )
