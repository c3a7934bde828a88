"""Bytes → text and back: UTF-8 or a problem with its place, and no line touched that did not change."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.text.files import decoded, encoded_as, read_text


def _problem(data: bytes) -> str:
    with pytest.raises(SiteError) as caught:
        decoded(data, "f")
    return str(caught.value)


def test_a_byte_order_mark_and_the_line_ends_of_other_systems_go() -> None:
    assert decoded("\ufeffa\r\nb\rc\nd".encode(), "f") == "a\nb\nc\nd"


def test_a_byte_that_is_not_utf_8_is_told_with_line_and_column() -> None:
    assert _problem(b"a\r\n\xc3\xa9 b\xe9 c") == "f:2:4: not UTF-8: byte 0xe9\n  hint: save the file as UTF-8"


def test_a_byte_order_mark_does_not_shift_the_place() -> None:
    assert _problem(b"\xef\xbb\xbfab\xff") == "f:1:3: not UTF-8: byte 0xff\n  hint: save the file as UTF-8"


def test_a_nul_is_told_with_its_line() -> None:
    assert _problem(b"a\nb\0") == "f:2: a NUL character (expected text)\n  hint: is this a text file?"


def test_a_file_that_is_not_there_is_told_by_its_path_on_the_site(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        read_text(tmp_path, "content/a.md")
    assert str(caught.value).splitlines()[0] == "content/a.md: cannot be read: No such file or directory"


def test_a_changed_line_takes_the_line_end_of_its_file_and_the_others_keep_theirs() -> None:
    before = "\ufeffone\r\ntwo\nthree\nfour".encode()
    assert encoded_as(before, "one\nTWO\nTOO\nthree\nfour") == "\ufeffone\r\nTWO\r\nTOO\r\nthree\nfour".encode()


file_texts = st.lists(st.sampled_from(["a", "b", "é", "\n", "\r\n", "\r", " "]), max_size=20).map("".join)


@given(file_texts.filter(lambda text: "\r" not in text.replace("\r\n", "")), st.booleans())
def test_a_text_that_did_not_change_gives_the_bytes_it_was_read_from(text: str, has_mark: bool) -> None:
    data = ("\ufeff" * has_mark + text).encode()
    assert encoded_as(data, decoded(data, "f")) == data


@given(file_texts, file_texts)
def test_what_is_written_reads_back(before: str, after: str) -> None:
    text = decoded(after.encode(), "f")
    assert decoded(encoded_as(before.encode(), text), "f") == text
