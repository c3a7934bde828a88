"""After any history of edits, an incremental build gives the bytes of a clean one."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.build.worlds import (
    SETTLED_S,
    THEME,
    Outcome,
    Paper,
    World,
    built,
    cold,
    day_line,
    days_path,
    differing,
    settle_soon,
    state_files,
    touch,
    without,
    write,
)
from tests.harness import SiteTest
from tests.site.made import short_feeds

KEYS = ["a", "b", "c", "d", "e"]
DAYS = ["2025/09/03", "2025/09/02", "2025/08/31", "2025/08/01", "2024/12/31", "2024/01/02", "2023/05/05"]
DATES = [day.replace("/", "-") for day in [*DAYS, "2025/10/01", "2022/02/02"]]
TOPICS = ["scaling", "evaluation", "vision"]
TITLES = ["A Title", "a title", "Another Title", "On $x^2$ & <b>"]
BODIES = [
    "An abstract. With more.",
    "An abstract. With most.",
    "Other words.",
    "Dysarthric phonemes.",
    "See [it](/archive/).",
    "$\\alpha$",
]
SWITCHES = ["archive", "years", "months", "weeks", "days", "papers", "topics", "authors", "feeds", "sitemap"]
SWITCHES += ["topic_feeds", "feed_archives", "author_feeds", "related"]
SEARCHES = [
    "[{name: Words, words: [abstract, 'oth*']}, {name: Signed, authors: [ada ek]}]",
    "[{name: Signed, authors: [ada ek, Bo], words: [more]}, {name: Seen, topics: [vision]}]",
    "[{name: WORDS, words: [title]}]",
    "[]",
]
SIGNERS = ["[Ada Ek, Bo Li]", "[Bo Li, Áda Ek]", "[ada ek]", "[B. Li, 张伟]", "[Bo Li, Bo Li, …]", "[]"]
PEOPLE = [
    "- {name: Ada King, also: [Ada Ek], aliases: [ada-ek], url: 'https://example.org/ada'}",
    "- {name: Bo Li, also: [B. Li]}",
    "- {name: Bo Li, slug: bo-li-2, papers: [a, b], orcid: 0000-0002-1825-0097}",
    "- {name: Bo, slug: ada-ek}",
    "- {name: Bo Li, slug: bo-li-3, papers: [c]}",
]


@dataclass(frozen=True)
class Edit:
    """An edit of the inputs. what: as a person would call it."""

    what: str
    arguments: tuple[object, ...]
    of: Callable[[World], World]

    def __repr__(self) -> str:
        return f"<{self.what} {' '.join(map(str, self.arguments))}>"


def edits(what: str, of: Callable[..., World], *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[Edit]:
    return st.tuples(*arguments).map(lambda drawn: Edit(what, drawn, lambda world: of(world, *drawn)))


def with_paper(world: World, key: str, **changes: object) -> World:
    if key not in world.papers:
        return world
    return replace(world, papers={**world.papers, key: replace(world.papers[key], **changes)})


def with_field(world: World, key: str, name: str, value: object) -> World:
    if key not in world.papers:
        return world
    fields = without(world.papers[key].fields, name)
    return with_paper(world, key, fields=fields if value is None else {**fields, name: str(value)})


def renamed(world: World, old: str, new: str) -> World:
    if old not in world.papers:
        return world
    return replace(world, papers={**without(world.papers, old), new: world.papers[old]})


def with_raw(world: World, path: str, text: str | None) -> World:
    return replace(world, raw=without(world.raw, path) if text is None else {**world.raw, path: text})


def themed(world: World, path: str, addition: str) -> World:
    """The theme in the site's own folder, with something added to one of its files."""
    return replace(world, raw={**THEME, **world.raw, path: THEME.get(path, "") + addition})


def people(lines: list[str]) -> str:
    return "\n  ".join(["authors:", *lines]) + "\n" if lines else ""


def yaml_list(values: list[str]) -> str:
    return f"[{', '.join(values)}]"


