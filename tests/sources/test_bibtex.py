"""BibTeX as bibliographies have it: quotes or braces, macros, LaTeX, names; an entry needs an abstract."""

import datetime as dt
import re
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.prepared import cleaned
from sitegen.problems import SiteError
from sitegen.sources.bibtex import is_bibtex, read_bibtex
from sitegen.sources.record import Harvest, Record
from tests.harness import SHARED

DAY = dt.date(2025, 5, 23)
NO_DATA = "the real bibliography is not in this checkout: ../shared/data"
WHOLE = r"""
@string{acl = "Proceedings of " # {ACL}}
@comment{not an entry}
@inproceedings{narayan-etal-2022-well,
    title = "{A} Well-Composed Text is {H}alf Done! $\alpha_{1}$-Sampling",
    author = "Narayan, Shashi  and
      Sim{\~o}es, Gon{\c{c}}alo  and
      de la Cruz, Jr, Bob and {The OpenAI and Friends Team} and Ada Lovelace and
      others",
    booktitle = acl # { 2022},
    month = may,
    day = 22,
    year = "2022",
    eprint = {2203.15108v2}, archivePrefix = "arXiv", primaryClass = {cs.CL},
    abstract = {We propose {\em Composition Sampling}, which is
      50\% better.

      It is simple.},
    keywords = {generation, sampling},
    url = {https://aclanthology.org/2022.acl-long.94/},
    doi = "10.18653/v1/2022.acl-long.94"
}
"""


def _read(text: str, day: dt.date | None = DAY) -> Harvest:
    return read_bibtex(text.encode(), "refs.bib", day)


def _only(fields: str) -> Record:
    harvest = _read(f"@misc{{key, title = {{A Title}}, abstract = {{An abstract.}}, {fields}}}")
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def _rejected(harvest: Harvest) -> list[str]:
    return [f"{problem.location}: {problem.message}" for problem in harvest.rejected]


def test_an_entry_becomes_a_record_with_all_that_it_says() -> None:
    assert _read(WHOLE) == Harvest(
        records=(
            Record(
                title=r"A Well-Composed Text is Half Done! $\alpha_{1}$-Sampling",
                abstract="We propose Composition Sampling, which is 50% better.\n\nIt is simple.",
                date=DAY,
                item="narayan-etal-2022-well",
                position=1,
                published=dt.date(2022, 5, 22),
                authors=(
                    "Shashi Narayan",
                    "Gonçalo Simões",
                    "Bob de la Cruz Jr",
                    "The OpenAI and Friends Team",
                    "Ada Lovelace",
                ),
                whole_names=("The OpenAI and Friends Team",),
                arxiv_id="2203.15108",
                doi="10.18653/v1/2022.acl-long.94",
                venue="Proceedings of ACL 2022",
                categories=("cs.CL",),
                keywords=("generation", "sampling"),
                links={"abs": "https://arxiv.org/abs/2203.15108", "pdf": "https://arxiv.org/pdf/2203.15108"},
            ),
        ),
        rejected=(),
    )


DATES = [
    ("year = 2022, month = may, day = 3", dt.date(2022, 5, 3)),
    ("year = {2022}, month = {05}, day = {03}", dt.date(2022, 5, 3)),
    ("year = 2022, month = {September}, day = 3", dt.date(2022, 9, 3)),
    ("date = {2022-05-03}", dt.date(2022, 5, 3)),
    ("date = {2022-05}", None),
    ("year = 2022, month = may", None),
    ("year = 2022", None),
    ("year = {in press}, month = may, day = 3", None),
]


GROUPS = [
    ("{{Barnes and Noble, Inc.} and Doe, Jane}", ("Barnes and Noble, Inc.", "Jane Doe")),
    ('"{Barnes and Noble, Inc.} and Doe, Jane"', ("Barnes and Noble, Inc.", "Jane Doe")),
    ("{{Barnes and Noble, Inc.}}", ("Barnes and Noble, Inc.",)),
    ("{Doe, Jane and {Smith, Jones \\& Co.}}", ("Jane Doe", "Smith, Jones & Co.")),
    ("{{The  {Noble},\n Inc.}}", ("The Noble, Inc.",)),
    ("{{Doe}, Jane and {van} {Dam}, Bob}", ("Jane Doe", "Bob van Dam")),
]


