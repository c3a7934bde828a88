"""Which names a preview answers to."""

import socket

import pytest

from sitegen.preview.hosts import allowed_names, is_allowed, origin_of

MACHINE = socket.gethostname()


@pytest.mark.parametrize("bound", ["127.0.0.1", "localhost", "::1"])
@pytest.mark.parametrize(
    "header", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LocalHost:8000", "[::1]", "[::1]:8000", "localhost:1"]
)
def test_on_loopback_the_names_of_loopback_are_welcome(bound: str, header: str) -> None:
    assert is_allowed(header, allowed_names(bound))


@pytest.mark.parametrize(
    "header",
    [
        "example.org",
        "example.org:8000",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "192.168.1.5:8000",
        "127.0.0.1@example.org",
        "localhost:8000:8000",
        "localhost:port",
        "[::1",
        "::1",
        "",
        " localhost",
        "localhost/",
    ],
)
def test_on_loopback_any_other_name_is_refused(header: str) -> None:
    assert not is_allowed(header, allowed_names("127.0.0.1"))


def test_another_loopback_address_answers_to_itself() -> None:
    assert is_allowed("127.0.0.2:8000", allowed_names("127.0.0.2"))
    assert not is_allowed("127.0.0.2:8000", allowed_names("127.0.0.1"))


@pytest.mark.parametrize("header", ["192.168.1.5:8000", "[fe80::1]:8000", "localhost:8000", f"{MACHINE}:8000"])
@pytest.mark.parametrize("bound", ["0.0.0.0", "::"])
def test_listening_everywhere_any_address_and_the_machines_name_are_welcome(bound: str, header: str) -> None:
    assert is_allowed(header, allowed_names(bound))


def test_listening_everywhere_a_foreign_name_is_refused() -> None:
    assert not is_allowed("rebound.example.org:8000", allowed_names("0.0.0.0"))


def test_listening_at_one_address_that_address_is_welcome_and_no_other() -> None:
    names = allowed_names("192.168.1.5")
    assert is_allowed("192.168.1.5:8000", names)
    assert not is_allowed("192.168.1.6:8000", names)
    assert not is_allowed("example.org", names)


def test_an_address_is_the_same_however_it_is_written() -> None:
    assert is_allowed("[2001:db8::1]:8000", allowed_names("2001:DB8:0:0::1"))


@pytest.mark.parametrize(
    ("bound", "origin"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("localhost", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("192.168.1.5", "http://192.168.1.5:8000"),
    ],
)
def test_the_address_that_is_told_can_be_opened_on_this_machine(bound: str, origin: str) -> None:
    assert origin_of(bound, 8000) == origin