keys, days, dates, topics = (st.sampled_from(values) for values in (KEYS, DAYS, DATES, TOPICS))
some_topics = st.lists(topics, unique=True, max_size=2).map(yaml_list)
some_people = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3)
some_dates = st.lists(dates, unique=True, max_size=3).map(yaml_list)
aliases = st.sampled_from(["[]", "[/old/]", "[/old/, /older.html]", "[/papers/gone/]", "[/2025/09/02/x/]", "[/about/]"])
papers = st.builds(
    Paper,
    place=days,
    title=st.sampled_from(TITLES),
    body=st.sampled_from(BODIES),
    fields=st.fixed_dictionaries(
        {"authors": st.sampled_from(SIGNERS)},
        optional={"topics": some_topics, "votes": st.sampled_from("159"), "listed_on": some_dates},
    ),
)
own_pages = st.sampled_from(
    [
        "title: About",
        "title: Other\nmenu: false",
        "title: About\naliases: [/imprint/, /old/]",
        "title: About\ndraft: true",
    ]
).map(lambda front: f"---\n{front}\n---\n\nA page.\n")
days_files = st.tuples(
    st.sampled_from(["2025-09", "2025-08", "2025-06", "2024-12", "2022-02"]),
    st.lists(
        st.tuples(
            st.sampled_from(["01", "02", "03"]),
            st.sampled_from(["complete", "open", "pending"]),
            st.sampled_from([0, 0, 4]),
            st.sampled_from(["a", "b"]),
        ),
        max_size=4,
    ),
).map(lambda drawn: (days_path(drawn[0]), "".join(day_line(f"{drawn[0]}-{day}", *rest) for day, *rest in drawn[1])))
declared = st.permutations(
    [("scaling", "Scaling Laws", "law"), ("evaluation", "Evaluation", "test"), ("vision", "Vision", "image")]
).flatmap(lambda order: st.integers(1, 3).map(lambda number: tuple(order[:number])))

