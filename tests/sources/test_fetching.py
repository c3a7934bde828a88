"""Fetching, against a real server that answers late, twice, half or not at all."""

import gzip
import time as wall
from email.utils import formatdate
from ipaddress import ip_address

import pytest

from sitegen import __version__
from sitegen.problems import Problem, SiteError
from sitegen.sources.connecting import Limits, Reach
from sitegen.sources.fetching import (
    Fetched,
    Fetcher,
    Outcome,
    Request,
    Unchanged,
    Validators,
    required,
    user_agent,
)
from sitegen.sources.reachable import Address
from tests.sources.web import Time, answer, fetcher, only_loopback, raw, redirect, reset, web, zipped

ONCE = Limits(attempt_count=1)


def _told(outcome: Outcome) -> str:
    assert isinstance(outcome, Problem)
    return f"{outcome.message}; {outcome.hint}"


def _body(outcome: Outcome) -> bytes:
    assert isinstance(outcome, Fetched), outcome
    return outcome.body


def test_an_answer_comes_with_its_type_and_its_validators() -> None:
    reply = answer(b"[1]", Content_Type="Application/JSON; charset=utf-8", ETag='"a"', Last_Modified="Mon")
    with web(reply) as server:
        assert fetcher(Time()).fetch(Request(server.url("/day?date=2026-05-03#top"))) == Fetched(
            server.url("/day?date=2026-05-03"), b"[1]", "application/json", Validators('"a"', "Mon")
        )
        assert server.paths == ["/day?date=2026-05-03"]


def test_every_request_says_who_asks() -> None:
    with web(answer()) as server:
        fetcher(Time()).fetch(Request(server.url()))
        assert server.headers[0]["User-Agent"] == "sitegen/test"
    assert user_agent("https://example.org/p/", "") == f"sitegen/{__version__} (+https://example.org/p/)"
    assert user_agent("https://example.org/(ü)", "a@example.org") == (
        f"sitegen/{__version__} (+https://example.org/%28%C3%BC%29; a@example.org)"
    )


# Retries


def test_a_server_that_asks_for_patience_gets_it() -> None:
    time = Time()
    with web(answer(status=429, Retry_After="7"), answer(b"[1]")) as server:
        assert _body(fetcher(time).fetch(Request(server.url()))) == b"[1]"
    assert time.slept == [7.0]


def test_the_time_to_come_back_may_be_a_date() -> None:
    time = Time()
    limits = Limits(longest_wait_s=20_000, total_s=100_000)
    with web(answer(status=503, Retry_After=formatdate(wall.time() + 10_000, usegmt=True)), answer()) as server:
        assert _body(fetcher(time, limits).fetch(Request(server.url()))) == b"[]"
    (slept,) = time.slept
    assert 5_000 < slept <= 10_001


@pytest.mark.parametrize("value", ["Sat, 01 Jan 2000 00:00:00 GMT", "soon", "-1", "0", "9" * 5000])
def test_a_time_to_come_back_that_says_nothing_leaves_our_own_wait(value: str) -> None:
    time = Time()
    with web(answer(status=503, Retry_After=value), answer()) as server:
        assert _body(fetcher(time).fetch(Request(server.url()))) == b"[]"
    assert time.slept == [1.0]


def test_a_server_that_asks_for_an_hour_is_left_alone() -> None:
    time = Time()
    with web(answer(status=503, Retry_After="3600"), answer()) as server:
        polite = fetcher(time)
        outcome = polite.fetch(Request(server.url()))
        again = polite.fetch(Request(server.url("/another")))
        assert server.paths == ["/"]
        time.sleep(3600)
        assert _body(polite.fetch(Request(server.url()))) == b"[]"
    assert _told(outcome) == "answered 503 Service Unavailable, and asks to wait 3,600 s; the next run asks again"
    assert _told(again) == "not asked: its host wants to be left alone for 3,600 s; the next run asks again"
    assert time.slept == [3600]


def test_waits_double_and_the_fifth_attempt_is_the_last() -> None:
    time = Time()
    with web(answer(status=503)) as server:
        outcome = fetcher(time).fetch(Request(server.url("/day")))
        assert len(server.paths) == 5
        assert str(outcome) == (
            f"{server.url('/day')}: answered 503 Service Unavailable, after 5 attempts\n  hint: the next run asks again"
        )
    assert time.slept == [1.0, 2.0, 4.0, 8.0]


