"""What `sitegen build` tells, in text and as JSON."""

import json
import re
import time
from typing import Any

import pytest
from jinja2 import nodes

from sitegen.render.sandbox import Sandbox
from tests.harness import SITE_YAML, SiteTest


@pytest.fixture
def small_site(plain_site: SiteTest) -> SiteTest:
    switches = (
        "pages: {search: false, llms: false, app_manifest: false}\n"
        "downloads: {months: false, days: false, topics: false, api: false}\n"
    )
    plain_site.write("site.yaml", SITE_YAML + switches)
    return plain_site.entry("2025/09/02/a").entry("2025/09/03/b", title="Second")


def test_a_build_tells_its_size_what_it_made_and_what_it_kept(small_site: SiteTest) -> None:
    assert told(small_site, "build") == [
        "public: 30 pages for 2 papers of 2 days, 0 in the search index",
        "59 made, 0 kept, 0 removed; 2 read, 0 bundles indexed; # s",
        "preview: sitegen serve (make serve)",
    ]
    small_site.entry("2025/09/03/b", title="Other")
    assert told(small_site, "build")[1] == "10 made, 49 kept, 0 removed; 1 read, 0 bundles indexed; # s"
    assert told(small_site, "build")[1] == "0 made, 59 kept, 0 removed; 0 read, 0 bundles indexed; # s"


def test_a_dry_run_tells_what_a_build_would_make(small_site: SiteTest) -> None:
    small_site.build()
    assert told(small_site, "build", "--dry-run", "--base-url", "https://example.org/papers/") == [
        "public: 30 pages for 2 papers of 2 days, 0 in the search index",
        "nothing was written; up to 30 to make, 29 to keep, 0 to remove; 0 read, 0 bundles indexed; # s",
    ]


def test_reasons_stand_before_the_sums(small_site: SiteTest) -> None:
    small_site.build()
    small_site.entry("2025/09/03/b", title="Other")
    lines = told(
        small_site, "build", "--explain", "papers/a/", "--explain", "about/../404.html", "--explain", "404.html"
    )
    assert lines == [
        "papers/a/index.html: made",
        "  view field newer.name ('Second' → 'Other')",
        "404.html: kept",
        "  all it follows from is as it was",
        "public: 30 pages for 2 papers of 2 days, 0 in the search index",
        "10 made, 49 kept, 0 removed; 1 read, 0 bundles indexed; # s",
        "preview: sitegen serve (make serve)",
        "--explain: no page 'about/../404.html'",
        "  hint: did you mean '404.html'? name a path such as papers/a/",
    ]


def test_a_question_about_an_unknown_page_keeps_no_site_from_being_built(small_site: SiteTest) -> None:
    done = small_site.run("build", "--explain", "papers/z/")
    assert done.returncode == 2
    assert done.stderr.startswith("--explain: no page 'papers/z/'\n  hint: ")
    assert done.stdout.startswith("public: 30 pages ")
    assert small_site.has("index.html")


def test_json_names_every_file_that_was_made_or_removed(small_site: SiteTest) -> None:
    small_site.build()
    (small_site.folder / "content/2025/09/03/b.md").unlink()
    report = json.loads(small_site.run("build", "--format", "json", "--explain", "/", "--profile").stdout)
    assert {name: report[name] for name in ("papers", "days", "pages", "kept", "read", "searchable", "is_dry")} == {
        "papers": 1,
        "days": 1,
        "pages": 28,
        "kept": 41,
        "read": 0,
        "searchable": 0,
        "is_dry": False,
    }
    assert report["removed"] == ["2025/09/03/index.html", "papers/b/index.html"]
    assert "papers/a/index.html" in report["made"]
    assert report["reasons"][0]["path"] == "index.html"
    assert report["profile"]["kinds"]["paper"]["pages"] == 1
    assert "templates" not in report["profile"]["kinds"]
    assert report["profile"]["templates"] > 0
    assert list(report["profile"]["stages"])[:2] == ["see", "settings"]


