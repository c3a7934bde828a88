"""No address in a message holds a secret."""

from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.sources.masking import masked

NAMES = (
    "token",
    "key",
    "api_key",
    "apikey",
    "apiKey",
    "access_token",
    "X-Amz-Signature",
    "x-amz-credential",
    "client_secret",
    "password",
    "passwd",
    "auth",
    "sid",
    "key2",
    "user[password]",
)
# Of letters that stand nowhere else in the addresses below, so that finding them means a leak.
SECRETS = st.text("QXZ&=#?@:/;%+ é", min_size=1).filter(lambda text: set(text) & set("QXZ"))
LEAK = frozenset("QXZ")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a?date=2026-05-03", "https://example.org/a?date=2026-05-03"),
        ("https://me:word@example.org/a", "https://***@example.org/a"),
        ("https://me@example.org", "https://***@example.org"),
        ("https://me:w@rd@example.org/", "https://***@example.org/"),
        ("//me:word@example.org/", "//***@example.org/"),
        ("me:word@example.org/", "***@example.org/"),
        ("https:\\\\me:word@example.org/", "https:\\\\***@example.org/"),
        ("https://example.org/@me/feed?a@b", "https://example.org/@me/feed?a@b"),
        ("https://example.org/?token=word&q=key&api_key=&x", "https://example.org/?token=***&q=key&api_key=***&x"),
        ("https://example.org/?q=a;token=word", "https://example.org/?q=a;token=***"),
        ("https://example.org/?to%6ben=word", "https://example.org/?to%6ben=***"),
        ("https://example.org/?keyword=cats&tokens=5", "https://example.org/?keyword=cats&tokens=***"),
        ("https://example.org/#access_token=word", "https://example.org/"),
        ("", ""),
    ],
)
def test_what_is_shown_of_an_address(url: str, shown: str) -> None:
    assert masked(url) == shown


@given(user=SECRETS, password=SECRETS, host=st.sampled_from(["example.org", "[::1]", "10.0.0.1:8080"]))
def test_no_user_and_no_password_is_shown(user: str, password: str, host: str) -> None:
    shown = masked(f"https://{quote(user, safe='')}:{quote(password, safe='')}@{host}/day?date=2026-05-03")
    assert shown == f"https://***@{host}/day?date=2026-05-03"


@given(
    parameters=st.lists(st.tuples(st.sampled_from([*NAMES, *(name.upper() for name in NAMES)]), SECRETS), min_size=1),
    between=st.sampled_from("&;"),
    escape=st.sampled_from([quote, quote_plus]),
)
def test_no_value_of_a_secret_parameter_is_shown(
    parameters: list[tuple[str, str]], between: str, escape: object
) -> None:
    query = urlencode([("a", "b"), *parameters], quote_via=escape, safe="").replace("&", between)  # type: ignore[call-overload]
    shown = masked(f"https://example.org/?{query}").partition("?")[2]
    assert [pair.partition("=")[2] for pair in shown.split(between)] == ["b", *["***"] * len(parameters)]


@given(st.text())
def test_any_text_is_shown_as_something_and_twice_masked_is_once_masked(text: str) -> None:
    assert masked(masked(text)) == masked(text)
