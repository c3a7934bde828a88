"""What site.yaml may say of the sources on the web."""

import datetime as dt
from pathlib import Path

import pytest

from sitegen.config import read_config
from sitegen.problems import SiteError
from sitegen.sources.declared_web import DeclaredWeb, declared_web
from sitegen.sources.web_source import ArxivSearch, DailyPapers, UrlPattern, WebSource

FORMATS = (
    "acl-anthology, arxiv-api, arxiv-feed, bibtex, capture, csv, feed, huggingface, json, openalex, semantic-scholar, "
    "sitegen"
)
FIELDS = "categories, format, keep_raw, may_be_absent, name, query, settle_days, start, url"
REST = "title: A\nbase_url: https://example.org/\ntag_authority: example.org,2025\n"


def _web(folder: Path, text: str) -> DeclaredWeb:
    (folder / "site.yaml").write_text(REST + text, encoding="utf-8")
    return declared_web(folder)


def _problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(SiteError) as caught:
        _web(folder, text)
    return [f"{problem.location}: {problem.message}" for problem in caught.value.problems]


def test_a_site_that_says_nothing_fetches_nothing(tmp_path: Path) -> None:
    assert _web(tmp_path, "") == DeclaredWeb("", ())
    assert _web(tmp_path, "sources:\ncontact:\n") == DeclaredWeb("", ())


def test_a_source_is_built_in_or_has_an_address_and_a_format(tmp_path: Path) -> None:
    text = """\
contact: editors@example.org
sources:
  - {name: huggingface-daily, start: 2024-05-27, keep_raw: true}
  - {name: arxiv, start: 2026-01-01, categories: [cs.CL, quant-ph], settle_days: 10}
  - name: reasoning
    start: 2026-01-01
    query: abs:"chain of thought" AND (ti:a OR ti:b)
  - name: mine
    start: 2026-02-03
    url: https://example.org/{year}/{date}.json
    format: huggingface
    settle_days: 0
"""
    assert _web(tmp_path, text) == DeclaredWeb(
        "editors@example.org",
        (
            WebSource(
                name="huggingface-daily",
                format="huggingface",
                asked=DailyPapers(),
                start=dt.date(2024, 5, 27),
                settle_days=7,
                keep_raw=True,
            ),
            WebSource(
                name="arxiv",
                format="arxiv-api",
                asked=ArxivSearch(("cs.CL", "quant-ph")),
                start=dt.date(2026, 1, 1),
                settle_days=10,
                keep_raw=False,
            ),
            WebSource(
                name="reasoning",
                format="arxiv-api",
                asked=ArxivSearch((), 'abs:"chain of thought" AND (ti:a OR ti:b)'),
                start=dt.date(2026, 1, 1),
                settle_days=7,
                keep_raw=False,
            ),
            WebSource(
                name="mine",
                format="huggingface",
                asked=UrlPattern("https://example.org/{year}/{date}.json"),
                start=dt.date(2026, 2, 3),
                settle_days=0,
                keep_raw=False,
            ),
        ),
    )


def test_every_mistake_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = """\
contact: (nobody)
sources:
  - name: My Feed
    start: tomorrow
    url: https://example.org/{dat}.json
    format: hugingface
  - {name: b, start: 2026-01-01, url: "https://{year}.example.org/"}
  - {name: arxiv, start: 2026-01-01}
  - {name: d, start: 2026-01-01}
  - {name: huggingface-daily, start: 2026-01-01, categories: [cs.CL]}
  - {name: e, start: 2026-01-01, categories: [CS/CL], query: "a) OR (b", settle_days: 400}
  - {name: f, start: 2026-01-01, url: "https://example.org/", format: huggingface, query: a}
  - {name: g, url: "https://me:word@example.org/", format: huggingface}
  - {name: h, start: 2026-01-01, url: "https://example.org/"}
  - {name: i, start: 2026-01-01, query: a}
  - {name: i, start: 2026-01-01, query: b, formt: arxiv}
  - {name: i, start: 2026-01-01, query: b}
"""
    assert _problems(tmp_path, text) == [
        "site.yaml:4:10: '(nobody)' is no contact (expected an e-mail or web address, without brackets)",
        "site.yaml:6:11: 'My Feed' is no name of a source (expected small letters, digits and '-')",
        "site.yaml:7:12: bad date 'tomorrow' (expected YYYY-MM-DD)",
        "site.yaml:8:10: '{dat}' in an address (expected one of: {date}, {day}, {month}, {year})",
        f"site.yaml:9:13: 'hugingface' (expected one of: {FORMATS})",
        "site.yaml:10:39: '{year}.example.org' changes with the day (expected one host)",
        "site.yaml:11:5: arxiv without 'categories' or 'query'",
        "site.yaml:12:5: a source without 'url'",
        "site.yaml:13:50: 'categories' of huggingface-daily, which is built in",
        "site.yaml:14:47: 'CS/CL' is no category of arXiv (expected one like cs.CL or quant-ph)",
        "site.yaml:14:62: 'a) OR (b' has a bracket or quote without its partner (expected a query of arXiv's API)",
        "site.yaml:14:87: 400 days to settle (expected at most 365)",
        "site.yaml:15:84: 'query' beside 'url'",
        "site.yaml:16:5: a source without 'start'",
        "site.yaml:16:20: 'https://***@example.org/' is not a web address (expected http:// or https://)",
        "site.yaml:17:5: a source with 'url' and without 'format'",
        f"site.yaml:19:44: unknown field 'formt' of a source (expected one of: {FIELDS})",
        "site.yaml:20:5: a second source 'i' (first on line 18)",
    ]


@pytest.mark.parametrize("text", ["sources: {name: a}\n", "sources: arxiv\n"])
def test_sources_must_be_a_list(tmp_path: Path, text: str) -> None:
    (problem,) = _problems(tmp_path, text)
    assert problem.endswith("(expected a list)")


@pytest.mark.parametrize("query", ["a)", "(a", '"a', "a) OR (b", ")("])
def test_a_query_cannot_reach_past_its_day(tmp_path: Path, query: str) -> None:
    (problem,) = _problems(tmp_path, f"sources: [{{name: a, start: 2026-01-01, query: '{query}'}}]\n")
    assert "has a bracket or quote without its partner" in problem


def test_a_bracket_in_quotes_needs_no_partner(tmp_path: Path) -> None:
    (source,) = _web(tmp_path, "sources: [{name: a, start: 2026-01-01, query: 'ti:\"a)\"'}]\n").sources
    assert source.asked == ArxivSearch((), 'ti:"a)"')


def test_a_build_reads_the_settings_of_the_site_past_the_sources(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(REST, encoding="utf-8")
    without = read_config(tmp_path)
    (tmp_path / "site.yaml").write_text(REST + "sources: [{name: MISTAKE}]\ncontact: ()\n", encoding="utf-8")
    assert read_config(tmp_path) == without


@pytest.mark.parametrize("pattern", ["{year}", "{year}/{month}", "{month}-{day}", "{day}"])
def test_an_address_of_several_days_is_refused(tmp_path: Path, pattern: str) -> None:
    text = f"sources:\n  - {{name: a, format: json, start: 2026-01-01, url: 'https://example.org/{pattern}.json'}}\n"
    (problem,) = _problems(tmp_path, text)
    assert "is the address of several days" in problem