@pytest.mark.parametrize(("author", "names"), GROUPS)
def test_an_author_in_braces_of_its_own_stays_whole_until_it_stands_in_the_archive(
    author: str, names: tuple[str, ...]
) -> None:
    record = _only(f"author = {author}")
    assert (record.authors, cleaned(record).record.authors) == (names, names)


@pytest.mark.parametrize(("fields", "day"), DATES)
def test_only_a_complete_day_is_when_it_came_out(fields: str, day: dt.date | None) -> None:
    assert _only(fields).published == day


ARXIV = [
    ("eprint = {2203.15108}", "2203.15108"),
    ("eprint = {arXiv:math/0309136}", "math/0309136"),
    ("journal = {arXiv preprint arXiv:2203.15108}", "2203.15108"),
    ("journal = {CoRR, abs/2203.15108}", "2203.15108"),
    ("url = {http://arxiv.org/abs/2203.15108v1}", "2203.15108"),
    ("doi = {10.48550/arXiv.2203.15108}", "2203.15108"),
    ("eprint = {12345}, eprinttype = {pubmed}", ""),
]


@pytest.mark.parametrize(("fields", "arxiv_id"), ARXIV)
def test_an_arxiv_id_stands_in_many_places(fields: str, arxiv_id: str) -> None:
    record = _only(fields)
    assert (record.arxiv_id, record.venue) == (arxiv_id, "")


def test_an_address_is_read_without_the_backslashes_of_latex() -> None:
    assert _only(r"url = {https://a.b/x\_y~z}").links == {"abs": "https://a.b/x_y~z"}
    assert _only(r"url = {https://a.b/x.PDF}").links == {"pdf": "https://a.b/x.PDF"}
    assert _only(r"url = {javascript:x}, code = {https://github.com/a/b}").links == {"code": "https://github.com/a/b"}


def test_entries_with_one_key_are_all_read() -> None:
    entry = "@misc{key, title = {A}, abstract = {B}}\n"
    harvest = _read(entry * 2)
    assert [(record.item, record.position) for record in harvest.records] == [("key", 1), ("key", 2)]


BAD = r"""@misc{one, title = {One}, abstract = {A}}
@misc{two, title = {Two}}
@misc{three, title = {Three}, title = {Drei}, abstract = {A}}
@misc{four, title = {Four}, abstract = {A}, journal = nature}
@misc{five, title = {Five, abstract = {A}}
@misc{six, title = {Six}, abstract = {A}, year = 2022, month = feb, day = 30}
@misc{seven, abstract = {A}}
@misc{eight, title = "Eight "" quotes", abstract = {A}}
@misc(nine, title = {Nine}, abstract = {A})
@misc{ten, title = {Ten
"""


def test_an_entry_that_cannot_be_read_is_told_with_its_line_and_the_others_are_read() -> None:
    harvest = _read(BAD)
    assert [(record.title, record.position) for record in harvest.records] == [
        ("One", 1),
        ('Eight "" quotes', 8),
        ("Nine", 9),
    ]
    assert _rejected(harvest) == [
        "refs.bib:2:1: row 2: no abstract for 'Two'",
        "refs.bib:3:1: row 3: fields that stand twice: 'title'",
        (
            "refs.bib:4:1: row 4: journal: unknown word 'nature'"
            " (expected quotes or braces around a value, or a word of @string)"
        ),
        (
            "refs.bib:5:1: row 5: BibTeX that does not parse:"
            " unexpected block start: '@misc'. Was still looking for field-value closing ',' or '}'"
        ),
        "refs.bib:6:1: row 6: '2022-02-30' is no day of the calendar (expected YYYY-MM-DD)",
        "refs.bib:7:1: row 7: no title",
        "refs.bib:10:1: row 10: BibTeX that does not parse: unexpectedly reached end of file",
    ]


def test_a_bibliography_tells_no_digest_date() -> None:
    assert _rejected(_read("@misc{key, title = {A}, abstract = {B}}", None)) == [
        "refs.bib:1:1: row 1: no digest date for 'A' (expected a declared date)"
    ]


NO_ENTRY = [
    ("", "refs.bib: an empty file (expected BibTeX such as '@article{key, …}')"),
    ("<html>mail@example.org</html>", "refs.bib: no entry (expected BibTeX such as '@article{key, …}')"),
    ("@comment{x}", "refs.bib: no entry (expected BibTeX such as '@article{key, …}')"),
]


