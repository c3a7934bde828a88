"""An archive that is not there any more is an accident, until the published site is removed too."""

import shutil

import pytest

from sitegen.problems import SiteError
from tests.harness import SITE_YAML, SiteTest


def refusal(site: SiteTest) -> str:
    """What a build says that publishes nothing."""
    before = site.published()
    with pytest.raises(SiteError) as caught:
        site.build()
    assert site.published() == before
    assert caught.value.exit_code == 1
    return str(caught.value)


def test_an_archive_that_was_moved_away_takes_no_paper_off_the_site(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    (plain_site.folder / "content").rename(plain_site.folder / "elsewhere")
    assert refusal(plain_site) == (
        "content: missing (expected the archive of public, which was published with papers)\n"
        "  hint: bring the archive back; to publish a site without papers, remove public first"
    )
    (plain_site.folder / "elsewhere").rename(plain_site.folder / "content")
    plain_site.build()
    assert plain_site.has("papers/a/index.html")


def test_an_archive_of_which_only_pages_and_notes_are_left_is_refused_too(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").write("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    plain_site.write("content/2025/09/02/_day.md", "A note.").build()
    (plain_site.folder / "content/2025/09/02/a.md").unlink()
    assert refusal(plain_site).startswith("content: holds no entry (expected the archive of public, ")


def test_a_site_without_pages_of_papers_is_not_emptied_either(site: SiteTest) -> None:
    site.write("site.yaml", SITE_YAML + "pages: {search: false, papers: false}\n").entry("2025/09/02/a").build()
    shutil.rmtree(site.folder / "content")
    assert refusal(site).startswith("content: missing ")


def test_a_site_whose_published_folder_was_removed_may_be_published_without_papers(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    shutil.rmtree(plain_site.folder / "content")
    shutil.rmtree(plain_site.folder / "public")
    assert plain_site.build().entry_count == 0
    assert not plain_site.has("papers/a/index.html")


def test_a_new_site_needs_no_archive_and_stays_buildable_with_a_note_alone(plain_site: SiteTest) -> None:
    plain_site.build()
    plain_site.write("content/2025/09/02/_day.md", "A note.").build()
    plain_site.write("content/2025/09/02/_day.md", "Another note.").build()
    assert "Another note." in plain_site.page("2025/09/02/index.html")


def test_papers_that_became_drafts_leave_the_site(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    plain_site.entry("2025/09/02/a", draft="true").build()
    assert not plain_site.has("papers/a/index.html")