def test_chance_makes_waits_up_to_twice_as_long() -> None:
    time = Time()
    late = Fetcher("a", reach=Reach(is_allowed=only_loopback), clock=time.clock, sleep=time.sleep, chance=lambda: 1.0)
    with web(answer(status=500), answer(status=502), answer()) as server:
        assert _body(late.fetch(Request(server.url()))) == b"[]"
    assert time.slept == [2.0, 4.0]


def test_no_wait_goes_past_the_time_for_all_attempts() -> None:
    time = Time()
    with web(answer(status=503)) as server:
        outcome = fetcher(time, Limits(total_s=5.0)).fetch(Request(server.url()))
    assert _told(outcome).startswith("answered 503 Service Unavailable, and the 5 s for it are over, after 3 attempts")
    assert time.slept == [1.0, 2.0]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, "answered 400 Bad Request; check the address, or the query, of the source"),
        (401, "answered 401 Unauthorized; check the key or password in the address"),
        (404, "answered 404 Not Found; check the address of the source"),
        (418, "answered 418 I'm a Teapot; the next run asks again"),
        (204, "answered 204 No Content; the next run asks again"),
        (599, "answered 599; the next run asks again"),
    ],
)
def test_a_status_that_stays_is_not_asked_for_again(status: int, told: str) -> None:
    with web(answer(b"", status)) as server:
        outcome = fetcher(Time()).fetch(Request(server.url()))
        assert len(server.paths) == 1
    assert _told(outcome) == told


def test_a_failure_is_told_by_its_status_however_it_is_compressed() -> None:
    with web(answer(b"x", 404, Content_Encoding="br")) as server:
        assert _told(fetcher(Time()).fetch(Request(server.url()))).startswith("answered 404 Not Found")


def test_a_connection_that_breaks_is_made_again() -> None:
    with web(reset, reset, answer(b"[1]")) as server:
        assert _body(fetcher(Time()).fetch(Request(server.url()))) == b"[1]"


def test_a_server_that_is_not_there_is_told() -> None:
    with web(answer()) as server:
        url = server.url()
    outcome = fetcher(Time()).fetch(Request(url))
    assert _told(outcome) == (
        "no connection: refused, or no way there, after 5 attempts; check the connection of this machine"
    )


def test_an_answer_that_its_caller_finds_half_there_is_asked_for_again() -> None:
    with web(answer(b"half"), answer(b"whole")) as server:
        outcome = fetcher(Time()).fetch(Request(server.url()), lambda body: "half of it" if body == b"half" else "")
        assert _body(outcome) == b"whole"
        assert len(server.paths) == 2


# Answers that are not whole


@pytest.mark.parametrize(
    "reply",
    [
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1, 2"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1, 2"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1, 2\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"[1, 2]" * 100)[:-9]),
        raw(b"HTTP/1.1 200 OK\r\nContent-Le"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n[1, 2]"),
        raw(b"nonsense\r\n\r\n"),
        raw(),
    ],
    ids=["length", "chunk", "last chunk", "gzip", "headers", "two lengths", "no http", "nothing"],
)
def test_half_an_answer_is_never_handed_on(reply: object) -> None:
    with web(reply, answer(b"[1, 2]")) as server:  # type: ignore[arg-type]
        assert _body(fetcher(Time()).fetch(Request(server.url()))) == b"[1, 2]"
        assert len(server.paths) == 2


def test_a_length_that_is_too_small_ends_the_answer_there() -> None:
    with web(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1] and more")) as server:
        assert _body(fetcher(Time()).fetch(Request(server.url()))) == b"[1]"


def test_an_answer_in_chunks_and_compressed_is_read_whole() -> None:
    packed = gzip.compress(b"[1]")
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    with web(raw(head + chunks)) as server:
        assert _body(fetcher(Time()).fetch(Request(server.url()))) == b"[1]"


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "],
    ids=["body", "body without a length", "headers"],
)
def test_an_answer_that_drips_ends_when_its_time_is_over(head: bytes) -> None:
    drops = (b"x" for _ in range(2000))
    with web(raw(head, *drops, pause_s=0.01)) as server:
        outcome = fetcher(Time(), Limits(total_s=0.2)).fetch(Request(server.url()))
    assert _told(outcome) == "no whole answer in the 0.2 s for it; the next run asks again"


def test_a_server_that_falls_silent_is_told() -> None:
    with web(raw(b"HTTP/1.1 200 OK\r\n\r\n[", b"]", pause_s=20.0)) as server:
        outcome = fetcher(Time(), Limits(attempt_count=1, read_s=0.1)).fetch(Request(server.url()))
    assert _told(outcome) == "silence for 0.1 s; the next run asks again"


