"""Facts of papers into entries that a digest listed by title alone: what is filled, what stays, what is only said."""

import json
from pathlib import Path

import pytest

from sitegen.archive.enriching import Report, enrich_from_facts
from sitegen.archive.ledger import JOURNAL, Line, emitted, read_ledger
from sitegen.problems import SiteError
from sitegen.sources.facts import Fact, Facts
from tests.archive.harness import ArchiveTest, day, paper, told

ENTRY = "content/2025/09/02/a-title-of-five-words.md"
TITLE = "A Title of Five Words"
FACT = Fact(
    title=TITLE,
    arxiv_id="2508.00001",
    place="facts.jsonl:1",
    authors=("Ada Lovelace", "Alan Turing"),
    published=day("2025-08-29"),
    categories=("cs.CL", "cs.AI"),
)


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path)


def enrich(archive: ArchiveTest, *facts: Fact, keys: tuple[str, ...] = (), is_dry: bool = False) -> Report:
    return enrich_from_facts(archive.folder, "facts", Facts(facts, ()), keys, is_dry=is_dry)


def fact(**fields: object) -> Fact:
    """FACT with some fields set anew."""
    return Fact(**{name: getattr(FACT, name) for name in Fact.__struct_fields__} | fields)  # type: ignore[arg-type]


def numbers(report: Report) -> tuple[int, int, int, int]:
    """enriched, suggested, unknown, with an id already."""
    assert report.looked_up == len(report.enriched) + len(report.suggested) + len(report.unknown)
    return len(report.enriched), len(report.suggested), len(report.unknown), report.with_id


def reason(archive: ArchiveTest, *facts: Fact) -> str:
    """Why nothing is written for the one entry; nothing is."""
    before = archive.files()
    (suggestion,) = enrich(archive, *facts).suggested
    assert archive.files() == before
    return suggestion.reason


def test_an_exact_title_brings_id_authors_categories_day_links_and_alias(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    report = enrich(archive, FACT)
    assert numbers(report) == (1, 0, 0, 0)
    names = ("published", "authors", "arxiv_id", "categories", "links.abs", "links.pdf", "aliases")
    assert [(one.path, one.fields) for one in report.enriched] == [(ENTRY, names)]
    assert archive.text(ENTRY) == (
        "---\ntitle: A Title of Five Words\ndate: 2025-09-02\npublished: 2025-08-29\n"
        "authors:\n  - Ada Lovelace\n  - Alan Turing\narxiv_id: '2508.00001'\ncategories: [cs.CL, cs.AI]\n"
        "links:\n  abs: https://arxiv.org/abs/2508.00001\n  pdf: https://arxiv.org/pdf/2508.00001\n"
        "aliases:\n  - /papers/2508.00001/\n"
        "source:\n  name: Daily Papers\n  format: capture\n  file: seeds/a.txt\n  item: item A Title of Five Words\n"
        "---\n\nAn abstract.\n"
    )


def test_case_and_signs_of_a_title_do_not_count(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("ReLU: Works -- Until It Doesn't")))
    assert numbers(enrich(archive, fact(title="RELU works until it doesn’t"))) == (1, 0, 0, 0)


def test_the_ledger_names_the_source_of_the_facts(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    enrich(archive, FACT)
    line = read_ledger(archive.folder).lines["a-title-of-five-words"]
    assert line.source == "Daily Papers"
    assert line.others == dict.fromkeys(
        ("published", "authors", "arxiv_id", "categories", "links.abs", "links.pdf", "aliases"), "facts"
    )


def test_a_second_run_and_a_later_ingest_change_no_byte(archive: ArchiveTest) -> None:
    sown = told(paper(TITLE), paper("Another Title"))
    archive.ingest(sown)
    enrich(archive, FACT)
    before = archive.files()
    assert numbers(enrich(archive, FACT)) == (0, 0, 1, 1)
    assert archive.counts(sown) == [(2, 0, 0, 2, 0, 0)]
    assert archive.files() == before


def test_the_enriched_paper_of_another_source_is_the_same_entry(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    enrich(archive, FACT)
    archive.ingest(told(paper("A New Title", arxiv_id="2508.00001", votes=7), by="Others"))
    assert list(archive.entries()) == ["a-title-of-five-words"]
    assert "votes: 7\n" in archive.text(ENTRY)


def test_topics_stay_though_categories_speak_for_others(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE, abstract="On a scaling law.")))
    topics = archive.entries()["a-title-of-five-words"].topics
    enrich(archive, FACT)
    assert archive.entries()["a-title-of-five-words"].topics == topics == ("scaling",)


