"""What topics.yaml may say, and which topics a paper gets from it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.matching import Evidence, Matcher, Sign
from sitegen.archive.topics import Rule, Topic, read_topics, words_of
from sitegen.problems import SiteError


def _topic(slug: str, phrases: dict[str, int], exclude: tuple[str, ...] = (), **categories: int) -> Topic:
    named = tuple(Rule(name.replace("_", "."), weight) for name, weight in categories.items())
    return Topic(slug, slug, slug, tuple(Rule(text, weight) for text, weight in phrases.items()), named, exclude)


def _score(topic: Topic, title: str = "", abstract: str = "", categories: tuple[str, ...] = ()) -> int:
    return sum(one.score for one in Matcher((topic,)).evidence(title, abstract, categories))


REASONING = _topic("reasoning", {"chain of thought": 4, "reasoning": 2, "math reasoning": 5})
VISION = _topic("vision", {"image": 6}, exclude=("chest X-ray",))

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "reference" / "topics.md"

MESSAGES = """\
topics.yaml:1:1: bad topic 'Large Models' (expected lower case letters, digits and single '-')
  hint: it is part of an address; the name for readers goes under 'name:'
topics.yaml:5:3: topic 'cv' without 'name'
  hint: add a line such as 'name: Reasoning'
topics.yaml:5:3: unknown field 'nmae' of topic 'cv' (expected one of: aliases, categories, description, exclude, name, phrases)
  hint: did you mean 'name'? only these names mean anything here
topics.yaml:8:23: '0' is not a weight (expected a whole number from 1 to 99)
  hint: 1 is a hint, 6 is enough alone
topics.yaml:9:11: 'two' is not a weight (expected a whole number from 1 to 99)
  hint: 1 is a hint, 6 is enough alone
topics.yaml:10:5: empty text (expected some text)
  hint: fill it in or remove the line
topics.yaml:11:5: phrase '?!' has no word (expected letters or digits)
  hint: punctuation alone says nothing; remove it
topics.yaml:13:5: 'vlms' says the same as 'VLM' on line 12
  hint: case, hyphens and a plural s make no difference; keep one of the two
topics.yaml:14:16: 'computer vision' is not a category (expected one like cs.RO)
  hint: https://arxiv.org/category_taxonomy lists them
topics.yaml:14:43: '1.5' is not a weight (expected a whole number from 1 to 99)
  hint: 1 is a hint, 6 is enough alone
topics.yaml:14:58: 'cs.ro' says the same as 'cs.RO' on line 14
  hint: case, hyphens and a plural s make no difference; keep one of the two
topics.yaml:15:26: 'Chest X Rays' says the same as 'chest x-ray' on line 15
  hint: case, hyphens and a plural s make no difference; keep one of the two
topics.yaml:16:9: text 'everything' (expected a mapping)
  hint: write 'name: value' lines, indented
topics.yaml:20:12: a sequence (expected a mapping)
  hint: write 'name: value' lines, indented
