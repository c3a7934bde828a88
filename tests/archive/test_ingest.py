"""Ingest: sources into files, again and again, and the curator's edits always win."""

import fcntl
import json
from pathlib import Path

import pytest

from sitegen.archive import writing
from sitegen.archive.entry import Links
from sitegen.archive.ingest import Manner, ingest
from sitegen.archive.topics import Rule, Topic
from sitegen.memo import write_whole
from sitegen.problems import SiteError
from tests.archive.harness import ArchiveTest, Sown, changed, counted, day, paper, told

ONE = paper(
    "On the Scaling Law",
    abstract="We find a scaling law. It holds.",
    position=1,
    authors=("Ada Lovelace", "Alan Turing"),
    votes=3,
    summary="It holds.",
    keywords=("laws",),
    links={"code": "https://github.com/a/b", "project": "https://a.b"},
)
TWO = paper("A Benchmark", abstract="We give a benchmark.", position=2)
ONE_PATH = "content/2025/09/02/on-the-scaling-law.md"
TWO_PATH = "content/2025/09/02/a-benchmark.md"
LEDGER = "content/.ledger/2025-09.jsonl"


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path)


def test_a_record_becomes_a_file_that_people_can_read(archive: ArchiveTest) -> None:
    report = archive.ingest(told(ONE))
    assert report.written == (ONE_PATH, LEDGER)
    assert (
        archive.text(ONE_PATH)
        == """\
---
title: On the Scaling Law
date: 2025-09-02
authors:
  - Ada Lovelace
  - Alan Turing
topics: [scaling]
summary: It holds.
keywords:
  - laws
votes: 3
position: 1
links:
  code: https://github.com/a/b
  project: https://a.b
source:
  name: Daily Papers
  format: capture
  file: seeds/a.txt
  item: item On the Scaling Law
---

We find a scaling law. It holds.
"""
    )


def test_ingest_twice_is_ingest_once_and_touches_no_file(archive: ArchiveTest) -> None:
    assert archive.counts(told(ONE, TWO, rejected=1)) == [(3, 2, 0, 0, 0, 1)]
    files, stamps = archive.files(), archive.stamps()
    report = archive.ingest(told(ONE, TWO, rejected=1))
    assert report.written == ()
    assert (archive.files(), archive.stamps()) == (files, stamps)
    assert archive.counts(told(ONE, TWO, rejected=1)) == [(3, 0, 0, 2, 0, 1)]


def test_an_ingest_of_nothing_writes_nothing(archive: ArchiveTest) -> None:
    assert archive.ingest().written == ()
    assert archive.ingest(told()).written == ()
    assert archive.files() == {}


def test_an_update_changes_only_the_bytes_of_its_field(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE))
    archive.write(
        ONE_PATH,
        """\
---
# the paper of the week
votes:   3   # by readers
title: "On the Scaling Law"

date: 2025-09-02
keywords: [ laws ]   # one is enough
---


We find a scaling law. It holds.
""",
    )
    assert archive.counts(told(changed(ONE, votes=12))) == [(1, 0, 1, 0, 0, 0)]
    assert (
        archive.text(ONE_PATH)
        == """\
---
# the paper of the week
votes:   12   # by readers
title: "On the Scaling Law"

date: 2025-09-02
keywords: [ laws ]   # one is enough
---


We find a scaling law. It holds.
"""
    )


