"""BibTeX, RIS and CSL-JSON: what each says of a paper, read by the rules of each format and read back."""

import datetime as dt
import json
import re

import msgspec
import pytest
from bibtexparser import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.archive.entry import Links
from sitegen.render.formats.bibtex import bibtex, bibtex_with_abstract
from sitegen.render.formats.csl_json import csl_json, csl_json_with_abstracts
from sitegen.render.formats.ris import ris, ris_with_abstract
from sitegen.site.cited_names import cited_name
from sitegen.site.views import Citation
from sitegen.sources.bibtex import read_bibtex
from sitegen.sources.json_rows import read_json
from sitegen.sources.record import Record
from sitegen.text.characters import allowed, on_one_line
from sitegen.text.latex import plain_of_latex
from sitegen.text.paragraphs import paragraphs_of
from sitegen.text.to_latex import latex_title
from tests.render.citing import (
    CONFERENCE,
    JOURNAL,
    OFF_ARXIV,
    PREPRINT,
    WITHDRAWN,
    WITHOUT_AUTHORS,
    WITHOUT_DATE,
    cited,
    parts_of_names,
)
from tests.render.reference_rules import csl_mistakes, ris_fields

ALL_KINDS = [PREPRINT, CONFERENCE, JOURNAL, WITHDRAWN, WITHOUT_AUTHORS, WITHOUT_DATE]
# Signs that mean something to TeX, to BibTeX or to RIS; accents, other scripts, math.
SIGNS = [
    *"aBcZ 09-.,:;'\"`!?@#%&_^~$\\{}()[]<>=*éõŻßÅıạế張Ω–—“’…\u00a0",
    *(" and ", "$x$", "$O(N)$", r"$\{a\}$", r"$\left\{ x \right.$", "$50%$", "--", "``", "''", "others", r"\emph{x}"),
    *(r"{\~o}", "\n\n", "@misc{a,", "GPT-4", "van ", "Jr."),
]
texts = st.lists(st.sampled_from(SIGNS), max_size=24).map("".join) | st.text(max_size=24)


def _line(text: str) -> str:
    return on_one_line(allowed(text))


def _is_name(name: str) -> bool:
    """False for what no BibTeX list can name: nobody, and brackets that reach into the next name."""
    without_others = not re.search(r"(?i)^(?:and )?(?:others|et[ .]+al\.?)$", name)
    return bool(name) and without_others and name.count("(") == name.count(")") == 0


names = st.one_of(
    st.builds(
        "{} {}".format,
        st.sampled_from(["Ada", "Émile", "J. R.", "Jean-Luc", "Jr.", "and", "Xiaodong Mike"]),
        st.sampled_from(
            ["Lovelace", "van der Maaten", "Van Gool", "Šimić III", "Davis Jr.", "y Arcas", "O'Neil", "AI"]
        ),
    ),
    texts.map(_line),
).filter(_is_name)


def _read(text: str) -> Record:
    harvest = read_bibtex(text.encode(), "one.bib", dt.date(2025, 9, 3))
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def test_a_preprint_is_misc_with_its_eprint() -> None:
    assert bibtex(PREPRINT) == (
        "@misc{lovelace2025song-2509.01234,\n"
        "  title = {On the Song of Whales},\n"
        "  author = {Lovelace, Ada and van Beethoven, Ludwig},\n"
        "  year = {2025},\n"
        "  month = sep,\n"
        "  day = {2},\n"
        "  eprint = {2509.01234},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.SD},\n"
        "  url = {https://arxiv.org/abs/2509.01234},\n"
        "}\n"
    )


