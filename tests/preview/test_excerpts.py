"""The lines that a problem is about, in the page and in the terminal."""

from pathlib import Path

import pytest

from sitegen.preview.excerpt import Excerpt, excerpt_of
from sitegen.preview.failures import as_text, failures_of
from sitegen.preview.places import Places, file_of, places_of, shown
from sitegen.problems import Location, Problem, SiteError
from sitegen.render.theme import find_theme

TEXT = "---\ntitle: A paper\ndate: 2025-09-02\ntopics: [nlpp]\nvotes: 3\nlang: en\n---\n"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    folder = tmp_path / "site"
    folder.mkdir()
    home = tmp_path / "packaged" / "themes"
    home.mkdir(parents=True)
    return Places(folder, (home,))


def _excerpt(places: Places, text: str, line: int, column: int = 0) -> Excerpt:
    (places.site_root / "a.md").write_bytes(text.encode("utf-8", "surrogateescape"))
    found = excerpt_of(Location("a.md", line, column), places)
    assert found is not None
    return found


def _shown(excerpt: Excerpt) -> list[str]:
    return [f"{'>' if line.is_marked else ' '}{line.number} {line.text}" for line in excerpt.lines]


def test_an_excerpt_is_the_marked_line_and_two_on_either_side(places: Places) -> None:
    excerpt = _excerpt(places, TEXT, 4, 10)
    assert _shown(excerpt) == [
        " 2 title: A paper",
        " 3 date: 2025-09-02",
        ">4 topics: [nlpp]",
        " 5 votes: 3",
        " 6 lang: en",
    ]
    assert excerpt.caret == "         ^"


def test_an_excerpt_ends_with_the_file(places: Places) -> None:
    assert _shown(_excerpt(places, "one\ntwo\n", 1)) == [">1 one", " 2 two"]
    assert _shown(_excerpt(places, "one\ntwo\n", 3)) == [" 1 one", " 2 two", ">3 "]


def test_without_a_column_there_is_no_caret(places: Places) -> None:
    assert _excerpt(places, TEXT, 4).caret == ""


def test_windows_line_ends_and_a_byte_order_mark_do_not_show(places: Places) -> None:
    assert _shown(_excerpt(places, "\ufeffone\r\ntwo\r\n", 2)) == [" 1 one", ">2 two"]


def test_the_caret_stands_under_its_column_behind_tabs_and_wide_characters(places: Places) -> None:
    excerpt = _excerpt(places, "\t深い: x\n", 1, 5)
    assert _shown(excerpt) == [">1  深い: x"]
    assert excerpt.caret == " \N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC SPACE} ^"


def test_control_characters_and_foreign_bytes_are_shown_not_sent(places: Places) -> None:
    assert _shown(_excerpt(places, "a\x1b[31m \udcff\n", 1)) == [">1 a\\x1b[31m \N{REPLACEMENT CHARACTER}"]


def test_a_long_line_is_cut_around_its_column(places: Places) -> None:
    excerpt = _excerpt(places, "x" * 1000 + "HERE" + "y" * 1000 + "\n", 1, 1001)
    (line,) = excerpt.lines
    assert line.text.startswith("…xx")
    assert line.text.endswith("yy…")
    assert line.text[excerpt.caret.index("^") :].startswith("HERE")
    assert len(line.text) < 200


def test_a_long_line_beside_the_marked_one_is_cut_at_its_end(places: Places) -> None:
    assert _shown(_excerpt(places, "first\n" + "x" * 1000 + "\n", 1)) == [">1 first", " 2 " + "x" * 160 + "…"]


@pytest.mark.parametrize(
    "location",
    [
        Location("a.md"),
        Location("missing.md", 1),
        Location("a.md", 99),
        Location("../secret.txt", 1),
        Location("link.md", 1),
        Location("--base-url", 1),
        Location("content", 1),
        Location("a\0.md", 1),
    ],
)
def test_there_is_no_excerpt_without_a_line_or_outside_the_site(places: Places, location: Location) -> None:
    (places.site_root / "a.md").write_text("ours\n")
    (places.site_root / "content").mkdir()
    (places.site_root.parent / "secret.txt").write_text("secret\n")
    (places.site_root / "link.md").symlink_to(places.site_root.parent / "secret.txt")
    assert excerpt_of(location, places) is None


def test_an_absolute_path_outside_the_site_is_not_shown(places: Places) -> None:
    secret = places.site_root.parent / "secret.txt"
    secret.write_text("secret\n")
    assert excerpt_of(Location(str(secret), 1), places) is None


def test_a_theme_that_comes_with_sitegen_is_shown_where_messages_name_it(places: Places) -> None:
    template = places.homes[0] / "digest" / "templates" / "day.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ page.dy }}\n")
    excerpt = excerpt_of(Location("sitegen/themes/digest/templates/day.html", 1, 9), places)
    assert excerpt is not None
    assert _shown(excerpt) == [">1 {{ page.dy }}"]
    assert shown(template, places) == "sitegen/themes/digest/templates/day.html"


def test_the_places_of_packaged_themes_are_those_that_a_build_finds(tmp_path: Path) -> None:
    theme = find_theme(tmp_path, "digest", "en")
    assert file_of(f"{theme.shown_path}/theme.yaml", places_of(tmp_path)) == theme.folder / "theme.yaml"


def test_the_terminal_shows_place_message_hint_and_lines(places: Places) -> None:
    (places.site_root / "a.md").write_text(TEXT)
    error = SiteError([Problem(Location("a.md", 4, 10), "unknown topic 'nlpp'", "did you mean 'nlp'?")])
    (failure,) = failures_of(error, places)
    assert (
        as_text(failure)
        == """\
a.md:4:10: unknown topic 'nlpp'
  hint: did you mean 'nlp'?
    2 | title: A paper
    3 | date: 2025-09-02
  > 4 | topics: [nlpp]
      |          ^
    5 | votes: 3
    6 | lang: en"""
    )


def test_a_failure_of_the_disk_names_its_file(places: Places) -> None:
    error = OSError(28, "No space left on device", str(places.site_root / "a.md"))
    (failure,) = failures_of(error, places)
    assert (failure.place, failure.message) == ("a.md", "No space left on device")


def test_a_mistake_of_our_own_is_shown_too(places: Places) -> None:
    (failure,) = failures_of(ZeroDivisionError("division by zero"), places)
    assert (failure.place, failure.message) == ("sitegen", "unexpected ZeroDivisionError: division by zero")