ENTRY_EDITS = [
    edits("add", lambda w, key, paper: replace(w, papers={**w.papers, key: paper}), keys, papers),
    edits("body", lambda w, key, body: with_paper(w, key, body=body), keys, st.sampled_from(BODIES)),
    edits("title", lambda w, key, title: with_paper(w, key, title=title), keys, st.sampled_from(TITLES)),
    edits("delete", lambda w, key: replace(w, papers=without(w.papers, key)), keys),
    edits("rename", renamed, keys, keys),
    edits("move", lambda w, key, day: with_paper(w, key, place=day), keys, days),
    edits("re-date", lambda w, key, date: with_field(w, key, "date", date), keys, dates),
    edits("re-topic", lambda w, key, slugs: with_field(w, key, "topics", slugs), keys, some_topics),
    edits(
        "votes", lambda w, key, votes: with_field(w, key, "votes", votes), keys, st.sampled_from([None, "0", "3", "7"])
    ),
    edits(
        "position", lambda w, key, place: with_field(w, key, "position", place), keys, st.sampled_from([None, "1", "2"])
    ),
    edits("listed on", lambda w, key, found: with_field(w, key, "listed_on", found), keys, some_dates),
    edits("updated", lambda w, key, date: with_field(w, key, "updated", date), keys, dates),
    edits(
        "draft", lambda w, key, is_draft: with_field(w, key, "draft", is_draft), keys, st.sampled_from([None, "true"])
    ),
    edits("sign", lambda w, key, names: with_field(w, key, "authors", names), keys, st.sampled_from(SIGNERS)),
    edits("aliases", lambda w, key, found: with_field(w, key, "aliases", found), keys, aliases),
    edits("comment", lambda w, key, text: with_field(w, key, "# a comment", text), keys, st.sampled_from("xy")),
    edits("broken entry", lambda w, key: with_field(w, key, "votes", "many"), keys),
]
OTHER_EDITS = [
    edits(
        "note",
        lambda w, day, text: replace(w, notes={**w.notes, day: text}),
        days,
        st.sampled_from(["A note.", "Else."]),
    ),
    edits("no note", lambda w, day: replace(w, notes=without(w.notes, day)), days),
    edits("days", lambda w, file: with_raw(w, *file), days_files),
    edits("days", lambda w, file: with_raw(w, *file), days_files),
    edits("no days", lambda w, file: with_raw(w, file[0], None), days_files),
    edits("broken days", lambda w, text: with_raw(w, days_path("2025-09"), text), st.sampled_from(["x\n", "{}\n"])),
    edits(
        "own page",
        lambda w, name, text: replace(w, own={**w.own, name: text}),
        st.sampled_from(["about", "more/about", "old"]),
        own_pages,
    ),
    edits(
        "no own page", lambda w, name: replace(w, own=without(w.own, name)), st.sampled_from(["about", "more/about"])
    ),
    edits(
        "former topics",
        lambda w, slug, found: replace(w, former={**w.former, slug: found}),
        topics,
        st.sampled_from(["[]", "[measuring]", "[older, old]"]),
    ),
    edits("topics.yaml", lambda w, found: replace(w, topics=found), declared),
    edits(
        "topic name",
        lambda w, name: replace(w, topics=tuple((s, name if s == "scaling" else n, p) for s, n, p in w.topics)),
        st.sampled_from(["Scaling Laws", "Scaling"]),
    ),
    edits(
        "phrases",
        lambda w, phrase: replace(w, topics=tuple((s, n, phrase) for s, n, _ in w.topics)),
        st.sampled_from(["law", "rule"]),
    ),
    edits("authors.yaml", lambda w, lines: with_raw(w, "authors.yaml", people(lines)), some_people),
    edits("no authors.yaml", lambda w: with_raw(w, "authors.yaml", None)),
    edits(
        "min_papers",
        lambda w, count: replace(w, settings={**w.settings, "authors": f"{{min_papers: {count}}}"}),
        st.sampled_from("123"),
    ),
    edits(
        "searches",
        lambda w, searches: replace(w, settings={**w.settings, "feeds": searches}),
        st.sampled_from(SEARCHES),
    ),
    edits("site title", lambda w, title: replace(w, settings={**w.settings, "title": title}), st.sampled_from("TU")),
    edits(
        "base_url",
        lambda w, url: replace(w, settings={**w.settings, "base_url": url}),
        st.sampled_from(["https://example.org/", "https://example.org/papers/"]),
    ),
    edits(
        "language", lambda w, tag: replace(w, settings={**w.settings, "language": tag}), st.sampled_from(["en", "de"])
    ),
    edits(
        "theme option",
        lambda w, name: replace(w, settings={**w.settings, "theme_options": f"{{accent: {name}}}"}),
        st.sampled_from(["teal", "rust"]),
    ),
    edits(
        "switch",
        lambda w, name, is_on: replace(w, switches={**w.switches, name: is_on}),
        st.sampled_from(SWITCHES),
        st.booleans(),
    ),
    edits(
        "static file",
        with_raw,
        st.sampled_from(["static/CNAME", "static/x/y.txt", "static/old/index.html"]),
        st.sampled_from([None, "one", "two"]),
    ),
    edits(
        "paper.html",
        lambda w, text: themed(w, "themes/digest/templates/paper.html", text),
        st.sampled_from(["", "<!--1-->"]),
    ),
    edits(
        "_macros.html",
        lambda w, text: themed(w, "themes/digest/templates/_macros.html", text),
        st.sampled_from(["", "{# 1 #}"]),
    ),
    edits(
        "style.css", lambda w, text: themed(w, "themes/digest/static/style.css", text), st.sampled_from(["", "/*1*/"])
    ),
    edits("new asset", lambda w, text: themed(w, "themes/digest/static/new.txt", text), st.sampled_from(["1", "2"])),
    edits("broken template", lambda w: themed(w, "themes/digest/templates/month.html", "{{ page.nothing }}")),
    edits("mended template", lambda w: themed(w, "themes/digest/templates/month.html", "")),
]


@dataclass(frozen=True)
class Mishap:
    """Something that happens to the folder and should change no byte."""

    what: str
    arguments: tuple[object, ...]
    to: Callable[[SiteTest], None]

    def __repr__(self) -> str:
        return f"<{self.what} {' '.join(map(str, self.arguments))}>"


