"""Warnings of names in authors.yaml that no paper carries."""

from sitegen.archive.people import read_people
from sitegen.archive.unsigned import Signature, are_signed, unsigned_names

PAPERS = {
    "one": ("Ada Lovelace", "Alan Turing"),
    "two": ("Wei Zhang", "A. Lovelace"),
    "draft": ("Grace Hopper",),
    "nobody": (),
}


def told(text: str, *signatures: tuple[str, str, str]) -> str:
    text, signed = f"authors:\n{text}", [Signature(*each) for each in signatures]
    found = unsigned_names(text, "authors.yaml", signed, PAPERS)
    # A build looks no further if all are signed.
    assert not (found and are_signed(read_people(text, "authors.yaml"), signed))
    return "\n".join(map(str, found))


def test_a_spelling_that_no_paper_has_is_told() -> None:
    text = "  - name: Ada Lovelace\n    also: [A. Lovelace, A. Lovelase, Ada King]\n"
    assert told(text, ("ada-lovelace", "ada-lovelace", ""), ("ada-lovelace", "a-lovelace", "")) == (
        "authors.yaml:3:25: no paper is signed by 'A. Lovelase' (expected the name of an author)\n"
        "  hint: write it as papers have it, or take it out\n"
        "authors.yaml:3:38: no paper is signed by 'Ada King' (expected the name of an author)\n"
        "  hint: write it as papers have it, or take it out"
    )


def test_somebody_who_signs_nothing_is_told_once_with_who_was_meant() -> None:
    assert told("  - name: Alan Turig\n    orcid: 0000-0002-1825-0097\n") == (
        "authors.yaml:2:11: no paper is signed by 'Alan Turig' (expected the name of an author)\n"
        "  hint: did you mean 'Alan Turing'? write it as papers have it, or take it out"
    )


def test_the_name_that_pages_show_need_stand_on_no_paper_if_another_spelling_does() -> None:
    text = "  - {name: Ada King Lovelace, slug: ada, also: [A. Lovelace, A Lovelace, Ada-King Lovelace]}\n"
    assert told(text, ("ada", "a-lovelace", "")) == ""


def test_a_name_that_is_only_a_little_alike_is_not_offered() -> None:
    assert "did you mean" not in told("  - name: Ida Loveday\n")


def test_a_name_on_drafts_alone_is_no_mistake() -> None:
    assert told("  - {name: Grace Hopper}\n") == ""


def test_a_paper_that_its_author_does_not_sign_is_told_with_who_does() -> None:
    text = "  - name: Wei Zang\n    also: [W. Zhang]\n    slug: wei-2\n    papers:\n      - two\n      - nobody\n"
    assert told(text) == (
        "authors.yaml:3:12: none of its papers is signed by 'W. Zhang' (expected the name of an author)\n"
        "  hint: did you mean 'Wei Zhang'? write it as papers have it, or take it out\n"
        "authors.yaml:6:9: 'Wei Zang' does not sign the paper 'two' (its authors: Wei Zhang, A. Lovelace)\n"
        "  hint: did you mean 'Wei Zhang'? 'also' takes other spellings\n"
        "authors.yaml:7:9: 'Wei Zang' does not sign the paper 'nobody' (its authors: none)\n"
        "  hint: 'also' takes other spellings"
    )


def test_somebody_told_apart_by_papers_they_sign_is_right() -> None:
    text = "  - {name: Wei Zhang, slug: wei-zhang-vision, papers: [two]}\n"
    assert told(text, ("wei-zhang-vision", "wei-zhang", "two")) == ""


def test_names_that_papers_have_need_no_look_at_the_file() -> None:
    people = read_people("authors:\n  - {name: Ada King, also: [A. Lovelace]}\n", "authors.yaml")
    assert are_signed(people, [Signature("ada-king", "a-lovelace", "")])
    assert not are_signed(people, [Signature("ada-king", "ada-king", "")])
    assert not are_signed(people, [])
    assert are_signed([], [])
