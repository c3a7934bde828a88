"""A topic that was renamed: every address it had goes on leading somewhere."""

import re
import xml.etree.ElementTree as ET

import pytest

from sitegen.problems import SiteError
from tests.harness import TOPICS_YAML, SiteTest
from tests.links import broken_links

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def renamed(site: SiteTest) -> SiteTest:
    """Built, renamed, and built again."""
    site.without_search()
    site.entry("2025/09/02/a", topics="[scaling]").entry("2024/01/02/b", topics="[evaluation, scaling]")
    site.build()
    (site.folder / "before.xml").write_bytes((site.folder / "public/topics/scaling/feed.xml").read_bytes())
    assert site.run("topics", "rename", "scaling", "laws").returncode == 0
    site.build()
    return site


def test_each_page_leads_to_the_one_of_the_same_period(renamed: SiteTest) -> None:
    for period in ("", "2025/", "2025/09/", "2024/", "2024/01/"):
        assert f'href="/topics/laws/{period}"' in renamed.page(f"topics/scaling/{period}index.html")
        assert "noindex" in renamed.page(f"topics/scaling/{period}index.html")
    assert renamed.has("topics/laws/2024/01/index.html")


def test_no_address_that_was_published_is_gone(site: SiteTest) -> None:
    site.without_search().entry("2025/09/02/a", topics="[scaling]").entry("2024/01/02/b", topics="[evaluation]")
    site.build()
    before = site.published().keys()
    for old, new in [("scaling", "laws"), ("laws", "sizes"), ("evaluation", "measuring")]:
        assert site.run("topics", "rename", old, new).returncode == 0
    site.build()
    assert before <= site.published().keys()
    assert broken_links(site.folder / "public", "https://example.org/") == []


def test_nothing_links_to_the_former_name_and_no_sitemap_has_it(renamed: SiteTest) -> None:
    former = [path for path, data in renamed.published().items() if b"/topics/scaling/" in data]
    assert [path for path in former if not path.startswith("topics/scaling/")] == []


def test_the_feed_goes_on_at_its_former_address_with_its_id_and_names_the_new_one(renamed: SiteTest) -> None:
    before = ET.fromstring((renamed.folder / "before.xml").read_text())
    here, there = (ET.fromstring(renamed.page(f"topics/{slug}/feed.xml")) for slug in ("scaling", "laws"))
    ids = [feed.findtext(f"{ATOM}id") for feed in (before, here, there)]
    assert ids == [
        "tag:example.org,2025:/topics/scaling/",
        "tag:example.org,2025:/topics/scaling/",
        "tag:example.org,2025:/topics/laws/",
    ]
    papers = [[entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")] for feed in (before, here, there)]
    assert papers[0] == papers[1] == papers[2]
    (self_link,) = [link for link in here.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert self_link.get("href") == "https://example.org/topics/laws/feed.xml"


def test_a_page_of_ones_own_cannot_take_a_former_address(renamed: SiteTest) -> None:
    renamed.write("content/pages/topics/scaling.md", "---\ntitle: Mine\n---\n")
    with pytest.raises(SiteError, match=re.escape("topics.yaml")):
        renamed.build()


def test_a_build_after_a_renaming_is_the_build_from_nothing(renamed: SiteTest) -> None:
    renamed.build(output="other")
    assert renamed.published("other") == renamed.published()


def test_aliases_that_are_given_by_hand_do_the_same(site: SiteTest) -> None:
    site.without_search().entry("2025/09/02/a", topics="[evaluation]")
    site.write("topics.yaml", TOPICS_YAML + "  aliases: [measuring]\n").build()
    assert 'href="/topics/evaluation/2025/"' in site.page("topics/measuring/2025/index.html")