def test_a_paper_of_a_conference_is_inproceedings_and_keeps_its_eprint() -> None:
    assert bibtex_with_abstract(CONFERENCE) == (
        "@inproceedings{lovelace2025song-2509.01234,\n"
        "  title = {On the Song of Whales},\n"
        "  author = {Lovelace, Ada and van Beethoven, Ludwig},\n"
        "  booktitle = {NeurIPS 2025},\n"
        "  year = {2025},\n"
        "  eprint = {2509.01234},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.SD},\n"
        "  url = {https://arxiv.org/abs/2509.01234},\n"
        "  keywords = {whales, song},\n"
        "  abstract = {Whales sing.},\n"
        "}\n"
    )


def test_a_paper_of_a_journal_is_article() -> None:
    assert bibtex(JOURNAL) == (
        "@article{lovelace2025-on-the-song-of-whales,\n"
        "  title = {On the Song of Whales},\n"
        "  author = {Lovelace, Ada and van Beethoven, Ludwig},\n"
        "  journal = {Journal of Sea Life},\n"
        "  year = {2025},\n"
        "  month = sep,\n"
        "  day = {2},\n"
        "  doi = {10.1000/182},\n"
        "  url = {https://journal.example/182},\n"
        "  pdf = {https://journal.example/182.pdf},\n"
        "}\n"
    )


def test_bibtex_leaves_out_what_nobody_knows_and_says_what_was_withdrawn() -> None:
    assert bibtex(WITHOUT_DATE) == (
        "@misc{lovelace-on-the-song-of-whales,\n"
        "  title = {On the Song of Whales},\n"
        "  author = {Lovelace, Ada and van Beethoven, Ludwig},\n"
        "  url = {https://example.org/papers/on-the-song-of-whales/},\n"
        "}\n"
    )
    assert "author" not in bibtex(WITHOUT_AUTHORS)
    assert "  note = {Withdrawn},\n" in bibtex(WITHDRAWN)
    assert _read(bibtex_with_abstract(WITHDRAWN)).withdrawn == "Withdrawn"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Teaching GPT-4o and LoRA to Sing", "Teaching {GPT-4o} and {LoRA} to Sing"),
        ("Text-to-3D with Llama-3", "Text-to-{3D} with {Llama-3}"),
        ("Vitamin C and a C++ Study of mRNA", "Vitamin {C} and a {C++} Study of {mRNA}"),
        ("State-of-the-Art Vision-Language Models", "State-of-the-Art Vision-Language Models"),
        ("Whale song in the Pacific ocean: Notes", "Whale song in the {Pacific} ocean: Notes"),
        ("Sampling in $O(N)$ Steps of $x$", "Sampling in {$O(N)$} Steps of $x$"),
        ("Schrödinger, Émile and Škoda in École", r"Schr{\"o}dinger, {\'E}mile and {\v{S}}koda in {\'E}cole"),
        ("50% of {a} & b_c #1 ^ ~ \\ for $5", None),
        ("A -- B --- ``C''", "A -{}- {B} -{}-{}- `{}`{C}'{}'"),
    ],
)
def test_a_title_keeps_its_capitals_and_its_signs(title: str, written: str | None) -> None:
    found = latex_title(title)
    signs = r"50\% of \textbraceleft{}a\textbraceright{} \& b\_c \#1 \textasciicircum{} \textasciitilde{} "
    assert found == (written or signs + r"\textbackslash{} for \$5")
    assert plain_of_latex(found) == title


def test_formulas_that_bibtex_cannot_hold_are_rewritten_or_become_text() -> None:
    assert latex_title(r"For $\left\{ x \right.$") == r"For $\left\lbrace  x \right.$"
    assert latex_title("Of $50%$") == r"Of \$50\%\$"
    assert latex_title(r"$\{a\}$") == r"$\{a\}$"


def test_names_are_written_so_that_bibtex_need_not_guess() -> None:
    authors = (
        "Laurens van der Maaten",
        "Sammy Davis Jr.",
        "Émile Zola",
        "Gemini Team",
        "Simon and Garfunkel",
        "A_B & C",
    )
    written = bibtex_with_abstract(cited(authors=authors))
    assert (
        r"author = {van der Maaten, Laurens and Davis, Jr., Sammy and Zola, {\'E}mile and {Gemini Team}"
        r" and {Simon and Garfunkel} and {A\_B \& C}}"
    ) in written
    assert _read(written).authors == authors
    assert _read(written).whole_names == authors[3:]