def test_what_the_curator_or_another_source_wrote_stays_byte_for_byte(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE, links={"code": "https://github.com/a/b"})))
    archive.edit(ENTRY, "date: 2025-09-02\n", "date: 2025-09-02\nauthors: [A. Lovelace]  # as she signs\n")
    archive.edit(ENTRY, "links:\n", "links: # mine\n  pdf: https://example.org/a.pdf\n")
    report = enrich(archive, FACT)
    assert [one.fields for one in report.enriched] == [("published", "arxiv_id", "categories", "links.abs", "aliases")]
    text = archive.text(ENTRY)
    assert "authors: [A. Lovelace]  # as she signs\n" in text
    assert "links: # mine\n" in text
    assert "  pdf: https://example.org/a.pdf\n" in text
    assert "  code: https://github.com/a/b\n" in text


def test_a_field_that_the_curator_took_away_stays_away(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE, authors=("Ada Lovelace",))))
    archive.edit(ENTRY, "authors:\n  - Ada Lovelace\n", "")
    assert "authors" not in enrich(archive, FACT).enriched[0].fields
    assert "authors" not in archive.text(ENTRY)


def test_an_id_that_the_curator_took_away_after_it_was_filled_stays_away(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    enrich(archive, FACT)
    archive.edit(ENTRY, "arxiv_id: '2508.00001'\n", "")
    assert numbers(enrich(archive, FACT)) == (0, 0, 0, 1)
    assert "arxiv_id" not in archive.text(ENTRY)


def test_a_field_of_another_shape_is_left_for_the_build_to_tell(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    archive.edit(ENTRY, "date: 2025-09-02\n", "date: 2025-09-02\nauthors: {first: Ada}\nlinks: none\naliases: /old/\n")
    enrich(archive, FACT)
    left = {"authors: {first: Ada}", "links: none", "aliases: /old/"}
    assert left <= set(archive.text(ENTRY).splitlines())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("aliases: [/old/] # once\n", "aliases: [/old/, /papers/2508.00001/] # once\n"),
        ("aliases:\n- /old/ # once\n", "aliases:\n- /old/ # once\n- /papers/2508.00001/\n"),
        ("aliases:\n    - '/old/'\n", "aliases:\n    - '/old/'\n    - /papers/2508.00001/\n"),
        ("aliases: []\n", "aliases: []\n"),
        ("aliases:\n", "aliases: [/papers/2508.00001/]\n"),
    ],
)
def test_an_alias_joins_those_that_are_there(archive: ArchiveTest, before: str, after: str) -> None:
    archive.ingest(told(paper(TITLE)))
    archive.edit(ENTRY, "source:\n", f"{before}source:\n")
    enrich(archive, FACT)
    assert after in archive.text(ENTRY)
    assert archive.entries()["a-title-of-five-words"].key


