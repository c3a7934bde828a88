"""A request → what it gave, or a problem: retries, redirects, pace, credentials. Knows no format and no archive."""

import base64
import random
import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote, unquote, urljoin

import msgspec
from urllib3.exceptions import InvalidHeader, LocationParseError, MaxRetryError
from urllib3.util import Retry, Url, parse_url

from sitegen import __version__
from sitegen.problems import ENVIRONMENT_FAILURE, Location, Problem, SiteError, quoted
from sitegen.sources.connecting import OPEN_INTERNET, USUAL_LIMITS, Answer, Limits, Reach, answer_of, port_of
from sitegen.sources.masking import masked
from sitegen.sources.no_answer import NoAnswer
from sitegen.sources.pace import Pace

_REDIRECTS = (301, 302, 303, 307, 308)
_MAY_PASS = frozenset((408, 425, 429, 500, 502, 503, 504))
_HTML = (b"<!doctype html", b"<html")
_LATER = "the next run asks again"
_HINTS = {
    400: "check the address, or the query, of the source",
    401: "check the key or password in the address",
    403: "check the key in the address; the source may refuse this machine, or programs",
    404: "check the address of the source",
    410: "check the address of the source",
    429: "another program may be asking from here too; the next run asks again",
}


class Validators(msgspec.Struct, frozen=True):
    """What a server told of the version it sent, to be asked for a newer one only. Empty: nothing."""

    etag: str = ""
    last_modified: str = ""


NO_VALIDATORS = Validators()


class Request(msgspec.Struct, frozen=True):
    """What is asked for. url: http or https; may hold a user and password, which no other host and no message sees.

    may_be_absent: that nothing is there is an answer, and no failure.
    """

    url: str
    validators: Validators = NO_VALIDATORS
    may_be_absent: bool = False


class Fetched(msgspec.Struct, frozen=True):
    """An answer. url: where it was found at last, masked. content_type: in lower case, without parameters."""

    url: str
    body: bytes
    content_type: str
    validators: Validators


class Unchanged(msgspec.Struct, frozen=True):
    """The server has no other version than the one that the request's validators name."""

    url: str


class Unanswered(Problem, frozen=True):
    """No answer after all attempts, or a host that wants to be left alone: the next request may well end so too."""


class Absent(msgspec.Struct, frozen=True):
    """The server says that there is nothing at the address, which the request allows for."""

    url: str


Told = Fetched | Unchanged | Absent
Outcome = Told | Problem


def user_agent(base_url: str, contact: str) -> str:
    """Who asks: sitegen, for which site, and whom to write to about it. contact: of site.yaml; may be empty."""
    site = quote(base_url, safe=":/?#[]@!$&'*+,=%~", errors="replace")
    return f"sitegen/{__version__} (+{site}; {contact})" if contact else f"sitegen/{__version__} (+{site})"


def nothing_missing(body: bytes) -> str:  # noqa: ARG001 (every judge of an answer has this signature)
    """No complaint about any answer."""
    return ""


