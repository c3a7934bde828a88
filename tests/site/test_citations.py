"""Entries as bibliographies cite them: keys, names in their parts, how a paper was published and when."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.entry import Links
from sitegen.site.cited_names import cited_name
from sitegen.site.venues import kind_of, year_of
from tests.render.citing import OFF_ARXIV, cited

LEGAL_KEY = re.compile(r"[a-z][a-z0-9._-]*")


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "lovelace2025song-2509.01234"),
        ({"published": None}, "lovelace2025song-2509.01234"),
        ({"published": dt.date(2026, 1, 1)}, "lovelace2025song-2509.01234"),
        ({"authors": ("Luc Van Gool",)}, "vangool2025song-2509.01234"),
        ({"authors": ("Émile Zola",)}, "zola2025song-2509.01234"),
        ({"authors": ("The Gemini Team",)}, "gemini2025song-2509.01234"),
        ({"authors": ("张伟",)}, "zhang2025song-2509.01234"),
        ({"authors": ("01.AI",)}, "paper012025song-2509.01234"),
        ({"authors": ()}, "song2025-2509.01234"),
        ({"title": "$f(x)$"}, "lovelace2025f-2509.01234"),
        ({"title": "!!!"}, "lovelace2025-2509.01234"),
        (OFF_ARXIV, "lovelace2025-on-the-song-of-whales"),
        ({**OFF_ARXIV, "published": None}, "lovelace-on-the-song-of-whales"),
        ({**OFF_ARXIV, "published": None, "authors": ()}, "song-on-the-song-of-whales"),
        ({"key": "math-0309136", "arxiv_id": "math/0309136"}, "lovelace2003song-math-0309136"),
    ],
)
def test_a_citation_key_has_the_author_the_year_a_word_and_the_key_of_the_entry(
    fields: dict[str, object], key: str
) -> None:
    assert cited(**fields).key == key


@given(
    st.text(max_size=20),
    st.lists(st.text(max_size=12), max_size=2),
    st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True),
)
def test_a_citation_key_is_legal_and_gives_the_key_of_its_entry_back(title: str, authors: list[str], key: str) -> None:
    found = cited(**{**OFF_ARXIV, "title": title, "authors": tuple(authors), "key": key}).key
    assert LEGAL_KEY.fullmatch(found)
    # So two entries never share one.
    assert found.partition("-")[2] == key


@pytest.mark.parametrize(
    ("name", "given", "particle", "family", "suffix"),
    [
        ("Ada Lovelace", "Ada", "", "Lovelace", ""),
        ("J. R. R. Tolkien", "J. R. R.", "", "Tolkien", ""),
        ("Ludwig van Beethoven", "Ludwig", "van", "Beethoven", ""),
        ("Laurens van der Maaten", "Laurens", "van der", "Maaten", ""),
        ("Luc Van Gool", "Luc", "", "Van Gool", ""),
        ("Mark Van der Merwe", "Mark", "", "Van der Merwe", ""),
        ("Hoang Van Nguyen", "Hoang Van", "", "Nguyen", ""),
        ("Blaise Agüera y Arcas", "Blaise", "", "Agüera y Arcas", ""),
        ("Ali al-Hassan", "Ali", "", "al-Hassan", ""),
        ("bell hooks", "bell", "", "hooks", ""),
        ("de Vries", "", "de", "Vries", ""),
        ("Sammy Davis Jr.", "Sammy", "", "Davis", "Jr."),
        ('Linxi "Jim" Fan', 'Linxi "Jim"', "", "Fan", ""),
        ("Hal Daumé III", "Hal", "", "Daumé", "III"),
        ("Xiaodong (Mike) Shi", "Xiaodong (Mike)", "", "Shi", ""),
        ("Wei Zhang (张伟)", "Wei", "", "Zhang (张伟)", ""),
        ("Xin Ai", "Xin", "", "Ai", ""),
    ],
)
def test_a_name_is_taken_apart_as_bibliographies_sort_it(
    name: str, given: str, particle: str, family: str, suffix: str
) -> None:
    found = cited_name(name)
    assert (found.given, found.particle, found.family, found.suffix) == (given, particle, family, suffix)


@pytest.mark.parametrize(
    "name",
    [
        "OpenAI",
        "张伟",
        "Gemini Team",
        "LG AI Research",
        "Simon and Garfunkel",
        "Google, Inc.",
        "DeepSeek-V3",
        "Davis Jr.",
    ],
)
def test_organisations_and_names_of_one_word_stay_whole(name: str) -> None:
    found = cited_name(name)
    assert (found.whole, found.given, found.family) == (name, "", "")


@given(st.text(max_size=30))
def test_no_name_loses_anything(name: str) -> None:
    found = cited_name(name)
    parts = (found.given, found.particle, found.family, found.suffix)
    assert found.whole == name
    assert not found.family or " ".join(part for part in parts if part) == name


@pytest.mark.parametrize(
    ("venue", "doi", "kind"),
    [
        ("", "", "preprint"),
        ("arXiv preprint arXiv:2401.00001", "", "preprint"),
        ("bioRxiv", "10.1101/2020.01.01.123456", "preprint"),
        ("", "10.48550/arXiv.2509.01234", "preprint"),
        ("", "10.1101/2020.01.01.123456", "preprint"),
        ("NeurIPS 2025", "", "conference"),
        ("Proceedings of the 63rd Annual Meeting of the ACL", "", "conference"),
        ("Advances in Neural Information Processing Systems 36", "", "conference"),
        ("ICLR 2025 Workshop on Whales", "", "conference"),
        ("WhaleCon 2024", "", "conference"),
        ("WhaleCon 2024, pages 12-20", "", "conference"),
        ("14th WhaleCon 2024", "", "conference"),
        ("Proceedings of the IEEE/CVF Conference on Computer Vision 2023", "", "conference"),
        ("Lecture Notes in Computer Science 1234, 2023", "", "conference"),
        ("Phys. Rev. D 105, 015003 (2022)", "", "journal"),
        ("Sensors 2023, 23(4), 1234", "", "journal"),
        ("Medical Image Analysis, Volume 91, 2024", "", "journal"),
        ("Expert Systems with Applications 2023", "10.1016/j.eswa.2023.119", "journal"),
        ("Proc. Natl. Acad. Sci. 118 (2021) e20", "", "journal"),
        ("Proceedings of the IEEE 112, 2024", "", "journal"),
        ("Transactions of the ACL 2023", "", "journal"),
        ("PhD thesis, MIT 2024", "", "preprint"),
        ("Song and Sea", "10.1007/978-3-031-19775-8_1", "conference"),
        ("", "10.18653/v1/2022.acl-long.94", "conference"),
        ("", "10.1109/CVPR52688.2022.01042", "conference"),
        ("", "10.1145/3580305.3599785", "conference"),
        ("Nature", "", "journal"),
        ("Transactions on Machine Learning Research", "", "journal"),
        ("Proceedings of the National Academy of Sciences", "", "journal"),
        ("ACM Transactions on Graphics (SIGGRAPH)", "", "journal"),
        ("Song and Sea", "", "journal"),
        ("", "10.1038/s41586-024-1", "journal"),
        ("", "10.1109/TPAMI.2023.1234567", "journal"),
    ],
)
def test_the_venue_and_the_doi_tell_how_a_paper_was_published(venue: str, doi: str, kind: str) -> None:
    assert kind_of(venue, doi) == kind


@pytest.mark.parametrize(
    ("venue", "year"), [("NeurIPS 2025", 2025), ("ICML '24", 2024), ("Nature 620", None), ("", None)]
)
def test_a_venue_may_name_its_year(venue: str, year: int | None) -> None:
    assert year_of(venue) == year


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({}, (2025, 9, 2)),
        # The id tells the month, the digest's day tells nothing.
        ({"published": None}, (2025, 9)),
        ({"published": None, "arxiv_id": "math/0309136"}, (2003, 9)),
        ({"published": None, **OFF_ARXIV}, ()),
        # `published` is the day of the preprint.
        ({"venue": "NeurIPS 2026"}, (2026,)),
        ({"venue": "NeurIPS"}, (2025,)),
        ({"venue": "Nature", "published": None}, (2025,)),
        ({"venue": "Nature", **OFF_ARXIV}, (2025, 9, 2)),
        ({"venue": "WhaleCon 2025", **OFF_ARXIV}, (2025, 9, 2)),
        ({"venue": "WhaleCon 2024", **OFF_ARXIV}, (2024,)),
    ],
)
def test_a_citation_has_as_much_of_a_date_as_is_known(fields: dict[str, object], date: tuple[int, ...]) -> None:
    assert cited(**fields).date == date


def test_a_citation_leads_to_the_paper_and_where_that_is_not_known_to_its_page() -> None:
    bare = {**OFF_ARXIV, "links": Links()}
    assert cited().url == "https://arxiv.org/abs/2509.01234"
    assert cited(**bare, doi="10.1000/182").url == "https://doi.org/10.1000/182"
    assert cited(**{**bare, "links": Links(pdf="https://a.example/b.pdf")}).url == "https://a.example/b.pdf"
    assert cited(**bare).url == "https://example.org/papers/on-the-song-of-whales/"


def test_a_citation_knows_the_pdf_of_a_paper_on_arxiv_without_being_told() -> None:
    assert cited(links=Links()).pdf_url == "https://arxiv.org/pdf/2509.01234"
    assert cited(links=Links(pdf="https://a.example/b.pdf")).pdf_url == "https://a.example/b.pdf"
    assert cited(**OFF_ARXIV, links=Links()).pdf_url == ""
