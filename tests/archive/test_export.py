"""An export tells every entry whole: read back, it is the same archive, and a curator's edits are still a curator's."""

import datetime as dt
import json
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sitegen.archive.entry import ORIGIN_FIELDS, Entry, Links, Origin, front_matter_schema
from sitegen.archive.export import Selection, exported, line_of
from sitegen.archive.ledger import Line
from sitegen.problems import SiteError
from sitegen.sources.formats import Source
from sitegen.sources.own_export import ORIGIN_PARTS, LedgerLine, read_sitegen
from sitegen.sources.recognise import recognised
from sitegen.text.characters import on_one_line
from tests.archive.harness import ArchiveTest, Sown, counted, day, paper, told
from tests.archive.test_ingest_laws import histories

TOPICS_YAML = """\
scaling: {name: Scaling, description: How size matters.}
evaluation: {name: Evaluation, description: How to measure.}
"""


def _export(archive: ArchiveTest, **selection: object) -> bytes:
    archive.write("topics.yaml", TOPICS_YAML)
    return b"".join(exported(archive.folder, Selection(**selection)))  # type: ignore[arg-type]


def _sown(data: bytes) -> Sown:
    assert recognised(data, "x.jsonl") == "sitegen"
    return Source(name="sitegen", file="x.jsonl", format="sitegen"), read_sitegen(data, "x.jsonl", None)


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path / "new")


