"""How each kind of field is read: the value, or a problem at its place."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.fields import schema
from sitegen.fields.emit import scalar
from sitegen.fields.nodes import parse
from sitegen.fields.schema import Field, Read, Reading


def _read(read: Read, yaml_value: str) -> tuple[object, list[str]]:
    """The value of `value: …`, and what is wrong with it."""
    reading = Reading("f")
    values = reading.fields(parse(f"value: {yaml_value}", "f"), (Field("value", read, "A value.", "x"),), "a thing")
    return values.get("value"), [f"{problem.location}: {problem.message}" for problem in reading.problems]


ONE_DAY = dt.date(2025, 9, 2)
GOOD: list[tuple[Read, str, object]] = [
    (schema.text, "no", "no"),
    (schema.text, "' padded '", " padded "),
    (schema.any_text, "''", ""),
    (schema.day, "2025-09-02", ONE_DAY),
    (schema.day, "'2025-09-02'", ONE_DAY),
    (schema.day, "2024-02-29", dt.date(2024, 2, 29)),
    (schema.count, "0", 0),
    (schema.count, "007", 7),
    (schema.truth, "true", True),
    (schema.truth, "false", False),
    (schema.language, "de", "de"),
    (schema.language, "zh-Hans-CN", "zh-Hans-CN"),
    (schema.language, "es-419", "es-419"),
    (schema.url, "https://example.org", "https://example.org"),
    (schema.url, "HTTP://example.org/a?b#c", "HTTP://example.org/a?b#c"),
    (schema.site_path, "/papers/old/", "/papers/old/"),
    (schema.choice("one", "two"), "two", "two"),
    (schema.sequence(schema.day), "[2025-09-02]", (ONE_DAY,)),
    (schema.sequence(schema.text), "[]", ()),
    (schema.sequence_with_repeats(schema.text), "[a, a]", ("a", "a")),
    (schema.table(schema.any_text), "{a: 1, b: ''}", {"a": "1", "b": ""}),
    (schema.free_mapping, "{a: 1, b: [x, {c: no}]}", {"a": "1", "b": ("x", {"c": "no"})}),
]


@pytest.mark.parametrize(("read", "written", "value"), GOOD)
def test_a_value_of_its_kind_is_read(read: Read, written: str, value: object) -> None:
    assert _read(read, written) == (value, [])


BAD: list[tuple[Read, str, str]] = [
    (schema.text, "[a]", "f:1:8: a sequence (expected text)"),
    (schema.text, "{a: b}", "f:1:8: a mapping (expected text)"),
    (schema.text, "''", "f:1:8: empty text (expected some text)"),
    (schema.text, "'  '", "f:1:8: empty text (expected some text)"),
    (schema.any_text, "[a]", "f:1:8: a sequence (expected text)"),
    (schema.day, "2025-9-2", "f:1:8: bad date '2025-9-2' (expected YYYY-MM-DD)"),
    (schema.day, "2025-09-02T10:00", "f:1:8: bad date '2025-09-02T10:00' (expected YYYY-MM-DD)"),
    (schema.day, "2025-02-29", "f:1:8: '2025-02-29' is no day of the calendar (expected YYYY-MM-DD)"),
    (schema.count, "-1", "f:1:8: '-1' is not a count (expected a whole number from 0)"),
    (schema.count, "1e3", "f:1:8: '1e3' is not a count (expected a whole number from 0)"),
    (schema.count, "٣", "f:1:8: '٣' is not a count (expected a whole number from 0)"),
    (schema.truth, "yes", "f:1:8: 'yes' (expected true or false)"),
    (schema.truth, "True", "f:1:8: 'True' (expected true or false)"),
    (schema.language, "German", "f:1:8: 'German' is not a language tag (expected one like en, de or zh-Hans)"),
    (schema.url, "example.org", "f:1:8: 'example.org' is not a web address (expected http:// or https://)"),
    (schema.url, "javascript:x", "f:1:8: 'javascript:x' is not a web address (expected http:// or https://)"),
    (schema.url, "https://a@b.c", "f:1:8: 'https://a@b.c' is not a web address (expected http:// or https://)"),
    (schema.url, "https://a b", "f:1:8: 'https://a b' is not a web address (expected http:// or https://)"),
    (schema.site_path, "old/", "f:1:8: 'old/' is not a path of the site (expected one like /papers/old-name/)"),
    (schema.site_path, "/a/../b", "f:1:8: '/a/../b' is not a path of the site (expected one like /papers/old-name/)"),
    (schema.site_path, "//b.c", "f:1:8: '//b.c' is not a path of the site (expected one like /papers/old-name/)"),
    (schema.choice("one", "two"), "tow", "f:1:8: 'tow' (expected one of: one, two)"),
    (schema.sequence(schema.text), "a", "f:1:8: text 'a' (expected a list)"),
    (schema.sequence_with_repeats(schema.text), "{a: b}", "f:1:8: a mapping (expected a list)"),
    (schema.table(schema.text), "[a]", "f:1:8: a sequence (expected a mapping)"),
    (schema.free_mapping, "a", "f:1:8: text 'a' (expected a mapping)"),
]  # fmt: skip


@pytest.mark.parametrize(("read", "written", "problem"), BAD)
def test_a_value_of_another_kind_is_a_problem_at_its_place(read: Read, written: str, problem: str) -> None:
    assert _read(read, written) == (None, [problem])


def test_a_mistake_in_a_list_leaves_the_other_items_read() -> None:
    problems = ["f:1:12: 'x' is not a count (expected a whole number from 0)"]
    assert _read(schema.sequence(schema.count), "[1, x, 2]") == ((1, 2), problems)
    assert _read(schema.sequence_with_repeats(schema.count), "[1, x, 1]") == ((1, 1), problems)


def test_equal_items_of_a_list_count_once_where_they_mean_the_same() -> None:
    assert _read(schema.sequence(schema.text), "[b, a, b]") == (("b", "a"), [])


class Pair(msgspec.Struct, frozen=True):
    left: str = ""
    right: str = ""


PAIR = schema.record(
    Pair, (Field("left", schema.text, "Left.", "a"), Field("right", schema.text, "Right.", "b")), "a pair"
)


def test_a_mapping_with_fields_of_its_own_is_a_record() -> None:
    assert _read(PAIR, "{left: a}") == (Pair(left="a"), [])


def test_a_record_tells_each_of_its_mistakes_at_its_place() -> None:
    assert _read(PAIR, "{left: [a], rigth: b}") == (
        None,
        [
            "f:1:15: a sequence (expected text)",
            "f:1:20: unknown field 'rigth' of a pair (expected one of: left, right)",
        ],
    )


def test_a_field_with_nothing_in_it_counts_as_left_out() -> None:
    assert [_read(schema.text, written) for written in ("", "~", "null")] == [(None, []), (None, []), (None, [])]


FIELDS = (
    Field("title", schema.text, "A title.", "A Title", is_required=True),
    Field("date", schema.day, "A day.", "x"),
)


def _told(yaml_text: str, fields: tuple[Field, ...]) -> list[str]:
    reading = Reading("f", 2)
    reading.fields(parse(yaml_text, "f", 2), fields, "an entry")
    return [str(problem) for problem in reading.problems]


def test_an_unknown_field_is_answered_with_the_nearest_known_one() -> None:
    (problem,) = _told("title: a\ndaet: 2025-09-02\n", FIELDS)
    assert problem.splitlines() == [
        "f:3:1: unknown field 'daet' of an entry (expected one of: date, title)",
        "  hint: did you mean 'date'? only these names mean anything here",
    ]


def test_an_unknown_field_is_sent_to_extra_where_there_is_one() -> None:
    fields = (*FIELDS, Field("extra", schema.free_mapping, "Your own.", "{}"))
    (problem,) = _told("title: a\nshelf: two\n", fields)
    assert problem.splitlines() == [
        "f:3:1: unknown field 'shelf' of an entry (expected one of: date, extra, title)",
        "  hint: fields of your own belong under 'extra:'",
    ]


@pytest.mark.parametrize("written", ["date: 2025-09-02\n", "title:\ndate: 2025-09-02\n", "title: ~\n"])
def test_a_required_field_must_have_a_value(written: str) -> None:
    assert [line.split(": ", 1)[1] for line in _told(written, FIELDS)] == [
        "an entry without 'title'\n  hint: add a line such as 'title: A Title'"
    ]


@given(st.dates())
def test_every_day_of_the_calendar_is_read(day: dt.date) -> None:
    assert _read(schema.day, day.isoformat()) == (day, [])


@given(st.text(min_size=1, max_size=20).map(lambda text: "".join(c for c in text if c.isprintable())).filter(str.strip))
def test_a_number_a_day_and_a_truth_are_read_from_nothing_else(text: str) -> None:
    count, _ = _read(schema.count, scalar(text))
    assert (count is not None) == (text.isascii() and text.isdigit() and len(text) <= 15)
    truth, _ = _read(schema.truth, scalar(text))
    assert (truth is not None) == (text in ("true", "false"))
