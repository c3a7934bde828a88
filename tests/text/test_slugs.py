"""Names for files and addresses, from words in any script."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.slugs import slug

SLUGS = [
    ("Attention Is All You Need", "attention-is-all-you-need"),
    ("GPT-4: A Naïve Über-Model (v2.0)", "gpt-4-a-naive-uber-model-v2-0"),
    ("深度学习", "shen-du-xue-xi"),
    ("Глубокое обучение", "glubokoe-obuchenie"),
    ("$μ$LO", "m-lo"),
    ("It's", "it-s"),
    ("???", ""),
    ("🎉", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), SLUGS)
def test_a_slug_spells_words_in_any_script(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_long_slug_is_cut_between_words() -> None:
    title = "Continual Evaluation for Lifelong Learning: Identifying the Stability Gap by Experiments"
    assert slug(title) == "continual-evaluation-for-lifelong-learning-identifying-the-stability-gap-by"
    assert slug("incomprehensibility" * 5) == ("incomprehensibility" * 5)[:80]


@given(st.text(max_size=200))
def test_a_slug_is_at_most_80_lower_case_letters_digits_and_single_hyphens(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text).encode()) <= 80