# Sizes


def test_an_answer_of_more_bytes_than_allowed_is_not_read_to_its_end() -> None:
    limits = Limits(wire_byte_limit=1000)
    with web(answer(b"x" * 1000), answer(b"x" * 1001)) as server:
        assert len(_body(fetcher(Time(), limits).fetch(Request(server.url())))) == 1000
        outcome = fetcher(Time(), limits).fetch(Request(server.url()))
        assert len(server.paths) == 2
    assert _told(outcome) == "an answer of more than 1,000 bytes, on the way; is this the address of a list of papers?"


def test_a_compressed_bomb_is_stopped_at_the_limit() -> None:
    with web(zipped(b"0" * 10_000_000)) as server:
        outcome = fetcher(Time(), Limits(body_byte_limit=1_000_000)).fetch(Request(server.url()))
        assert len(server.paths) == 1
    assert (
        _told(outcome) == "an answer of more than 1,000,000 bytes, unpacked; is this the address of a list of papers?"
    )


def test_an_html_page_with_status_200_is_no_answer() -> None:
    with web(answer(b"\xef\xbb\xbf\n<!DOCTYPE html><title>Sign in</title>", Content_Type="application/json")) as server:
        outcome = fetcher(Time()).fetch(Request(server.url()))
    assert _told(outcome) == (
        "an HTML page (expected papers); a page for signing in, or of a failure? open the address in a browser"
    )


def test_a_feed_that_is_called_html_is_an_answer() -> None:
    with web(answer(b"<rss/>", Content_Type="text/html")) as server:
        assert _body(fetcher(Time()).fetch(Request(server.url()))) == b"<rss/>"


# Conditional requests


def test_what_is_as_it_was_is_not_sent_again() -> None:
    with web(answer(b"", 304)) as server:
        outcome = fetcher(Time()).fetch(Request(server.url(), Validators('"a"', "Mon, 04 May 2026 00:00:00 GMT")))
        assert outcome == Unchanged(server.url())
        assert server.headers[0]["If-None-Match"] == '"a"'
        assert server.headers[0]["If-Modified-Since"] == "Mon, 04 May 2026 00:00:00 GMT"


def test_a_304_that_nobody_asked_for_is_a_problem() -> None:
    with web(answer(b"", 304)) as server:
        assert _told(fetcher(Time()).fetch(Request(server.url()))).startswith("answered 304 Not Modified")


# Redirects


def test_a_redirect_is_followed_and_the_pace_of_the_host_kept() -> None:
    time = Time()
    with web(redirect("../new?a=1"), answer(b"[1]")) as server:
        outcome = fetcher(time).fetch(Request(server.url("/old/day")))
        assert outcome == Fetched(server.url("/new?a=1"), b"[1]", "", Validators())
    assert time.slept == [1.0]


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("file:///etc/passwd", "redirected to 'file:///etc/passwd' (expected http:// or https://)"),
        ("ftp://example.org/", "redirected to 'ftp://example.org/' (expected http:// or https://)"),
        ("http://[::1", "redirected to 'http://[::1' (expected http:// or https://)"),
        ("data:,a", "redirected to 'data:,a' (expected http:// or https://)"),
        ("", "answered 302 without saying where to"),
    ],
)
def test_a_redirect_leads_to_the_web_only(location: str, told: str) -> None:
    with web(redirect(location)) as server:
        assert _told(fetcher(Time()).fetch(Request(server.url()))).startswith(told)


