"""The text of a Daily Papers page: every abstract character for character, an odd block told and passed over."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.sources.capture import read_capture
from sitegen.sources.record import Harvest

SEED = Path(__file__).parents[2] / "seeds" / "000_31ab4fd5df72334f.txt"
DAY = dt.date(2025, 9, 2)
HEAD = "new\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\nSep 2\n\n"
ONE = (
    "We study how models scale with data and compute, and find that a law of two terms fits every curve that we have "
    "seen so far."
)
TWO = (
    "We measure what models remember of their training, and find that they remember most what they saw last and what "
    "they saw most often."
)


def _read(text: str, day: dt.date | None = DAY) -> Harvest:
    return read_capture(text.encode(), "day.txt", day)


def _refused(data: bytes, day: dt.date | None = DAY) -> str:
    with pytest.raises(SiteError) as caught:
        read_capture(data, "day.txt", day)
    return str(caught.value)


def _pairs(harvest: Harvest) -> list[tuple[str, str]]:
    return [(record.title, record.abstract) for record in harvest.records]


def _rejected(harvest: Harvest) -> list[str]:
    return [f"{problem.location}: {problem.message}" for problem in harvest.rejected]


def test_the_seed_gives_26_papers_with_every_character_of_their_abstracts() -> None:
    harvest = read_capture(SEED.read_bytes(), "seed", DAY)
    blocks = SEED.read_text(encoding="utf-8").split("\n\n")[6:]
    assert harvest.rejected == ()
    assert len(harvest.records) == 26
    assert [record.title for record in harvest.records] == blocks[::2]
    assert [record.abstract for record in harvest.records] == blocks[1::2]


def test_the_seed_says_nothing_that_it_does_not_know() -> None:
    first = read_capture(SEED.read_bytes(), "seed", DAY).records[0]
    assert first.title == "Critique-GRPO: Advancing LLM Reasoning with Natural Language and Numerical Feedback"
    assert (first.date, first.position, first.item) == (DAY, 1, "line 13")
    assert (first.arxiv_id, first.authors, first.published, first.votes, first.links) == ("", (), None, None, {})


def test_titles_and_abstracts_come_in_turn() -> None:
    harvest = _read(f"{HEAD}Scaling\n\n{ONE}\n\nMemory\n\n{TWO}")
    assert _pairs(harvest) == [("Scaling", ONE), ("Memory", TWO)]
    assert [(record.position, record.item) for record in harvest.records] == [(1, "line 11"), (2, "line 15")]


def test_the_address_of_code_in_an_abstract_is_believed_only_from_a_host_of_code() -> None:
    text = f"{HEAD}A\n\n{ONE} Code: https://github.com/a/b.\n\nB\n\n{TWO} Code: https://huface.online/a/b."
    assert [record.links for record in _read(text).records] == [{"code": "https://github.com/a/b"}, {}]


def test_a_title_without_an_abstract_is_rejected_at_its_line_and_the_others_stay_whole() -> None:
    harvest = _read(f"{HEAD}Alone\n\nScaling\n\n{ONE}\n\nMemory\n\n{TWO}")
    assert _pairs(harvest) == [("Scaling", ONE), ("Memory", TWO)]
    assert _rejected(harvest) == [
        "day.txt:11:1: a title without an abstract: 'Alone' (expected titles and abstracts in turn)"
    ]


def test_a_second_abstract_is_rejected_at_its_line_and_the_others_stay_whole() -> None:
    harvest = _read(f"{HEAD}Scaling\n\n{ONE}\n\n{TWO}\n\nMemory\n\n{TWO}")
    assert _pairs(harvest) == [("Scaling", ONE), ("Memory", TWO)]
    (problem,) = _rejected(harvest)
    assert problem.startswith("day.txt:15:1: an abstract without a title: 'We measure what models remember")


def test_a_title_at_the_end_is_rejected_at_its_line() -> None:
    harvest = _read(f"{HEAD}Scaling\n\n{ONE}\n\nTrailing\n")
    assert _pairs(harvest) == [("Scaling", ONE)]
    assert _rejected(harvest) == [
        "day.txt:15:1: a title without an abstract: 'Trailing' (expected titles and abstracts in turn)"
    ]


def test_an_odd_block_does_not_move_the_places_of_the_others_in_the_day() -> None:
    harvest = _read(f"{HEAD}Scaling\n\n{ONE}\n\nAlone\n\nMemory\n\n{TWO}")
    assert [(record.title, record.position) for record in harvest.records] == [("Scaling", 1), ("Memory", 3)]


def test_a_title_may_be_long_and_an_abstract_may_end_without_a_full_stop() -> None:
    title = "On the Many Ways in Which a Title May Grow Longer than It Should, and What a Reader May Then Do about That"
    long_title = f"{title}, with a Study of Its Causes"
    assert len(long_title) > 120
    abstract = f"{ONE} {TWO}".removesuffix(".")
    assert _pairs(_read(f"{HEAD}{long_title}\n\n{abstract}")) == [(long_title, abstract)]


def test_the_line_ends_of_other_systems_and_a_byte_order_mark_change_nothing() -> None:
    text = f"{HEAD}Scaling\n\n{ONE}\n\nMemory\n\n{TWO}"
    expected = _read(text)
    assert read_capture(text.replace("\n", "\r\n").encode(), "day.txt", DAY) == expected
    assert read_capture(b"\xef\xbb\xbf" + text.encode(), "day.txt", DAY) == expected


def test_a_wrapped_block_is_one_line() -> None:
    wrapped = ONE.replace(" data ", " data\n  ")
    assert _pairs(_read(f"{HEAD}Scaling\nLaws\n\n{wrapped}")) == [("Scaling Laws", ONE)]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert _refused(data).splitlines()[0] == "day.txt: an empty file (expected the text of a Daily Papers page)"


def test_a_file_that_is_not_utf_8_is_refused_at_the_foreign_byte() -> None:
    assert _refused(HEAD.encode() + b"na\xefve").splitlines()[0] == "day.txt:11:3: not UTF-8: byte 0xef"


def test_a_page_of_another_day_is_refused_at_its_date() -> None:
    assert _refused(HEAD.encode(), dt.date(2025, 9, 3)) == (
        "day.txt:9:1: the page says 'Sep 2', the declared digest date is 2025-09-03\n"
        "  hint: correct the date in seeds/seeds.yaml (or --date), or the name of the file"
    )


def test_a_capture_needs_a_declared_date() -> None:
    assert _refused(HEAD.encode(), None).splitlines()[0] == (
        "day.txt: a capture names no year, and no digest date is declared"
    )


def test_a_text_without_the_date_of_a_page_is_refused() -> None:
    assert _refused(b"Scaling\n\nWords.").splitlines()[0] == (
        "day.txt:1:1: no block with the date of the page, such as 'Sep 2'"
    )


@pytest.mark.parametrize("written", ["Sep 2", "September 2", "Sep 02"])
def test_the_date_of_a_page_may_be_written_in_full(written: str) -> None:
    assert len(_read(f"{written}\n\nScaling\n\n{ONE}").records) == 1


words = st.text(alphabet="abc é'\"$\\<>&*_`#漢", min_size=1, max_size=40).map(str.strip).filter(bool)
abstracts = words.map(lambda text: f"{text} {ONE}")


@given(st.lists(st.tuples(words, abstracts), max_size=6), st.integers(0, 6))
def test_every_pair_is_read_whatever_stands_around_one_odd_title(pairs: list[tuple[str, str]], place: int) -> None:
    blocks = [f"{title}\n\n{abstract}" for title, abstract in pairs]
    odd = min(place, len(blocks))
    harvest = _read(HEAD + "\n\n".join([*blocks[:odd], "Alone", *blocks[odd:]]))
    assert _pairs(harvest) == [(" ".join(title.split()), abstract) for title, abstract in pairs]
    assert len(harvest.rejected) == 1
