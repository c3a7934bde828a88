"""Who has which path: the same whether it is asked of `Claims` or found by making every sheet."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.archive.marks import Marks
from sitegen.archive.people import Person
from sitegen.archive.store import Note, OwnPage
from sitegen.config import AuthorSettings, DownloadSwitches, PageSwitches
from sitegen.site.addresses import week_name
from sitegen.site.claims import Claims
from sitegen.site.pages import groups_of
from tests.harness import TOPICS_YAML
from tests.site.made import builder_of, entry, graph_of_entries, short_feeds

DAYS = ["2025/09/03", "2025/09/02", "2025/08/31", "2024/12/31", "2024/01/02", "2023/05/05"]
DATES = [dt.date.fromisoformat(day.replace("/", "-")) for day in DAYS]
TOPICS = ["scaling", "evaluation"]
FORMER = ["measuring", "metrics"]  # names that Evaluation had
TOPICS_THERE = TOPICS_YAML + "  aliases: [measuring, metrics]\n"
OWN = OwnPage(path="content/pages/about.md", address="/about/", body="Words.", title="About", aliases=("/imprint/",))
AUTHORS = ("Ada Lovelace", "张伟", "...", "Alan Turing")
PEOPLE = (Person(name="Ada King", slug="ada", also=("Ada Lovelace",), aliases=("ada-lovelace",)),)
FORMS = (".xml", ".json")
SWITCHES = list(PageSwitches.__struct_fields__)

entries = st.lists(
    st.builds(
        lambda number, day, date, topics, listed_on, has_alias: (day, number, date, topics, listed_on, has_alias),
        st.integers(0, 5),
        st.sampled_from(DAYS),
        st.sampled_from(DATES),
        st.lists(st.sampled_from(TOPICS), unique=True),
        st.lists(st.sampled_from([*DATES, dt.date(2022, 2, 2)]), unique=True),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda drawn: drawn[1],
).map(
    lambda drawn: tuple(
        entry(
            f"{day}/p{number}",
            date=date,
            topics=tuple(topics),
            listed_on=tuple(listed_on),
            aliases=(f"/old/{number}/",) if has_alias else (),
            authors=AUTHORS[number % 3 :],
        )
        for day, number, date, topics, listed_on, has_alias in drawn
    )
)
notes = st.lists(st.sampled_from([*DATES, dt.date(2021, 1, 1)]), unique=True).map(
    lambda dates: tuple(Note(f"content/{date:%Y/%m/%d}/_day.md", date, "A note.") for date in dates)
)
gaps = st.lists(st.sampled_from([*DATES, dt.date(2020, 1, 1)]), unique_by=lambda date: date.replace(day=1)).map(
    lambda dates: tuple(Marks(gaps=(date,)) for date in dates)
)
switches = st.sets(st.sampled_from(SWITCHES)).map(lambda off: PageSwitches(**dict.fromkeys(off, False)))
downloads = st.sets(st.sampled_from(DownloadSwitches.__struct_fields__)).map(
    lambda off: DownloadSwitches(**dict.fromkeys(off, False))
)


def every_path() -> set[str]:
    """All paths that a site of these days, topics and papers may have."""
    dates = [*DATES, dt.date(2022, 2, 2), dt.date(2021, 1, 1), dt.date(2020, 1, 1)]
    periods = {form for date in dates for form in (f"{date:%Y}/", f"{date:%Y/%m}/", f"{date:%Y/%m/%d}/")}
    folders = {
        "",
        *periods,
        "archive/",
        "saved/",
        "search/",
        "topics/",
        "trends/",
        *(f"papers/p{number}/" for number in range(7)),
    }
    folders |= {f"weeks/{week_name(date)}/" for date in dates}
    folders |= {f"topics/{topic}/{period}" for topic in [*TOPICS, *FORMER] for period in ("", *periods)}
    slugs = ["ada", "ada-lovelace", "zhang-wei", "alan-turing", "letter_k", "letter_t", "letter_l", "other_scripts"]
    folders |= {"authors/", *(f"authors/{slug}/" for slug in slugs)}
    named = {"404.html", "sitemap.xml", "robots.txt", "sitemaps/site.xml", "feeds.opml", "authors/feeds.opml"}
    named |= {f"sitemaps/{date:%Y-%m}.xml" for date in dates}
    with_feed = ["", "feeds/editions/", *(f"topics/{topic}/" for topic in [*TOPICS, *FORMER])]
    with_feed += [f"authors/{slug}/" for slug in slugs[:4]]
    named |= {f"{folder}feed{form}" for folder in with_feed for form in FORMS}
    with_archives = ["feeds/", "feeds/editions/", *(f"topics/{topic}/" for topic in [*TOPICS, *FORMER])]
    months = [f"feed-{date:%Y-%m}{number}" for date in dates for number in ("", "-2", "-3", "-4", "-5")]
    named |= {f"{folder}{month}.xml" for folder in with_archives for month in months}
    years = [f"feed-{date:%Y}{number}" for date in dates for number in ("", "-2", "-3", "-4", "-5")]
    named |= {f"authors/{slug}/{year}.xml" for slug in slugs[:4] for year in years}
    folders.add("feeds/")
    named |= {f"sitemaps/authors-{letter}.xml" for letter in ("k", "t", "l", "other")}
    named |= {"llms.txt", "opensearch.xml", "manifest.webmanifest", "api/index.json"}
    named |= {f"downloads/{name}" for name in ("dump.json", "SHA256SUMS", "README.md")}
    folders |= {"downloads/", *(f"downloads/{date:%Y}/" for date in dates)}
    for date in dates:
        named |= {f"{date:%Y/%m/%Y-%m}.{name}" for name in ("bib", "ris", "csl.json", "jsonl", "csv", "md")}
        named |= {f"{date:%Y/%m/%d/%Y-%m-%d}.{name}" for name in ("bib", "md")} | {f"api/daily_papers/{date}.json"}
        for topic in [*TOPICS, *FORMER]:
            named |= {f"topics/{topic}/{date:%Y}/{topic}-{date:%Y}.bib"}
            named |= {f"topics/{topic}/{date:%Y/%m}/{topic}-{date:%Y-%m}.bib"}
    return named | {f"{folder}index.html" for folder in folders}


def folders_above(paths: set[str]) -> set[str]:
    parts = [path.split("/") for path in paths]
    return {"/".join(names[:end]) for names in parts for end in range(1, len(names))}


@pytest.fixture(autouse=True, scope="module")
def short_runs() -> Iterator[None]:
    with short_feeds(papers=2, editions=1, of_author=2):
        yield


@settings(max_examples=150)
@given(papers=entries, days=notes, marks=gaps, pages=switches, files=downloads)
def test_claims_are_the_places_of_all_sheets(
    papers: tuple[Entry, ...],
    days: tuple[Note, ...],
    marks: tuple[Marks, ...],
    pages: PageSwitches,
    files: DownloadSwitches,
) -> None:
    b = builder_of(pages=pages, downloads=files, topics_yaml=TOPICS_THERE, authors=AuthorSettings(2))
    graph = graph_of_entries(papers, b, days, (OWN,), marks, PEOPLE)
    places = {place.path for group in groups_of(graph, b) for sheet in group.sheets() for place in sheet.places(b)}
    claims = Claims(graph, b, {paper.key: paper.path for paper in papers})
    named_by_people = {path for path in places if path.startswith(("old/", "about/", "imprint/"))}
    known = places - named_by_people
    assert known <= every_path()
    assert {path for path in every_path() if claims.owner(path)} == known
    assert {path for path in folders_above(every_path()) if claims.is_folder(path)} == folders_above(known)


@settings(max_examples=100)
@given(papers=entries, days=notes, marks=gaps, pages=switches, files=downloads)
def test_each_sheet_knows_its_places_and_has_a_name_of_its_own(
    papers: tuple[Entry, ...],
    days: tuple[Note, ...],
    marks: tuple[Marks, ...],
    pages: PageSwitches,
    files: DownloadSwitches,
) -> None:
    b = builder_of(pages=pages, downloads=files, topics_yaml=TOPICS_THERE, authors=AuthorSettings(2))
    by_key = {paper.key: paper for paper in papers}

    def entry_of(brief: Brief) -> Entry:
        return by_key[brief.key]

    groups = groups_of(graph_of_entries(papers, b, days, (OWN,), marks, PEOPLE), b)
    sheets = [(group, sheet) for group in groups for sheet in group.sheets()]
    for group, sheet in sheets:
        made = list(sheet.pages(b, entry_of))
        assert [page.path for page in made] == [place.path for place in sheet.places(b)]
        assert {page.view.kind for page in made} <= set(sheet.kinds) <= set(group.kinds)
    names = [sheet.name for _, sheet in sheets]
    assert len(set(names)) == len(names)
    paths = [place.path for _, sheet in sheets for place in sheet.places(b)]
    assert len(set(paths)) == len(paths)
    assert len({group.name for group in groups}) == len(groups)
