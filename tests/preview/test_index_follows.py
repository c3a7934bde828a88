"""The search index follows the pages, however the saves fall."""

import re
import time

import pytest

from tests.preview.conftest import Start
from tests.preview.harness import ENTRY, ENTRY_TEXT, Server, Site, until, write_site

INDEX = "/pagefind/bundles.json"


@pytest.fixture
def site(site: Site) -> Site:
    return write_site(site.folder, has_search=True)


def _indexed_count(server: Server) -> int:
    return len(re.findall(r"^search index: \d+ bundles? in", server.said, re.MULTILINE))


def _started(start: Start) -> tuple[Server, bytes]:
    """A preview whose first index is published, and its list of bundles, whose names tell their content."""
    server = start()
    until(lambda: server.ask(INDEX).code == 200 and b'"path"' in server.ask(INDEX).body, server)
    return server, server.ask(INDEX).body


def test_after_two_saves_of_one_entry_in_a_row_the_second_one_is_found(site: Site, start: Start) -> None:
    server, first = _started(start)
    site.replace(ENTRY, "whales", "dolphins")
    until(lambda: b"dolphins" in server.ask("/papers/first/").body, server)
    site.replace(ENTRY, "dolphins", "porpoises")
    until(lambda: server.ask(INDEX).body != first, server)
    assert "changed while the site was built" not in server.said
    site.replace(ENTRY, "porpoises", "whales")
    until(lambda: server.ask(INDEX).body == first, server)


@pytest.mark.parametrize("wait_s", [0.5, 0.55, 0.6])
def test_an_entry_that_is_saved_and_taken_back_while_its_bundle_is_made_stops_no_later_index(
    site: Site, start: Start, wait_s: float
) -> None:
    for number in range(40):
        name = f"paper-{number}"
        site.write(f"content/2025/09/02/{name}.md", ENTRY_TEXT.replace("first paper", f"{name} paper"))
    server, first = _started(start)
    site.replace(ENTRY, "whales", "dolphins")
    until(lambda: b"dolphins" in server.ask("/papers/first/").body, server)
    time.sleep(wait_s)
    site.replace(ENTRY, "dolphins", "whales")
    until(lambda: b"whales" in server.ask("/papers/first/").body, server)
    site.replace(ENTRY, "whales", "porpoises")
    until(lambda: server.ask(INDEX).body != first and _indexed_count(server) >= 2, server)
    assert "not whole" not in server.said
