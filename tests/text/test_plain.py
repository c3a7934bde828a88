"""The first sentence of a text, and a text cut to a length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.plain import first_sentence, shortened

SENTENCES = [
    ("We show that models scale. They do.", "We show that models scale."),
    (
        "We study many large models, e.g. GPT-4, in depth. They scale.",
        "We study many large models, e.g. GPT-4, in depth.",
    ),
    ("As was shown by J. Smith et al. Models scale! More is better.", "As was shown by J. Smith et al. Models scale!"),
    ("Accuracy rises by 1.5 points in all tasks. Good.", "Accuracy rises by 1.5 points in all tasks."),
    ('Do models "understand language?" We ask again.', 'Do models "understand language?"'),
    ("Short. But this goes on for longer.", "Short. But this goes on for longer."),
    ("No full stop at all in this text", "No full stop at all in this text"),
    ("A first paragraph\nof two lines\n\nA second one.", "A first paragraph of two lines"),
    ("We introduce the model v2.0 of it. $X$ is small.", "We introduce the model v2.0 of it."),
    ("", ""),
]


@pytest.mark.parametrize(("text", "sentence"), SENTENCES)
def test_the_first_sentence_ends_where_a_reader_ends_it(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


@given(st.text(alphabet="ab. AB!?\n\"'1", max_size=120))
def test_the_first_sentence_begins_the_first_paragraph(text: str) -> None:
    paragraph = " ".join(text.split("\n\n", 1)[0].split())
    assert paragraph.startswith(first_sentence(text))
    assert bool(first_sentence(text)) == bool(paragraph)


@given(
    st.lists(st.sampled_from(["One", "two", "e.g.", "al.", "B.", "x.", "so!", '"Why?"', "10"]), max_size=20), st.data()
)
def test_the_first_sentence_does_not_depend_on_white_space(words: list[str], data: st.DataObject) -> None:
    text = "".join(data.draw(st.sampled_from([" ", "  ", "\n", "\t"])) + word for word in words)
    assert first_sentence(text) == first_sentence(" ".join(words))


def test_a_long_text_is_cut_between_words() -> None:
    assert shortened("one two  three", 20) == "one two three"
    assert shortened(f"one{' ' * 99}two{' ' * 99}three", 20) == "one two three"
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two three", 12) == "one two…"
    assert shortened("incomprehensibilities", 10) == "incompreh…"


@given(st.text(alphabet="ab \n", max_size=60), st.integers(2, 40))
def test_a_shortened_text_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    line = " ".join(text.split())
    shown = shortened(text, limit)
    assert len(shown) <= limit
    assert line.startswith(shown.removesuffix("…"))
    assert (shown == line) == (len(line) <= limit)