class Fetcher:
    """Fetches, one request after the other, at the pace of each host.

    clock: seconds that never go back. chance: a number from 0 to 1, for waits that differ between sites.
    """

    def __init__(
        self,
        agent: str,
        *,
        reach: Reach = OPEN_INTERNET,
        limits: Limits = USUAL_LIMITS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._agent = agent
        self._reach = reach
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._pace = Pace(clock, sleep)

    def fetch(self, request: Request, complaint: Callable[[bytes], str] = nothing_missing) -> Outcome:
        """What a request gave; a problem if nothing came, after as many attempts as may help.

        complaint: says what is wrong with an answer that is only half there, so that it is asked for again; empty if
        nothing is.
        """
        deadline = self._clock() + self._limits.total_s
        retries = self._retries()
        while True:
            try:
                return self._attempt(request, complaint, deadline)
            except NoAnswer as failure:
                attempt_count = len(retries.history) + 1
                try:
                    wait_s, retries = self._wait(failure, retries, deadline)
                except NoAnswer as last:
                    is_silent = failure.may_pass or self._pace.rest_s(_host(request.url)) > 0
                    return _problem(request, last, attempt_count, Unanswered if is_silent else Problem)
                self._sleep(wait_s)

    def _retries(self) -> Retry:
        return Retry(
            total=self._limits.attempt_count - 1,
            status_forcelist=_MAY_PASS,
            backoff_factor=self._limits.backoff_s,
            backoff_max=self._limits.longest_wait_s,
        )

    def _wait(self, failure: NoAnswer, retries: Retry, deadline: float) -> tuple[float, Retry]:
        """How long to wait before the next attempt, and what is left of them. Raises NoAnswer if this was the last.

        A wait that a server asks for is kept to, or it is the end: to come back sooner is what it asked not to do.
        """
        if not failure.may_pass:
            raise failure
        try:
            left = retries.increment("GET", error=failure)
        except MaxRetryError:
            raise failure from None
        if failure.wait_s > self._limits.longest_wait_s:
            raise NoAnswer(f"{failure.message}, and asks to wait {failure.wait_s:,.0f} s", failure.hint, may_pass=False)
        # urllib3 comes back at once after the first failure; a server that is busy needs a moment then, too.
        backoff_s = max(left.get_backoff_time(), self._limits.backoff_s) * (1 + self._chance()) / 2
        wait_s = max(failure.wait_s, backoff_s)
        if self._clock() + wait_s >= deadline:
            message = f"{failure.message}, and the {self._limits.total_s:g} s for it are over"
            raise NoAnswer(message, failure.hint, may_pass=False)
        return wait_s, left

    def _attempt(self, request: Request, complaint: Callable[[bytes], str], deadline: float) -> Told:
        """What the address gives, after its redirects. Raises NoAnswer."""
        first = url = _parsed(request.url)
        seen: set[str] = set()
        while True:
            seen.add(url.url)
            answer = self._answer(url, request, first, deadline)
            if answer.status not in _REDIRECTS:
                return self._outcome(url, request, answer, complaint)
            url = _redirected(url, answer)
            if url.url in seen:
                raise NoAnswer("redirects that lead in a circle", "check the address of the source", may_pass=False)
            if len(seen) > self._limits.redirect_count:
                message = f"more than {self._limits.redirect_count} redirects"
                raise NoAnswer(message, "check the address of the source", may_pass=False)

    def _answer(self, url: Url, request: Request, first: Url, deadline: float) -> Answer:
        headers = {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
        if request.validators.etag:
            headers["If-None-Match"] = request.validators.etag
        if request.validators.last_modified:
            headers["If-Modified-Since"] = request.validators.last_modified
        if first.auth and _origin(url) == _origin(first):
            headers["Authorization"] = _basic(first.auth)
        if rest_s := self._pace.rest_s(url.host or ""):
            # The other days of a source would knock at the door that was just shut.
            raise NoAnswer(f"not asked: its host wants to be left alone for {rest_s:,.0f} s", _LATER, may_pass=False)
        with self._pace.turn(url.host or ""):
            return answer_of(url, headers, self._reach, self._limits, deadline - self._clock())

    def _outcome(self, url: Url, request: Request, answer: Answer, complaint: Callable[[bytes], str]) -> Told:
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE) and request.may_be_absent:
            return Absent(masked(url.url))
        if answer.status == HTTPStatus.NOT_MODIFIED and request.validators != NO_VALIDATORS:
            return Unchanged(masked(url.url))
        if not answer.has_body:
            raise self._refused(url, answer)
        # Not by its type: many a feed is sent as text/html, and no format that is read here is HTML.
        if answer.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
            hint = "a page for signing in, or of a failure? open the address in a browser"
            raise NoAnswer("an HTML page (expected papers)", hint, may_pass=False)
        if what := complaint(answer.body):
            raise NoAnswer(what, _LATER, may_pass=True)
        content_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        validators = Validators(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
        return Fetched(masked(url.url), answer.body, content_type, validators)

    def _refused(self, url: Url, answer: Answer) -> NoAnswer:
        """The failure for a status that brings no papers."""
        retries = self._retries()
        known = {status.value: f" {status.phrase}" for status in HTTPStatus}
        message = f"answered {answer.status}{known.get(answer.status, '')}"
        may_pass = retries.is_retry("GET", answer.status, "retry-after" in answer.headers)
        try:
            wait_s = retries.parse_retry_after(answer.headers["retry-after"])
        except (KeyError, InvalidHeader, ValueError, OverflowError):
            wait_s = 0.0
        if wait_s > self._limits.longest_wait_s:
            self._pace.leave_alone(url.host or "", wait_s)
        return NoAnswer(message, _HINTS.get(answer.status, _LATER), may_pass=may_pass, wait_s=wait_s)


def required(outcome: Outcome) -> Told:
    """The answer, where nothing can go on without it. Raises SiteError (exit code 3: the environment) for a problem."""
    if isinstance(outcome, Problem):
        raise SiteError([outcome], ENVIRONMENT_FAILURE)
    return outcome


def _problem(request: Request, failure: NoAnswer, attempt_count: int, kind: type[Problem]) -> Problem:
    after = f", after {attempt_count} attempts" if attempt_count > 1 else ""
    return kind(Location(masked(request.url)), failure.message + after, failure.hint)


def _host(address: str) -> str:
    """The host of an address; empty if there is none."""
    try:
        return parse_url(address).host or ""
    except LocationParseError:
        return ""


def _parsed(address: str) -> Url:
    """An address as it is connected to. Raises NoAnswer if it is not one of the web."""
    try:
        url = parse_url(address)
    except LocationParseError:
        url = Url()
    if url.scheme not in ("http", "https") or not url.host:
        message = "not a web address (expected http:// or https://)"
        raise NoAnswer(message, "check the address of the source", may_pass=False)
    return url._replace(fragment=None)


def _redirected(url: Url, answer: Answer) -> Url:
    """Where a redirect leads. A user and password that the server put there are left out: they are not ours."""
    # http.client reads headers as Latin-1; servers write UTF-8.
    location = answer.headers.get("location", "").encode("latin-1", "replace").decode("utf-8", "replace")
    if not location:
        raise NoAnswer(f"answered {answer.status} without saying where to", _LATER, may_pass=False)
    try:
        return _parsed(urljoin(url._replace(auth=None).url, location))._replace(auth=None)
    except (NoAnswer, ValueError):
        message = f"redirected to {quoted(masked(location))} (expected http:// or https://)"
        raise NoAnswer(message, "check the address of the source", may_pass=False) from None


def _basic(user: str) -> str:
    """The Authorization header for `user:password` as an address writes it (RFC 7617, in UTF-8)."""
    return f"Basic {base64.b64encode(unquote(user).encode()).decode()}"


def _origin(url: Url) -> tuple[str | None, str | None, int]:
    """Scheme, host and port: who may see what was meant for this address."""
    return url.scheme, url.host, port_of(url)