def test_a_new_field_of_a_source_gets_a_line_and_the_other_lines_stay(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    before = archive.text(TWO_PATH)
    archive.ingest(told(changed(TWO, summary="It is hard: very.", links={"pdf": "https://a.b/p.pdf"})))
    added = ["summary: 'It is hard: very.'\n", "links:\n", "  pdf: https://a.b/p.pdf\n"]
    lines = archive.text(TWO_PATH).splitlines(keepends=True)
    assert [line for line in lines if line in added] == added
    assert "".join(line for line in lines if line not in added) == before


def test_an_updated_abstract_changes_the_body_only(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    before = archive.text(TWO_PATH)
    archive.ingest(told(changed(TWO, abstract="We give a <better> benchmark.")))
    assert archive.text(TWO_PATH) == before.replace("We give a benchmark.", "We give a \\<better> benchmark.")


def test_the_line_ends_and_the_byte_order_mark_of_a_file_stay(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    foreign = "\ufeff" + archive.text(TWO_PATH).replace("\n", "\r\n")
    archive.write(TWO_PATH, foreign)
    assert archive.ingest(told(TWO)).written == ()
    archive.ingest(told(changed(TWO, position=7)))
    assert archive.text(TWO_PATH) == foreign.replace("position: 2", "position: 7")


BEFORE = changed(ONE, arxiv_id="2509.01234")
AFTER = changed(
    BEFORE,
    title="On the Scaling Laws",
    abstract="We find a scaling law. It is new.",
    votes=12,
    authors=("Ada Lovelace",),
    summary="It is new.",
    keywords=("law",),
    position=4,
    published=day("2025-08-29"),
    links={"code": "https://github.com/a/new", "project": "https://new.b", "pdf": "https://new.b/p.pdf"},
)
EDITED_PATH = "content/2025/09/02/2509.01234.md"
ALL_LINKS = Links(code="https://github.com/a/new", project="https://new.b", pdf="https://new.b/p.pdf")
EDITS: dict[str, tuple[str, str, dict[str, object]]] = {
    "the title": ("title: On the Scaling Law", "title: A Title of Mine", {"title": "A Title of Mine"}),
    "a sentence of the abstract": (
        "a scaling law. It holds.",
        "a scaling law. It holds, we think.",
        {"abstract": "We find a scaling law. It holds, we think."},
    ),
    "the topics": ("topics: [scaling]", "topics: [evaluation]", {"topics": ("evaluation",)}),
    "no topics": ("topics: [scaling]", "topics: []", {"topics": ()}),
    "the authors": ("  - Alan Turing\n", "  - Alonzo Church\n", {"authors": ("Ada Lovelace", "Alonzo Church")}),
    "the summary": ("summary: It holds.", "summary: It may hold.", {"summary": "It may hold."}),
    "a field that is gone": ("summary: It holds.\n", "", {"summary": ""}),
    "a field without a value": ("summary: It holds.\n", "summary:\n", {"summary": ""}),
    "the keywords": ("keywords:\n  - laws\n", "keywords: [mine]\n", {"keywords": ("mine",)}),
    "the votes": ("votes: 3", "votes: 4", {"votes": 4}),
    "the day": ("date: 2025-09-02", "date: 2025-09-01", {"date": day("2025-09-01")}),
    "the place in the day": ("position: 1\n", "", {"position": None}),
    "the id": ("arxiv_id: '2509.01234'", "arxiv_id: '2509.04321'", {"arxiv_id": "2509.04321"}),
    "a link": (
        "code: https://github.com/a/b",
        "code: https://github.com/c/d",
        {"links": changed(ALL_LINKS, code="https://github.com/c/d")},
    ),
    "a link that is gone": ("  project: https://a.b\n", "", {"links": changed(ALL_LINKS, project="")}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_curator_survives_while_every_other_field_follows(tmp_path: Path, edit: str) -> None:
    old, new, fields = EDITS[edit]
    untouched, edited = ArchiveTest(tmp_path / "untouched"), ArchiveTest(tmp_path / "edited")
    untouched.ingest(told(BEFORE))
    edited.ingest(told(BEFORE))
    edited.edit(EDITED_PATH, old, new)
    untouched.ingest(told(AFTER))
    (counts,) = edited.ingest(told(AFTER)).tallies
    assert (counts.updated, counts.kept) == (1, 1)
    assert edited.entries()["2509.01234"] == changed(untouched.entries()["2509.01234"], **fields)
    assert edited.ingest(told(AFTER)).written == ()


def test_what_the_curator_added_survives(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    archive.edit(
        TWO_PATH, "topics: ", "draft: true # not yet\nextra: {shelf: two}\nvenue: NeurIPS\n# by hand\ntopics: "
    )
    before = archive.text(TWO_PATH)
    archive.ingest(told(changed(TWO, position=7)))
    assert archive.text(TWO_PATH) == before.replace("position: 2", "position: 7")


def test_a_field_that_the_curator_filled_first_is_left_to_the_curator(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    archive.edit(TWO_PATH, "topics: ", "summary: Mine.\nvotes: 1\ntopics: ")
    before = archive.text(TWO_PATH)
    (counts,) = archive.ingest(told(changed(TWO, summary="Theirs.", votes=9))).tallies
    assert (counts.unchanged, counts.kept) == (1, 2)
    assert archive.text(TWO_PATH) == before


def test_an_edit_that_says_what_the_source_says_later_is_no_edit_any_more(archive: ArchiveTest) -> None:
    archive.ingest(told(changed(TWO, votes=3)))
    archive.edit(TWO_PATH, "votes: 3", "votes: 12")
    archive.ingest(told(changed(TWO, votes=12)))
    archive.ingest(told(changed(TWO, votes=20)))
    assert "votes: 20\n" in archive.text(TWO_PATH)


def test_a_field_that_a_source_no_longer_tells_stays(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE))
    before = archive.files()
    archive.ingest(told(changed(ONE, summary="", votes=None, authors=(), links={})))
    assert archive.files() == before


def test_a_file_deleted_by_hand_does_not_come_back(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO))
    archive.remove(ONE_PATH)
    before = archive.files()
    assert archive.counts(told(changed(ONE, votes=12), TWO)) == [(2, 0, 0, 1, 1, 0)]
    assert archive.files().keys() == before.keys()
    assert archive.text(LEDGER).count('"ignored":true') == 1
    assert archive.ingest(told(changed(ONE, votes=13), TWO)).written == ()


@pytest.mark.parametrize("name", ["zzz", "000"])
def test_a_renamed_file_goes_on_following_its_source_for_good(archive: ArchiveTest, name: str) -> None:
    known = changed(ONE, arxiv_id="2509.01234")
    archive.ingest(told(known))
    (path,) = (path for path in archive.files() if path.endswith(".md"))
    (archive.folder / path).rename((archive.folder / path).with_name(f"{name}.md"))
    for votes in (12, 15, 18):
        archive.ingest(told(changed(known, votes=votes)), restores=votes == 18)
        assert {key: entry.votes for key, entry in archive.entries().items()} == {name: votes}


def test_two_entries_that_a_curator_made_one_go_on_as_one(archive: ArchiveTest) -> None:
    other = paper("A Benchmark of Things", arxiv_id="2509.01234", votes=1)
    archive.ingest(told(TWO, other))
    archive.edit(TWO_PATH, "title: A Benchmark\n", "title: A Benchmark\narxiv_id: '2509.01234'\n")
    archive.remove("content/2025/09/02/2509.01234.md")
    for votes in (12, 15):
        archive.ingest(told(changed(other, votes=votes, date=day("2025-09-05"))))
        (entry,) = archive.entries().values()
        assert (entry.key, entry.votes, entry.listed_on) == ("a-benchmark", votes, (day("2025-09-05"),))


def test_a_line_of_an_abstract_that_looks_like_a_title_is_none(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("A Benchmark")))
    archive.edit(TWO_PATH, "An abstract.", "An abstract.\n\ntitle: Another Paper")
    assert archive.counts(told(paper("Another Paper", date="2025-09-03")))[0][:2] == (1, 1)


def test_a_file_deleted_by_hand_comes_back_when_it_is_asked_for(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO))
    before = archive.files()
    archive.remove(ONE_PATH)
    archive.ingest(told(ONE))
    assert counted(archive.ingest(told(ONE, TWO), restores=True)) == [(2, 1, 0, 1, 0, 0)]
    assert archive.files() == before


def test_a_paper_that_comes_back_on_another_day_lies_there(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO))
    archive.remove(ONE_PATH)
    archive.ingest(told(changed(ONE, date=day("2025-10-01"))), restores=True)
    assert "content/2025/10/01/on-the-scaling-law.md" in archive.files()
    assert _keys(archive.text(LEDGER)) == ["a-benchmark"]
    assert _keys(archive.text("content/.ledger/2025-10.jsonl")) == ["on-the-scaling-law"]


def test_a_file_that_the_curator_puts_back_is_no_longer_ignored(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE))
    text = archive.text(ONE_PATH)
    archive.remove(ONE_PATH)
    archive.ingest(told(ONE))
    archive.write(ONE_PATH, text)
    archive.ingest(told(changed(ONE, votes=12)))
    assert archive.entries()["on-the-scaling-law"].votes == 12
    assert "ignored" not in archive.text(LEDGER)


def test_a_paper_listed_again_keeps_its_file_and_its_day(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    later = changed(TWO, date=day("2025-09-09"), position=9, item="line 99", votes=5)
    assert archive.counts(told(later, file="seeds/b.txt")) == [(1, 0, 1, 0, 0, 0)]
    (entry,) = archive.entries().values()
    assert (entry.date, entry.listed_on, entry.position, entry.votes) == (TWO.date, (day("2025-09-09"),), 2, 5)
    assert (entry.source.file, entry.source.item) == ("seeds/a.txt", "item A Benchmark")
    assert list(archive.files()) == [LEDGER, TWO_PATH]


def test_days_of_listing_gather_in_order_each_once(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    days = [changed(TWO, date=day(text)) for text in ("2025-10-01", "2025-09-01", "2025-10-01", "2025-09-02")]
    archive.ingest(told(*days[:1]))
    archive.ingest(told(*days))
    assert "listed_on: [2025-09-01, 2025-10-01]\n" in archive.text(TWO_PATH)
    assert archive.ingest(told(*days)).written == ()


def test_an_earlier_day_found_later_joins_and_the_file_does_not_move(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    archive.ingest(told(changed(TWO, date=day("2025-08-01"))))
    (entry,) = archive.entries().values()
    assert (entry.path, entry.date, entry.listed_on) == (TWO_PATH, TWO.date, (day("2025-08-01"),))


def test_an_older_listing_found_later_only_fills_what_is_missing(archive: ArchiveTest) -> None:
    archive.ingest(told(changed(TWO, date=day("2025-09-09"), votes=9)))
    archive.ingest(told(changed(TWO, votes=1, summary="A summary.", abstract="An early abstract.")))
    (entry,) = archive.entries().values()
    assert (entry.votes, entry.abstract, entry.summary) == (9, "We give a benchmark.", "A summary.")
    assert (entry.date, entry.listed_on) == (day("2025-09-09"), (TWO.date,))


def test_doi_venue_categories_and_a_withdrawal_stand_in_the_file_and_its_reason_in_the_ledger(
    archive: ArchiveTest,
) -> None:
    reason = "This paper has been withdrawn: Lemma 2 is wrong"
    told_so = changed(TWO, doi="10.1000/182", venue="Mind 59", categories=("cs.CL", "cs.AI"), withdrawn=reason)
    archive.ingest(told(told_so))
    (entry,) = archive.entries().values()
    assert (entry.doi, entry.venue, entry.categories) == ("10.1000/182", "Mind 59", ("cs.CL", "cs.AI"))
    assert "status: withdrawn\n" in archive.text(TWO_PATH)
    assert reason not in archive.text(TWO_PATH)
    assert json.loads(archive.text(LEDGER))["raw"] == {"status": reason}
    archive.ingest(told(changed(told_so, withdrawn="withdrawn")))
    assert json.loads(archive.text(LEDGER)).get("raw") is None


def test_a_withdrawal_that_the_curator_took_back_stays_so(archive: ArchiveTest) -> None:
    gone = changed(TWO, withdrawn="withdrawn")
    archive.ingest(told(gone))
    archive.edit(TWO_PATH, "status: withdrawn\n", "")
    assert archive.ingest(told(gone)).written == ()


NOTICE = "This paper has been withdrawn by the author due to an error in Lemma 2."


def test_a_notice_of_withdrawal_does_not_take_the_place_of_the_abstract(archive: ArchiveTest) -> None:
    listed = changed(TWO, arxiv_id="2509.01234")
    archive.ingest(told(listed))
    gone = changed(listed, abstract=NOTICE, withdrawn=NOTICE, date=day("2025-09-09"), is_listing=False)
    assert archive.counts(told(gone, file="seeds/b.xml")) == [(1, 0, 1, 0, 0, 0)]
    (entry,) = archive.entries().values()
    assert (entry.status, entry.abstract.strip(), entry.topics) == ("withdrawn", TWO.abstract, ("evaluation",))
    (line,) = archive.text(LEDGER).splitlines()
    assert json.loads(line)["raw"] == {"status": NOTICE}
    assert archive.ingest(told(gone, file="seeds/b.xml")).written == ()
    long = changed(gone, abstract=f"{NOTICE} {'It said this. ' * 60}".strip(), date=day("2025-09-10"))
    archive.ingest(told(long, file="seeds/c.xml"))
    (entry,) = archive.entries().values()
    assert entry.abstract.strip() == long.abstract


def test_a_paper_that_was_never_more_than_a_notice_shows_the_notice(archive: ArchiveTest) -> None:
    archive.ingest(told(changed(TWO, abstract=NOTICE, withdrawn=NOTICE)))
    (entry,) = archive.entries().values()
    assert (entry.status, entry.abstract.strip()) == ("withdrawn", NOTICE)


def test_news_of_a_paper_change_its_entry_and_list_it_on_no_further_day(archive: ArchiveTest) -> None:
    listed = changed(TWO, arxiv_id="2509.01234")
    archive.ingest(told(listed))
    news = changed(
        listed, title="A Better Benchmark", date=day("2025-09-09"), position=None, item="v2", is_listing=False
    )
    assert archive.counts(told(news, file="seeds/b.xml")) == [(1, 0, 1, 0, 0, 0)]
    (entry,) = archive.entries().values()
    assert (entry.title, entry.date, entry.listed_on, entry.position) == ("A Better Benchmark", TWO.date, (), 2)
    assert (entry.source.file, entry.source.item) == ("seeds/a.txt", "item A Benchmark")
    assert archive.ingest(told(listed), told(news, file="seeds/b.xml")).written == ()


def test_a_listing_older_than_the_news_of_its_source_does_not_take_them_back(archive: ArchiveTest) -> None:
    listed = changed(TWO, arxiv_id="2509.01234")
    news = changed(listed, title="A Better Benchmark", date=day("2025-09-09"), position=None, is_listing=False)
    archive.ingest(told(listed), told(news))
    assert archive.ingest(told(listed)).written == ()
    archive.ingest(told(changed(listed, title="The Best Benchmark", date=day("2025-09-10"))))
    (entry,) = archive.entries().values()
    assert (entry.title, entry.listed_on) == ("The Best Benchmark", (day("2025-09-10"),))


def test_news_of_another_source_only_fill_what_is_missing_and_keep_votes_up_to_date(archive: ArchiveTest) -> None:
    listed = changed(TWO, arxiv_id="2509.01234", votes=3)
    news = changed(listed, title="Other", date=day("2025-09-09"), votes=None, withdrawn="withdrawn", is_listing=False)
    archive.ingest(told(listed))
    archive.ingest(told(news, by="arxiv-feed"))
    archive.ingest(told(changed(listed, votes=9)))
    (entry,) = archive.entries().values()
    assert (entry.title, entry.status, entry.votes, entry.listed_on) == ("A Benchmark", "withdrawn", 9, ())


def test_news_of_a_paper_that_no_digest_listed_are_counted_and_make_no_entry(archive: ArchiveTest) -> None:
    news = changed(TWO, arxiv_id="2509.01234", is_listing=False)
    report = archive.ingest(told(news, ONE))
    assert [(counts.read, counts.new, counts.not_listed, counts.ignored) for counts in report.tallies] == [(2, 1, 1, 0)]
    assert list(archive.entries()) == ["on-the-scaling-law"]
    report = archive.ingest(told(changed(TWO, arxiv_id="2509.01234")))
    assert sorted(archive.entries()) == ["2509.01234", "on-the-scaling-law"]


def test_an_entry_whose_title_is_like_that_of_another_one_is_told(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("On the Scaling Law of Data", position=1)))
    report = archive.ingest(told(paper("On the Scaling Laws of Data", arxiv_id="2509.01234"), by="Hub"))
    assert report.alike == (("content/2025/09/02/2509.01234.md", "content/2025/09/02/on-the-scaling-law-of-data.md"),)
    assert archive.ingest(told(paper("On the Scaling Laws of Data", arxiv_id="2509.01234"), by="Hub")).alike == ()


def test_categories_speak_for_topics(archive: ArchiveTest) -> None:
    topics = (Topic("language", "Language", "Words.", categories=(Rule("cs.CL", 6),)),)
    ingest(archive.folder, [told(changed(TWO, categories=("cs.CL",)))], Manner(topics=topics))
    assert "topics: [language]\n" in archive.text(TWO_PATH)


def test_a_day_that_the_curator_took_off_the_list_stays_off(archive: ArchiveTest) -> None:
    again = changed(TWO, date=day("2025-09-09"))
    archive.ingest(told(TWO, again))
    archive.edit(TWO_PATH, "listed_on: [2025-09-09]\n", "")
    assert archive.ingest(told(TWO, again)).written == ()


def test_another_source_only_fills_what_is_missing(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    fuller = paper(
        "A  benchmark!",
        abstract="Other words.",
        arxiv_id="2509.01234",
        authors=("Ada Lovelace",),
        votes=5,
        position=40,
        links={"abs": "https://arxiv.org/abs/2509.01234"},
    )
    assert archive.counts(told(fuller, by="Hub")) == [(1, 0, 1, 0, 0, 0)]
    (entry,) = archive.entries().values()
    assert (entry.key, entry.title, entry.abstract) == ("a-benchmark", "A Benchmark", "We give a benchmark.")
    assert (entry.position, entry.source.name) == (2, "Daily Papers")
    assert (entry.arxiv_id, entry.authors, entry.votes) == ("2509.01234", ("Ada Lovelace",), 5)
    assert entry.links.abs == "https://arxiv.org/abs/2509.01234"


def test_what_another_source_filled_follows_that_source_until_the_first_one_tells_it(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    archive.ingest(told(changed(TWO, votes=5), by="Hub"))
    archive.ingest(told(changed(TWO, votes=6), by="Hub"))
    assert archive.entries()["a-benchmark"].votes == 6
    archive.ingest(told(changed(TWO, votes=7), by="A third"))
    assert archive.entries()["a-benchmark"].votes == 6
    archive.ingest(told(changed(TWO, votes=8)))
    archive.ingest(told(changed(TWO, votes=9), by="Hub"))
    assert archive.entries()["a-benchmark"].votes == 8


ARXIV = told(
    changed(TWO, title="A benchmark", authors=("Ada Lovelace",), votes=5, position=9), by="arXiv", file="seeds/b.xml"
)


@pytest.mark.parametrize("order", [[0, 1], [1, 0], [0, 1, 0], [1, 0, 1]])
def test_of_two_sources_the_one_that_is_declared_first_has_its_way_whichever_spoke_first(
    archive: ArchiveTest, order: list[int]
) -> None:
    sources = (told(changed(TWO, votes=7)), ARXIV)
    for number in order:
        archive.ingest(sources[number], precedence=("arXiv", "Daily Papers"))
    (entry,) = archive.entries().values()
    assert (entry.title, entry.authors, entry.votes) == ("A benchmark", ("Ada Lovelace",), 5)
    names = ("Daily Papers", "arXiv")
    assert (entry.source.name, entry.also_from) == (names[order[0]], (names[1 - order[0]],))


def test_the_first_source_to_tell_a_paper_says_where_it_came_from(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    archive.ingest(ARXIV, precedence=("arXiv",))
    (entry,) = archive.entries().values()
    assert (entry.position, entry.source.file) == (2, "seeds/a.txt")


def test_a_new_entry_says_when_it_was_read_and_no_later_day_changes_that(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO), today=day("2025-09-03"))
    assert "\n  item: item On the Scaling Law\n  read: 2025-09-03\n---\n" in archive.text(ONE_PATH)
    files, stamps = archive.files(), archive.stamps()
    assert archive.ingest(told(ONE, TWO), today=day("2025-09-04")).written == ()
    assert (archive.files(), archive.stamps()) == (files, stamps)
    archive.ingest(told(changed(ONE, votes=9)), told(TWO, by="arXiv"), today=day("2025-09-05"))
    assert {entry.source.read for entry in archive.entries().values()} == {day("2025-09-03")}


def test_an_entry_from_before_ingest_noted_the_day_is_not_said_to_be_read_today(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE))
    files = archive.files()
    assert archive.ingest(told(ONE), today=day("2025-09-04")).written == ()
    assert archive.files() == files


def test_a_deleted_paper_that_comes_back_was_read_when_it_came_back(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE), today=day("2025-09-03"))
    archive.remove(ONE_PATH)
    archive.ingest(told(ONE), today=day("2025-09-08"), restores=True)
    (entry,) = archive.entries().values()
    assert entry.source.read == day("2025-09-08")


def test_every_source_may_add_a_day(archive: ArchiveTest) -> None:
    for number, by in enumerate(["Daily Papers", "arXiv", "Hub", "Daily Papers", "Hub"], 2):
        archive.ingest(told(changed(TWO, date=day(f"2025-09-0{number}")), by=by))
    (entry,) = archive.entries().values()
    assert [date.day for date in entry.listed_on] == [3, 4, 5, 6]
    assert entry.also_from == ("Hub", "arXiv")


def test_a_source_that_the_curator_struck_off_stays_off(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO), ARXIV)
    archive.edit(TWO_PATH, "also_from: [arXiv]\n", "")
    assert archive.ingest(told(TWO), ARXIV).written == ()


def test_two_papers_with_one_title_stay_two(archive: ArchiveTest) -> None:
    first = changed(TWO, authors=("Ada Lovelace",))
    second = changed(TWO, authors=("Alan Turing",), abstract="Another benchmark.")
    assert archive.counts(told(first, second)) == [(2, 2, 0, 0, 0, 0)]
    assert list(archive.entries()) == ["a-benchmark", "a-benchmark-alan-turing"]
    assert archive.ingest(told(first, second)).written == ()


def test_papers_with_one_title_and_two_ids_stay_two_beside_a_capture_that_knows_no_ids(archive: ArchiveTest) -> None:
    hub = told(changed(TWO, arxiv_id="2509.00001"), changed(TWO, arxiv_id="2509.00002"), by="Hub")
    assert archive.counts(told(TWO), hub) == [(1, 1, 0, 0, 0, 0), (2, 1, 1, 0, 0, 0)]
    assert {key: entry.arxiv_id for key, entry in archive.entries().items()} == {
        "2509.00002": "2509.00002",
        "a-benchmark": "2509.00001",
    }
    assert archive.ingest(told(TWO), hub).written == ()


def test_a_capture_finds_its_paper_after_another_source_changed_the_title(archive: ArchiveTest) -> None:
    listed = changed(TWO, arxiv_id="2509.01234")
    archive.ingest(told(listed, by="Hub"), told(TWO))
    archive.ingest(told(changed(listed, title="A Better Benchmark"), by="Hub"), told(TWO))
    archive.ingest(told(changed(listed, title="A Better Benchmark"), by="Hub"), told(TWO))
    assert [(key, entry.title) for key, entry in archive.entries().items()] == [("2509.01234", "A Better Benchmark")]


def test_a_former_title_told_in_another_spelling_changes_nothing(archive: ArchiveTest) -> None:
    listed = changed(TWO, arxiv_id="2509.01234")
    archive.ingest(told(changed(listed, title="a benchmark!"), by="Hub"))
    again = told(TWO), told(changed(listed, title="A Better Benchmark"), by="Hub")
    archive.ingest(*again)
    assert archive.ingest(*again).written == ()


def test_a_name_that_another_paper_has_by_hand_is_not_taken_from_it(archive: ArchiveTest) -> None:
    by_hand = "---\ntitle: Another Paper\ndate: 2025-09-02\n---\n\nMy words.\n"
    archive.write(TWO_PATH, by_hand)
    archive.ingest(told(TWO))
    assert archive.text(TWO_PATH) == by_hand
    assert sorted(archive.entries()) == ["a-benchmark", "a-benchmark-2025-09-02"]


def test_a_title_of_signs_only_is_known_again(archive: ArchiveTest) -> None:
    signs = told(paper("🎉"), paper("???"))
    assert archive.counts(signs) == [(2, 2, 0, 0, 0, 0)]
    assert archive.ingest(signs).written == ()


def test_a_renamed_file_is_the_same_paper(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    (archive.folder / TWO_PATH).rename(archive.folder / "content/2025/09/02/bench.md")
    archive.ingest(told(changed(TWO, votes=9)))
    assert {key: entry.votes for key, entry in archive.entries().items()} == {"bench": 9}


def test_a_file_written_by_hand_is_known_by_its_title_and_its_id(archive: ArchiveTest) -> None:
    archive.write("content/2025/09/02/mine.md", "---\ntitle: A Benchmark\ndate: 2025-09-02\n---\n\nMy words.\n")
    archive.write(
        "content/2025/09/01/other.md",
        "---\ntitle: Mine\ndate: 2025-09-01\narxiv_id: '2509.01234'\n---\n\nMy words.\n",
    )
    archive.ingest(told(TWO, changed(ONE, arxiv_id="2509.01234")))
    entries = archive.entries()
    assert [(key, entry.title, entry.abstract) for key, entry in entries.items()] == [
        ("mine", "A Benchmark", "My words."),
        ("other", "Mine", "My words."),
    ]
    assert (entries["mine"].position, entries["other"].votes, entries["other"].listed_on) == (2, 3, (ONE.date,))


def test_the_ledger_has_one_line_for_each_entry_sorted_by_key_in_the_file_of_its_month(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO, ONE, paper("Later", "2025-10-01"), paper("An Old One", "0987-01-01")))
    keys = {path: _keys(archive.text(path)) for path in archive.files() if ".ledger" in path}
    assert keys == {
        "content/.ledger/0987-01.jsonl": ["an-old-one"],
        "content/.ledger/2025-09.jsonl": ["a-benchmark", "on-the-scaling-law"],
        "content/.ledger/2025-10.jsonl": ["later"],
    }


def _keys(ledger: str) -> list[str]:
    return [json.loads(line)["key"] for line in ledger.splitlines()]


def test_a_ledger_without_the_lines_of_a_killed_ingest_is_completed(archive: ArchiveTest) -> None:
    sown = told(ONE, TWO, changed(TWO, date=day("2025-09-05")), changed(TWO, date=day("2025-09-09")))
    archive.ingest(sown)
    whole = archive.files()
    archive.remove(LEDGER)
    assert archive.ingest(sown).written == (LEDGER,)
    assert archive.files() == whole
    archive.ingest(told(changed(ONE, votes=12), changed(TWO, date=day("2025-09-12"))))
    assert archive.entries()["on-the-scaling-law"].votes == 12
    assert archive.entries()["a-benchmark"].listed_on == (day("2025-09-05"), day("2025-09-09"), day("2025-09-12"))


def test_an_update_that_was_killed_before_the_ledger_is_completed(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO))
    old = archive.text(LEDGER)
    later = told(changed(ONE, votes=12, abstract="We find a scaling law. It is new."), TWO, paper("Third"))
    archive.ingest(later)
    whole = archive.files()
    archive.write(LEDGER, old)
    assert archive.ingest(later).written == (LEDGER,)
    assert archive.files() == whole


def test_an_ingest_that_was_killed_among_the_files_is_completed(archive: ArchiveTest) -> None:
    sown = told(ONE, TWO)
    archive.ingest(sown)
    whole = archive.files()
    archive.remove(LEDGER)
    archive.remove(ONE_PATH)
    archive.write("content/2025/09/02/.new-0123456789abcdef", "half a fi")
    archive.write(".sitegen/ingest.jsonl", "")
    assert archive.ingest(sown).written == (ONE_PATH, LEDGER)
    assert archive.files() == whole


def _break_off(archive: ArchiveTest, before: str, *sown: Sown) -> None:
    """An ingest that ends just before it writes the file `before`."""

    def write_until(path: Path, data: bytes) -> None:
        if path == archive.folder / before:
            raise KeyboardInterrupt
        write_whole(path, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "write_whole", write_until)
        with pytest.raises(KeyboardInterrupt):
            archive.ingest(*sown)


def test_what_an_ingest_wrote_before_it_was_broken_off_is_no_edit_of_the_curator(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE))
    _break_off(archive, LEDGER, told(changed(ONE, votes=12, abstract="We find a law."), changed(TWO, votes=1)))
    assert (archive.entries()["on-the-scaling-law"].votes, LEDGER in archive.files()) == (12, True)
    last = told(changed(ONE, votes=15, abstract="We find two laws."), changed(TWO, votes=2))
    (counts,) = archive.ingest(last).tallies
    assert (counts.updated, counts.kept) == (2, 0)
    entries = archive.entries()
    assert (entries["on-the-scaling-law"].votes, entries["on-the-scaling-law"].abstract) == (15, "We find two laws.")
    assert (entries["a-benchmark"].votes, entries["a-benchmark"].source.name) == (2, "Daily Papers")
    assert archive.ingest(last).written == ()