def mishaps(what: str, to: Callable[..., None], *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[Mishap]:
    return st.tuples(*arguments).map(lambda drawn: Mishap(what, drawn, lambda site: to(site, *drawn)))


def lose_state_file(site: SiteTest, number: int) -> None:
    if found := state_files(site.folder):
        found[number % len(found)].unlink()


def lose(site: SiteTest, name: str) -> None:
    shutil.rmtree(site.folder / name, ignore_errors=True)


def shift_times(site: SiteTest, shift_s: int) -> None:
    files = [path for path in (site.folder / "content").rglob("*") if path.is_file()]
    touch(site.folder, [str(path.relative_to(site.folder)) for path in files], shift_s)


def build_elsewhere(site: SiteTest, with_drafts: bool) -> None:
    built(site, with_drafts=with_drafts, output=".sitegen/preview")


def tamper(site: SiteTest, number: int, text: str) -> None:
    """Changes, empties or removes a published file."""
    found = sorted(path for path in (site.folder / "public").rglob("*") if path.is_file() and path.name[0] != ".")
    if found and text == "remove":
        found[number % len(found)].unlink()
    elif found:
        time.sleep(SETTLED_S)
        found[number % len(found)].write_text(text)


MISHAPS = [
    mishaps("lose a file of the state", lose_state_file, st.integers(0, 40)),
    mishaps(
        "lose a folder",
        lose,
        st.sampled_from([".sitegen", ".sitegen/entries", ".sitegen/builds", "public", ".public.next"]),
    ),
    mishaps("shift times", shift_times, st.sampled_from([-86400 * 300, 3600])),
    mishaps("build elsewhere", build_elsewhere, st.booleans()),
    mishaps("tamper", tamper, st.integers(0, 40), st.sampled_from(["remove", "", "x"])),
]


@dataclass(frozen=True)
class Step:
    """Edits and mishaps, then a build. is_settled: whether the files are old enough for their times to be believed."""

    edits: tuple[Edit, ...]
    mishaps: tuple[Mishap, ...]
    with_drafts: bool
    is_settled: bool


steps = st.builds(
    Step,
    edits=st.lists(st.one_of(*ENTRY_EDITS, *ENTRY_EDITS, *OTHER_EDITS), max_size=4).map(tuple),
    mishaps=st.one_of(st.just(()), st.just(()), st.one_of(MISHAPS).map(lambda mishap: (mishap,))),
    with_drafts=st.sampled_from([False, False, True]),
    is_settled=st.booleans(),
)
worlds = st.builds(
    World,
    papers=st.dictionaries(keys, papers, min_size=2),
    topics=st.just(
        (("scaling", "Scaling Laws", "law"), ("evaluation", "Evaluation", "test"), ("vision", "Vision", "x"))
    ),
    settings=st.just({"authors": "{min_papers: 2}", "feeds": SEARCHES[0]}),
)
searched_steps = st.builds(
    Step,
    edits=st.lists(st.one_of(*ENTRY_EDITS), min_size=1, max_size=4).map(tuple),
    mishaps=st.just(()),
    with_drafts=st.booleans(),
    is_settled=st.just(False),
)
numbers = count()
# A build that would take the last paper off a site says so instead; see test_lost_archive.py.
LOST_ARCHIVE = (
    "content: {} (expected the archive of public, which was published with papers)\n"
    "  hint: bring the archive back; to publish a site without papers, remove public first"
)


@pytest.fixture(autouse=True, scope="module")
def short_runs() -> Iterator[None]:
    with short_feeds(papers=1, editions=1, of_author=1):
        yield


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(world=worlds, history=st.lists(steps, min_size=1, max_size=5))
def test_a_warm_build_gives_the_bytes_of_a_clean_one(
    world: World, history: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    check(world, history, tmp_path_factory.getbasetemp())


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(is_settled=st.booleans())
def test_a_year_that_has_gaps_before_papers_comes_and_goes_as_in_a_clean_build(
    is_settled: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def told(state: str) -> Edit:
        text = day_line("2026-01-01", state)
        return Edit("days", ("2026-01", state), lambda world: with_raw(world, days_path("2026-01"), text))

    def step(*edits: Edit) -> Step:
        return Step(edits, (), with_drafts=False, is_settled=is_settled)

    def noted(text: str) -> Edit:
        return Edit("note", (text,), lambda world: replace(world, notes={"2026/01/03": text}))

    def added(*places: str) -> Edit:
        new = {place[-2:]: Paper(place) for place in places}
        return Edit("papers", places, lambda world: replace(world, papers={**world.papers, **new}))

    removed = Edit("delete", ("05",), lambda world: replace(world, papers=without(world.papers, "05")))
    states = [step(told(state)) for state in ("pending", "complete", "pending")]
    check(
        World(papers={"31": Paper("2025/12/31")}),
        [*states, step(noted("A note.")), step(added("2026/01/05")), step(removed), step(told("complete"))],
        tmp_path_factory.getbasetemp(),
    )


def check(world: World, history: list[Step], base: Path) -> None:
    folder = base / f"warm-{next(numbers)}"
    folder.mkdir()
    try:
        with pytest.MonkeyPatch.context() as patch:
            settle_soon(patch)
            site = write(world, folder)
            last = built(site)
            assert not last.problems, "a world without mistakes"
            for step in history:
                world, last = take(step, site, world, last, base)
    finally:
        shutil.rmtree(folder)


def take(step: Step, site: SiteTest, world: World, last: Outcome, base: Path) -> tuple[World, Outcome]:
    """One step of a history: the world after it and what is published then."""
    former = world
    for edit in step.edits:
        world = edit.of(world)
    write(world, site.folder, former)
    for mishap in step.mishaps:
        mishap.to(site)
    if step.is_settled:
        time.sleep(SETTLED_S)
    expected = cold(world, base / f"cold-{next(numbers)}", with_drafts=step.with_drafts)
    lost = LOST_ARCHIVE.format("holds no entry" if has_content(world) else "missing")
    is_lost = not world.papers and has_papers(site, last)
    found = built(site, with_drafts=step.with_drafts)
    note(f"{step}: {found.problems or 'built'}")
    # It is said before anything is made of what is left, in which there may be mistakes too.
    if is_lost and found.problems != expected.problems:
        assert found.problems == (lost,)
        return world, last
    assert found.problems == expected.problems
    if expected.problems:
        return world, last
    assert not is_lost
    assert differing(found.files, expected.files) == []
    if (site.folder / ".public.next").is_dir():
        assert differing(site.published(".public.next"), expected.files) == []
    return world, found


def has_content(world: World) -> bool:
    return any(path.startswith("content/") for path in world.files())


def has_papers(site: SiteTest, last: Outcome) -> bool:
    """True if the published site shows papers. last: what was published, which may have been removed since."""
    pages = (path for path in last.files if re.match(r"papers/|\d{4}/\d{2}/index\.html", path))
    return any(pages) and (site.folder / "public").exists()


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(world=worlds, history=st.lists(searched_steps, min_size=1, max_size=2))
def test_a_warm_search_index_lists_the_bundles_of_a_clean_one(
    world: World, history: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.getbasetemp()
    folder = base / f"searched-{next(numbers)}"
    folder.mkdir()
    world = replace(world, switches={"search": True})
    site = write(world, folder)
    assert not built(site).problems
    for step in history:
        former = world
        for edit in step.edits:
            world = edit.of(world)
        write(world, folder, former)
        clean = base / f"clean-{next(numbers)}"
        clean.mkdir()
        expected = built(write(world, clean), with_drafts=step.with_drafts)
        found = built(site, with_drafts=step.with_drafts)
        assert found.problems == expected.problems
        if not found.problems:
            # A bundle's name tells its documents, so equal lists are equal indexes.
            lists = [(each / "public/pagefind/bundles.json").read_bytes() for each in (folder, clean)]
            assert lists[0] == lists[1]
            names = [sorted(path.name for path in (each / "public/pagefind").iterdir()) for each in (folder, clean)]
            assert names[0] == names[1]