@pytest.mark.parametrize(("text", "problem"), NO_ENTRY)
def test_a_file_without_entries_is_refused(text: str, problem: str) -> None:
    with pytest.raises(SiteError) as caught:
        _read(text)
    assert str(caught.value).splitlines()[0] == problem


HOSTILE = [
    f"@misc{{a, title = {{{'x' * 1_000_000}}}, abstract = {{B}}}}",
    f"@misc{{a, title = {{A}}, abstract = {{{'{' * 40_000}{'}' * 40_000}}}}}",
    f"@misc{{a, title = {{A}}, abstract = {{B}}, author = {{{'x' * 90_000}}}}}",
    f"@misc{{a, title = {{A}}, abstract = {{B}}, author = {'}' * 90_000}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_value_out_of_all_measure_rejects_its_entry(text: str) -> None:
    assert len(_read(text).rejected) <= 1


@given(st.text(alphabet='@misc{}()=,"#\\ \nab', max_size=60))
def test_no_text_is_more_than_a_problem(text: str) -> None:
    harvest = _read(f"@misc{{a, title = {{A}}, abstract = {{B}}}}\n{text}")
    assert harvest.records[0].title == "A"


def test_bibtex_is_recognised_by_an_entry() -> None:
    assert is_bibtex(WHOLE.encode())
    assert is_bibtex(b"% a comment\n  @Article{key,\n")
    assert not is_bibtex(b'{"text": "\n@misc{a, title"}')
    assert not is_bibtex(b"@string{a = {b}}\nwrite to a@b.org")


@pytest.mark.skipif(not SHARED.is_dir(), reason=NO_DATA)
def test_a_real_bibliography_is_read_but_for_the_abstracts_that_it_lacks() -> None:
    data = (SHARED / "fixtures/acl-2022.bib").read_bytes()
    harvest = read_bibtex(data, "acl-2022.bib", DAY)
    assert (len(harvest.records), len(harvest.rejected)) == (0, 143)
    whole = re.sub(rb"(?m)^    year = ", b"    abstract = {An abstract.},\n    year = ", data)
    harvest = read_bibtex(whole, "acl-2022.bib", DAY)
    assert (len(harvest.records), harvest.rejected) == (143, ())
    assert [
        record for record in harvest.records if re.search(r"[\\{}]", "".join((record.title, *record.authors)))
    ] == []
    assert harvest.records[0].authors[1] == "Gonçalo Simões"


def test_a_value_of_a_million_braces_is_rejected_before_it_is_taken_apart() -> None:
    text = (
        "@misc{one, title = {One}, abstract = {" + "{word} " * 500_000 + "}}\n@misc{two, title = {Two}, abstract = {A}}"
    )
    began = time.process_time()
    harvest = _read(text)
    assert _rejected(harvest) == [
        "refs.bib:1:1: row 1: abstract: a text of 3,500,000 characters (expected at most 100,000)"
    ]
    assert [record.item for record in harvest.records] == ["two"]
    # It takes 1 s; joined mark by mark, it took two minutes.
    assert time.process_time() - began < 20


def test_a_word_of_a_million_braces_is_none() -> None:
    text = '@string{word = "' + "{a} " * 400_000 + '"}\n@misc{one, title = {One}, abstract = word}'
    began = time.process_time()
    (told,) = _rejected(_read(text))
    assert told.startswith("refs.bib:2:1: row 1: abstract: unknown word 'word'")
    assert time.process_time() - began < 20


def test_words_that_stand_for_words_cost_no_memory() -> None:
    doubled = "".join(f"@string{{w{number + 1} = w{number} # w{number}}}\n" for number in range(40))
    text = f'@string{{w0 = "0123456789"}}\n{doubled}@misc{{one, title = {{One}}, abstract = w40}}\n'
    tracemalloc.start()
    harvest = _read(f"{text}@misc{{two, title = {{Two}}, abstract = w15}}\n@misc{{six, title = w1, abstract = {{A}}}}")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [problem.message[:45] for problem in harvest.rejected] == [
        "row 1: abstract: unknown word 'w40' (expected",
        "row 2: abstract: a text of more than 100,000 ",
    ]
    assert [record.title for record in harvest.records] == ["01234567890123456789"]
    assert peak < 50_000_000