def test_what_an_ingest_did_not_write_before_it_was_broken_off_follows_too(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO))
    _break_off(archive, ONE_PATH, told(changed(ONE, votes=12), changed(TWO, votes=1)))
    assert [entry.votes for entry in archive.entries().values()] == [1, 3]
    (counts,) = archive.ingest(told(changed(ONE, votes=15), changed(TWO, votes=2))).tallies
    assert (counts.updated, counts.kept) == (2, 0)
    assert [entry.votes for entry in archive.entries().values()] == [2, 15]


def test_an_edit_made_after_an_ingest_was_broken_off_survives(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE))
    _break_off(archive, LEDGER, told(changed(ONE, votes=12, summary="It is new."), TWO))
    archive.edit(ONE_PATH, "summary: It is new.", "summary: Mine.")
    archive.remove(TWO_PATH)
    archive.ingest(told(changed(ONE, votes=15, summary="It is newer.")))
    entry = archive.entries()["on-the-scaling-law"]
    assert (entry.votes, entry.summary) == (15, "Mine.")


def test_an_entry_that_was_planned_and_not_written_is_not_taken_for_deleted(archive: ArchiveTest) -> None:
    _break_off(archive, LEDGER, told(ONE))
    archive.remove(ONE_PATH)
    assert archive.ingest(told(ONE)).written == (ONE_PATH, LEDGER)


