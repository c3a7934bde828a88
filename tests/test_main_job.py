"""The main job, end to end: the seed capture becomes an archive, the archive a site."""

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from tests.harness import ROOT, SHARED, files_below, run, told_by
from tests.links import broken_links, loads_of, parsed
from tests.site.feed_rules import broken_in_atom

SEED = ROOT / "seeds/000_31ab4fd5df72334f.txt"
DAY = "2025/09/02"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site made from the seeds alone, as `make site` does it, in a folder without our archive."""
    folder = tmp_path_factory.mktemp("seeds")
    for name in ("seeds", "themes", "content/pages"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    for name in ("site.yaml", "topics.yaml"):
        shutil.copy(ROOT / name, folder / name)
    assert run(folder, "ingest", "--offline").returncode == 0
    built = run(folder, "build")
    assert (built.returncode, built.stderr) == (0, "")
    return folder


def seed_pairs() -> list[tuple[str, str]]:
    """The 26 titles and abstracts, read without the project's reader: six header blocks, then pairs."""
    blocks = SEED.read_text(encoding="utf-8").split("\n\n")[6:]
    return [(title.strip(), abstract.strip()) for title, abstract in zip(blocks[::2], blocks[1::2], strict=True)]


# What hygiene found in the capture: written down by hand, so that a rule that fires elsewhere too is noticed.
CLEANED = {
    "improved-techniques-for-training-consistency-models": "abstract: lost-times",
    "quantifying-variance-in-evaluation-benchmarks": "abstract: dashes, lost-sim",
    "repa-works-until-it-doesn-t-early-stopped-holistic-alignment-supercharges": "abstract: dashes",
    "unlock-predictable-scaling-from-emergent-abilities": "abstract: escapes, quotes",
}
# The same as literal replacements, without the project's rules. No seed has these characters for another reason.
REPAIRS = {
    "64times 64": "64×64",
    "3.5times": "3.5×",
    "4times": "4×",
    "sim7B": "∼7B",
    "--": "–",
    "\\%": "%",
    "``": "“",
    "''": "”",
}


def repaired(text: str) -> str:
    for told, shown in REPAIRS.items():
        text = text.replace(told, shown)
    return text


def test_the_seed_capture_becomes_26_entries_of_one_day(made: Path) -> None:
    assert len(list((made / "content" / DAY).glob("*.md"))) == 26
    assert [path.name for path in (made / "content").glob("2*")] == ["2025"]


