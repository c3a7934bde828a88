"""The table: this edit makes exactly these files anew, and removes exactly those."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import Options, Report, build
from sitegen.output.manifest import MANIFEST
from tests.build.worlds import THEME, Paper, World, day_line, days_path, without, write
from tests.harness import files_below

SENTENCE = "The first sentence is what lists show."
BASE = World(
    papers={
        "a": Paper("2025/09/03", "Title A", f"{SENTENCE} More.", {"topics": "[scaling]", "votes": "5"}),
        "b": Paper("2025/09/03", "Title B", f"{SENTENCE} More.", {"topics": "[evaluation]", "votes": "3"}),
        "c": Paper("2025/09/02", "Title C", f"{SENTENCE} More.", {"topics": "[scaling]"}),
        "d": Paper("2025/08/15", "Title D", f"{SENTENCE} More.", {"topics": "[evaluation]"}),
        "e": Paper("2024/12/31", "Title E", f"{SENTENCE} More.", {"topics": "[scaling]"}),
        "f": Paper("2023/05/05", "Title F", f"{SENTENCE} More."),
    },
    own={"about": "---\ntitle: About\n---\n\nWords.\n"},
    # What related papers change has a table of its own (test_related.py).
    switches={"search": True, "related": False, "llms": False, "opensearch": False, "app_manifest": False},
    # `test_precision_of_files` has these.
    settings={"downloads": "{months: false, days: false, topics: false, api: false}"},
    raw=THEME,
)
DAYS = "2023/05/05/ 2024/12/31/ 2025/08/15/ 2025/09/02/ 2025/09/03/"
MONTHS = "2023/05/ 2024/12/ 2025/08/ 2025/09/"
YEARS = "2023/ 2024/ 2025/"
# The last day of 2024 lies in the first week of 2025.
WEEKS = "weeks/2023-W18/ weeks/2025-W01/ weeks/2025-W33/ weeks/2025-W36/"
PAPERS = "papers/a/ papers/b/ papers/c/ papers/d/ papers/e/ papers/f/"
OF_SCALING = "topics/scaling/ topics/scaling/2025/ topics/scaling/2025/09/ topics/scaling/2024/ topics/scaling/2024/12/"
OF_EVALUATION = "topics/evaluation/ topics/evaluation/2025/ topics/evaluation/2025/09/ topics/evaluation/2025/08/"
# What has a template; the other pages are written without one.
LISTS = "archive/ authors/ feeds/ saved/ search/ topics/ trends/"
TEMPLATES = f"/ 404.html about/ {LISTS} {DAYS} {MONTHS} {WEEKS} {YEARS} {PAPERS} {OF_SCALING} {OF_EVALUATION}"
# A feed stands for its two formats.
EDITIONS = "feeds/editions/feed.xml"
FEEDS = f"feed.xml {EDITIONS} topics/evaluation/feed.xml topics/scaling/feed.xml"
SITEMAPS = (
    "robots.txt sitemap.xml sitemaps/2023-05.xml sitemaps/2024-12.xml sitemaps/2025-08.xml sitemaps/2025-09.xml "
    "sitemaps/site.xml"
)
EVERY_PAGE = f"{TEMPLATES} {FEEDS} feeds.opml {SITEMAPS}"


def paper(key: str, **changes: object) -> World:
    return replace(BASE, papers={**BASE.papers, key: replace(BASE.papers[key], **changes)})  # type: ignore[arg-type]


def fields(key: str, **changes: str) -> World:
    return paper(key, fields={**BASE.papers[key].fields, **changes})


def new(key: str, new_paper: Paper) -> World:
    return replace(BASE, papers={**BASE.papers, key: new_paper})


def longer(path: str, addition: str) -> World:
    return replace(BASE, raw={**THEME, f"themes/digest/{path}": THEME[f"themes/digest/{path}"] + addition})


def setting(name: str, value: str) -> World:
    return replace(BASE, settings={**BASE.settings, name: value})


def topics(*declared: tuple[str, str, str]) -> World:
    return replace(BASE, topics=declared)


def days(*lines: str) -> World:
    """With a file of the ledger that tells of the days of a month."""
    month = json.loads(lines[0])["day"][:7]
    return replace(BASE, raw={**THEME, days_path(month): "".join(lines)})


SCALING, EVALUATION = BASE.topics

# what is done → (the site then, what is made, what is removed)
TABLE = {
    "nothing": (BASE, "", ""),
    "an abstract beyond its first sentence, on an old day": (
        paper("e", body=f"{SENTENCE} Other."),
        "papers/e/ 2024/12/31/ feed.xml topics/scaling/feed.xml",
        "",
    ),
    "an abstract beyond its first sentence, on the newest day": (
        paper("a", body=f"{SENTENCE} Other."),
        "papers/a/ 2025/09/03/ / feed.xml topics/scaling/feed.xml",
        "",
    ),
    "the first sentence of an abstract": (
        paper("e", body=f"Not {SENTENCE} More."),
        (
            f"papers/e/ 2024/12/31/ 2024/12/ weeks/2025-W01/ feed.xml {EDITIONS} topics/scaling/feed.xml "
            "topics/scaling/ topics/scaling/2024/ topics/scaling/2024/12/"
        ),
        "",
    ),
    "a former name of a topic: only what stands there": (
        replace(BASE, former={"evaluation": "[old]"}),
        "topics/old/ topics/old/feed.xml topics/old/2025/ topics/old/2025/08/ topics/old/2025/09/",
        "",
    ),
    "a title: its neighbours name it too": (
        paper("d", title="Another"),
        (
            "papers/d/ papers/c/ papers/e/ 2025/08/15/ 2025/08/ weeks/2025-W33/ feed.xml topics/evaluation/feed.xml "
            f"{EDITIONS} topics/evaluation/ topics/evaluation/2025/ topics/evaluation/2025/08/"
        ),
        "",
    ),
    "a vote that changes no order: feeds show none": (
        fields("a", votes="6"),
        "papers/a/ 2025/09/03/ 2025/09/ weeks/2025-W36/ / topics/scaling/ topics/scaling/2025/ topics/scaling/2025/09/",
        "",
    ),
    "a vote that changes the order of a day": (
        fields("b", votes="6"),
        (
            "papers/a/ papers/b/ papers/c/ 2025/09/03/ 2025/09/ weeks/2025-W36/ / feed.xml "
            f"{EDITIONS} topics/evaluation/ topics/evaluation/2025/ topics/evaluation/2025/09/"
        ),
        "",
    ),
    "a DOI, which lists tell reference managers": (
        fields("d", doi="10.1000/182"),
        (
            "papers/d/ 2025/08/15/ 2025/08/ weeks/2025-W33/ "
            "topics/evaluation/ topics/evaluation/2025/ topics/evaluation/2025/08/"
        ),
        "",
    ),
    "keywords, which only the paper shows": (fields("d", keywords="[whales]"), "papers/d/", ""),
    "a thumbnail, which no page shows": (fields("d", thumbnail="https://example.org/x.png"), "", ""),
    "a comment in the front matter": (fields("d", **{"# note": "words"}), "", ""),
    "the day of the last change": (
        fields("e", updated="2025-01-01"),
        f"papers/e/ feed.xml {EDITIONS} topics/scaling/feed.xml sitemap.xml sitemaps/2024-12.xml sitemaps/site.xml",
        "",
    ),
    "a former address": (fields("d", aliases="[/old/]"), "old/", ""),
    "a new day": (
        new("g", Paper("2025/09/04", "Title G", fields={"topics": "[scaling]"})),
        (
            "papers/g/ papers/a/ 2025/09/04/ 2025/09/03/ 2025/09/ weeks/2025-W36/ 2025/ archive/ / 404.html topics/ "
            "topics/scaling/ topics/scaling/2025/ topics/scaling/2025/09/ feed.xml topics/scaling/feed.xml "
            f"{EDITIONS} sitemap.xml sitemaps/2025-09.xml sitemaps/site.xml"
        ),
        "",
    ),
    "a new paper without a topic in an old month": (
        new("g", Paper("2024/12/30", "Title G")),
        (
            "papers/g/ papers/e/ papers/f/ 2024/12/30/ 2024/12/31/ 2023/05/05/ 2024/12/ 2024/ archive/ / 404.html "
            f"weeks/2025-W01/ topics/ feed.xml {EDITIONS} sitemaps/2024-12.xml"
        ),
        "",
    ),
    "a deleted paper, the only one of its month": (
        replace(BASE, papers=without(BASE.papers, "d")),
        (
            "papers/c/ papers/e/ 2025/09/02/ 2024/12/31/ 2025/09/ 2024/12/ 2025/ archive/ / 404.html topics/ "
            "weeks/2025-W36/ weeks/2025-W01/ topics/evaluation/ topics/evaluation/2025/ feed.xml "
            f"{EDITIONS} topics/evaluation/feed.xml sitemap.xml sitemaps/site.xml"
        ),
        "papers/d/ 2025/08/15/ 2025/08/ weeks/2025-W33/ topics/evaluation/2025/08/ sitemaps/2025-08.xml",
    ),
    "another topic, whose share the month after names": (
        fields("d", topics="[scaling]"),
        (
            "papers/d/ 2025/08/15/ 2025/08/ 2025/09/ weeks/2025-W33/ 2025/ archive/ / topics/ feed.xml "
            "topics/evaluation/feed.xml topics/scaling/feed.xml topics/evaluation/ topics/evaluation/2025/ "
            "topics/scaling/ topics/scaling/2025/ topics/scaling/2025/08/ sitemaps/2025-08.xml"
        ),
        "topics/evaluation/2025/08/",
    ),
    "a paper listed again, so the day counts one more": (
        fields("e", listed_on="[2025-09-02]"),
        f"papers/e/ 2025/09/02/ 2025/09/ weeks/2025-W36/ 2025/ / 404.html {EDITIONS}",
        "",
    ),
    "a draft": (new("g", Paper("2025/09/03", "Title G", fields={"draft": "true"})), "", ""),
    "a note on a day": (replace(BASE, notes={"2025/08/15": "A note."}), f"2025/08/15/ {EDITIONS}", ""),
    "a note on a day without papers": (
        replace(BASE, notes={"2025/08/20": "A note."}),
        "2025/08/20/ 2025/ sitemaps/2025-08.xml",
        "",
    ),
    "a gap: all years count them": (
        days(day_line("2025-09-04", "pending")),
        "2025/09/ weeks/2025-W36/ 2025/ archive/",
        "",
    ),
    "a gap on a day that has papers from another source": (
        days(day_line("2025-09-03", "complete", 2), day_line("2025-09-03", "pending", source="b")),
        "2025/09/ weeks/2025-W36/ 2025/ archive/",
        "",
    ),
    "a gap in a month without papers, which has no page": (
        days(day_line("2025-06-01", "pending")),
        "2025/ archive/",
        "",
    ),
    "a gap in a year without papers: its calendar, and the year beside it leads there": (
        days(day_line("2022-06-01", "pending")),
        "2022/ 2023/ archive/",
        "",
    ),
    "a day without a digest in a year without papers": (days(day_line("2022-06-01", "complete")), "", ""),
    "a day without a digest": (days(day_line("2025-08-16", "complete")), "2025/08/ weeks/2025-W33/ 2025/", ""),
    "a day without a digest in a month without papers": (days(day_line("2024-02-01", "complete")), "2024/", ""),
    "a day on which one source of two listed nothing": (
        days(day_line("2025-08-16", "complete"), day_line("2025-08-16", "complete", 3, source="b")),
        "",
        "",
    ),
    "a day without a digest that has papers all the same": (days(day_line("2025-09-03", "complete")), "", ""),
    "what a source said of days that are whole, or may yet change": (
        days(day_line("2025-09-03", "complete", 2), day_line("2025-09-04", "open", etag="x")),
        "",
        "",
    ),
    "an own page": (replace(BASE, own={"about": "---\ntitle: About\n---\n\nOther.\n"}), "about/", ""),
    "a new own page in the menu of all pages": (
        replace(BASE, own={**BASE.own, "more": "---\ntitle: More\n---\n\nWords.\n"}),
        f"more/ {TEMPLATES} sitemaps/site.xml",
        "",
    ),
    "a new own page outside the menu": (
        replace(BASE, own={**BASE.own, "more": "---\ntitle: More\nmenu: false\n---\n\nWords.\n"}),
        "more/ sitemaps/site.xml",
        "",
    ),
    "a phrase of a topic": (topics(("scaling", "Scaling Laws", "rule"), EVALUATION), "", ""),
    "the name of a topic": (
        topics(("scaling", "Scale", "law"), EVALUATION),
        (
            f"{OF_SCALING} papers/a/ papers/c/ papers/e/ 2025/09/03/ 2025/09/02/ 2024/12/31/ 2025/09/ 2024/12/ 2025/ "
            "2024/ weeks/2025-W36/ weeks/2025-W01/ archive/ / topics/ feed.xml topics/scaling/feed.xml "
            "feeds/ feeds.opml"
        ),
        "",
    ),
    "the order of the topics, where it decides between equal counts": (
        topics(EVALUATION, SCALING),
        "2025/09/03/ 2025/ / topics/ feeds/ feeds.opml",
        "",
    ),
    "a new topic": (
        topics(SCALING, EVALUATION, ("vision", "Vision", "image")),
        "topics/ topics/vision/ topics/vision/feed.xml feeds/ feeds.opml sitemaps/site.xml",
        "",
    ),
    "the title of the site, which feeds show": (setting("title", "Other"), f"{TEMPLATES} {FEEDS} feeds.opml", ""),
    "the tagline, which feeds of the site show": (
        setting("tagline", "Other"),
        f"{TEMPLATES} feed.xml {EDITIONS} feeds.opml",
        "",
    ),
    "a setting of the theme, which only templates see": (setting("theme_options", "{accent: rust}"), TEMPLATES, ""),
    "the address of the site": (setting("base_url", "https://example.com/"), EVERY_PAGE, ""),
    "the author of the feeds": (setting("author", "Ada"), FEEDS, ""),
    "years switched off: what links to them": (
        replace(BASE, switches={**BASE.switches, "years": False}),
        f"{DAYS} {MONTHS} {WEEKS} archive/ / sitemaps/site.xml",
        YEARS,
    ),
    "weeks switched off: what links to them": (
        replace(BASE, switches={**BASE.switches, "weeks": False}),
        f"{DAYS} {MONTHS} {YEARS} / sitemaps/site.xml",
        WEEKS,
    ),
    "sitemaps switched off": (replace(BASE, switches={**BASE.switches, "sitemap": False}), "", SITEMAPS),
    "the template of papers": (longer("templates/paper.html", "<!-- -->"), PAPERS, ""),
    "a macro": (longer("templates/_macros.html", "{# #}"), TEMPLATES, ""),
    "the style, whose address is on every page": (
        longer("static/style.css", "/* */"),
        f"assets/style.css {TEMPLATES}",
        "",
    ),
    "the script of the search page": (longer("static/search.js", "//"), "assets/search.js search/", ""),
    "a static file that no template names": (
        replace(BASE, raw={**THEME, "themes/digest/static/new.txt": "x"}),
        "assets/new.txt",
        "",
    ),
    "a comment in the strings": (longer("strings/en.yaml", "# words\n"), "", ""),
    "a string": (longer("strings/en.yaml", "new_one: words\n"), TEMPLATES, ""),
    "the README of the theme": (longer("README.md", "words\n"), "", ""),
    "a static file of the site": (replace(BASE, raw={**THEME, "static/CNAME": "example.org"}), "CNAME", ""),
}


class Published:
    """A site that was built from a world, in a folder that the cases share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world: World | None = None

    def become(self, world: World) -> Report:
        write(world, self.folder, self.world)
        self.world = world
        return build(self.folder, Options(search="later"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    return Published(tmp_path_factory.mktemp("precision"))


def files(addresses: str) -> list[str]:
    """The paths of files, from addresses of pages, and of feeds in Atom, which stand for both formats."""
    paths = [
        f"{address.removeprefix('/')}index.html" if address.endswith("/") else address for address in addresses.split()
    ]
    feeds = [path for path in paths if path.rpartition("/")[2] == "feed.xml"]
    return sorted([*paths, *(f"{path.removesuffix('.xml')}.json" for path in feeds)])


@pytest.mark.parametrize("what", TABLE)
def test_an_edit_makes_exactly_the_pages_that_show_it(what: str, published: Published) -> None:
    world, made, removed = TABLE[what]
    published.become(BASE)
    report = published.become(world)
    assert list(report.made_paths) == files(made)
    assert list(report.removed_paths) == files(removed)
    assert report.kept_count + report.made_count == len(files_below(published.folder / "public")) - len([MANIFEST])


def test_times_of_files_make_nothing(published: Published) -> None:
    published.become(BASE)
    for path in published.folder.rglob("*"):
        if path.is_file() and not path.relative_to(published.folder).parts[0].startswith((".", "public")):
            os.utime(path, (1_000_000_000, 1_000_000_000))
    report = published.become(BASE)
    assert (report.made_paths, report.removed_paths, report.read_count) == ((), (), 0)
