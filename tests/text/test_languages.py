"""Language tags: which way letters run, and what stands in for what."""

import pytest

from sitegen.text.languages import direction, locale, lookup


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ur", "rtl"),
        ("FA", "rtl"),
        ("en", "ltr"),
        ("ja", "ltr"),
        ("ku", "ltr"),
        ("ku-Arab", "rtl"),
        ("uz-Arab-AF", "rtl"),
        ("ur-Latn", "ltr"),
        ("ar-Latn", "ltr"),
    ],
)
def test_letters_run_as_the_script_of_a_tag_does(language: str, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", ["de"]), ("de-AT", ["de-AT", "de"]), ("zh-Hant-TW", ["zh-Hant-TW", "zh-Hant", "zh"])],
)
def test_what_is_near_stands_in_for_a_language(language: str, expected: list[str]) -> None:
    assert list(lookup(language)) == expected


def test_a_subtag_of_one_letter_goes_with_the_one_after_it() -> None:
    assert list(lookup("de-x-own")) == ["de-x-own", "de"]


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("de-AT", "de_AT"),
        ("de", "de_DE"),
        ("zh-Hant", "zh_TW"),
        ("zh-Hans-SG", "zh_SG"),
        ("pt-u-co-ab", "pt_BR"),
        ("tlh", ""),
    ],
)
def test_a_locale_is_a_language_with_a_region(language: str, found: str) -> None:
    assert locale(language) == found
