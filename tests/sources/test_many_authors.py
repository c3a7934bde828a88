"""The longest author list of 74,728 papers has 3,303 names: every format that can tell it gives each of them."""

import datetime as dt
import json

import pytest

from sitegen.sources.formats import READERS
from sitegen.text.hygiene import clean_names

DAY = dt.date(2025, 9, 2)
NAMES = tuple(f"Given{number % 61} Middle{number % 7}. Family{number}" for number in range(3303))
ITEM = (
    "<item><title>A</title><link>https://arxiv.org/abs/2509.00003</link><description>B</description>"
    f"<dc:creator>{', '.join(NAMES)}</dc:creator></item>"
)
ENTRY = (
    "<entry><id>http://arxiv.org/abs/2509.00003v1</id><title>A</title><summary>B</summary><published>2025-09-02</published>"
    f"{''.join(f'<author><name>{name}</name></author>' for name in NAMES)}</entry>"
)
ANTHOLOGY = "".join(
    f"<author><first>{' '.join(name.split()[:2])}</first><last>{name.split()[2]}</last></author>" for name in NAMES
)
AUTHORS = [{"name": name} for name in NAMES]
PAPER = {"title": "A", "abstract": "B"}
AUTHORSHIPS = [{"author": {"display_name": name}} for name in NAMES]
JOINED = " and\n      ".join(NAMES)
CREATOR = '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
FILES = {
    "acl-anthology": (
        "<collection id='x'><volume><paper><title>A</title>"
        f"{ANTHOLOGY}<abstract>B</abstract></paper></volume></collection>"
    ),
    "arxiv-api": f'<feed xmlns="http://www.w3.org/2005/Atom">{ENTRY}</feed>',
    "arxiv-feed": f"{CREATOR}{ITEM}</channel></rss>",
    "bibtex": f"@misc{{x, title = {{A}}, abstract = {{B}}, author = {{{JOINED}}}}}",
    "csv": f'title,abstract,authors\nA,B,"{", ".join(NAMES)}"\n',
    "feed": f"{CREATOR}{ITEM}</channel></rss>",
    "huggingface": json.dumps([{"paper": {"id": "2509.00003", "title": "A", "summary": "B", "authors": AUTHORS}}]),
    "json": json.dumps({**PAPER, "authors": JOINED}),
    "openalex": json.dumps({"title": "A", "abstract_inverted_index": {"B": [0]}, "authorships": AUTHORSHIPS}),
    "semantic-scholar": json.dumps({**PAPER, "authors": AUTHORS}),
    "sitegen": json.dumps(
        {
            "sitegen": 1,
            "key": "a",
            "path": "content/2025/09/02/a.md",
            "title": "A",
            "date": "2025-09-02",
            "authors": NAMES,
            "body": "B",
        }
    ),
}


def test_every_format_that_knows_authors_is_among_them() -> None:
    assert sorted(FILES) == sorted(READERS.keys() - {"capture"})


@pytest.mark.parametrize("name", sorted(FILES))
def test_all_names_are_read_in_their_order(name: str) -> None:
    (record,) = READERS[name](FILES[name].encode(), "file", DAY).records
    assert record.authors == NAMES
    assert clean_names(record.authors).names == NAMES
