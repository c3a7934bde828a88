"""An export read into a site of other topics and other addresses: what was ingested always builds."""

import json

import pytest

from tests.harness import SiteTest

PAPER = {"sitegen": 1, "key": "k", "path": "content/2025/09/02/k.md", "title": "A Paper", "date": "2025-09-02"}
RENAMED = """\
size: {name: Size, description: How size matters., aliases: [scaling, scaling-laws]}
evaluation: {name: Evaluation, description: How to measure.}
"""
DECLARE = "declare it in topics.yaml, or as a former name under 'aliases' there, and ingest again"
HINT = "  hint: take the alias out of one of the two, and ingest again"


@pytest.fixture
def here(plain_site: SiteTest) -> SiteTest:
    return plain_site.entry("2025/09/01/other", title="Another One", aliases="[/papers/former/]")


def _row(key: str = "k", **fields: object) -> dict[str, object]:
    return {
        **PAPER,
        "key": key,
        "path": f"content/2025/09/02/{key}.md",
        "title": f"Paper {key}",
        "body": "B.",
        **fields,
    }


def _ingested(site: SiteTest, *rows: dict[str, object]) -> list[str]:
    """What an ingest of the rows complains of; the site builds whatever that is."""
    site.write("x.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
    done = site.run("ingest", "x.jsonl")
    assert done.returncode == (1 if done.stderr else 0)
    site.build()
    return done.stderr.splitlines()


def _ledger(**fields: object) -> dict[str, object]:
    return {"key": "k", "source": "Hub", "fields": {"title": "Paper k", "date": "2025-09-02", **fields}}


def test_a_former_name_of_a_topic_becomes_its_name_of_today(here: SiteTest) -> None:
    here.write("topics.yaml", RENAMED)
    row = _row(topics=["scaling", "evaluation", "scaling-laws"], ledger=_ledger(topics=["scaling"]))
    assert _ingested(here, row, _row("l", topics=["scaling"], ledger=_ledger(topics=["scaling"]))) == []
    assert "topics: [size, evaluation]\n" in (here.folder / "content/2025/09/02/k.md").read_text()
    ledger = (here.folder / "content/.ledger/2025-09.jsonl").read_text()
    assert ledger.count('"topics":["size"]') == 2


def test_an_entry_with_a_topic_that_is_not_declared_is_rejected_and_comes_once_it_is(here: SiteTest) -> None:
    rows = [_row(topics=["evaluation", "robots"]), _row("l", topics=["evaluatoin"]), _row("m")]
    assert _ingested(here, *rows) == [
        "x.jsonl:1:1: row 1: topics: unknown topic 'robots' (expected one of: evaluation, scaling)",
        "  hint: " + DECLARE,
        "x.jsonl:2:1: row 2: topics: unknown topic 'evaluatoin' (expected one of: evaluation, scaling)",
        "  hint: did you mean 'evaluation'? " + DECLARE,
    ]
    assert sorted(path.name for path in (here.folder / "content/2025/09/02").iterdir()) == ["m.md"]
    more = "robots: {name: Robots, description: Machines., aliases: [evaluatoin]}\n"
    here.write("topics.yaml", (here.folder / "topics.yaml").read_text() + more)
    assert _ingested(here, *rows) == []
    assert "topics: [evaluation, robots]\n" in (here.folder / "content/2025/09/02/k.md").read_text()


TAKEN = [
    ({"aliases": ["/papers/other/"]}, "aliases: '/papers/other/' is taken by content/2025/09/01/other.md"),
    ({"aliases": ["/papers/former"]}, "aliases: '/papers/former' is taken by content/2025/09/01/other.md"),
    ({"aliases": ["/papers/l/"]}, "aliases: '/papers/l/' is taken by x.jsonl:2:1"),
    ({"aliases": ["/about/"]}, "aliases: '/about/' is taken by content/pages/about.md"),
    (
        {"key": "former", "path": "content/2025/09/02/former.md"},
        "its page '/papers/former/' is taken by content/2025/09/01/other.md",
    ),
]


@pytest.mark.parametrize(("fields", "message"), TAKEN)
def test_an_entry_with_an_address_that_is_taken_is_rejected_alone(
    here: SiteTest, fields: dict[str, object], message: str
) -> None:
    here.write("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    assert _ingested(here, _row(**fields), _row("l")) == [
        f"x.jsonl:1:1: row 1: {message} (expected one page for each address)",
        HINT,
    ]
    assert [path.name for path in (here.folder / "content/2025/09/02").iterdir()] == ["l.md"]


def test_of_two_entries_with_one_alias_neither_takes_it_from_the_other(here: SiteTest) -> None:
    rows = (_row(aliases=["/old/"]), _row("l", aliases=["/old"]))
    assert _ingested(here, *rows) == [
        "x.jsonl:2:1: row 2: aliases: '/old' is taken by x.jsonl:1:1 (expected one page for each address)",
        HINT,
    ]


def test_an_alias_that_is_the_address_of_the_paper_here_goes(here: SiteTest) -> None:
    here.entry("2025/08/31/2508.00001", title="Paper k", arxiv_id="'2508.00001'")
    assert _ingested(here, _row(arxiv_id="2508.00001", aliases=["/papers/2508.00001/", "/old/"])) == []
    text = (here.folder / "content/2025/08/31/2508.00001.md").read_text()
    assert "/old/" in text
    assert "/papers/2508.00001/" not in text


def test_a_key_that_another_paper_has_is_still_no_mistake(here: SiteTest) -> None:
    assert _ingested(here, _row("other")) == []
    assert "paper-other.md" in {path.name for path in (here.folder / "content/2025/09/02").iterdir()}


def test_an_export_with_aliases_in_its_own_archive_is_no_mistake(here: SiteTest) -> None:
    here.run("export", "-o", "mine.jsonl")
    done = here.run("ingest", "mine.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
