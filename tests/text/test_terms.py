"""What a paper is about, by the words of its title and its keywords."""

import pytest

from sitegen.text.terms import terms_of

TITLES = [
    ("Diffusion Models for Video", ["diffusion", "diffusion model", "model", "video"]),
    ("Towards a Better Understanding of LLMs", ["llm"]),
    (
        "State-of-the-Art: 3D Gaussian Splatting",
        ["3d", "3d gaussian", "gaussian", "gaussian splatting", "splatting", "state-of-the-art"],
    ),
    ("Sparse $k$-NN, Dense Retrieval", ["dense", "dense retrieval", "nn", "retrieval", "sparse"]),
    ("Sampling in \\(\\mathcal{L}\\), Fast", ["sampling"]),
    ("Training from $5 Million down to $2 Million", ["down", "million", "million down", "training"]),
    ("LoRA vs. QLoRA", ["lora", "qlora"]),
    ("A Bias in Us", ["bia"]),
    ("Policies of Schemas, Analysis", ["policy", "schema"]),
    ("100 of 2024", []),
    ("大規模言語モデル", ["大規模言語モデル"]),
    ("", []),
]


@pytest.mark.parametrize(("title", "terms"), TITLES)
def test_terms_are_words_that_say_something_and_pairs_of_them(title: str, terms: list[str]) -> None:
    assert sorted(terms_of(title, ())) == terms


def test_a_term_is_shown_as_the_paper_writes_it_and_stands_once() -> None:
    found = terms_of("Agents and agents, Agentic RL", ["Reinforcement  Learning", "agent"])
    assert found == {
        "agent": "Agents",
        "agentic": "Agentic",
        "agentic rl": "Agentic RL",
        "rl": "RL",
        "reinforcement learning": "Reinforcement Learning",
    }


def test_a_keyword_as_long_as_a_sentence_is_none() -> None:
    assert terms_of("", ["word " * 30]) == {}