def test_a_value_that_was_planned_once_is_an_edit_when_the_curator_writes_it_later(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE))
    _break_off(archive, LEDGER, told(changed(ONE, votes=12)))
    archive.ingest(told(changed(ONE, votes=15)))
    assert not (archive.folder / ".sitegen/ingest.jsonl").exists()
    archive.edit(ONE_PATH, "votes: 15", "votes: 12")
    archive.ingest(told(changed(ONE, votes=20)))
    assert archive.entries()["on-the-scaling-law"].votes == 12


def test_after_the_ledger_is_lost_an_edit_still_survives(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO))
    archive.edit(TWO_PATH, "title: A Benchmark", "title: A benchmark")
    archive.remove(LEDGER)
    before = archive.text(TWO_PATH)
    archive.ingest(told(TWO))
    archive.ingest(told(TWO))
    assert archive.text(TWO_PATH) == before


def test_a_second_ingest_at_the_same_time_is_refused_and_writes_nothing(archive: ArchiveTest) -> None:
    (archive.folder / ".sitegen").mkdir()
    with (archive.folder / ".sitegen/ingest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        with pytest.raises(SiteError, match=r"\.sitegen/ingest\.lock: another command writes this archive"):
            archive.ingest(told(ONE))
    assert archive.files() == {}
    assert archive.counts(told(ONE)) == [(1, 1, 0, 0, 0, 0)]


def test_a_file_that_cannot_be_read_is_told_and_left_alone_while_the_others_are_written(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO))
    archive.write(TWO_PATH, "---\ntitle: A: Benchmark\n---\n")
    report = archive.ingest(told(changed(ONE, votes=12), changed(TWO, votes=12), paper("Third")))
    assert [f"{problem.location}: {problem.message}" for problem in report.problems] == [
        f"{TWO_PATH}:2:9: YAML that does not parse: mapping values are not allowed in this context"
    ]
    assert counted(report) == [(3, 1, 1, 0, 0, 1)]
    assert archive.text(TWO_PATH) == "---\ntitle: A: Benchmark\n---\n"
    archive.write(TWO_PATH, "---\ntitle: A Benchmark\ndate: 2025-09-02\n---\n")
    assert [entry.votes for entry in archive.entries().values()] == [None, 12, None]


