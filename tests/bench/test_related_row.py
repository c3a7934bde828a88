"""The pure parts of the row `related`: the table of terms from papers, and what is counted of lists."""

from bench.neighbours import Paper, by_chance, by_sitegen, of_one_category, share, whole_count
from bench.terms_table import is_held_out, table_of

# Ten papers have the phrase, and its words stand nowhere else; nine have the other one.
ROWS = [
    {
        "id": f"2501.{number:05}",
        "title": "Gaussian Splatting",
        "abstract": " ".join(f"w{number}x{place}" for place in range(40)) + (" in a wind tunnel" if number else ""),
    }
    for number in range(10)
]
SPLATS = "Gaussian splatting prunes anchored primitives of radiance fields."
SPEECH = "Dysarthric phonemes are transcribed by a conformer of syllables."
PAPERS = [
    Paper(title, text, (category, "cs.LG"))
    for title, text, category in (
        ("Splats", SPLATS, "cs.CV"),
        ("Phonemes", SPEECH, "cs.SD"),
        ("More splats", SPLATS, "cs.CV"),
        ("More phonemes", SPEECH, "cs.CL"),
    )
]


def test_the_table_counts_papers_and_keeps_frequent_words_and_phrases() -> None:
    lines = [line for line in table_of(ROWS).splitlines() if not line.startswith("#")]
    assert lines == ["papers\t10", "10\tgaussian,gaussian splatting,splatting", "9\tin,tunnel,wind"]


def test_the_order_of_papers_changes_no_byte_of_the_table() -> None:
    assert table_of(reversed(ROWS)) == table_of(ROWS)


def test_about_half_of_the_papers_are_held_out_and_always_the_same() -> None:
    held_out = [row["id"] for row in ROWS if is_held_out(row)]
    assert held_out == ["2501.00002", "2501.00007", "2501.00008", "2501.00009"]


def test_related_papers_are_found_by_what_they_say_not_by_their_category() -> None:
    lists = by_sitegen(PAPERS)
    assert lists == [[2], [3], [0], [1]]
    assert share(lists, of_one_category(PAPERS)) == 0.5
    assert whole_count(lists) == 0


def test_chance_is_the_same_in_every_run_and_draws_others_only() -> None:
    papers = PAPERS * 3
    lists = by_chance(papers)
    assert lists == by_chance(papers)
    assert all(len({*others}) == 5 and place not in others for place, others in enumerate(lists))
