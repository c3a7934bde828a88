"""Fixtures that tests of whole sites share."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.harness import SiteTest

settings.register_profile("project", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("project")


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest(tmp_path)


@pytest.fixture
def plain_site(site: SiteTest) -> SiteTest:
    """A site without a search index: quick to build."""
    return site.without_search()
