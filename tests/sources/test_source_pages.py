"""The example on a source's reference page is read as the page says."""

import datetime as dt
import re
from pathlib import Path

import pytest

from sitegen.sources.formats import READERS
from tests.harness import ROOT

PAGES = sorted((ROOT / "docs/reference/sources").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_example_of_a_reference_page_is_one_paper(page: Path) -> None:
    example = re.search(r"```\w+\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    harvest = READERS[page.stem](example[1].encode(), page.name, dt.date(2026, 9, 24))
    assert (len(harvest.records), harvest.rejected) == (1, ())