def test_json_is_never_empty_when_a_build_fails(small_site: SiteTest) -> None:
    small_site.entry("2025/09/02/a", topics="[scalding]")
    done = small_site.run("build", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "problems": [
            {
                "path": "content/2025/09/02/a.md",
                "line": 4,
                "column": 10,
                "message": "unknown topic 'scalding' (expected one of: evaluation, scaling)",
                "hint": "did you mean 'scaling'? topics are declared in topics.yaml",
            },
        ]
    }
    assert done.stderr.startswith("content/2025/09/02/a.md:4:10: unknown topic 'scalding' ")


def test_json_tells_that_the_environment_failed(small_site: SiteTest) -> None:
    done = small_site.run("build", "--format", "json", "--output", "/proc/sitegen/public")
    assert done.returncode == 3
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["line"], problem["hint"]) == (0, "is the disk full, or may it not be read or written?")


def test_json_names_a_page_that_was_asked_for_and_is_not_there(small_site: SiteTest) -> None:
    done = small_site.run("build", "--format", "json", "--explain", "papers/z/")
    report = json.loads(done.stdout)
    assert (done.returncode, report["pages"]) == (2, 30)
    assert [(problem["path"], problem["message"]) for problem in report["problems"]] == [
        ("--explain", "no page 'papers/z/'")
    ]
    assert [(reason["path"], reason["outcome"]) for reason in report["reasons"]] == [("papers/z/", "unknown")]


def test_a_profile_is_a_table_of_stages_and_one_of_kinds(small_site: SiteTest) -> None:
    lines = told(small_site, "build", "--profile")
    assert lines[0] == "stage              seconds"
    kinds = lines.index("kind of page       seconds   pages  ms each")
    assert [line.split()[0] for line in lines[1:kinds]][-3:] == ["publish", "catch", "start"]
    assert "paper" in {line.split()[0] for line in lines[kinds + 1 : -3]}


def test_compiling_the_templates_is_charged_to_no_page(small_site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def generated_slowly(sandbox: Sandbox, source: nodes.Template, *names: Any, **settings: Any) -> str:
        time.sleep(0.3)
        return call(sandbox, source, *names, **settings)

    small_site.build()
    call = Sandbox._generate
    monkeypatch.setattr(Sandbox, "_generate", generated_slowly)
    small_site.write("site.yaml", SITE_YAML.replace("Test Papers", "Slow Papers") + "pages: {search: false}\n")
    seconds = small_site.build().seconds_by_kind
    assert seconds["templates"][0] == 0
    assert seconds["templates"][1] >= 0.6
    assert max(spent for kind, (_, spent) in seconds.items() if kind != "templates") < 0.3


def told(site: SiteTest, *arguments: str) -> list[str]:
    """The lines that a command prints, the seconds that it took left out."""
    done = site.run(*arguments)
    return re.sub(r"[\d.]+ s$", "# s", done.stdout + done.stderr, flags=re.MULTILINE).splitlines()


def test_names_in_authors_yaml_that_no_paper_has_warn_at_every_build_and_stop_none(small_site: SiteTest) -> None:
    small_site.entry("2025/09/02/a", authors="[Ada Lovelace]")
    small_site.write("authors.yaml", "authors:\n  - name: Ada Lovelace\n    also: [Alan Turin]\n")
    warning = "authors.yaml:3:12: no paper is signed by 'Alan Turin' (expected the name of an author)"
    hint = "did you mean 'Alan Turing'? write it as papers have it, or take it out"
    small_site.entry("2025/09/03/b", authors="[Alan Turing]")
    for made in ("59 made", "0 made"):
        done = small_site.run("build")
        assert (done.returncode, done.stderr) == (0, f"warning: {warning}\n  hint: {hint}\n")
        assert done.stdout.splitlines()[1].startswith(made)
    (told,) = json.loads(small_site.run("build", "--format", "json").stdout)["warnings"]
    assert (told["path"], told["line"], told["column"]) == ("authors.yaml", 3, 12)
    small_site.write("authors.yaml", "authors:\n  - name: Ada Lovelace\n    also: [Alan Turing]\n")
    assert small_site.run("build").stderr == ""
