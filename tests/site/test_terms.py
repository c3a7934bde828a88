"""Profiles of papers: what counts as a term, and how close two papers are."""

import re

from hypothesis import given
from hypothesis import strategies as st

from sitegen.site.terms import LEAST, TABLE, Profile, profile_of, score, table_of_terms, words_of

SPLATS = (
    "Gaussian splatting renders radiance fields of outdoor scenes. We prune Gaussian primitives of the radiance field "
    "and densify them by monocular depth, so that novel view synthesis from sparse views needs a tenth of the memory."
)
SPLATS_TOO = (
    "We compress radiance fields. Anchored Gaussian primitives are quantised; novel view synthesis by Gaussian "
    "splatting stays sharp, and monocular depth regularises sparse views."
)
SPEECH = (
    "We transcribe dysarthric speech. A conformer is pretrained on healthy speakers and adapted by pseudo labels; the "
    "word error rate falls by a third, and phoneme boundaries become more exact."
)
GERMAN = (
    "Wir zeigen, dass eine kleine Menge von Beispielen für das Training genügt, wenn die Daten mit einem Verfahren "
    "ausgewählt werden, das auf der Unsicherheit des Modells und nicht auf dem Zufall beruht."
)
GERMAN_TOO = (
    "Wir stellen eine Sammlung von Briefen vor, die mit der Hand geschrieben und von einem Verein für das Archiv der "
    "Stadt abgeschrieben wurden, und nicht nur auf dem Papier, das wir fanden, sondern auch auf dem Film."
)
WORDS = st.sampled_from(
    [
        "gaussian",
        "splatting",
        "the",
        "we",
        "of",
        "speech",
        "conformer",
        "protein",
        "xyzzy",
        "quux",
        "モデル",
        "模型",
        "model",
        "2024",
        "a",
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


def of(text: str, title: str = "") -> Profile:
    return profile_of(title, text)


@given(TEXTS, TEXTS, TEXTS)
def test_how_close_two_papers_are_is_the_same_either_way_round(title: str, one: str, other: str) -> None:
    assert score(of(one, title), of(other)) == score(of(other), of(one, title))


@given(TEXTS, TEXTS)
def test_no_paper_is_closer_to_another_one_than_to_itself(one: str, other: str) -> None:
    assert score(of(one), of(other)) <= max(score(of(one), of(one)), score(of(other), of(other))) <= 1_000_000


def test_papers_on_one_matter_are_closer_than_others() -> None:
    assert score(of(SPLATS), of(SPLATS_TOO)) > 10 * LEAST
    assert score(of(SPLATS), of(SPEECH)) < LEAST


def test_a_title_alone_is_not_close_to_anything_but_by_what_it_says() -> None:
    assert score(of("", "On scenes"), of(SPLATS)) < LEAST
    assert score(of("", ""), of("", "")) == 0


def test_function_words_of_a_language_that_the_table_does_not_know_relate_nothing() -> None:
    assert score(of(GERMAN), of(GERMAN_TOO)) < LEAST


def test_chinese_and_japanese_are_read_by_pairs_of_characters() -> None:
    assert words_of("大语言模型的推理") == ["大语", "语言", "言模", "模型", "推理"]
    assert words_of("言語モデルを評価する") == ["言語", "語モ", "モデ", "デル", "評価"]
    one, other = "大语言模型的链式推理在数学问题上", "数学问题上的链式推理：大语言模型"
    assert score(of(one), of(other)) > LEAST


def test_plurals_formulas_and_addresses_do_not_count() -> None:
    assert of("models of proteins, queries") == of("model of protein, query")
    assert of("proteins \\(\\alpha\\)-helix") == of("protein -helix")
    assert of("proteins $\\alpha$-helix at https://example.org/alpha") == of("protein -helix at")


def test_only_the_strongest_rare_terms_are_kept() -> None:
    assert len(of(" ".join(f"wordnumber{chr(97 + n) * (m + 1)}" for n in range(26) for m in range(2))).rare) == 26


def test_the_table_says_how_it_was_made_and_has_its_shape() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert any("python -m bench.terms_table" in line for line in head)
    assert any("public domain" in line for line in head)
    name, paper_count = lines[len(head)].split("\t")
    assert (name, paper_count) == ("papers", "8361")
    rows = [line.split("\t") for line in lines[len(head) + 1 :]]
    counts = [int(count) for count, _ in rows]
    assert counts == sorted({*counts}, reverse=True)
    assert counts[-1] == 3
    terms = [term for _, names in rows for term in names.split(",")]
    assert len({*terms}) == len(terms) == len(table_of_terms().known)
    assert all(re.fullmatch(r"[^\W_]+( [^\W_]+)?", term) and term == term.lower() for term in terms)
    assert TABLE.stat().st_size < 300_000
