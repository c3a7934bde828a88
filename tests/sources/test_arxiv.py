"""arXiv's ids, categories, names and withdrawals, and days as feeds write them."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.sources.dates import day_in, day_of
from sitegen.sources.identifiers import arxiv_categories, arxiv_id_in, arxiv_id_of, doi_of
from sitegen.sources.rows import Rejected
from sitegen.sources.withdrawals import is_notice, withdrawal_told
from sitegen.text.hygiene import names_between_commas
from sitegen.text.paragraphs import paragraphs_of

IDS = [
    ("http://arxiv.org/abs/2202.12139v1", "2202.12139", "v1"),
    ("https://arxiv.org/pdf/2202.12139", "2202.12139", ""),
    ("https://export.arxiv.org/abs/astro-ph/0601001v12", "astro-ph/0601001", "v12"),
    ("oai:arXiv.org:2609.26811v1", "2609.26811", "v1"),
    ("arXiv:math.GT/0309136", "math.GT/0309136", ""),
    ("https://doi.org/10.48550/arXiv.2501.00001", "2501.00001", ""),
    ("see arXiv:0704.0001, and more", "0704.0001", ""),
    ("https://arxiv.org.example.org/abs/2202.12139", "", ""),
    ("https://notarxiv.org/abs/2202.12139", "", ""),
    ("https://arxiv.org/abs/22021.2139", "", ""),
    ("https://arxiv.org/abs/2202.121399", "", ""),
    ("https://arxiv.org/abs/٢٢٠٢.12139", "", ""),
    ("2202.12139", "", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("text", "found_id", "version"), IDS)
def test_an_id_is_known_by_what_stands_before_it(text: str, found_id: str, version: str) -> None:
    assert arxiv_id_in(text) == (found_id, version)


DOIS = [
    ("10.1063/1.4996038", "10.1063/1.4996038"),
    ("http://dx.doi.org/10.1063/1.4996038", "10.1063/1.4996038"),
    ("doi:10.1016/S0020-1693(00)85959-8.", "10.1016/S0020-1693(00)85959-8"),
    ("(see 10.1000/182)", "10.1000/182"),
    ("10.1000/182 10.1000/183", "10.1000/182"),
    ("110.1000/182", ""),
    ("10.1000/", ""),
    ("none", ""),
    (
        "https://doi.org/10.1002/(SICI)1097-0258<1661::AID-SIM968>3.0.CO;2-2",
        "10.1002/(SICI)1097-0258<1661::AID-SIM968>3.0.CO;2-2",
    ),
]


@pytest.mark.parametrize(("text", "expected"), DOIS)
def test_a_doi_is_found_without_what_stands_around_it(text: str, expected: str) -> None:
    assert doi_of(text) == expected


def test_only_categories_of_arxiv_count_and_each_once() -> None:
    found = ["cs.LG", "68T50", "I.2.7", "math-ph", "cs.LG", "cond-mat.mtrl-sci", "62H30, 91C20", "q-bio.NC "]
    assert arxiv_categories(found) == ("cs.LG", "math-ph", "cond-mat.mtrl-sci", "q-bio.NC")


NAMES = [
    ("Fabien Polly", ("Fabien Polly",)),
    ("Chunhua Liu, Kabir Manandhar Shrestha, Sukai Huang", ("Chunhua Liu", "Kabir Manandhar Shrestha", "Sukai Huang")),
    ("A. Joseph Hoane, Jr., Feng-hsiung Hsu", ("A. Joseph Hoane, Jr.", "Feng-hsiung Hsu")),
    ("Jane Roe, III, John Doe, Ph.D.", ("Jane Roe, III", "John Doe, Ph.D.")),
    ("Xiaodong (Mike) Shi, Jane Roe", ("Xiaodong (Mike) Shi", "Jane Roe")),
    ("Jane Roe (MIT, Cambridge (USA)), John Doe (1)", ("Jane Roe", "John Doe")),
    ("Jane Roe (MIT, John Doe", ("Jane Roe (MIT", "John Doe")),
    ("The ATLAS Collaboration, :, Jane Roe", ("The ATLAS Collaboration", "Jane Roe")),
    (" , ", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_a_line_of_names_is_split_at_the_commas_between_names(text: str, expected: tuple[str, ...]) -> None:
    assert names_between_commas(text) == expected


@given(st.text(alphabet="aB ,.():éJr", max_size=40))
def test_names_are_never_empty_and_folded(text: str) -> None:
    assert [name for name in names_between_commas(text) if not name or name != " ".join(name.split())] == []


HOSTILE = ["Jr,", "()", "(", ")", "a,", "a (b),", " ", "arXiv:", "10.1000/", "\n ", "withdrawn from ", "III "]


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_text_takes_no_more_than_linear_time(part: str) -> None:
    text = f"a{part * (300_000 // len(part))}"
    started = time.process_time()
    for read in (names_between_commas, arxiv_id_in, arxiv_id_of, doi_of, paragraphs_of, day_in):
        read(text)
    withdrawal_told(text, text)
    assert time.process_time() - started < 5  # quadratic: minutes


WITHDRAWN = [
    ("This paper has been withdrawn due to an error in Lemma 2", "An abstract.", True),
    ("Withdrawn by the authors", "An abstract.", True),
    ("withdrawn from arXiv by the authors", "An abstract.", True),
    ("This paper was withdrawn from ICLR 2024", "An abstract.", False),
    ("Submitted to ICLR 2024, withdrawn", "An abstract.", False),
    ("12 pages. The authors have withdrawn this manuscript", "An abstract.", True),
    ("This submission has been withdrawn by arXiv administrators", "An abstract.", True),
    ("Withdrawn from ICLR 2024; 10 pages", "An abstract.", False),
    ("12 pages", "An abstract on withdrawn troops.", False),
    ("", "This paper has been withdrawn by the author due to a crucial error.", True),
    ("", "This submission was withdrawn.", True),
    ("", "This short paper has been temporarily withdrawn by its authors.", True),
    ("", "[The authors have withdrawn this paper.]", True),
    ("", "Paper withdrawn due to an error in Theorem 1.", True),
    ("", "Withdrawn by the author.", True),
    ("", "Withdrawn.", True),
    ("", "Withdrawn drugs are rarely studied.", False),
    ("", "This drug was withdrawn from the market in 2004.", False),
    ("", "This paper was withdrawn from ICLR 2024.", False),
]


@pytest.mark.parametrize(("comment", "abstract", "expected"), WITHDRAWN)
def test_a_withdrawal_is_told_with_its_words(comment: str, abstract: str, expected: bool) -> None:
    assert withdrawal_told(comment, abstract) == ((comment or abstract) if expected else "")


NOTICES = [
    ("This paper has been withdrawn by the author due to a crucial sign error in equation 1.", True),
    (
        (
            "This submission has been withdrawn by arXiv administrators due to inappropriate text reuse from external"
            " sources. Please see the help pages for the policies of arXiv."
        ),
        True,
    ),
    (f"This paper has been withdrawn. {'We study what it said. ' * 30}", False),
    ("We study how papers are withdrawn.", False),
]


@pytest.mark.parametrize(("abstract", "expected"), NOTICES)
def test_an_abstract_may_be_nothing_but_a_notice(abstract: str, expected: bool) -> None:
    assert is_notice(abstract) is expected


def test_an_indented_line_begins_a_paragraph_and_other_line_ends_are_hard_wraps() -> None:
    assert paragraphs_of("  One\ntwo.\n  Three.\n\nFour\n") == "One two.\n\nThree.\n\nFour"


DAYS = [
    ("2025-08-20T00:00:00-04:00", dt.date(2025, 8, 20)),
    ("2025-08-20T23:30:00Z", dt.date(2025, 8, 20)),
    ("2025-08-20", dt.date(2025, 8, 20)),
    ("20250820", dt.date(2025, 8, 20)),
    ("2025/08/20 10:00", dt.date(2025, 8, 20)),
    ("Thu, 24 Sep 2026 00:00:00 -0400", dt.date(2026, 9, 24)),
    ("24 Sep 2026", dt.date(2026, 9, 24)),
    ("Thursday, 24-Sep-98 10:00:00 GMT", dt.date(1998, 9, 24)),
    ("1 March 05 10:00 EST", dt.date(2005, 3, 1)),
    ("2025-02-30T00:00:00Z", None),
    ("31 Foo 2025", None),
    ("Wed, 32 Aug 2025 00:00:00 GMT", None),
    ("0001-01-01T00:00:00Z", None),
    ("2025-08", None),
    ("2025", None),
    ("yesterday", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_a_day_is_the_one_in_its_own_offset(text: str, expected: dt.date | None) -> None:
    assert day_in(text) == expected


NO_DAYS = [
    ("yesterday", "bad date 'yesterday' (expected YYYY-MM-DD)"),
    ("2025-08", "bad date '2025-08' (expected YYYY-MM-DD)"),
    ("2025-02-30T00:00:00Z", "'2025-02-30T00:00:00Z' is no day of the calendar (expected YYYY-MM-DD)"),
    ("Wed, 32 Aug 2025", "'Wed, 32 Aug 2025' is no day of the calendar (expected YYYY-MM-DD)"),
    ("0001-01-01T00:00:00Z", "'0001-01-01T00:00:00Z' is a day on which no paper came out (expected YYYY-MM-DD)"),
    ("1601-01-01", "'1601-01-01' is a day on which no paper came out (expected YYYY-MM-DD)"),
    ("9999-12-31", "'9999-12-31' is a day on which no paper came out (expected YYYY-MM-DD)"),
]


@pytest.mark.parametrize(("text", "problem"), NO_DAYS)
def test_what_is_no_day_is_told_and_no_text_is_no_day(text: str, problem: str) -> None:
    with pytest.raises(Rejected) as caught:
        day_of(text)
    assert str(caught.value) == problem
    assert day_of(" ") is None