@settings(max_examples=300)
@given(texts.map(_line), st.lists(names, max_size=3), texts.map(allowed).map(paragraphs_of))
def test_what_bibtex_says_is_read_back(title: str, authors: list[str], abstract: str) -> None:
    # A formula whose braces do not match is written in other words.
    told = (title or "t").replace(r"\left\{ x \right.", "y"), (abstract or "a").replace(r"\left\{ x \right.", "y")
    citation = _told(PREPRINT, told, tuple(authors))
    written = bibtex_with_abstract(citation)
    record = _read(written)
    assert (record.title, record.abstract) == told
    assert record.authors == tuple(authors)
    assert (record.arxiv_id, record.published, record.item) == ("2509.01234", dt.date(2025, 9, 2), PREPRINT.key)
    assert record.categories == ("cs.SD",)
    library = parse_string(written)
    assert (library.failed_blocks, [entry.key for entry in library.entries]) == ([], [PREPRINT.key])


def _told(citation: Citation, told: tuple[str, str], authors: tuple[str, ...]) -> Citation:
    signed = tuple(map(cited_name, authors))
    return msgspec.structs.replace(citation, title=told[0], abstract=told[1], names=signed)


def test_all_fields_of_each_kind_are_read_back() -> None:
    for kind in (CONFERENCE, JOURNAL):
        record = _read(bibtex_with_abstract(kind))
        assert (record.venue, record.doi, record.arxiv_id) == (kind.venue, kind.doi, kind.arxiv_id)
        assert record.keywords == kind.keywords
        assert (record.links["abs"], record.links["pdf"]) == (kind.url, kind.pdf_url)
    odd = cited(**OFF_ARXIV, keywords=("a, b", "c"), links=Links(abs="https://a.example/?q=%7Bx%7D&b=1#c_d~e"))
    assert _read(bibtex_with_abstract(odd)).keywords == ("a, b", "c")
    assert _read(bibtex_with_abstract(odd)).links["abs"] == odd.url


def test_bibtex_sees_the_parts_of_a_name_that_we_saw() -> None:
    authors = (
        "Laurens van der Maaten",
        "Blaise Agüera y Arcas",
        "Mark Van der Merwe",
        "Sammy Davis Jr.",
        "Gemini Team",
    )
    (parts,) = parts_of_names(bibtex(cited(authors=authors))).values()
    assert parts == [
        ("Laurens", "van der", "Maaten", ""),
        ("Blaise", "", r"{Ag{\"u}era y Arcas}", ""),
        ("Mark", "", "{Van der Merwe}", ""),
        ("Sammy", "", "Davis", "Jr."),
        ("", "", "{Gemini Team}", ""),
    ]
    assert _read(bibtex_with_abstract(cited(authors=authors))).authors == authors


def test_ris_has_a_line_for_each_author_and_keyword() -> None:
    assert ris_fields(ris_with_abstract(CONFERENCE)) == [
        ("TY", "CONF"),
        ("ID", "lovelace2025song-2509.01234"),
        ("TI", "On the Song of Whales"),
        ("AU", "Lovelace, Ada"),
        ("AU", "van Beethoven, Ludwig"),
        ("PY", "2025"),
        ("T2", "NeurIPS 2025"),
        ("AN", "arXiv:2509.01234"),
        ("UR", "https://arxiv.org/abs/2509.01234"),
        ("L1", "https://arxiv.org/pdf/2509.01234"),
        ("KW", "whales"),
        ("KW", "song"),
        ("LA", "en"),
        ("AB", "Whales sing."),
        ("ER", ""),
    ]
    assert "AB" not in dict(ris_fields(ris(CONFERENCE)))