def test_the_alias_of_an_old_id_is_its_key(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    enrich(archive, fact(arxiv_id="math.GT/0309136", published=day("2003-09-08")))
    entry = archive.entries()["a-title-of-five-words"]
    assert entry.aliases == ("/papers/math.gt-0309136/",)
    assert entry.links.abs == "https://arxiv.org/abs/math.GT/0309136"


def test_an_entry_whose_key_is_the_id_needs_no_alias(archive: ArchiveTest) -> None:
    archive.write("content/2025/09/02/2508.00001.md", f"---\ntitle: {TITLE}\ndate: 2025-09-02\n---\n\nMine.\n")
    (one,) = enrich(archive, FACT).enriched
    assert (one.taken_by, "aliases" in one.fields) == ("", False)


def test_an_alias_that_another_entry_has_stays_its_own(archive: ArchiveTest) -> None:
    other = "content/2025/09/03/other.md"
    archive.ingest(told(paper(TITLE)))
    archive.write(other, "---\ntitle: Other\ndate: 2025-09-03\naliases: [/papers/2508.00001]\n---\n\nMine.\n")
    (one,) = enrich(archive, FACT).enriched
    assert (one.taken_by, "aliases" in one.fields) == (other, False)
    assert "aliases" not in archive.text(ENTRY)


def test_an_entry_written_by_hand_is_enriched_and_stays_the_curators(archive: ArchiveTest) -> None:
    path = "content/2025/09/02/mine.md"
    archive.write(path, f"---\n# by hand\ntitle: {TITLE}\ndate: 2025-09-02\n---\n\nMy words.\n")
    enrich(archive, FACT)
    assert archive.entries()["mine"].arxiv_id == "2508.00001"
    archive.ingest(told(paper(TITLE, abstract="Its words.")))
    assert archive.text(path).startswith(f"---\n# by hand\ntitle: {TITLE}\n")
    assert archive.text(path).endswith("---\n\nMy words.\n")


def test_two_papers_of_one_title_are_a_suggestion(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    assert reason(archive, FACT, fact(arxiv_id="2508.00002")) == "2 papers have this title"


def test_one_paper_told_twice_is_one_and_the_second_fills_the_gaps(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    enrich(archive, fact(categories=()), fact(authors=("Somebody Else",), venue="NeurIPS 2025", doi="10.1000/182"))
    entry = archive.entries()["a-title-of-five-words"]
    assert (entry.authors, entry.categories) == (("Ada Lovelace", "Alan Turing"), ("cs.CL", "cs.AI"))
    assert (entry.venue, entry.doi) == ("NeurIPS 2025", "10.1000/182")


def test_two_entries_of_one_title_are_a_suggestion_for_both_even_if_one_is_asked_about(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE), paper(TITLE, abstract="Another abstract.")))
    assert numbers(enrich(archive, FACT)) == (0, 2, 0, 0)
    assert numbers(enrich(archive, FACT, keys=("a-title-of-five-words",))) == (0, 1, 0, 0)


def test_an_id_that_another_entry_has_is_a_suggestion(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE), paper("Other", arxiv_id="2508.00001")))
    assert reason(archive, FACT) == "content/2025/09/02/2508.00001.md has this arXiv id"


def test_other_authors_are_a_suggestion_and_other_initials_are_not(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE, authors=("A. Lovelace",))))
    others = fact(authors=("Grace Hopper",))
    assert reason(archive, others) == "the first authors differ: A. Lovelace in the entry, Grace Hopper told"
    assert numbers(enrich(archive, FACT)) == (1, 0, 0, 0)


def test_another_doi_is_a_suggestion(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE, doi="10.1000/A")))
    assert reason(archive, fact(doi="10.1000/B")) == "the DOIs differ: 10.1000/a in the entry, 10.1000/b told"


def test_a_doi_of_arxiv_tells_the_paper(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE, doi="10.48550/arXiv.2508.00001")))
    assert reason(archive, fact(arxiv_id="2508.00002")) == "the DOI of the entry is that of arXiv's 2508.00001"
    assert numbers(enrich(archive, FACT)) == (1, 0, 0, 0)


def test_a_paper_that_came_out_after_the_digest_listed_it_is_a_suggestion(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    late = fact(published=day("2025-09-04"))
    assert reason(archive, late) == "it came out on 2025-09-04, after the day of the entry"
    assert numbers(enrich(archive, fact(published=day("2025-09-03")))) == (1, 0, 0, 0)


def test_another_abstract_is_a_suggestion(archive: ArchiveTest) -> None:
    ours = (
        "Language models learn grammar slowly because rare constructions appear seldom inside ordinary training text."
    )
    theirs = "Protein folding depends upon hydrophobic cores whose packing controls stability under thermal stress."
    longer = (
        " We also measure everything carefully across several further corpora, sizes, languages, seeds, optimisers."
    )
    archive.ingest(told(paper(TITLE, abstract=ours + longer)))
    foreign = (
        theirs + " Simulations with explicit water molecules confirm experiments about mutants, ligands, membranes."
    )
    assert reason(archive, fact(abstract=foreign)) == "the abstracts have next to no words in common"
    assert numbers(enrich(archive, fact(abstract=ours + " A much shorter ending."))) == (1, 0, 0, 0)


def test_a_title_that_is_only_alike_is_a_suggestion_with_the_paper_and_its_place(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("On the Scaling Law of Data")))
    before = archive.files()
    report = enrich(archive, fact(title="On the Scaling Laws of Data"))
    assert numbers(report) == (0, 1, 0, 0)
    (suggestion,) = report.suggested
    assert suggestion.reason == "the titles are alike, not equal"
    assert suggestion.candidates == (("2508.00001", "On the Scaling Laws of Data", "facts.jsonl:1"),)
    assert archive.files() == before


