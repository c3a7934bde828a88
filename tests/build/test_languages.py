"""Words of a site, warnings of a build, and what follows from a changed word."""

import re

from tests.harness import SITE_YAML, SiteTest

GERMAN = SITE_YAML + "language: de\npages: {search: false}\n"


def test_words_that_are_missing_warn_at_every_build_and_stop_none(plain_site: SiteTest) -> None:
    plain_site.write("site.yaml", GERMAN.replace("de", "fr")).entry("2025/09/01/a")
    for _ in range(2):
        done = plain_site.run("build")
        assert done.returncode == 0
        assert done.stderr == (
            "warning: site.yaml:5:11: theme 'digest' has no interface strings in 'fr' (expected one of: de, en)\n"
            "  hint: the pages are in English; a file strings/fr.yaml gives them other words\n"
        )
    assert '<html lang="en"' in plain_site.page("index.html")
    assert 'lang="fr"' in plain_site.page("2025/09/01/index.html")


def test_a_german_site_is_german_on_every_kind_of_page(plain_site: SiteTest) -> None:
    plain_site.write("site.yaml", GERMAN).entry("2025/09/01/a", aliases="[/old/]", status="withdrawn")
    plain_site.build()
    pages = [path for path in plain_site.published() if path.endswith(".html")]
    assert "old/index.html" in pages
    assert [path for path in pages if '<html lang="de"' not in plain_site.page(path)] == []
    assert "Diese Seite ist umgezogen" in plain_site.page("old/index.html")
    feed = plain_site.page("feed.xml")
    assert 'xml:lang="de"' in feed
    assert "<title>[zurückgezogen] A Title</title>" in feed


def test_a_word_of_the_site_changes_the_pages_that_are_made_with_strings_and_no_other(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/01/a", status="withdrawn").build()
    assert "<title>[withdrawn] A Title</title>" in plain_site.page("feed.xml")
    plain_site.write("strings/en.yaml", "archive: All days\n")
    report = plain_site.build()
    assert "All days" in plain_site.page("index.html")
    assert not {"feed.xml", "sitemap.xml", "robots.txt"}.intersection(report.made_paths)
    plain_site.write("strings/en.yaml", "feed_withdrawn: 'gone: {title}'\n")
    assert "feed.xml" in plain_site.build().made_paths
    assert "<title>gone: A Title</title>" in plain_site.page("feed.xml")


def test_a_paper_page_and_its_neighbours_name_the_language_of_a_title(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/01/a", lang="he").entry("2025/09/01/b").build()
    assert re.search(r'<h1 id="title"><span dir="rtl" lang="he">A Title</span>', plain_site.page("papers/a/index.html"))
    assert '<span dir="rtl" lang="he">A Title</span>' in plain_site.page("papers/b/index.html")
    plain_site.entry("2025/09/01/a", lang="ja")
    assert "papers/b/index.html" in plain_site.build().made_paths


def test_an_own_page_in_another_language_says_so_on_its_text_alone(plain_site: SiteTest) -> None:
    plain_site.write("content/pages/ar.md", "---\ntitle: عن الموقع\nlang: ar\n---\n\nنص.\n").build()
    page = plain_site.page("ar/index.html")
    assert '<html lang="en"' in page
    assert 'tabindex="-1" lang="ar" dir="rtl">' in page
