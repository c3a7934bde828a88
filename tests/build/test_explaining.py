"""`sitegen build --explain PATH`: why a file of the site is made anew, kept or removed, down to a field of its view."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import Options, Report, build
from sitegen.build.options import Reason
from tests.build.test_precision import BASE as SEARCHED
from tests.build.worlds import THEME, Paper, World, day_line, days_path, differing, without, write
from tests.harness import ROOT, SiteTest, files_below

BASE = replace(SEARCHED, switches={"search": False, "related": False})
SECOND = "Title B"


class Explained:
    """A site that was built from a world, in a folder that the cases share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world: World | None = None

    def become(self, world: World, *asked: str, is_dry: bool = False, with_drafts: bool = False) -> Report:
        self.site = write(world, self.folder, self.world)
        self.world = world
        return build(self.folder, Options(explain=asked, is_dry=is_dry, with_drafts=with_drafts))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Explained:
    return Explained(tmp_path_factory.mktemp("explaining"))


@pytest.fixture
def site(shared: Explained) -> Explained:
    shared.become(BASE)
    return shared


def paper(key: str, **changes: object) -> World:
    return replace(BASE, papers={**BASE.papers, key: replace(BASE.papers[key], **changes)})  # type: ignore[arg-type]


def longer(path: str, addition: str) -> World:
    return replace(BASE, raw={**THEME, f"themes/digest/{path}": THEME[f"themes/digest/{path}"] + addition})