topics.yaml:21:12: text 'noise' (expected a list)
  hint: write [one, two], or one '- ' line for each"""  # noqa: E501


def test_topics_are_read_in_the_order_of_the_file() -> None:
    text = (
        "vision:\n"
        "  name: Multimodal & Vision\n"
        "  description: Models that see.\n"
        "  phrases: {object detection: 4, CLIP: 2}\n"
        "  categories: {cs.CV: 1}\n"
        "  exclude: [chest X-ray]\n"
        "agents:\n"
        "  name: Agents\n"
        "  description: Models that act.\n"
    )
    assert read_topics(text, "topics.yaml") == (
        Topic(
            "vision",
            "Multimodal & Vision",
            "Models that see.",
            (Rule("object detection", 4), Rule("CLIP", 2)),
            (Rule("cs.CV", 1),),
            ("chest X-ray",),
        ),
        Topic("agents", "Agents", "Models that act."),
    )


def test_an_empty_file_declares_no_topic() -> None:
    assert read_topics("# none yet\n", "topics.yaml") == ()


def test_every_problem_of_the_file_is_reported_at_once() -> None:
    text = (
        "Large Models:\n"
        "  name: Large models\n"
        "  description: Big ones.\n"
        "cv:\n"
        "  nmae: Vision\n"
        "  description: Models that see.\n"
        "  phrases:\n"
        "    object detection: 0\n"
        "    CLIP: two\n"
        '    "": 2\n'
        '    "?!": 2\n'
        "    VLM: 3\n"
        "    vlms: 3\n"
        "  categories: {computer vision: 1, cs.CV: 1.5, cs.RO: 2, cs.ro: 2}\n"
        "  exclude: [chest x-ray, Chest X Rays]\n"
        "agents: everything\n"
        "audio:\n"
        "  name: Audio\n"
        "  description: Models that hear.\n"
        "  phrases: [speech]\n"
        "  exclude: noise\n"
    )
    with pytest.raises(SiteError) as raised:
        read_topics(text, "topics.yaml")
    assert str(raised.value) == MESSAGES


def test_case_hyphens_and_a_plural_make_no_difference() -> None:
    assert words_of("Chain-of-Thoughts") == words_of("chain of thought")
    assert words_of("LLMs’ Policies") == words_of("LLM policy")
    assert words_of("vision/language") == words_of("Vision–Language")


def test_news_is_not_the_plural_of_new() -> None:
    assert _score(_topic("press", {"news": 4}), abstract="A new model reads the news.") == 4


def test_a_word_inside_a_word_is_not_found() -> None:
    assert _score(_topic("robots", {"agent": 2}), abstract="A reagent.") == 0


def test_a_phrase_does_not_reach_across_punctuation() -> None:
    assert _score(REASONING, abstract="We teach math. Reasoning follows.") == 2


def test_a_phrase_counts_three_times_in_the_title() -> None:
    assert _score(REASONING, title="A Chain of Thought") == 12


def test_a_phrase_counts_once_in_the_title_however_often_it_stands_there() -> None:
    assert _score(REASONING, title="Reasoning about Reasoning") == 6


def test_a_phrase_counts_in_the_abstract_as_often_as_it_occurs_up_to_three_times() -> None:
    assert _score(REASONING, abstract="Reasoning, then reasoning.") == 4
    assert _score(REASONING, abstract="Reasoning, reasoning, reasoning, reasoning and reasoning.") == 6


def test_a_phrase_inside_a_longer_one_of_its_topic_does_not_count() -> None:
    assert _score(REASONING, abstract="Math reasoning is hard.") == 5


def test_a_phrase_inside_a_longer_one_of_another_topic_counts() -> None:
    math = _topic("math", {"math reasoning": 5})
    thought = _topic("thought", {"reasoning": 2})
    scores = {one.slug: one.score for one in Matcher((thought, math)).evidence("", "Math reasoning is hard.", ())}
    assert scores == {"thought": 2, "math": 5}


def test_a_category_counts_once() -> None:
    robots = _topic("robots", {}, cs_RO=3)
    assert _score(robots, categories=("cs.CV", "cs.RO", "cs.RO")) == 3


def test_an_excluded_phrase_forbids_the_topic() -> None:
    matcher = Matcher((VISION,))
    assert matcher.topics_of("Image Models", "", ()) == ("vision",)
    assert matcher.topics_of("Image Models", "For chest X-rays.", ()) == ()


def test_an_excluded_phrase_forbids_the_topic_inside_a_longer_phrase_too() -> None:
    vision = _topic("vision", {"chest X-ray image": 9}, exclude=("X-ray",))
    assert Matcher((vision,)).topics_of("Chest X-ray Images", "", ()) == ()


def test_evidence_names_each_rule_that_fired_and_what_forbids_the_topic() -> None:
    vision = _topic("vision", {"image": 2, "CLIP": 3}, exclude=("chest X-ray",), cs_CV=1)
    abstract = "Images and images of the chest; X-ray or chest X-ray images."
    assert Matcher((REASONING, vision)).evidence("Clips", abstract, ("cs.CV",)) == (
        Evidence(
            "vision",
            16,
            (
                Sign("CLIP", "title", 3, 1, 9),
                Sign("image", "abstract", 2, 3, 6),
                Sign("cs.CV", "category", 1, 1, 1),
            ),
            ("chest X-ray",),
        ),
    )


def test_the_main_topic_needs_six_points() -> None:
    matcher = Matcher((_topic("a", {"five": 5, "six": 6}),))
    assert matcher.topics_of("", "five", ()) == ()
    assert matcher.topics_of("", "six", ()) == ("a",)


def test_a_further_topic_needs_fifteen_points() -> None:
    matcher = Matcher((_topic("a", {"main": 20}), _topic("b", {"fourteen": 14, "fifteen": 15})))
    assert matcher.topics_of("", "main fourteen", ()) == ("a",)
    assert matcher.topics_of("", "main fifteen", ()) == ("a", "b")


def test_a_paper_has_three_topics_at_most_the_strongest_first() -> None:
    topics = tuple(_topic(slug, {slug: weight}) for slug, weight in [("a", 16), ("b", 18), ("c", 17), ("d", 19)])
    assert Matcher(topics).topics_of("", "a b c d", ()) == ("d", "b", "c")


def test_equal_scores_keep_the_order_of_the_file() -> None:
    topics = (_topic("z", {"same": 20}), _topic("a", {"same": 20}))
    assert Matcher(topics).topics_of("", "same", ()) == ("z", "a")


def test_a_forbidden_topic_makes_room_for_the_next() -> None:
    matcher = Matcher((_topic("a", {"x": 30}, exclude=("y",)), _topic("b", {"x": 6})))
    assert matcher.topics_of("", "x y", ()) == ("b",)


def test_the_example_of_the_documentation_comes_out_as_it_says() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    topics = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    paper = re.search(r"> \*\*(.*)\*\*\n>\n((?:> .*\n)+)", text)
    assert topics is not None
    assert paper is not None
    title, abstract = paper[1], paper[2].replace("> ", "")
    matcher = Matcher(read_topics(topics[1], "topics.yaml"))
    assert re.findall(r"\| `(.*)` \| `(.*)` \| (\w+) \| .* = (\d+) \|", text) == [
        (one.slug, sign.text, sign.where, str(sign.points))
        for one in matcher.evidence(title, abstract, ("cs.IR",))
        for sign in one.signs
    ]
    assert matcher.topics_of(title, abstract, ("cs.IR",)) == ("agents-retrieval",)


WORD = st.sampled_from(["chain", "of", "thought", "math", "reasoning", "image", "."])
TEXT = st.lists(WORD, max_size=12).map(" ".join)
PHRASE = st.lists(WORD.filter(lambda word: word != "."), min_size=1, max_size=3).map(tuple)


@given(TEXT, PHRASE)
def test_a_phrase_is_found_where_a_plain_search_finds_it(abstract: str, phrase: tuple[str, ...]) -> None:
    words = words_of(abstract)
    found = sum(words[start : start + len(phrase)] == words_of(" ".join(phrase)) for start in range(len(words)))
    assert _score(_topic("a", {" ".join(phrase): 1}), abstract=abstract) == min(found, 3)


@given(TEXT, TEXT, st.permutations(["cs.CV", "cs.RO", "stat.ML"]))
def test_how_a_paper_is_written_does_not_change_its_topics(title: str, abstract: str, categories: list[str]) -> None:
    matcher = Matcher((REASONING, VISION, _topic("robots", {}, cs_RO=3)))
    written_otherwise = matcher.evidence(title.upper(), abstract.replace(" ", "-\n"), tuple(categories))
    assert written_otherwise == matcher.evidence(title, abstract, ("cs.RO", "cs.CV", "stat.ML"))


@given(TEXT, TEXT, TEXT)
def test_more_text_never_lowers_a_score(title: str, abstract: str, more: str) -> None:
    assert _score(REASONING, title, f"{abstract} . {more}") >= _score(REASONING, title, abstract)