def test_hygiene_cleans_four_abstracts_of_the_capture_and_says_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for name in ("site.yaml", "topics.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    done = run(tmp_path, "ingest", "--offline")
    cleaned = [line for line in done.stdout.splitlines() if line.startswith("  cleaned")]
    assert cleaned == [f"  cleaned content/{DAY}/{key}.md: {rules}" for key, rules in CLEANED.items()]
    assert told_by(done.stdout) == "26 read, 26 new"


def test_each_abstract_stands_on_its_page_character_for_character_but_for_the_repairs(made: Path) -> None:
    shown = {}
    for path in (made / "public/papers").glob("*/index.html"):
        tree = parsed(path.read_bytes())
        heading = next(element for element in tree.iter("h1"))
        texts = {"".join(element.itertext()).strip() for element in tree.iter("p")}
        shown["".join(heading.itertext()).strip()] = texts
    missing = [title for title, abstract in seed_pairs() if repaired(abstract) not in shown.get(title, set())]
    assert missing == []
    assert len(shown) == 26


# What `sitegen enrich` found in a file of facts, which is no part of the project. Written down by hand, so that an
# entry that gains something, or loses it, is noticed.
ENRICHED = {
    "breaking-the-sft-plateau-multimodal-structured-reinforcement-learning-for-chart": "2508.13587",
    "critique-grpo-advancing-llm-reasoning-with-natural-language-and-numerical": "2506.03106",
    "efficient-continual-pre-training-by-mitigating-the-stability-gap": "2406.14833",
    "flashkat-understanding-and-addressing-performance-bottlenecks-in-the-kolmogorov": "2505.13813",
    "optimal-sparsity-of-mixture-of-experts-language-models-for-reasoning-tasks": "2508.18672",
    "repa-works-until-it-doesn-t-early-stopped-holistic-alignment-supercharges": "2505.16792",
    "scaling-laws-for-reward-model-overoptimization-in-direct-alignment-algorithms": "2406.02900",
    "scaling-laws-of-synthetic-data-for-language-models": "2503.19551",
    "sealqa-raising-the-bar-for-reasoning-in-search-augmented-language-models": "2506.01062",
    "signal-and-noise-a-framework-for-reducing-uncertainty-in-language-model": "2508.13144",
    "training-llm-based-agents-with-synthetic-self-reflected-trajectories-and-partial": "2505.20023",
    "unveiling-downstream-performance-scaling-of-llms-a-clustering-based-perspective": "2502.17262",
}


# The day on which the seeds were first read; who reads them anew reads them today.
READ = "2026-11-23"


def read_then(folder: Path) -> dict[str, bytes]:
    """The files below a folder as if what was read today had been read on the first day."""
    day = re.compile(rb'(?<=\n  read: )[0-9-]{10}(?=\n)|(?<="source.read":")[0-9-]{10}(?=")')
    return {name: day.sub(READ.encode(), data) for name, data in files_below(folder).items()}


def test_the_committed_archive_is_what_the_seeds_give_and_what_enrichment_added(made: Path) -> None:
    committed = files_below(ROOT / "content" / "2025")
    given = read_then(made / "content" / "2025")
    assert committed.keys() == given.keys()
    assert {name for name in given if committed[name] != given[name]} == {f"09/02/{key}.md" for key in ENRICHED}
    added = [
        (arxiv_id, _added(committed[f"09/02/{key}.md"].decode(), given[f"09/02/{key}.md"].decode()))
        for key, arxiv_id in ENRICHED.items()
    ]
    assert [arxiv_id for arxiv_id, text in added if not re.fullmatch(_enrichment(arxiv_id), text)] == []
    assert sum("\ncategories: " in text for _, text in added) == 8
    assert sum(text.startswith("published: ") for _, text in added) == 5


def _added(enriched: str, given: str) -> str:
    """The lines of an enriched entry that the seeds do not give; all that they give are there, in their order."""
    lines = enriched.splitlines(keepends=True)
    added = []
    for line in given.splitlines(keepends=True):
        end = lines.index(line)
        added += lines[:end]
        lines = lines[end + 1 :]
    return "".join([*added, *lines])


def _enrichment(arxiv_id: str) -> str:
    number = re.escape(arxiv_id)
    return (
        r"(published: 202\d-\d\d-\d\d\n)?"
        rf"authors:\n(  - \w[^\n]+\n)+arxiv_id: '{number}'\n(categories: \[cs\..+\]\n)?"
        rf"(links:\n)?  abs: https://arxiv\.org/abs/{number}\n  pdf: https://arxiv\.org/pdf/{number}\n"
        rf"aliases:\n  - /papers/{number}/\n"
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real facts are not in this checkout: ../shared/data")
def test_enriching_what_the_seeds_give_is_the_committed_archive_byte_for_byte(made: Path, tmp_path: Path) -> None:
    for name in ("site.yaml", "topics.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(made / "content", tmp_path / "content")
    done = run(tmp_path, "enrich", "--offline", "--from", str(SHARED / "seed-facts.jsonl"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(
        ": 26 entries looked up: 12 enriched, 0 suggested, 14 unknown; 0 with an id already; 0 rows rejected\n"
    )
    assert read_then(tmp_path / "content") == files_below(ROOT / "content")


def test_ingesting_into_the_committed_archive_changes_no_byte(tmp_path: Path) -> None:
    for name in ("site.yaml", "topics.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("seeds", "content"):
        shutil.copytree(ROOT / name, tmp_path / name)
    done = run(tmp_path, "ingest", "--offline")
    assert told_by(done.stdout) == "26 read, 26 unchanged"
    assert files_below(tmp_path / "content") == files_below(ROOT / "content")


def test_an_enriched_page_shows_the_authors_and_answers_under_its_arxiv_id(tmp_path: Path) -> None:
    for name in ("themes", "content"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("site.yaml", "topics.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    assert run(tmp_path, "build").returncode == 0
    public = tmp_path / "public"
    for key, arxiv_id in ENRICHED.items():
        assert f"/papers/{key}/" in (public / f"papers/{arxiv_id}/index.html").read_text("utf-8")
        assert f"https://arxiv.org/abs/{arxiv_id}" in (public / f"papers/{key}/index.html").read_text("utf-8")
    assert broken_links(public, "https://example.org/") == []


def test_every_seed_paper_has_a_topic(made: Path) -> None:
    done = run(made, "topics")
    assert re.search(r"^\(no topic\) +0 ", done.stdout, re.MULTILINE)


def test_an_entry_says_when_it_was_read(made: Path) -> None:
    ages = [
        (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(re.findall(r"\n  read: (.*)\n", text)[0])).days
        for text in (path.read_text("utf-8") for path in (made / "content" / DAY).glob("*.md"))
    ]
    assert len(ages) == 26
    assert set(ages) <= {0, 1}


def test_ingesting_again_changes_no_byte_and_no_time(made: Path) -> None:
    before = _contents(made)
    again = run(made, "ingest", "--offline")
    assert told_by(again.stdout) == "26 read, 26 unchanged"
    assert _contents(made) == before


def _contents(folder: Path) -> dict[Path, tuple[bytes, int]]:
    """The bytes and the time of each file of the archive."""
    files = [path for path in (folder / "content").rglob("*") if path.is_file()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_the_search_index_has_26_pages(made: Path) -> None:
    bundles = json.loads((made / "public/pagefind/bundles.json").read_bytes())["bundles"]
    assert [bundle["pages"] for bundle in bundles] == [26]
    entry = json.loads((made / "public/pagefind" / bundles[0]["path"] / "pagefind-entry.json").read_bytes())
    assert [language["page_count"] for language in entry["languages"].values()] == [26]


def test_no_link_and_no_asset_is_broken(made: Path) -> None:
    assert broken_links(made / "public", "https://example.org/") == []


def test_no_link_and_no_asset_is_broken_under_a_sub_path(made: Path) -> None:
    base_url = "https://example.org/daily-papers/"
    done = run(made, "build", "--output", "sub", "--base-url", base_url)
    assert done.returncode == 0
    assert broken_links(made / "sub", base_url) == []


def test_no_page_loads_anything_from_a_third_party(made: Path) -> None:
    loads = {address for path in (made / "public").rglob("*.html") for address in loads_of(parsed(path.read_bytes()))}
    assert [address for address in loads if not re.match(r"/[^/]", address)] == []


def test_no_page_has_inline_script_or_style(made: Path) -> None:
    found = []
    for path in (made / "public").rglob("*.html"):
        for element in parsed(path.read_bytes()).iter():
            is_data = element.get("type") == "application/ld+json"  # no browser runs it
            is_inline = element.tag in ("script", "style") and not element.get("src") and not is_data
            handlers = [name for name in element.attrib if name.startswith("on") or name == "style"]
            if is_inline or handlers:
                found.append((path.name, element.tag))
    assert found == []


def test_feedparser_reads_every_feed_without_complaint(made: Path) -> None:
    documents = {
        path.relative_to(made / "public").as_posix(): path.read_bytes() for path in (made / "public").rglob("feed.xml")
    }
    # The site, the editions, and fourteen topics.
    assert len(documents) == 16
    assert {name: broken for name, data in documents.items() if (broken := broken_in_atom(data))} == {}
    feeds = {name: feedparser.parse(data) for name, data in documents.items()}
    assert [name for name, feed in feeds.items() if feed.bozo] == []
    site_feed = feeds["feed.xml"]
    assert len(site_feed.entries) == 26
    first = site_feed.entries[0]
    title, abstract = seed_pairs()[0]
    assert first.title == title
    assert first.id.startswith("tag:example.org,2025:/papers/")
    assert first.content[0].value == f"<p>{repaired(abstract)}</p>"
    assert first.link.startswith("https://example.org/papers/")


def test_feed_ids_do_not_depend_on_the_base_url(made: Path) -> None:
    run(made, "build", "--output", "moved", "--base-url", "https://elsewhere.example/x/")
    ids = [
        [entry.id for entry in feedparser.parse((made / folder / "feed.xml").read_bytes()).entries]
        for folder in ("public", "moved")
    ]
    assert ids[0] == ids[1]


def test_the_sitemap_names_every_page_that_is_to_be_found(made: Path) -> None:
    sitemaps = _locations(made / "public/sitemap.xml")
    assert sitemaps == {f"https://example.org/sitemaps/{name}.xml" for name in ("2025-09", "site")}
    paths = [made / "public" / address.removeprefix("https://example.org/") for address in sitemaps]
    named = {address for path in paths for address in _locations(path)}
    hidden = {"404.html", "saved/index.html"}
    pages = {path.relative_to(made / "public").as_posix() for path in (made / "public").rglob("*.html")} - hidden
    assert named == {f"https://example.org/{page.removesuffix('index.html')}" for page in pages}


def _locations(path: Path) -> set[str]:
    tree = ElementTree.fromstring(path.read_bytes())
    return {element.text or "" for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    ],
)
def test_time_zone_language_hash_seed_and_folder_change_no_byte(
    made: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    shutil.copytree(made, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("public", ".sitegen", "sub", "moved"))
    done = run(tmp_path, "-C", "elsewhere", "build", **environment)
    assert done.returncode == 0
    assert files_below(tmp_path / "elsewhere/public") == files_below(made / "public")