def test_a_title_that_the_curator_corrected_is_looked_up_as_it_stands_now(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    archive.edit(ENTRY, f"title: {TITLE}", "title: Quite Another Thing")
    assert numbers(enrich(archive, FACT)) == (0, 0, 1, 0)
    assert numbers(enrich(archive, fact(title="Quite another thing"))) == (1, 0, 0, 0)


def test_a_title_is_known_as_its_source_told_it_before_hygiene(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(r"A Title \cite{one} of Words")))
    assert numbers(enrich(archive, fact(title=r"A Title \cite{one} of Words"))) == (1, 0, 0, 0)


def test_names_are_cleaned_and_their_originals_kept_in_the_ledger(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    enrich(archive, fact(authors=("Lovelace, Ada", r"Jo{\~a}o Turing")))
    assert archive.entries()["a-title-of-five-words"].authors == ("Ada Lovelace", "João Turing")
    line = read_ledger(archive.folder).lines["a-title-of-five-words"]
    assert line.raw["authors"] == ("Lovelace, Ada", r"Jo{\~a}o Turing")


def test_a_dry_run_says_the_same_and_writes_nothing(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    before = archive.stamps()
    assert numbers(enrich(archive, FACT, is_dry=True)) == (1, 0, 0, 0)
    assert archive.stamps() == before


def test_only_the_keys_named_are_looked_up(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE), paper("Another Title"), paper("Third", arxiv_id="2508.00003")))
    assert numbers(enrich(archive, FACT, keys=("another-title", "2508.00003"))) == (0, 0, 1, 1)
    assert "arxiv_id" not in archive.text(ENTRY)


def test_an_unknown_key_is_a_mistake_with_a_hint(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    with pytest.raises(SiteError, match="did you mean 'a-title-of-five-words'"):
        enrich(archive, FACT, keys=("a-title-of-five-word",))


def test_an_entry_that_cannot_be_read_is_told_and_the_others_are_enriched(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    archive.write("content/2025/09/02/broken.md", "no front matter\n")
    report = enrich(archive, FACT)
    assert numbers(report) == (1, 0, 0, 0)
    assert [problem.location.path for problem in report.problems] == ["content/2025/09/02/broken.md"]


def test_a_deleted_file_does_not_come_back(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    archive.remove(ENTRY)
    assert numbers(enrich(archive, FACT)) == (0, 0, 0, 0)
    assert not (archive.folder / ENTRY).exists()


def test_what_a_killed_run_wrote_into_a_file_is_no_edit(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE)))
    ledger = archive.files()["content/.ledger/2025-09.jsonl"]
    enrich(archive, FACT)
    whole = archive.files()
    line = json.loads(whole["content/.ledger/2025-09.jsonl"])
    # Killed after the file and before the ledger: the journal is still there.
    archive.write("content/.ledger/2025-09.jsonl", ledger.decode())
    archive.write(JOURNAL, emitted([Line(**line)]))
    assert numbers(enrich(archive, FACT)) == (0, 0, 0, 1)
    assert archive.files() == whole
    assert not (archive.folder / JOURNAL).exists()


def test_a_paper_told_under_two_titles_goes_to_neither_of_the_entries_with_these(archive: ArchiveTest) -> None:
    archive.ingest(told(paper(TITLE), paper("Another Name of It Altogether", abstract="Another one.")))
    before = archive.files()
    facts = (FACT, fact(title="Another Name of It Altogether", place="facts.jsonl:2"))
    report = enrich(archive, *facts)
    assert numbers(report) == (0, 2, 0, 0)
    other = "content/2025/09/02/another-name-of-it-altogether.md"
    assert [(one.path, one.reason) for one in report.suggested] == [
        (ENTRY, f"{other} has another title of this paper"),
        (other, f"{ENTRY} has another title of this paper"),
    ]
    assert enrich(archive, *facts, keys=("a-title-of-five-words",)).enriched == ()
    assert archive.files() == before