def test_a_file_that_cannot_be_read_gets_no_second_file_beside_it(archive: ArchiveTest) -> None:
    archive.write(TWO_PATH, "---\ntitle: A: Benchmark\n---\n")
    report = archive.ingest(told(TWO))
    assert counted(report) == [(1, 0, 0, 0, 0, 1)]
    assert len(report.problems) == 1
    assert list(archive.files()) == [TWO_PATH]


@pytest.mark.parametrize("path", ["content/a.md", "content/drafts/a.md", "content/2025/09/a.md"])
def test_a_file_outside_the_folder_of_a_day_is_told_and_the_others_are_written(archive: ArchiveTest, path: str) -> None:
    archive.write(path, "---\ntitle: A Benchmark\ndate: 2025-09-02\n---\n")
    report = archive.ingest(told(TWO, ONE))
    assert [f"{problem.location}: {problem.message}" for problem in report.problems] == [
        f"{path}: not in the folder of a day (expected content/YYYY/MM/DD/)"
    ]
    assert sorted(archive.files()) == sorted([LEDGER, ONE_PATH, path])


def test_a_line_of_the_ledger_that_is_none_stops_the_ingest_with_its_place(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO))
    archive.edit(LEDGER, '{"fields":{"authors"', '<<<<<<< ours\n{"fields":{"authors"')
    before = archive.files()
    with pytest.raises(SiteError) as caught:
        archive.ingest(told(changed(ONE, votes=12)))
    assert [str(problem.location) for problem in caught.value.problems] == [f"{LEDGER}:2:1"]
    assert archive.files() == before


