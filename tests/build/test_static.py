"""What readers get of static files."""

import shutil

import pytest

from tests.harness import ROOT, SiteTest, files_below

STYLE = "/* Paper and ink. */\np { color: red } /* ink */\n"
SCRIPT = "// Says it.\nalert(1); // now\n"


@pytest.fixture
def themed(site: SiteTest) -> SiteTest:
    shutil.copytree(ROOT / "themes/digest", site.folder / "themes/digest")
    site.write("themes/digest/static/style.css", STYLE).write("themes/digest/static/extra/say.js", SCRIPT)
    return site.without_search().entry("2025/09/02/a")


def test_comments_of_a_themes_scripts_and_styles_are_for_its_authors(themed: SiteTest) -> None:
    themed.write("themes/digest/static/notes.txt", SCRIPT)
    (themed.folder / "themes/digest/static/latin.js").write_bytes(b"// \xe9\n")
    themed.build()
    assert themed.page("assets/style.css") == "\np { color: red }\n"
    assert themed.page("assets/extra/say.js") == "\nalert(1);\n"
    assert themed.page("assets/notes.txt") == SCRIPT
    assert themed.published()["assets/latin.js"] == b"// \xe9\n"


def test_a_sites_own_files_are_served_byte_for_byte_also_in_the_place_of_a_themes(themed: SiteTest) -> None:
    themed.write("static/say.js", SCRIPT).write("static/assets/style.css", STYLE).build()
    assert themed.page("say.js") == SCRIPT
    assert themed.page("assets/style.css") == STYLE


def test_a_served_file_that_was_damaged_is_made_again(themed: SiteTest) -> None:
    themed.build()
    expected = files_below(themed.folder / "public")
    (themed.folder / "public/assets/style.css").write_text(STYLE)
    report = themed.build()
    assert report.made_paths == ("assets/style.css",)
    assert files_below(themed.folder / "public") == expected
    assert themed.build().made_paths == ()


def test_a_comment_that_changes_in_a_theme_changes_no_file_but_its_mark(themed: SiteTest) -> None:
    themed.build()
    before = themed.published()["assets/style.css"]
    themed.write("themes/digest/static/style.css", STYLE.replace("Paper", "Page")).build()
    assert themed.published()["assets/style.css"] == before