texts = st.text(min_size=1, max_size=20).filter(lambda text: "\0" not in text and bool(text.strip()))
lines = st.text(max_size=20).map(lambda text: on_one_line(text.replace("\0", "")))
full_lines = lines.filter(bool)
addresses = st.text("abcü%/?&=#'\"{}[],: ", max_size=12).map(lambda text: f"https://a.b/{text.replace(' ', '')}")
some_days = st.lists(st.dates(), max_size=2, unique=True).map(tuple)
free = st.recursive(
    st.text(max_size=8),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2).map(tuple), st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=5,
)
bodies = st.text(max_size=80).map(lambda text: text.replace("\0", "").replace("\r", "\n").strip())


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that a file can say."""
    key = draw(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,9}", fullmatch=True))
    folder = draw(st.dates()).isoformat().replace("-", "/")
    names = st.lists(full_lines, max_size=3)
    counts = st.one_of(st.none(), st.integers(0, 10**15 - 1))
    return Entry(
        key=key,
        path=f"content/{folder}/{key}.md",
        abstract=draw(bodies),
        title=draw(full_lines),
        date=draw(st.dates()),
        published=draw(st.one_of(st.none(), st.dates())),
        updated=draw(st.one_of(st.none(), st.dates())),
        authors=tuple(draw(names)),
        topics=draw(st.sampled_from([(), ("scaling",), ("evaluation", "scaling")])),
        summary=draw(lines),
        arxiv_id=draw(st.sampled_from(["", "2401.00010", "math.GT/0309136"])),
        doi=draw(st.sampled_from(["", "10.1000/182", "10.1016/S0020-1693(00)85959-8"])),
        venue=draw(lines),
        keywords=tuple(dict.fromkeys(draw(names))),
        categories=tuple(dict.fromkeys(draw(names))),
        votes=draw(counts),
        submitted_by=draw(lines),
        thumbnail=draw(st.one_of(st.just(""), addresses)),
        listed_on=draw(some_days),
        position=draw(counts),
        links=Links(pdf=draw(st.one_of(st.just(""), addresses)), video=draw(st.one_of(st.just(""), addresses))),
        status=draw(st.sampled_from(["", "withdrawn"])),
        is_draft=draw(st.booleans()),
        lang=draw(st.sampled_from(["", "no", "zh-Hans"])),
        aliases=draw(st.sampled_from([(), (f"/papers/once-{key}/", f"/no/{key}")])),
        also_from=draw(st.sampled_from([(), ("Hub", "arxiv")])),
        source=Origin(
            name=draw(st.one_of(st.just(""), texts)),
            item=draw(st.one_of(st.just(""), texts)),
            read=draw(st.none() | st.dates()),
        ),
        extra=draw(st.dictionaries(st.text(max_size=8), free, max_size=3)),
    )


def _archive_of(folder: Path, data: bytes) -> ArchiveTest:
    archive = ArchiveTest(folder)
    report = archive.ingest(_sown(data))
    assert report.problems == ()
    return archive


@settings(max_examples=150)
@given(st.lists(entries(), min_size=1, max_size=4, unique_by=lambda entry: entry.key))
def test_entries_written_and_read_back_are_the_same(given_entries: list[Entry]) -> None:
    data = b"".join(line_of(entry, None) for entry in given_entries)
    with tempfile.TemporaryDirectory() as folder:
        archive = _archive_of(Path(folder) / "a", data)
        assert archive.entries() == {entry.key: entry for entry in given_entries}
        files, stamps = archive.files(), archive.stamps()
        again = _export(archive)
        assert sorted(again.splitlines()) == sorted(data.splitlines())
        assert archive.counts(_sown(again))[0] == (len(given_entries), 0, 0, len(given_entries), 0, 0)
        assert (archive.files(), archive.stamps()) == (files, stamps)


def test_a_line_has_every_field_of_the_front_matter_in_its_order(archive: ArchiveTest) -> None:
    archive.write("content/2025/09/02/a.md", "---\ntitle: A Title\ndate: 2025-09-02\n---\n\nAn *abstract*.\n")
    (line,) = _export(archive).splitlines()
    fields = json.loads(line)
    names = [field.name for field in front_matter_schema(frozenset())]
    assert list(fields) == ["sitegen", "key", "path", *names, "body", "ledger"]
    assert {name: value for name, value in fields.items() if value not in (None, [], {}, False)} == {
        "sitegen": 1,
        "key": "a",
        "path": "content/2025/09/02/a.md",
        "title": "A Title",
        "date": "2025-09-02",
        "body": "An *abstract*.",
    }


def test_every_part_of_a_source_and_every_link_is_read_back(archive: ArchiveTest, new: ArchiveTest) -> None:
    assert tuple(field.name for field in ORIGIN_FIELDS) == ORIGIN_PARTS
    url = "https://a.b"
    source = Origin(name="a", format="b", file="c", url=url, item="d", read=day("2025-09-03"))
    entry = Entry(
        key="a",
        path="content/2025/09/02/a.md",
        abstract="",
        title="A",
        date=day("2025-09-02"),
        links=Links(url, url, url, url, url, url),
        source=source,
    )
    new.ingest(_sown(line_of(entry, None)))
    assert new.entries() == {"a": entry}


HARVEST = told(
    paper("2times Better", authors=("Ada*", "Bob"), votes=3, links={"pdf": "https://a.b"}, arxiv_id="2509.00001"),
    paper("A Benchmark", date="2025-09-03", abstract="We \\emph{measure}."),
    paper("Third", date="2025-10-01", withdrawn="Lemma 2 is wrong"),
)
FIRST, SECOND = "content/2025/09/02/2509.00001.md", "content/2025/09/03/a-benchmark.md"


def _edited(archive: ArchiveTest) -> None:
    """An archive in which ingest and a curator wrote."""
    archive.ingest(HARVEST, today=day("2025-09-04"))
    archive.ingest(told(paper("Other Name", date="2025-09-05", arxiv_id="2509.00001"), by="Hub"))
    archive.edit(FIRST, "title: 2× Better", "title: Twice as Good  # mine")
    archive.edit(FIRST, "votes: 3\n", "lang: de\n")
    archive.edit(SECOND, "We *measure*.", "We *weigh*.")
    archive.edit(SECOND, "\n---\n", "\ndraft: true\nextra: {shelf: 2}\n---\n")
    archive.write(
        "content/2025/09/02/by-hand.md", "---\ntitle: 'By  Hand'\ndate: 2025-09-02\nvotes: 007\n---\n\nMine.\n"
    )


def test_an_export_ingested_into_its_own_archive_changes_nothing_at_all(archive: ArchiveTest) -> None:
    _edited(archive)
    data = _export(archive)
    files, stamps = archive.files(), archive.stamps()
    report = archive.ingest(_sown(data))
    assert (report.written, report.problems) == ((), ())
    assert counted(report)[0] == (4, 0, 0, 4, 0, 0)
    assert (archive.files(), archive.stamps()) == (files, stamps)


def test_an_export_in_an_empty_archive_gives_the_same_entries_and_the_same_ledger(
    archive: ArchiveTest, new: ArchiveTest
) -> None:
    _edited(archive)
    new.ingest(_sown(_export(archive)))
    assert new.entries() == archive.entries()
    ledgers = [{path: data for path, data in each.files().items() if ".ledger" in path} for each in (archive, new)]
    assert ledgers[0] == ledgers[1] != {}
    assert _export(new) == _export(archive)


def test_what_a_curator_edited_before_the_export_stays_when_the_source_speaks_again(
    archive: ArchiveTest, new: ArchiveTest
) -> None:
    _edited(archive)
    new.ingest(_sown(_export(archive)))
    before = new.entries()
    source, harvest = HARVEST
    records = tuple(
        msgspec.structs.replace(record, summary="New.", abstract="Another.", title=f"{record.title}!", votes=9)
        for record in harvest.records
    )
    new.ingest((source, msgspec.structs.replace(harvest, records=records)))
    after = new.entries()
    assert after.keys() == before.keys()
    assert after["2509.00001"].title == "Twice as Good"
    assert after["2509.00001"].votes is None
    assert (after["a-benchmark"].abstract, after["a-benchmark"].title) == ("We *weigh*.", "A Benchmark!")
    assert after["third"].abstract == "Another."
    assert after["by-hand"] == before["by-hand"]


def test_the_edits_of_an_export_come_into_an_archive_that_has_none_and_stay_edits(
    archive: ArchiveTest, new: ArchiveTest
) -> None:
    _edited(archive)
    new.ingest(HARVEST)
    new.edit(FIRST, "- Bob", "- Rob")
    new.ingest(_sown(_export(archive)))
    entries = new.entries()
    assert entries["2509.00001"].title == "Twice as Good"
    assert entries["2509.00001"].authors == ("Ada", "Rob")
    assert entries["2509.00001"].listed_on == (day("2025-09-05"),)
    assert entries["a-benchmark"].abstract == "We *weigh*."
    assert (entries["a-benchmark"].is_draft, entries["a-benchmark"].extra) == (True, {"shelf": "2"})
    files = new.files()
    new.ingest(HARVEST)
    assert new.files() == files


def test_an_older_export_takes_nothing_back_that_came_since(archive: ArchiveTest) -> None:
    archive.ingest(HARVEST, today=day("2025-09-04"))
    data = _export(archive)
    source, harvest = HARVEST
    first = msgspec.structs.replace(harvest.records[0], votes=30)
    archive.ingest((source, msgspec.structs.replace(harvest, records=(first,))))
    files = archive.files()
    archive.ingest(_sown(data))
    assert archive.files() == files


def test_a_paper_that_is_there_under_another_key_stays_one_paper(archive: ArchiveTest, new: ArchiveTest) -> None:
    archive.ingest(told(paper("A Title", arxiv_id="2509.00001")))
    new.write(
        "content/2025/09/01/mine.md",
        '---\ntitle: Mine\ndate: 2025-09-01\narxiv_id: "2509.00001"\n---\n\nAn abstract.\n',
    )
    new.ingest(_sown(_export(archive)))
    (entry,) = new.entries().values()
    assert (entry.key, entry.title, entry.listed_on) == ("mine", "Mine", (day("2025-09-02"),))


def test_entries_of_one_export_are_never_one_paper(archive: ArchiveTest, new: ArchiveTest) -> None:
    for key in ("a", "b", "c"):
        archive.write(f"content/2025/09/02/{key}.md", "---\ntitle: Same\ndate: 2025-09-02\n---\n\nThe same.\n")
    new.ingest(_sown(_export(archive)))
    assert new.entries() == archive.entries()


def test_a_key_that_another_paper_has_is_not_taken_from_it(archive: ArchiveTest, new: ArchiveTest) -> None:
    archive.write("content/2025/09/02/a.md", "---\ntitle: One\ndate: 2025-09-02\n---\n\nOne.\n")
    new.write("content/2025/09/01/a.md", "---\ntitle: Another\ndate: 2025-09-01\n---\n\nAnother.\n")
    new.ingest(_sown(_export(archive)))
    assert {entry.path: entry.title for entry in new.entries().values()} == {
        "content/2025/09/01/a.md": "Another",
        "content/2025/09/02/one.md": "One",
    }


def test_a_deleted_entry_does_not_come_back_with_an_export(archive: ArchiveTest) -> None:
    archive.ingest(HARVEST, today=day("2025-09-04"))
    data = _export(archive)
    archive.remove(FIRST)
    assert archive.counts(_sown(data))[0] == (3, 0, 0, 2, 1, 0)
    assert sorted(archive.entries()) == ["a-benchmark", "third"]


def test_an_export_may_be_of_a_day_of_a_topic_or_of_some_entries(archive: ArchiveTest) -> None:
    _edited(archive)

    def keys(**selection: object) -> list[str]:
        return [json.loads(line)["key"] for line in _export(archive, **selection).splitlines()]

    assert keys() == ["2509.00001", "by-hand", "a-benchmark", "third"]
    assert keys(day=day("2025-09-02")) == ["2509.00001", "by-hand"]
    assert keys(topic="evaluation") == ["a-benchmark"]
    assert keys(keys=("third", "by-hand")) == ["by-hand", "third"]
    assert keys(keys=("third", "by-hand"), day=day("2025-09-02")) == ["by-hand"]
    with pytest.raises(SiteError, match="no entry has the key 'thrid'"):
        keys(keys=("thrid",))
    with pytest.raises(SiteError, match="unknown topic 'scalng'"):
        keys(topic="scalng")


GOOD = json.loads(
    line_of(Entry(key="a", path="content/2025/09/02/a.md", abstract="B.", title="A", date=dt.date(2025, 9, 2)), None)
)
MISTAKES: list[tuple[dict[str, object], str]] = [
    ({"sitegen": 2}, "sitegen: 2 (expected 1)"),
    ({"title": " "}, "title: empty text (expected some text)"),
    ({"title": None}, "expected `str`, got `null` - at `$.title`"),
    ({"path": "content/../../etc/a.md"}, "path: 'content/../../etc/a.md' (expected content/YYYY/MM/DD/<key>.md)"),
    ({"path": "content/2025/02/30/a.md"}, "path: 'content/2025/02/30/a.md' is in the folder of no day of the calendar"),
    ({"key": "b"}, "key: 'b' is not the file name of 'content/2025/09/02/a.md'"),
    ({"date": "2025-02-30"}, "date: '2025-02-30' is no day of the calendar (expected YYYY-MM-DD)"),
    ({"listed_on": ["today"]}, "listed_on: bad date 'today' (expected YYYY-MM-DD)"),
    ({"votes": -1}, "expected `int` >= 0 - at `$.votes`"),
    ({"arxiv_id": "arXiv:2509.01234"}, "arxiv_id: 'arXiv:2509.01234' is no arXiv id"),
    (
        {"links": {"pdf": "javascript:x"}},
        "links.pdf: 'javascript:x' is not a web address (expected http:// or https://)",
    ),
    ({"aliases": ["/../x/"]}, "aliases: '/../x/' is not a path of the site (expected one like /papers/old-name/)"),
    ({"status": "gone"}, "invalid enum value 'gone' - at `$.status`"),
    ({"authors": ["Ada", ""]}, "authors: empty text (expected some text)"),
    ({"body": "a\0b"}, "body: a NUL character (expected text)"),
    ({"body": "\ud800"}, "half a character in an object (expected text)"),
    ({"extra": {"a" * 501: ""}}, "extra: a name of 501 characters (expected at most 500)"),
]


@pytest.mark.parametrize(("fields", "message"), MISTAKES)
def test_a_line_that_is_no_entry_is_rejected_with_its_place_and_the_others_are_read(
    fields: dict[str, object], message: str
) -> None:
    data = "\n".join(json.dumps(line) for line in ({**GOOD, **fields}, {**GOOD, "added by a newer version": 1}))
    harvest = read_sitegen(data.encode(), "x.jsonl", None)
    (problem,) = harvest.rejected
    assert (str(problem.location), problem.message) == ("x.jsonl:1:1", f"row 1: {message}")
    assert [record.item for record in harvest.records] == ["a"]


BAD_LEDGERS = [
    ({"key": 1}, "expected `str`, got `int` - at `$.key`"),
    ({"key": "b", "source": "x"}, "object missing required field `fields`"),
    ({"key": "b", "source": "x", "fields": {"votes": 1}}, "expected `str | array`, got `int` - at `$.fields[...]`"),
]


@pytest.mark.parametrize(("ledger", "why"), BAD_LEDGERS)
def test_a_ledger_that_is_none_rejects_its_entry_with_its_place_and_no_other(
    archive: ArchiveTest, ledger: dict[str, object], why: str
) -> None:
    other = {**GOOD, "key": "b", "path": "content/2025/09/02/b.md", "ledger": ledger}
    report = archive.ingest(_sown("\n".join(map(json.dumps, (GOOD, other))).encode()))
    assert counted(report)[0] == (2, 1, 0, 0, 0, 1)
    assert [(str(problem.location), problem.message) for problem in report.problems] == [
        ("x.jsonl:2:1", f"row 2: ledger: no line of a ledger: {why}")
    ]
    assert sorted(archive.entries()) == ["a"]


def test_an_export_holds_the_lines_that_the_ledger_holds() -> None:
    checked, kept = msgspec.inspect.type_info(LedgerLine), msgspec.inspect.type_info(Line)
    assert isinstance(checked, msgspec.inspect.StructType)
    assert isinstance(kept, msgspec.inspect.StructType)
    assert [(field.name, field.type, field.required) for field in checked.fields] == [
        (field.name, field.type, field.required) for field in kept.fields
    ]


@settings(max_examples=60)
@given(histories)
def test_whatever_sources_told_an_export_of_it_is_the_archive(history: list[list[Sown]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old, new = ArchiveTest(Path(folder) / "old"), ArchiveTest(Path(folder) / "new")
        for harvests in history:
            old.ingest(*harvests)
        data = _export(old)
        assume(data)
        files, stamps = old.files(), old.stamps()
        assert old.ingest(_sown(data)).written == ()
        assert (old.files(), old.stamps()) == (files, stamps)
        new.ingest(_sown(data))
        assert new.files() == files
        new.ingest(*history[-1])
        assert new.files() == files
