"""A paper may be named as people have it in their hands: an id, the address of a page, a DOI."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.sources.identifiers import ARXIV_ID, DOI
from sitegen.sources.paper_name import PaperName, paper_name, paper_names

ARXIV = [
    ("2509.01234", "2509.01234"),
    (" 2509.01234v2 ", "2509.01234"),
    ("arXiv:2509.01234v12", "2509.01234"),
    ("arxiv: 0704.0001", "0704.0001"),
    ("hep-th/9901001", "hep-th/9901001"),
    ("arXiv:math.GT/0309136v1", "math.GT/0309136"),
    ("https://arxiv.org/abs/2509.01234", "2509.01234"),
    ("http://export.arxiv.org/abs/2509.01234v3?context=cs.CL", "2509.01234"),
    ("https://www.arxiv.org/pdf/2509.01234v1.pdf#page=3", "2509.01234"),
    ("arxiv.org/html/2509.01234v1", "2509.01234"),
    ("https://arxiv.org/abs/quant-ph/0201082v1", "quant-ph/0201082"),
    ("https://huggingface.co/papers/2509.01234", "2509.01234"),
    ("https://huggingface.co/papers/2509.01234#community", "2509.01234"),
    ("https://hf.co/papers/2509.01234/", "2509.01234"),
    ("https://www.alphaxiv.org/abs/2509.01234v1", "2509.01234"),
    ("https://www.alphaxiv.org/overview/2509.01234", "2509.01234"),
    ("10.48550/arXiv.2509.01234", "2509.01234"),
    ("https://doi.org/10.48550/arXiv.2509.01234", "2509.01234"),
]
DOIS = [
    ("10.1000/182", "10.1000/182"),
    ("doi:10.1000/182", "10.1000/182"),
    ("DOI: 10.1000/182", "10.1000/182"),
    ("https://doi.org/10.1000/182", "10.1000/182"),
    ("http://dx.doi.org/10.1000/182?nosfx=y", "10.1000/182"),
    ("doi.org/10.1016/S0020-1693(00)85959-8", "10.1016/S0020-1693(00)85959-8"),
    ("https://doi.org/10.1002%2F(SICI)1097-4571", "10.1002/(SICI)1097-4571"),
]


@pytest.mark.parametrize(("text", "arxiv_id"), ARXIV)
def test_an_arxiv_id_may_be_written_in_many_ways(text: str, arxiv_id: str) -> None:
    assert paper_name(text) == PaperName(text, arxiv_id=arxiv_id)


@pytest.mark.parametrize(("text", "doi"), DOIS)
def test_a_doi_may_be_written_in_many_ways(text: str, doi: str) -> None:
    assert paper_name(text) == PaperName(text, doi=doi)


NO_NAMES = [
    ("attention", "find it at https://arxiv.org or https://search.crossref.org; other papers can be written by hand"),
    ("https://dl.acm.org/doi/10.1145/3292500.3330701", "did you mean the DOI 10.1145/3292500.3330701?"),
    ("https://openreview.net/forum?id=abc", "look for the arXiv id or the DOI on that page"),
    ("https://arxiv.org.example.com/abs/2509.01234", "look for the arXiv id or the DOI on that page"),
    ("https://arxiv.org/list/cs.CL/new", "look for the arXiv id or the DOI on that page"),
    ("2509.0123", "a program may have taken zeros off its end"),
    ("1412.12345", "a program may have taken zeros off its end"),
]


@pytest.mark.parametrize(("text", "hint"), NO_NAMES)
def test_what_names_no_paper_is_wrong_usage_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(SiteError) as caught:
        paper_name(text)
    (problem,) = caught.value.problems
    assert (caught.value.exit_code, problem.hint) == (2, hint)


def test_all_texts_that_name_nothing_are_told_and_a_paper_named_twice_is_one() -> None:
    with pytest.raises(SiteError) as caught:
        paper_names(("a", "2509.01234", "b"))
    assert [problem.location.path for problem in caught.value.problems] == ["'a'", "'b'"]
    assert paper_names(("2509.01234", "https://arxiv.org/abs/2509.01234v2", "10.1000/A", "doi:10.1000/a")) == (
        PaperName("2509.01234", arxiv_id="2509.01234"),
        PaperName("10.1000/A", doi="10.1000/A"),
    )


@given(st.text(max_size=30) | st.text("arxiv:/.0123456789v-10doi ", max_size=30))
def test_any_text_names_an_id_or_a_doi_or_nothing(text: str) -> None:
    with suppress(SiteError):
        name = paper_name(text)
        assert bool(name.arxiv_id) != bool(name.doi)
        assert ARXIV_ID.fullmatch(name.arxiv_id) or DOI.fullmatch(name.doi)