NEW_DAY = replace(BASE, papers={**BASE.papers, "g": Paper("2025/09/04", "Title G")})
# what is done → (the site then, the path that is asked for, what is said of it)
TABLE = {
    "a template": (longer("templates/paper.html", "<!-- -->"), "papers/a/", "made", ["template paper.html"]),
    "a template that it extends": (
        longer("templates/base.html", "<!-- -->"),
        "papers/a/",
        "made",
        ["template base.html"],
    ),
    "a template of other pages": (
        longer("templates/day.html", "<!-- -->"),
        "papers/a/",
        "kept",
        ["all it follows from is as it was"],
    ),
    "a static file that it names": (longer("static/style.css", "/**/"), "papers/a/", "made", ["static file style.css"]),
    "a static file of the theme": (
        longer("static/style.css", "/**/"),
        "assets/style.css",
        "made",
        ["file themes/digest"],
    ),
    "a static file of the site": (
        replace(BASE, raw={**THEME, "static/CNAME": "example.org"}),
        "CNAME",
        "made",
        ["new"],
    ),
    "a string": (longer("strings/en.yaml", "new: words\n"), "papers/a/", "made", ["strings of the theme"]),
    "a string, for a page without a template": (
        longer("strings/en.yaml", "new: words\n"),
        "feed.xml",
        "kept",
        ["all it follows from is as it was"],
    ),
    "a setting": (
        replace(BASE, settings={**BASE.settings, "title": "Other"}),
        "/papers/a/",
        "made",
        ["site field title ('Test Papers' → 'Other')"],
    ),
    "a setting that only templates see, for a page without one": (
        replace(BASE, settings={"theme_options": "{accent: rust}"}),
        "feed.xml",
        "kept",
        ["all it follows from is as it was"],
    ),
    "a setting that a page without a template shows": (
        replace(BASE, settings={**BASE.settings, "title": "Other"}),
        "feed.xml",
        "made",
        ["view field title ('Test Papers' → 'Other')", "view field author ('Test Papers' → 'Other')"],
    ),
    "the title of a neighbour": (
        paper("b", title="Other"),
        "papers/c/index.html",
        "made",
        ["view field newer.name ('Title B' → 'Other')"],
    ),
    "a new neighbour": (NEW_DAY, "papers/a/", "made", ["view field newer (None → …)"]),
    "a row of a list": (
        paper("b", title="Other"),
        "2025/09/",
        "made",
        [
            "view field days[0].rows[1].title ('Title B' → 'Other')",
            (
                "view field days[0].coins[1] "
                "('ctx_ver=Z39.88-2004&rft_val_fmt=info:of…' → 'ctx_ver=Z39.88-2004&rft_val_fmt=info:of…')"
            ),
        ],
    ),
    "a list with more rows": (
        NEW_DAY,
        "2025/09/",
        "made",
        [
            "view field count (3 → 4)",
            "view field days (2 → 3)",
            "view field topics[0].share (67 → 50)",
            "view field topics[1].share (33 → 25)",
        ],
    ),
    "a week with a day more": (
        NEW_DAY,
        "weeks/2025-W36/",
        "made",
        ["view field count (3 → 4)", "view field days (2 → 3)"],
    ),
    "a week that has no such day": (NEW_DAY, "weeks/2025-W33/", "kept", ["all it follows from is as it was"]),
    "a new paper": (NEW_DAY, "papers/g/", "made", ["new"]),
    "a removed paper": (
        replace(BASE, papers=without(BASE.papers, "a")),
        "papers/a/",
        "removed",
        ["nothing makes it any more"],
    ),
    "nothing": (BASE, "/", "kept", ["all it follows from is as it was"]),
    "nothing, and a static file": (BASE, "assets/style.css", "kept", ["its file is as it was"]),
    "a template and a view": (
        replace(longer("templates/paper.html", "<!-- -->"), papers=paper("f", title="Other").papers),
        "papers/f/",
        "made",
        [
            "template paper.html",
            "view field title ('Title F' → 'Other')",
            "view field row.title ('Title F' → 'Other')",
            "view field citation.key ('title-f' → 'other-f')",
            "view field citation.title ('Title F' → 'Other')",
            "view field panel.key ('title-f' → 'other-f')",
            "view field panel.title ('Title F' → 'Other')",
        ],
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_what_changed_is_said(what: str, site: Explained) -> None:
    world, asked, outcome, because = TABLE[what]
    report = site.become(world, asked)
    path = asked.removeprefix("/").removesuffix("index.html")
    path += "index.html" if not path or path.endswith("/") else ""
    assert report.reasons == (Reason(path, outcome, tuple(because)),)  # type: ignore[arg-type]
    assert (path in report.made_paths) == (outcome == "made")


@pytest.mark.parametrize("path", ["papers/a/index.html", "assets/style.css"])
@pytest.mark.parametrize("is_removed", [False, True])
def test_a_published_file_that_someone_touched_is_made_again_and_said_so(
    path: str, is_removed: bool, site: Explained
) -> None:
    published = site.folder / "public" / path
    published.unlink()
    if not is_removed:
        published.write_text("mine")
    report = site.become(BASE, path)
    assert report.reasons == (Reason(path, "made", ("the published file was changed or removed",)),)
    assert report.made_paths == (path,)


def test_a_page_with_many_changes_tells_twelve_of_them(site: Explained) -> None:
    rows = {f"n{n}": Paper("2025/09/03", f"Title {n}", fields={"topics": "[evaluation]"}) for n in range(15)}
    many = replace(BASE, papers=rows)
    others = replace(BASE, papers={key: replace(each, title=f"Other {key}") for key, each in rows.items()})
    site.become(many)
    (reason,) = site.become(others, "2025/09/").reasons
    assert len(reason.because) == 13
    assert reason.because[0] == "view field days[0].rows[0].title ('Title 0' → 'Other n0')"
    assert reason.because[-1] == "view fields: 18 more"


def test_without_what_the_last_build_remembered_a_reason_is_not_made_up(site: Explained) -> None:
    shutil.rmtree(site.folder / ".sitegen")
    (reason,) = site.become(paper("a", title="Other"), "papers/a/").reasons
    assert reason == Reason("papers/a/index.html", "made", ("what the last build was made from is not known",))


def test_an_unknown_path_is_answered_with_a_hint_and_the_site_is_built(site: Explained) -> None:
    report = site.become(paper("a", title="Other"), "paper/a/")
    hint = "did you mean 'papers/a/index.html'? name a path such as papers/a/"
    assert report.reasons == (Reason("paper/a/", "unknown", (hint,)),)
    assert "papers/a/index.html" in report.made_paths


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/papers/a/",
        "https://example.org/papers/a/?q=x#abstract",
        "https://example.org/papers/%61/index.html",
        "https://example.org/papers/a",
    ],
)
def test_the_address_of_a_page_asks_for_the_page(address: str, site: Explained) -> None:
    kept = Reason("papers/a/index.html", "kept", ("all it follows from is as it was",))
    assert site.become(BASE, address).reasons == (kept,)


