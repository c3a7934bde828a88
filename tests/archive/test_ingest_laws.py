"""What holds of every ingest, whatever the sources say and the curator does."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sitegen.archive.entry import Entry, Links, Origin
from sitegen.archive.front_matter import take_apart
from sitegen.archive.leaves import leaves_of, with_leaf
from sitegen.archive.prepared import cleaned
from sitegen.sources.formats import Source
from sitegen.sources.record import Harvest, Record
from sitegen.text.characters import allowed, on_one_line
from sitegen.text.markdown import to_plain
from tests.archive.harness import ArchiveTest, Sown, changed, numbers, told


@contextmanager
def _archive() -> Iterator[ArchiveTest]:
    """An archive of its own for each example."""
    with tempfile.TemporaryDirectory() as folder:
        yield ArchiveTest(Path(folder))


lines = st.text(max_size=40).map(allowed).map(on_one_line)
full_lines = lines.filter(bool)
abstracts = st.lists(st.lists(full_lines, min_size=1, max_size=2).map("\n".join), min_size=1, max_size=2).map(
    "\n\n".join
)
addresses = st.text(max_size=20).map(allowed).map(lambda text: f"https://a.b/{''.join(text.split())}")
numbers_of_15_digits = st.one_of(st.none(), st.integers(0, 10**15 - 1))
records = st.builds(
    Record,
    title=full_lines,
    abstract=abstracts,
    date=st.dates(),
    item=lines,
    position=numbers_of_15_digits,
    published=st.one_of(st.none(), st.dates()),
    authors=st.lists(full_lines, max_size=3).map(tuple),
    arxiv_id=st.one_of(st.just(""), st.sampled_from(["2401.00010", "0704.0001", "math.GT/0309136", "hep-th/9901001"])),
    summary=lines,
    keywords=st.lists(full_lines, max_size=3, unique=True).map(tuple),
    votes=numbers_of_15_digits,
    submitted_by=lines,
    thumbnail=st.one_of(st.just(""), addresses),
    links=st.dictionaries(st.sampled_from(["abs", "pdf", "code", "project", "video", "discussion"]), addresses),
    doi=st.sampled_from(["", "10.1000/182", "10.1016/S0020-1693(00)85959-8"]),
    venue=lines,
    categories=st.lists(st.sampled_from(["cs.CL", "stat.ML", "hep-th"]), max_size=3, unique=True).map(tuple),
    withdrawn=st.sampled_from(["", "withdrawn", "This paper has been withdrawn: Lemma 2 is wrong"]),
)


@given(records, full_lines, full_lines)
def test_a_record_written_and_read_back_is_the_same_field_by_field(record: Record, name: str, file: str) -> None:
    source = Source(name=name, file=file, format="capture")
    with _archive() as archive:
        archive.ingest_as_told((source, Harvest((record,), ())))
        (entry,) = archive.entries().values()
    assert to_plain(entry.abstract) == record.abstract
    assert entry == Entry(
        key=entry.key,
        path=f"content/{record.date.isoformat().replace('-', '/')}/{entry.key}.md",
        abstract=entry.abstract,
        title=record.title,
        date=record.date,
        published=record.published,
        authors=record.authors,
        topics=entry.topics,
        summary=record.summary,
        arxiv_id=record.arxiv_id,
        doi=record.doi,
        venue=record.venue,
        categories=record.categories,
        status="withdrawn" if record.withdrawn else "",
        keywords=record.keywords,
        votes=record.votes,
        submitted_by=record.submitted_by,
        thumbnail=record.thumbnail,
        position=record.position,
        links=Links(**record.links),
        source=Origin(name=name, format="capture", file=file, item=record.item),
    )


@given(records)
def test_a_record_is_written_as_hygiene_leaves_it(record: Record) -> None:
    clean = cleaned(record).record
    with _archive() as archive:
        archive.ingest(told(record))
        (entry,) = archive.entries().values()
    assert to_plain(entry.abstract) == clean.abstract
    assert (entry.title, entry.summary, entry.authors) == (clean.title, clean.summary, clean.authors)


@given(records)
def test_any_record_ingested_twice_is_ingested_once(record: Record) -> None:
    with _archive() as archive:
        archive.ingest(told(record))
        assert archive.ingest(told(record)).written == ()


@given(records)
def test_an_archive_from_before_hygiene_becomes_what_a_new_one_is(record: Record) -> None:
    # Another arXiv id than none, so that both give the entry the same key; names are kept where none would be left.
    known = changed(record, arxiv_id="2401.00010", authors=("Ann Lee*", "Roe, Bo"))
    with _archive() as before, _archive() as new:
        before.ingest_as_told(told(known))
        before.ingest(told(known))
        new.ingest(told(known))
        assert before.entries() == new.entries()


DAYS = [dt.date(2025, 9, 1), dt.date(2025, 9, 2), dt.date(2025, 10, 1)]
# Each paper may change its title, but no title is that of two papers: which of the two a source without ids means,
# only chance could tell.
TITLES = {
    "2509.00001": ["Alpha", "alpha!", "Alpha II", "Alpha, 2times --"],
    "2509.00002": ["Beta", "A Benchmark"],
    "2509.00003": ["🎉", "On the Scaling Law"],
}


@st.composite
def _paper(draw: st.DrawFn, arxiv_id: str, has_id: bool) -> Record:
    """Few values, so that papers meet: a day again, another title, an id that another source does not know."""
    record = Record(
        title=draw(st.sampled_from(TITLES[arxiv_id])),
        abstract=draw(st.sampled_from(["One.", "Two <b>.", "At 3times -- \\emph{more}\nor less."])),
        date=draw(st.sampled_from(DAYS)),
        item=f"line {arxiv_id[-1]}",
        position=draw(st.sampled_from([None, 1, 2])),
        links=draw(st.sampled_from([{}, {"pdf": "https://a.b"}])),
    )
    if not has_id:
        return record
    return changed(
        record,
        item=arxiv_id,
        arxiv_id=arxiv_id,
        authors=draw(st.sampled_from([(), ("Ada",), ("Bob", "Ada*")])),
        votes=draw(st.sampled_from([None, 0, 7])),
        summary=draw(st.sampled_from(["", "A summary."])),
        doi=draw(st.sampled_from(["", f"10.1000/{arxiv_id}"])),
    )


@st.composite
def _harvest(draw: st.DrawFn) -> Sown:
    """A capture, which knows no ids, or an answer of the hub, which knows them all."""
    by, file, has_id = draw(st.sampled_from([("Daily Papers", "seeds/a.txt", False), ("Hub", "seeds/b.json", True)]))
    ids = draw(st.lists(st.sampled_from(sorted(TITLES)), max_size=3, unique=True))
    is_listing = st.sampled_from([True, True, False])
    found = [changed(draw(_paper(arxiv_id, has_id)), is_listing=draw(is_listing)) for arxiv_id in ids]
    return told(*found, by=by, file=file, rejected=draw(st.integers(0, 1)))


histories = st.lists(st.lists(_harvest(), max_size=3), min_size=1, max_size=3)


@settings(max_examples=60)
@given(histories, st.integers(0, 5))
def test_every_item_that_was_read_is_counted_once(history: list[list[Sown]], deleted: int) -> None:
    with _archive() as archive:
        for harvests in history:
            before = set(archive.files())
            report = archive.ingest(*harvests)
            for counts in report.tallies:
                read, *outcomes = numbers(counts)
                assert read == sum(outcomes)
            assert sum(counts.read for counts in report.tallies) == sum(h.read_count for _, h in harvests)
            new_files = [path for path in archive.files() if path.endswith(".md") and path not in before]
            assert bool(new_files) == any(counts.new for counts in report.tallies)
            for path in [path for path in archive.files() if path.endswith(".md")][:deleted]:
                archive.remove(path)


@settings(max_examples=60)
@given(histories)
def test_ingesting_the_last_harvests_again_changes_nothing(history: list[list[Sown]]) -> None:
    with _archive() as archive:
        for harvests in history:
            archive.ingest(*harvests)
        files, stamps = archive.files(), archive.stamps()
        assert archive.ingest(*history[-1]).written == ()
        assert (archive.files(), archive.stamps()) == (files, stamps)


@settings(max_examples=60)
@given(histories, st.lists(st.integers(0, 5), min_size=1))
def test_no_deleted_file_comes_back(history: list[list[Sown]], deleted: list[int]) -> None:
    with _archive() as archive:
        for harvests in history:
            archive.ingest(*harvests)
        papers = [path for path in archive.files() if path.endswith(".md")]
        for path in {papers[number] for number in deleted if number < len(papers)}:
            archive.remove(path)
        before = archive.files()
        archive.ingest(*history[-1])
        assert sorted(archive.files()) == sorted(before)


@settings(max_examples=60)
@given(st.permutations(range(3)), st.lists(st.lists(_paper("2509.00001", True), max_size=2), min_size=3, max_size=3))
def test_the_order_in_which_days_are_named_changes_no_byte(order: list[int], listings: list[list[Record]]) -> None:
    days = [
        told(*(changed(record, date=date) for record in listing), file=f"seeds/{date}.json")
        for date, listing in zip(DAYS, listings, strict=True)
    ]
    with _archive() as forward, _archive() as shuffled:
        forward.ingest(*days)
        shuffled.ingest(*(days[number] for number in order))
        assert forward.files() == shuffled.files()


LEAVES = ["title", "summary", "submitted_by", "links.pdf", "links.code", "source.item", "authors", "keywords", "topics"]


@settings(max_examples=60)
@given(_paper("2509.00001", True), _paper("2509.00001", True), st.sampled_from(LEAVES), full_lines)
def test_whatever_the_curator_writes_into_a_field_stays(before: Record, after: Record, name: str, text: str) -> None:
    value = (text,) if name in ("authors", "keywords", "topics") else text
    with _archive() as archive:
        archive.ingest(told(before))
        (path,) = (path for path in archive.files() if path.endswith(".md"))
        document = take_apart(archive.text(path), path)
        assume(leaves_of(document).get(name) != value)
        archive.write(path, with_leaf(document, name, value))
        archive.ingest(told(after))
        archive.ingest(told(before))
        archive.ingest(told(after))
        assert leaves_of(take_apart(archive.text(path), path))[name] == value