def test_ris_tells_each_kind_of_paper() -> None:
    preprint, journal, undated = (dict(ris_fields(ris(each))) for each in (PREPRINT, JOURNAL, WITHOUT_DATE))
    assert (preprint["TY"], preprint["PB"], preprint["DA"]) == ("UNPB", "arXiv", "2025/09/02/")
    assert (journal["TY"], journal["T2"], journal["DO"]) == ("JOUR", "Journal of Sea Life", "10.1000/182")
    assert not {"PY", "DA", "AN", "L1"} & set(undated)
    by_month = dict(ris_fields(ris(cited(published=None))))
    assert (by_month["PY"], by_month["DA"]) == ("2025", "2025/09//")
    assert "AU" not in dict(ris_fields(ris(WITHOUT_AUTHORS)))
    assert dict(ris_fields(ris(WITHDRAWN)))["N1"] == "Withdrawn"
    authors = ("Sammy Davis Jr.", "Google, Inc.", "Laurens van der Maaten")
    signed = [value for tag, value in ris_fields(ris(cited(authors=authors))) if tag == "AU"]
    assert signed == ["Davis, Sammy, Jr.", "Google Inc.", "van der Maaten, Laurens"]


@given(texts.map(allowed), st.lists(names, max_size=3), texts.map(allowed))
def test_ris_keeps_to_its_rules_whatever_a_paper_says(title: str, authors: list[str], abstract: str) -> None:
    fields = dict(ris_fields(ris_with_abstract(_told(PREPRINT, (title or "t", abstract), tuple(authors)))))
    assert fields.get("AB", "") == on_one_line(abstract)


def test_csl_json_says_all_that_is_known() -> None:
    assert json.loads(csl_json_with_abstracts([PREPRINT])) == [
        {
            "id": "lovelace2025song-2509.01234",
            "type": "article",
            "title": "On the Song of Whales",
            "author": [
                {"family": "Lovelace", "given": "Ada"},
                {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            ],
            "issued": {"date-parts": [[2025, 9, 2]]},
            "publisher": "arXiv",
            "number": "arXiv:2509.01234",
            "URL": "https://arxiv.org/abs/2509.01234",
            "abstract": "Whales sing.",
            "language": "en",
        }
    ]
    assert "abstract" not in json.loads(csl_json([PREPRINT]))[0]


def test_csl_json_of_each_kind_fits_the_schema() -> None:
    items = json.loads(csl_json_with_abstracts(ALL_KINDS))
    assert csl_mistakes(items) == []
    kinds = [item["type"] for item in items]
    assert kinds == ["article", "paper-conference", "article-journal", "article", "article", "article"]
    assert (items[1]["container-title"], items[1]["note"]) == ("NeurIPS 2025", "arXiv:2509.01234")
    assert (items[2]["container-title"], items[2]["DOI"]) == ("Journal of Sea Life", "10.1000/182")
    assert (items[3]["status"], items[3]["note"]) == ("withdrawn", "Withdrawn")
    assert "author" not in items[4]
    assert "issued" not in items[5]


def test_csl_json_is_read_back() -> None:
    authors = ("Laurens van der Maaten", "Sammy Davis Jr.", "Gemini Team", "Luc Van Gool")
    harvest = read_json(
        csl_json_with_abstracts([cited(authors=authors), JOURNAL]).encode(), "papers.json", dt.date(2025, 9, 3)
    )
    assert harvest.rejected == ()
    preprint, journal = harvest.records
    assert (preprint.authors, preprint.arxiv_id, preprint.published) == (authors, "2509.01234", dt.date(2025, 9, 2))
    assert (preprint.title, preprint.abstract) == ("On the Song of Whales", "Whales sing.")
    assert (journal.doi, journal.venue) == ("10.1000/182", "Journal of Sea Life")