def test_a_ledger_that_git_merged_line_by_line_is_one_ledger(archive: ArchiveTest) -> None:
    archive.ingest(told(ONE, TWO))
    one, two = archive.text(LEDGER).splitlines()
    archive.write(LEDGER, f"{two}\r\n\r\n{one}\r\n")
    archive.ingest(told(changed(ONE, votes=12), TWO))
    assert _keys(archive.text(LEDGER)) == ["a-benchmark", "on-the-scaling-law"]
    assert archive.entries()["on-the-scaling-law"].votes == 12


def test_own_pages_and_notes_are_no_papers(archive: ArchiveTest) -> None:
    archive.write("content/pages/about.md", "---\ntitle: A Benchmark\n---\n")
    archive.write("content/2025/09/02/_day.md", "A note.\n")
    assert archive.counts(told(TWO)) == [(1, 1, 0, 0, 0, 0)]
    assert sorted(archive.entries()) == ["a-benchmark"]


def test_days_are_merged_in_their_order_whatever_the_order_of_the_sources(tmp_path: Path) -> None:
    early = told(changed(TWO, votes=1), file="seeds/1.json")
    late = told(changed(TWO, votes=2, date=day("2025-09-03"), position=9), ONE, file="seeds/2.json")
    forward, backward = ArchiveTest(tmp_path / "forward"), ArchiveTest(tmp_path / "backward")
    forward.ingest(early, late)
    backward.ingest(late, early)
    assert forward.files() == backward.files()
    assert (forward.entries()["a-benchmark"].votes, forward.entries()["a-benchmark"].date) == (2, TWO.date)