@pytest.mark.parametrize(
    "host",
    ["10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "[fe80::1]", "[::ffff:10.0.0.1]", "0.0.0.0", "2130706434"],
)
def test_a_redirect_leads_to_public_hosts_only(host: str) -> None:
    with web(redirect(f"http://{host}/latest/meta-data/")) as server:
        outcome = fetcher(Time()).fetch(Request(server.url()))
    assert _told(outcome) == (
        "an address of this machine or its network (expected a public host); "
        "sources are fetched from the open internet only"
    )


def test_redirects_in_a_circle_end() -> None:
    with web(redirect("/b"), redirect("/a")) as server:
        outcome = fetcher(Time()).fetch(Request(server.url("/a")))
        assert server.paths == ["/a", "/b"]
    assert _told(outcome).startswith("redirects that lead in a circle")


def test_the_sixth_redirect_is_one_too_many() -> None:
    with web(*(redirect(f"/{number}") for number in range(6)), answer()) as server:
        outcome = fetcher(Time()).fetch(Request(server.url()))
    assert _told(outcome).startswith("more than 5 redirects")
    with web(*(redirect(f"/{number}") for number in range(5)), answer()) as server:
        assert _body(fetcher(Time()).fetch(Request(server.url()))) == b"[]"


# Credentials


def test_a_password_is_sent_to_its_host_and_seen_by_no_other() -> None:
    with web(answer()) as other, web(redirect("/again"), redirect(other.url("/x"))) as server:
        outcome = fetcher(Time()).fetch(Request(server.url("/", user="me:s%C3%A9cret%40@")))
        assert outcome == Fetched(other.url("/x"), b"[]", "", Validators())
        assert [headers["Authorization"] for headers in server.headers] == ["Basic bWU6c8OpY3JldEA="] * 2
        assert "Authorization" not in other.headers[0]


def test_a_password_that_a_redirect_brings_is_not_used() -> None:
    with web(answer()) as other, web(redirect(other.url("/", user="root:root@"))) as server:
        fetcher(Time()).fetch(Request(server.url()))
        assert "Authorization" not in other.headers[0]


def test_no_message_holds_a_secret() -> None:
    with web(redirect("ftp://me:s3cret@example.org/?api_key=s3cret")) as server:
        outcome = fetcher(Time()).fetch(Request(server.url("/?token=s3cret", user="me:s3cret@")))
        assert str(outcome).splitlines()[0] == (
            f"{server.url('/?token=***', user='***@')}: redirected to 'ftp://***@example.org/?api_key=***' "
            "(expected http:// or https://)"
        )


# Where a request may go


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "example.org", "", "http://", "http://a:b:c/"]
)
def test_only_addresses_of_the_web_are_asked(url: str) -> None:
    assert _told(fetcher(Time()).fetch(Request(url))).startswith("not a web address (expected http:// or https://)")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433"])
def test_without_leave_no_request_reaches_this_machine(host: str) -> None:
    with web(answer()) as server:
        outcome = Fetcher("sitegen/test").fetch(Request(server.url(host=host)))
        assert server.paths == []
    assert _told(outcome).startswith("an address of this machine or its network (expected a public host)")


def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to() -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> tuple[Address, ...]:
        asked.append(host)
        return (ip_address("127.0.0.1" if len(asked) == 1 else "10.0.0.1"),)

    reach = Reach(resolve=rebinding, is_allowed=only_loopback)
    with web(answer(b"[1]")) as server:
        assert _body(fetcher(Time(), reach=reach).fetch(Request(server.url(host="papers.example")))) == b"[1]"
        assert server.headers[0]["Host"] == f"papers.example:{server.server_address[1]}"
    assert asked == ["papers.example"]


def test_a_host_with_one_address_that_is_not_public_is_not_asked() -> None:
    reach = Reach(
        resolve=lambda host, port: (ip_address("127.0.0.1"), ip_address("10.0.0.1")), is_allowed=only_loopback
    )
    with web(answer()) as server:
        outcome = fetcher(Time(), reach=reach).fetch(Request(server.url(host="papers.example")))
        assert server.paths == []
    assert _told(outcome).startswith("an address of this machine or its network")


def test_the_next_address_is_tried_where_the_first_does_not_answer() -> None:
    addresses = (ip_address("127.0.0.2"), ip_address("127.0.0.1"))
    reach = Reach(resolve=lambda host, port: addresses, is_allowed=lambda address: address in addresses)
    with web(answer(b"[1]")) as server:
        assert _body(fetcher(Time(), ONCE, reach).fetch(Request(server.url(host="papers.example")))) == b"[1]"


def test_the_hosts_of_arxiv_are_asked_once_in_three_seconds() -> None:
    time = Time()
    reach = Reach(resolve=lambda host, port: (ip_address("127.0.0.1"),), is_allowed=only_loopback)
    with web(answer()) as server:
        polite = fetcher(time, reach=reach)
        for host in ("export.arxiv.org", "rss.arxiv.org", "papers.example", "papers.example", "notarxiv.org"):
            polite.fetch(Request(server.url(host=host)))
    assert time.slept == [3.0, 1.0]


def test_where_an_answer_is_required_a_problem_is_a_failure_of_the_environment() -> None:
    with web(answer(status=404)) as server, pytest.raises(SiteError) as caught:
        required(fetcher(Time()).fetch(Request(server.url())))
    assert caught.value.exit_code == 3
