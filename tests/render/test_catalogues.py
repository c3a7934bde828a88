"""Interface strings: whose words count, how numbers and dates are written, what is told when words are missing."""

import datetime as dt
from pathlib import Path

import pytest

from sitegen.problems import SiteError
from sitegen.render.catalogue import Catalogue
from sitegen.render.catalogues import Words, words_of

ENGLISH = """\
months: [January, February, March, April, May, June, July, August, September, October, November, December]
months_short: [Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec]
weekdays: [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday]
date_long: "{day} {month} {year}"
date_month: "{month} {year}"
votes: {one: one vote, other: "{count} votes"}
by: "by {name}"
archive: Archive
"""
POLISH_MONTHS = """\
months: [stycznia, lutego, marca, kwietnia, maja, czerwca, lipca, sierpnia, września, października, listopada, grudnia]
months_alone: [styczeń, luty, marzec, kwiecień, maj, czerwiec, lipiec, sierpień, wrzesień, październik, listopad, grudz]
"""


class Site:
    """A folder with a theme and catalogues of both, by path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("site.yaml", "title: T\nlanguage: de-AT\n")
        self.write("themes/t/strings/en.yaml", ENGLISH)

    def write(self, path: str, text: str) -> "Site":
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return self

    def words(self, language: str) -> Words:
        return words_of(self.folder, self.folder / "themes/t", "themes/t", language)

    def catalogue(self, language: str) -> Catalogue:
        return Catalogue(self.words(language).phrases)

    def problems(self, language: str) -> list[str]:
        with pytest.raises(SiteError) as caught:
            self.words(language)
        return [f"{problem.location}: {problem.message}" for problem in caught.value.problems]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_the_words_of_the_site_count_before_those_of_the_theme_and_a_region_before_its_language(site: Site) -> None:
    site.write("themes/t/strings/de.yaml", 'archive: Archiv\nby: "von {name}"\n')
    assert site.catalogue("de-AT").say("archive") == "Archiv"
    site.write("strings/de.yaml", "archive: Alle Ausgaben\n")
    assert site.catalogue("de-AT").say("archive") == "Alle Ausgaben"
    site.write("themes/t/strings/de-AT.yaml", "archive: Archiv aus Wien\n")
    assert site.catalogue("de-AT").say("archive") == "Archiv aus Wien"
    assert site.catalogue("de").say("archive") == "Alle Ausgaben"
    assert site.catalogue("de-AT").say("by", name="Ada") == "von Ada"


def test_a_site_changes_a_single_english_word(site: Site) -> None:
    site.write("strings/en.yaml", 'votes: {one: one upvote, other: "{count} upvotes"}\n')
    catalogue = site.catalogue("en")
    assert (catalogue.say("votes", count=1), catalogue.say("votes", count=2)) == ("one upvote", "2 upvotes")
    assert site.words("en").warnings == ()


def test_words_that_are_missing_are_english_and_told_once(site: Site) -> None:
    site.write("themes/t/strings/de.yaml", "archive: Archiv\nby: 'von {name}'\n")
    words = site.words("de-AT")
    assert words.language == "de-AT"
    assert words.phrases["votes"].other == "{count} votes"
    (warning,) = words.warnings
    assert str(warning) == (
        "themes/t/strings/de.yaml: 6 strings are missing "
        "(expected date_long, date_month, months, months_short, votes, weekdays)\n"
        "  hint: they are shown in English"
    )


def test_a_language_without_any_words_is_english_and_the_languages_there_are_are_told(site: Site) -> None:
    site.write("themes/t/strings/fr.yaml", "archive: Archives\n")
    words = site.words("de-AT")
    assert words.language == "en"
    (warning,) = words.warnings
    assert str(warning) == (
        "site.yaml:2:11: theme 't' has no interface strings in 'de-AT' (expected one of: en, fr)\n"
        "  hint: the pages are in English; a file strings/de-AT.yaml gives them other words"
    )


def test_english_that_stands_in_keeps_its_own_forms(site: Site) -> None:
    catalogue = site.write("strings/ru.yaml", "archive: Архив\n").catalogue("ru")
    assert [catalogue.say("votes", count=count) for count in (1, 21)] == ["one vote", "21 votes"]


def test_a_language_has_as_many_forms_as_it_needs(site: Site) -> None:
    site.write(
        "strings/pl.yaml",
        'votes: {one: jeden głos, few: "{count} głosy", many: "{count} głosów", other: "{count} głosu"}\n',
    )
    site.write("strings/ja.yaml", 'votes: "{count} 票"\n')
    polish, japanese = site.catalogue("pl"), site.catalogue("ja")
    shown = [polish.say("votes", count=count) for count in (1, 2, 5, 22)]
    assert shown == ["jeden głos", "2 głosy", "5 głosów", "22 głosy"]
    assert [japanese.say("votes", count=count) for count in (1, 2)] == ["1 票", "2 票"]
    assert polish.forms("votes") == (
        '{"one": "jeden głos", "few": "{count} głosy", "many": "{count} głosów", "other": "{count} głosu"}'
    )


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        ("", ["7", "999", "1,234", "1,234,567"]),
        ('thousands_mark: "."', ["7", "999", "1.234", "1.234.567"]),
        ('thousands_mark: "\\u202f"', ["7", "999", "1\u202f234", "1\u202f234\u202f567"]),
        ('thousands_mark: "."\nthousands_from: "10000"', ["7", "999", "1234", "1.234.567"]),
        ('thousands_mark: ""', ["7", "999", "1234", "1234567"]),
    ],
)
def test_a_number_has_the_mark_of_the_language(strings: str, expected: list[str], site: Site) -> None:
    catalogue = site.write("strings/en.yaml", strings).catalogue("en")
    assert [catalogue.number(number) for number in (7, 999, 1234, 1_234_567)] == expected
    assert catalogue.say("votes", count=1234) == f"{expected[2]} votes"


def test_a_month_without_a_day_may_have_another_name(site: Site) -> None:
    site.write("strings/pl.yaml", POLISH_MONTHS + 'date_month: "{month_alone} {year}"\n')
    catalogue = site.catalogue("pl")
    assert catalogue.date(dt.date(2025, 9, 2), "long") == "2 września 2025"
    assert catalogue.date(dt.date(2025, 9, 1), "month") == "wrzesień 2025"


def test_german_dates_and_numbers(tmp_path: Path) -> None:
    from sitegen.render.theme import find_theme

    catalogue = Catalogue(find_theme(tmp_path, "digest", "de").strings)
    day = dt.date(2025, 9, 2)
    assert catalogue.date(day, "full") == "Dienstag, 2.\u00a0September 2025"
    assert catalogue.date(day, "short_year") == "2.\u00a0Sept. 2025"
    assert catalogue.say("papers", count=2202) == "2.202\u00a0Paper"


def test_a_form_for_several_numbers_must_say_which(site: Site) -> None:
    site.write(
        "strings/ru.yaml",
        'votes: {one: один голос, few: "{count} голоса", many: "{count} голосов", other: "{count} голоса"}\n',
    )
    assert site.problems("ru") == ["strings/ru.yaml:1:8: the form 'one' of 'votes' lacks '{count}' (expected {count})"]
