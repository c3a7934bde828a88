"""Which form of a phrase a number has; tests/browser/test_languages.py compares the table with a browser's."""

import pytest

from sitegen.render.plurals import numbers_of, rule_of


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", {"one": [1], "other": [0, 2, 21, 1000]}),
        ("de-AT", {"one": [1], "other": [0, 2, 101]}),
        ("fr", {"one": [0, 1], "other": [2, 21], "many": [1_000_000]}),
        ("ja", {"other": [0, 1, 2]}),
        ("pl", {"one": [1], "few": [2, 22, 104], "many": [0, 5, 12, 21, 1000]}),
        ("ru", {"one": [1, 21, 101], "few": [2, 34], "many": [0, 11, 12, 111]}),
        ("ar", {"zero": [0], "one": [1], "two": [2], "few": [3, 110], "many": [11, 99, 111], "other": [100, 102]}),
        ("pt", {"one": [0, 1], "other": [2]}),
        ("pt-PT", {"one": [1], "other": [0, 2]}),
        ("xx", {"one": [1], "other": [0, 2]}),
    ],
)
def test_a_number_has_the_category_of_its_language(language: str, expected: dict[str, list[int]]) -> None:
    rule = rule_of(language)
    found = {category: [rule(n) for n in numbers] for category, numbers in expected.items()}
    assert found == {category: [category] * len(numbers) for category, numbers in expected.items()}


def test_the_categories_of_small_numbers_are_known_with_how_many_numbers_have_them() -> None:
    assert dict(numbers_of("de")) == {"one": 1, "other": 999}
    assert list(numbers_of("pl")) == ["one", "few", "many"]
    assert dict(numbers_of("zh-Hant")) == {"other": 1000}