def test_a_name_that_is_no_text_does_not_stop_the_ingest(archive: ArchiveTest) -> None:
    archive.ingest(told(TWO, file="day-\udcff.txt", by="Daily\udcff"))
    (entry,) = archive.entries().values()
    assert (entry.source.name, entry.source.file) == ("Daily\ufffd", "day-\ufffd.txt")


def test_what_a_curator_does_to_an_entry_survives_all_that_follows_and_the_rest_goes_on(archive: ArchiveTest) -> None:
    hub = {"by": "Hub", "file": "seeds/b.json"}
    of_hub = changed(ONE, arxiv_id="2509.01234", votes=None, summary="")
    archive.ingest(told(ONE))
    archive.edit(ONE_PATH, "title: On the Scaling Law\n", "title: The Scaling Law # shorter\n")
    archive.edit(ONE_PATH, "We find a scaling law. It holds.", "We find a scaling law.")
    archive.edit(ONE_PATH, "topics: [scaling]\n", "topics: [evaluation]\ndraft: true\n")
    told_later = [
        told(changed(ONE, votes=8)),
        told(changed(of_hub, venue="PeerJ"), **hub),
        told(changed(ONE, date=day("2025-09-05"), abstract="We find a scaling law. It holds for all.", votes=11)),
        told(changed(of_hub, title="Scaling Laws", doi="10.1000/182"), **hub),
        told(changed(ONE, date=day("2025-09-05"), votes=13, summary="It holds for all.")),
    ]
    for sown in told_later:
        archive.ingest(sown, precedence=("Hub", "Daily Papers"))
        assert archive.ingest(sown, precedence=("Hub", "Daily Papers")).written == ()
    (entry,) = archive.entries().values()
    assert (entry.title, entry.abstract) == ("The Scaling Law", "We find a scaling law.")
    assert (entry.topics, entry.is_draft) == (("evaluation",), True)
    assert "title: The Scaling Law # shorter\n" in archive.text(ONE_PATH)
    assert (entry.votes, entry.summary, entry.listed_on) == (13, "It holds for all.", (day("2025-09-05"),))
    assert (entry.arxiv_id, entry.venue, entry.doi) == ("2509.01234", "PeerJ", "10.1000/182")
