"""Authors: an edit makes exactly the pages that show it, and a page more or less is seen by all that lead to it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sitegen.build import Options, Report, build
from tests.build.test_precision import Published, files
from tests.build.worlds import Paper, World, without, write
from tests.harness import files_below
from tests.links import broken_links

ADA, BO, CY = "Ada Ek", "Bo Li", "Cy Ng"


def signed(day: str, *authors: str, **fields: str) -> Paper:
    return Paper(day, f"Title of {day}", "A sentence.", {"authors": f"[{', '.join(authors)}]", **fields})


# Ada and Cy have pages, Bo lacks a paper for one.
BASE = World(
    papers={
        "a": signed("2025/09/03", ADA, CY),
        "b": signed("2025/08/02", ADA, BO),
        "c": signed("2025/07/01", ADA, BO, CY),
        "d": signed("2024/12/31", CY),
        "e": signed("2024/11/30", "Else"),
    },
    settings={
        "authors": "{min_papers: 3}",
        "downloads": "{months: false, days: false, topics: false, api: false}",
    },
    switches={"related": False, "topics": False, "feeds": False, "archive": False, "weeks": False, "llms": False},
)
NEW_DAY = "papers/x/ papers/a/ 2025/09/04/ 2025/09/03/ 2025/09/ 2025/ / 404.html"
NEW_LASTMOD = "sitemap.xml sitemaps/2025-09.xml sitemaps/site.xml"


def plus(*authors: str) -> World:
    return replace(BASE, papers={**BASE.papers, "x": signed("2025/09/04", *authors)})


def with_people(text: str) -> World:
    return replace(BASE, raw={"authors.yaml": f"authors:\n  {text}\n"})


def retitled(key: str, **fields: str) -> World:
    paper = BASE.papers[key]
    return replace(BASE, papers={**BASE.papers, key: replace(paper, fields={**paper.fields, **fields})})


TABLE = {
    "a paper by somebody without a page": (plus("Else"), f"{NEW_DAY} {NEW_LASTMOD}", ""),
    "a paper by somebody with a page: that page, and the list with its count": (
        plus(ADA),
        f"{NEW_DAY} {NEW_LASTMOD} authors/ada-ek/ authors/",
        "",
    ),
    "the paper that gives its author a page: older papers and co-authors link to it": (
        plus(BO),
        (
            f"{NEW_DAY} {NEW_LASTMOD} authors/bo-li/ authors/ authors/letter_l/ sitemaps/authors-l.xml "
            "papers/b/ papers/c/ authors/ada-ek/ authors/cy-ng/ authors/letter_e/ authors/letter_n/"
        ),
        "",
    ),
    "the paper without which its author has no page": (
        replace(BASE, papers=without(BASE.papers, "d")),
        (
            "papers/c/ papers/e/ 2025/07/01/ 2024/11/30/ 2025/07/ 2024/11/ 2024/ / 404.html papers/a/ authors/ "
            "authors/ada-ek/ authors/letter_e/ sitemap.xml sitemaps/site.xml"
        ),
        "papers/d/ 2024/12/31/ 2024/12/ sitemaps/2024-12.xml authors/cy-ng/ authors/letter_n/ sitemaps/authors-n.xml",
    ),
    "a summary, which no page of an author shows": (
        retitled("b", summary="Other."),
        "papers/b/ 2025/08/02/ 2025/08/",
        "",
    ),
    "the language of a title": (
        retitled("b", lang="de"),
        "papers/a/ papers/b/ papers/c/ 2025/08/02/ 2025/08/ authors/ada-ek/",
        "",
    ),
    "two papers joined to somebody with a page": (
        with_people("- {name: Ada Ek, also: [Else]}"),
        "authors/ada-ek/ authors/ papers/e/",
        "",
    ),
    "an address of the person's own": (
        with_people("- {name: Ada Ek, url: 'https://example.org/ada'}"),
        "authors/ada-ek/",
        "",
    ),
    "another slug, with the former one": (
        with_people("- {name: Ada Ek, slug: ada, aliases: [ada-ek]}"),
        (
            "authors/ada/ authors/ada-ek/ authors/ authors/cy-ng/ authors/letter_e/ sitemaps/authors-e.xml "
            "papers/a/ papers/b/ papers/c/"
        ),
        "",
    ),
    "a paper split off": (
        with_people("- {name: Cy Ng, slug: cy-ng-2, papers: [d]}"),
        "authors/ authors/ada-ek/ authors/letter_e/ papers/a/ papers/c/ papers/d/ sitemap.xml",
        "authors/cy-ng/ authors/letter_n/ sitemaps/authors-n.xml",
    ),
    "no pages of authors": (
        replace(BASE, switches={**BASE.switches, "authors": False}),
        None,
        (
            "authors/ authors/ada-ek/ authors/cy-ng/ authors/letter_e/ authors/letter_n/ "
            "sitemaps/authors-e.xml sitemaps/authors-n.xml"
        ),
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    return Published(tmp_path_factory.mktemp("authors"))


def become(published: Published, world: World) -> Report:
    published.become(BASE)
    return published.become(world)


@pytest.mark.parametrize("what", TABLE)
def test_an_edit_makes_exactly_the_pages_that_show_it(what: str, published: Published) -> None:
    world, made, removed = TABLE[what]
    report = become(published, world)
    if made is not None:
        assert list(report.made_paths) == files(made)
    assert list(report.removed_paths) == files(removed)


def test_a_build_says_which_field_of_an_authors_page_changed(published: Published) -> None:
    published.become(BASE)
    write(plus(ADA), published.folder, BASE)
    published.world = plus(ADA)
    report = build(published.folder, Options(search="later", explain=("authors/ada-ek/",)))
    assert report.reasons[0].outcome == "made"
    assert "view field count (3 → 4)" in report.reasons[0].because


def test_the_links_of_a_site_in_a_folder_resolve(published: Published) -> None:
    become(published, replace(BASE, settings={**BASE.settings, "base_url": "https://example.org/papers/"}))
    public = published.folder / "public"
    assert b'href="/papers/authors/cy-ng/"' in files_below(public)["authors/ada-ek/index.html"]
    assert broken_links(public, "https://example.org/papers/") == []
