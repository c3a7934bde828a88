"""The pages of authors: who has one, what stands on it, and how names find their person."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.archive.entry import Entry
from sitegen.archive.people import Person
from sitegen.config import AuthorSettings, PageSwitches
from sitegen.site.name_lists import Name, name_lists
from sitegen.site.names import Names, letter_of, sort_key
from sitegen.site.sitemaps import SitemapSheet
from sitegen.site.views import AuthorLetterView, AuthorsView, AuthorView, Link, PaperView
from tests.site.made import builder_of, entry, graph_of_entries, pages_by_path, view_of

TWO = AuthorSettings(2)
ADA, ALAN = "Ada Lovelace", "Alan Turing"


def papers(*signed: tuple[str, ...], month: str = "2025/09") -> tuple[Entry, ...]:
    """A paper a day with these authors, p1 the oldest."""
    return tuple(entry(f"{month}/{n:02}/p{n}", authors=authors) for n, authors in enumerate(signed, 1))


def author(pages: dict, slug: str) -> AuthorView:  # type: ignore[type-arg]
    return view_of(pages, f"authors/{slug}/index.html", AuthorView)


def test_an_author_has_a_page_from_five_papers_on() -> None:
    pages = pages_by_path(*papers(*[(ADA,)] * 4))
    assert [path for path in pages if path.startswith("authors/")] == ["authors/index.html"]
    assert view_of(pages, "authors/index.html", AuthorsView).count == 0
    pages = pages_by_path(*papers(*[(ADA,)] * 5))
    assert author(pages, "ada-lovelace").count == 5


def test_a_page_shows_papers_newest_first_by_year_with_topics_and_co_authors() -> None:
    pages = pages_by_path(
        entry("2024/01/02/old", authors=(ADA, ALAN), topics=("evaluation",)),
        entry("2025/09/02/b", authors=(ADA, "Grace Hopper"), topics=("scaling", "evaluation"), lang="de"),
        entry("2025/09/03/c", authors=(ALAN, ADA), status="withdrawn"),
        authors=TWO,
    )
    page = author(pages, "ada-lovelace")
    assert [(year.year, year.count, [paper.title for paper in year.papers]) for year in page.years] == [
        (2025, 2, ["Title of c", "Title of b"]),
        (2024, 1, ["Title of old"]),
    ]
    assert (page.first.url, page.latest.url) == ("/2024/01/02/", "/2025/09/03/")
    assert [paper.language for paper in page.years[0].papers] == ["en", "de"]
    assert [paper.is_withdrawn for paper in page.years[0].papers] == [True, False]
    assert [(each.topic.slug, each.count) for each in page.topics] == [("evaluation", 2), ("scaling", 1)]
    assert [(each.author, each.count) for each in page.coauthors] == [
        (Link(ALAN, "/authors/alan-turing/"), 2),
        (Link("Grace Hopper", ""), 1),
    ]
    assert page.search_url == "/search/?q=%22Ada+Lovelace%22"
    assert not page.is_told_apart


def test_a_paper_links_its_authors_that_have_pages() -> None:
    pages = pages_by_path(*papers((ADA, "Grace Hopper"), (ADA,)), authors=TWO)
    assert view_of(pages, "papers/p1/index.html", PaperView).authors == (
        Link(ADA, "/authors/ada-lovelace/"),
        Link("Grace Hopper", ""),
    )


def test_spellings_that_differ_in_accents_case_and_dots_are_one_author_under_the_most_frequent() -> None:
    pages = pages_by_path(
        *papers(("José M. García",), ("Jose M Garcia",), ("Jose M Garcia",), ("JOSE M. GARCIA",)), authors=TWO
    )
    page = author(pages, "jose-m-garcia")
    assert (page.name, page.count) == ("Jose M Garcia", 4)
    assert page.spellings == ("JOSE M. GARCIA", "José M. García")


def test_of_equally_frequent_spellings_the_alphabet_decides() -> None:
    pages = pages_by_path(*papers(("José Roa",), ("Jose Roa",)), authors=TWO)
    assert author(pages, "jose-roa").name == "Jose Roa"


def test_two_of_one_name_on_one_paper_count_it_once() -> None:
    pages = pages_by_path(*papers(("Wei Zhang", "Wei Zhang"), ("Wei Zhang",)), authors=TWO)
    page = author(pages, "wei-zhang")
    assert (page.count, page.coauthors) == (2, ())
    assert [each.url for each in view_of(pages, "papers/p1/index.html", PaperView).authors] == [
        "/authors/wei-zhang/"
    ] * 2


def test_a_name_of_signs_alone_and_an_over_long_one_break_nothing() -> None:
    crowd = "The " + "Very " * 40 + "Large Collaboration"
    pages = pages_by_path(*papers(("…", crowd), ("…", crowd)), authors=TWO)
    found = [path for path in pages if path.startswith("authors/the-very")]
    assert len(found) == 1
    assert len(found[0].split("/")[1]) <= 90


def test_authors_yaml_joins_spellings_and_splits_namesakes() -> None:
    people = (
        Person(name="Wei Zhang", slug="wei-zhang", also=("W. Zhang",)),
        Person(name="Wei Zhang", slug="wei-zhang-2", papers=("p2", "p4"), orcid="0000-0002-1825-0097"),
    )
    signed = papers(("Wei Zhang",), ("Wei Zhang",), ("W Zhang",), ("Wei Zhang",))
    pages = pages_by_path(*signed, people=people, authors=TWO)
    one, other = author(pages, "wei-zhang"), author(pages, "wei-zhang-2")
    assert [paper.title for paper in one.years[0].papers] == ["Title of p3", "Title of p1"]
    assert [paper.title for paper in other.years[0].papers] == ["Title of p4", "Title of p2"]
    assert (one.name, one.spellings, one.is_told_apart) == ("Wei Zhang", ("W Zhang",), False)
    assert (other.orcid, other.is_told_apart) == ("0000-0002-1825-0097", True)
    assert [view_of(pages, f"papers/p{n}/index.html", PaperView).authors[0].url for n in (1, 2, 3, 4)] == [
        "/authors/wei-zhang/",
        "/authors/wei-zhang-2/",
        "/authors/wei-zhang/",
        "/authors/wei-zhang-2/",
    ]


def test_a_former_slug_leads_to_the_page_and_is_nobody_elses() -> None:
    people = (Person(name="Ada King", slug="ada-king", also=(ADA,), aliases=("prince",)),)
    pages = pages_by_path(*papers((ADA, "Prince"), (ADA, "Prince")), people=people, authors=TWO)
    assert pages["authors/prince/index.html"].view.kind == "redirect"
    singer = view_of(pages, "papers/p1/index.html", PaperView).authors[1].url
    assert singer.startswith("/authors/prince-")
    assert author(pages, singer.split("/")[2]).name == "Prince"


def test_a_paper_of_more_than_fifty_authors_is_no_collaboration() -> None:
    crowd = tuple(f"Member {chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(49))
    pages = pages_by_path(*papers((ADA, *crowd), (ADA, *crowd)), authors=TWO)
    assert len(author(pages, "ada-lovelace").coauthors) == 12
    pages = pages_by_path(*papers((ADA, ALAN, *crowd), (ADA, ALAN, *crowd), (ADA, ALAN)), authors=TWO)
    assert [(each.author.name, each.count) for each in author(pages, "ada-lovelace").coauthors] == [(ALAN, 1)]


def test_papers_of_3303_authors_are_quick() -> None:
    crowd = tuple(f"Member {chr(97 + n // 676)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}" for n in range(3303))
    start = time.process_time()
    pages = pages_by_path(*papers(*[crowd] * 5))
    assert view_of(pages, "authors/index.html", AuthorsView).count == 3303
    # About 1.2 s; counting who signs with whom would take minutes.
    assert time.process_time() - start < 15


def test_beyond_500_papers_an_author_has_only_counts() -> None:
    entries = [
        entry(f"2024/{1 + n // 28:02}/{1 + n % 28:02}/p{n}-{m}", authors=(ADA,)) for n in range(168) for m in range(3)
    ]
    page = author(pages_by_path(*entries, entry("2023/05/05/old", authors=(ADA,))), "ada-lovelace")
    assert [(year.year, year.count, len(year.papers)) for year in page.years] == [(2024, 504, 500), (2023, 1, 0)]
    assert (page.count, page.more_count) == (505, 5)


def test_authors_are_listed_by_papers_and_by_the_last_word_of_the_name() -> None:
    pages = pages_by_path(*papers((ADA, ALAN, "张伟"), (ADA, ALAN, "张伟"), (ALAN,)), authors=TWO)
    index = view_of(pages, "authors/index.html", AuthorsView)
    assert [(each.author.name, each.count) for each in index.most_prolific] == [(ALAN, 3), (ADA, 2), ("张伟", 2)]
    assert index.letters == (
        Link("L", "/authors/letter_l/"),
        Link("T", "/authors/letter_t/"),
        Link("", "/authors/other_scripts/"),
    )
    letter = view_of(pages, "authors/letter_t/index.html", AuthorLetterView)
    assert letter.authors == (Link(ALAN, "/authors/alan-turing/"),)
    other = view_of(pages, "authors/other_scripts/index.html", AuthorLetterView)
    assert (other.letter, other.authors) == ("", (Link("张伟", "/authors/zhang-wei/"),))


def test_a_letter_is_that_of_the_last_word() -> None:
    names = [
        "Łukasz Kaiser",
        "Peter Øre",
        "John Smith Jr.",
        "Henry Ford III",
        "Ana Čapek",
        "張 偉",
        "Иван Петров",
        "Madonna",
    ]
    assert [letter_of(name) for name in names] == ["k", "o", "s", "f", "c", "", "", "m"]


def test_a_letter_of_more_than_500_names_is_cut_by_how_names_begin() -> None:
    given_names = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(676)]
    names = [f"{name} Zhang" for name in given_names] + ["Zo Zeng", "Z"]
    lists = name_lists((letter_of(name), Name(sort_key(name), sort_key(name), name)) for name in names)
    assert max(len(each.names) for each in lists) <= 500
    assert [name.name for name in lists[0].names] == ["Z"]
    assert lists[0].parts[:3] == ("ze", "zhang-a", "zhang-b")
    assert sorted(name.name for each in lists for name in each.names) == sorted(names)


@settings(max_examples=50)
@given(st.lists(st.text("abz -", min_size=1).filter(sort_key), unique_by=sort_key, max_size=600))
def test_each_name_stands_in_one_list(names: list[str]) -> None:
    lists = name_lists((letter_of(name), Name(sort_key(name), sort_key(name), name)) for name in names)
    assert sorted(name.name for each in lists for name in each.names) == sorted(names)
    assert len({(each.letter, each.start) for each in lists}) == len(lists)


def test_sitemaps_name_each_author_once_and_no_former_address() -> None:
    people = (Person(name=ADA, slug="ada-lovelace", aliases=("countess",)),)
    pages = pages_by_path(*papers((ADA, ALAN), (ADA, ALAN)), people=people, authors=TWO)
    urls = [url.url for page in pages.values() if page.view.kind == "sitemap" for url in page.view.urls]  # type: ignore[union-attr]
    found = [url for url in urls if "/authors/" in url]
    assert sorted(found) == [
        "https://example.org/authors/",
        "https://example.org/authors/ada-lovelace/",
        "https://example.org/authors/alan-turing/",
        "https://example.org/authors/letter_l/",
        "https://example.org/authors/letter_t/",
    ]
    index = {url.url for url in pages["sitemap.xml"].view.sitemaps}  # type: ignore[union-attr]
    assert {url for url in index if "authors" in url} == {
        "https://example.org/sitemaps/authors-l.xml",
        "https://example.org/sitemaps/authors-t.xml",
    }
    assert SitemapSheet.kinds == ("sitemap",)


def test_without_author_pages_nothing_leads_there() -> None:
    pages = pages_by_path(*papers(*[(ADA,)] * 5), pages=PageSwitches(authors=False))
    assert [path for path in pages if "author" in path] == []
    assert view_of(pages, "papers/p1/index.html", PaperView).authors == (Link(ADA, ""),)


def test_two_people_never_share_a_slug() -> None:
    people = (
        Person(name="Ada Lovelace", slug="ada"),
        Person(name="Wei Zhang", slug="wei-zhang-2", papers=("p",), aliases=("wz",)),
    )
    names = Names(people)
    signed = ["Ada Lovelace", "Ada", "Wei Zhang", "Wei Zhang 2", "WZ"]
    on_p = [names.slug_of(name, "p") for name in signed]
    on_q = [names.slug_of(name, "q") for name in signed]
    assert (on_p[0], on_p[2]) == ("ada", "wei-zhang-2")
    assert on_q[2] == "wei-zhang"
    assert len({*on_p, *on_q}) == 6
    assert "wz" not in on_p


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(["Ada", "ada", "Áda", "Bo Ek", "…", "Cy"]), max_size=4), max_size=8),
    st.integers(1, 3),
)
def test_the_pages_are_those_of_who_signs_enough_papers(signed: list[list[str]], min_papers: int) -> None:
    entries = tuple(
        entry(f"20{20 + n % 3}/0{1 + n % 4}/0{1 + n}/p{n}", authors=tuple(names)) for n, names in enumerate(signed)
    )
    b = builder_of(authors=AuthorSettings(min_papers))
    roster = graph_of_entries(entries, b).roster
    assert roster is not None
    folded = [{Names(()).slug_of(name, "") for name in names} - {""} for names in signed]
    expected = {slug for slugs in folded for slug in slugs if sum(slug in each for each in folded) >= min_papers}
    assert roster.pages == expected
    for listed in roster.listed:
        assert listed.count == sum(listed.slug in each for each in folded)
