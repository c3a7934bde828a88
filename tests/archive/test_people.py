"""authors.yaml as it is read, and the slugs that make two spellings one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from sitegen.archive.people import Person, read_people
from sitegen.problems import SiteError
from sitegen.text.slugs import whole_slug

FILE = """\
authors:
  - name: Wei Zhang
    also: [W. Zhang]
  - name: Wei Zhang
    slug: wei-zhang-2
    papers: ["2509.01234"]
    url: https://example.org/wei
    orcid: 0000-0002-1694-233X
    aliases: [zhang-wei]
"""


def test_a_file_tells_who_is_who() -> None:
    assert read_people(FILE, "authors.yaml") == (
        Person(name="Wei Zhang", slug="wei-zhang", also=("W. Zhang",)),
        Person(
            name="Wei Zhang",
            slug="wei-zhang-2",
            papers=("2509.01234",),
            url="https://example.org/wei",
            orcid="0000-0002-1694-233X",
            aliases=("zhang-wei",),
        ),
    )


@pytest.mark.parametrize("text", ["", "authors: []", "authors:\n"])
def test_a_file_that_tells_of_nobody_is_no_mistake(text: str) -> None:
    assert read_people(text, "authors.yaml") == ()


def test_a_spelling_that_is_the_name_without_accents_may_stand_there() -> None:
    people = read_people("authors:\n  - {name: José Roa, also: [Jose Roa]}\n", "authors.yaml")
    assert people[0].spellings == ("jose-roa",)


def test_an_alias_may_not_be_the_slug_of_somebody_else() -> None:
    text = "authors:\n  - name: Bo Li\n  - {name: Cy Ng, aliases: [bo-li]}\n"
    with pytest.raises(SiteError) as told:
        read_people(text, "authors.yaml")
    assert str(told.value.problems[0].location) == "authors.yaml:3:29"


@given(st.text("aZ .-’'éÖłßøİΩж张1&;#,_ǅ\u0301"))
def test_a_slug_is_that_of_slugify(text: str) -> None:
    assert whole_slug(text) == slugify(text)


@given(st.text([chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))], max_size=8))
def test_accents_fold_as_slugify_folds_them(text: str) -> None:
    assert whole_slug(f"a{text}b c") == slugify(f"a{text}b c")


def test_a_long_slug_is_cut_at_a_word_and_keeps_apart_what_it_cuts() -> None:
    one, other = (f"{'The very large ' * 10}{last} Collaboration" for last in ("Blue", "Red"))
    assert whole_slug(one) != whole_slug(other)
    assert whole_slug(one).startswith("the-very-large-")
    assert max(len(whole_slug(one)), len(whole_slug("x" * 4000))) <= 90
