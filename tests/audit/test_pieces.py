"""The pure parts of the audit; what it finds is told by `make audit` and asserted by no test."""

import gzip
import json
import random
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from audit import markup, tools
from audit.kinds import kind_of, largest_pages
from audit.lighthouse import Failure, Scores, told
from audit.report import table
from audit.serving import served
from audit.sizes import BUDGETS, NAME, over_budget, sizes
from tests.harness import ROOT

HERE = ROOT / "audit"
BEST = {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "home"),
        ("2025/index.html", "year"),
        ("2025/09/index.html", "month"),
        ("2025/09/02/index.html", "day"),
        ("weeks/2025-W36/index.html", "week"),
        ("papers/2509.01234/index.html", "paper"),
        ("topics/index.html", "topics"),
        ("topics/scaling/index.html", "topic"),
        ("topics/scaling/2025/index.html", "topic year"),
        ("topics/scaling/2025/09/index.html", "topic month"),
        ("topics/scaling/feed.xml", "feed"),
        ("authors/index.html", "authors"),
        ("authors/ada-lovelace/index.html", "author"),
        ("search/index.html", "search"),
        ("404.html", "not found"),
        ("sitemaps/2025-09.xml", "sitemap"),
        ("sitemap.xml", "sitemap"),
        ("assets/style.css", "css file"),
    ],
)
def test_a_path_tells_the_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_the_largest_page_stands_for_its_kind_and_pages_that_lead_on_for_none(tmp_path: Path) -> None:
    for path, text in {
        "index.html": "home",
        "papers/short/index.html": "a",
        "papers/long/index.html": "a long one",
        "papers/former/index.html": '<meta http-equiv="refresh" content="0; url=/papers/long/"> longest of all',
        "pagefind/playground/index.html": "not ours",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert largest_pages(tmp_path) == {"home": "", "paper": "papers/long/"}


def test_a_site_is_served_packed_below_a_path_and_its_404_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/index.html").write_text("the archive", "utf-8")
    (tmp_path / "404.html").write_text("not here", "utf-8")
    with served(tmp_path) as address:
        asked = urllib.request.Request(f"{address}archive/", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as answer:
            assert gzip.decompress(answer.read()) == b"the archive"
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Cache-Control"] == "max-age=600"
        with pytest.raises(urllib.error.HTTPError, match="404") as caught:
            urllib.request.urlopen(f"{address}no/such/page/")
        assert caught.value.read() == b"not here"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address.replace("/daily-papers/", "/elsewhere/"))


def test_the_table_has_a_line_for_each_kind() -> None:
    found = [
        Scores("home", "mobile", BEST, ()),
        Scores("home", "desktop", {**BEST, "performance": 81}, ()),
        Scores("day", "mobile", BEST, ()),
    ]
    assert table(found) == [
        "| kind | mobile perf | mobile a11y | mobile best | mobile seo | desktop perf | desktop a11y | desktop best | desktop seo |",  # noqa: E501
        "|------|------------:|------------:|------------:|-----------:|-------------:|-------------:|-------------:|------------:|",
        "| home |         100 |         100 |         100 |        100 |           81 |          100 |          100 |         100 |",  # noqa: E501
        "| day  |         100 |         100 |         100 |        100 |            – |            – |            – |           – |",  # noqa: E501
    ]


def test_one_score_below_100_is_not_well_and_says_what_failed() -> None:
    failure = Failure("cumulative-layout-shift", "Cumulative Layout Shift", "0.46", ("main#main",))
    found = Scores("search", "desktop", {**BEST, "performance": 80}, (failure,))
    assert not found.is_best
    assert told(found) == [
        "  search, desktop: cumulative-layout-shift: Cumulative Layout Shift (0.46)",
        "    main#main",
    ]


def test_what_the_checker_says_is_told_with_file_and_line() -> None:
    said = markup.Message("error", "Stray end tag.", "file:/site/search/index.html", last_line=83, extract="</p>\n</p>")
    assert markup.told(said, Path("/site")) == "  search/index.html:83: error: Stray end tag.\n    </p> </p>"


@pytest.mark.parametrize("ask", [tools.node, tools.java])
def test_a_program_that_is_missing_is_told_with_a_hint(
    ask: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(tools.Tools, match=r"(?s)^no .+ \(expected version .+\n  hint: install .+"):
        ask()


def test_a_program_that_is_too_old_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, said in (("node", "v16.3.0"), ("java", 'openjdk version "11.0.2" 2019-01-15')):
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{said}'\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(tools.Tools, match=r"Node.js is 16\.3\.0 \(expected version 18\.16 or newer\)"):
        tools.node()
    with pytest.raises(tools.Tools, match=r"Java is 11 \(expected version 17 or newer\)"):
        tools.java()


def test_the_lock_has_exact_versions_and_hashes_and_no_address() -> None:
    declared = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in declared} == declared
    others = {name: package for name, package in packages.items() if name}
    assert [name for name, package in others.items() if "resolved" in package] == []
    assert [name for name, package in others.items() if not package.get("integrity", "").startswith("sha512-")] == []


@pytest.mark.parametrize(("line", "count"), [("::highlight(a) { color: red }", 0), ("a { color red }", 1)])
def test_style_that_is_newer_than_the_checker_is_no_error(
    line: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "style.css"
    sheet.write_text(f"a {{}}\n{line}\n")
    said = markup.Message("error", "CSS: Parse Error.", f"file:{sheet}", last_line=2)
    monkeypatch.setattr(markup, "_asked", lambda named, is_css: (said,) * (is_css and named == [str(sheet)]))
    assert len(markup.messages([sheet], is_css=True)) == count


def test_the_budget_of_a_papers_page_is_not_for_the_names_of_its_authors_beyond_a_hundred(tmp_path: Path) -> None:
    def page(author_count: int, other: bytes) -> None:
        (tmp_path / "papers/a").mkdir(parents=True, exist_ok=True)
        tags = b"".join(b'<meta name="citation_author" content="%d">' % number for number in range(author_count))
        (tmp_path / "papers/a/index.html").write_bytes(tags + other)

    noise = random.Random(1).randbytes(BUDGETS["paper"] - 500)
    page(100, noise)
    assert over_budget(sizes(tmp_path)) == []
    page(100, noise + random.Random(2).randbytes(500))
    assert over_budget(sizes(tmp_path)) == ["paper"]
    page(3_303, noise)
    assert over_budget(sizes(tmp_path)) == []
    few = sizes(tmp_path)["paper"].largest
    assert len(gzip.compress((tmp_path / "papers/a/index.html").read_bytes(), 9)) == few + NAME * 3_203