def test_the_address_of_the_site_is_the_home_page(site: Explained) -> None:
    reasons = site.become(BASE, "https://example.org", "https://example.org/").reasons
    assert [(reason.path, reason.outcome) for reason in reasons] == [("index.html", "kept")] * 2


def test_an_address_of_another_site_is_unknown(site: Explained) -> None:
    asked = "https://example.com/papers/a/"
    hint = "the site is built for https://example.org/"
    assert site.become(BASE, asked).reasons == (Reason(asked, "unknown", (hint,)),)


def test_a_part_of_the_search_index_is_explained_by_its_bundle(tmp_path: Path) -> None:
    site: SiteTest = write(SEARCHED, tmp_path)
    site.build()
    folder = tmp_path / "public/pagefind"
    (old,) = (path.name for path in folder.glob("2023-05--*"))
    (new,) = (path.name for path in folder.glob("2025-09-*"))
    (engine,) = (path.name for path in folder.glob("engine-*"))
    site.entry("2025/09/04/g")
    asked = tuple(f"pagefind/{name}" for name in (old, f"{new}/pagefind-entry.json", "bundles.json", engine, "x"))
    report = build(tmp_path, Options(explain=asked, is_dry=True))
    assert report.reasons == (
        Reason(f"pagefind/{old}", "kept", ("all it follows from is as it was",)),
        Reason(f"pagefind/{new}/pagefind-entry.json", "made", ("search index of 2025-09",)),
        Reason("pagefind/bundles.json", "made", ("search index of 2025-09",)),
        Reason(f"pagefind/{engine}", "kept", ("all it follows from is as it was",)),
        Reason("pagefind/x", "unknown", ("pagefind/bundles.json names the parts of the search index",)),
    )


def test_a_dry_run_writes_no_site_and_a_later_build_still_explains_rightly(site: Explained) -> None:
    before = files_below(site.folder / "public")
    standby = files_below(site.folder / ".public.next")
    dry = site.become(paper("b", title="Other"), "papers/a/", is_dry=True)
    expected = (Reason("papers/a/index.html", "made", ("view field older.name ('Title B' → 'Other')",)),)
    assert dry.reasons == expected
    assert "papers/a/index.html" in dry.made_paths
    assert differing(files_below(site.folder / "public"), before) == []
    assert differing(files_below(site.folder / ".public.next"), standby) == []
    wet = site.become(paper("b", title="Other"), "papers/a/")
    assert wet.reasons == expected
    assert set(wet.made_paths) <= set(dry.made_paths)


def test_a_gap_is_a_reason(site: Explained) -> None:
    gap = replace(BASE, raw={**THEME, days_path("2025-08"): day_line("2025-08-16", "pending")})
    report = site.become(gap, "2025/", "2025/08/", "2025/08/15/")
    assert [(reason.path, reason.outcome, reason.because) for reason in report.reasons] == [
        (
            "2025/index.html",
            "made",
            ("view field months[7].weeks[2][5].is_gap (False → True)", "view field gap_count (0 → 1)"),
        ),
        ("2025/08/index.html", "made", ("view field gaps (0 → 1)",)),
        ("2025/08/15/index.html", "kept", ("all it follows from is as it was",)),
    ]


def test_a_dry_run_of_a_site_that_was_never_built_makes_no_folder(tmp_path: Path) -> None:
    write(BASE, tmp_path)
    report = build(tmp_path, Options(is_dry=True))
    assert report.made_count > 40
    assert not (tmp_path / "public").exists()
    assert not (tmp_path / ".public.next").exists()


def test_another_version_of_sitegen_is_a_reason_and_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    site: SiteTest = write(BASE, tmp_path / "site")
    shutil.copytree(ROOT / "sitegen", tmp_path / "other/sitegen", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "other/sitegen/__init__.py").open("a") as file:
        file.write("# Another version.\n")
    assert site.run("build", PYTHONPATH=str(tmp_path / "other")).returncode == 0
    before = site.published()
    done = site.run("build", "--explain", "papers/a/")
    lines = done.stdout.splitlines()
    assert lines[0] == "papers/a/index.html: made"
    assert lines[1].startswith("  engine: sitegen ")
    assert len(lines) == 5
    assert differing(site.published(), before) == [".sitegen-manifest"]
