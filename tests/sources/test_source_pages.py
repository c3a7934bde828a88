"""The example on a source's reference page is read as the page says."""

import datetime as dt
import re

import pytest

from sitegen.sources.formats import READERS
from tests.harness import ROOT


@pytest.mark.parametrize("name", sorted(READERS))
def test_the_example_of_a_reference_page_is_one_paper(name: str) -> None:
    text = (ROOT / f"docs/reference/sources/{name}.md").read_text(encoding="utf-8")
    example = re.search(r"```\w+\n(.*?)```", text, re.DOTALL)
    assert example
    harvest = READERS[name](example[1].encode(), name, dt.date(2026, 9, 2))
    assert (len(harvest.records), harvest.rejected) == (1, ())
