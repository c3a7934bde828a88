"""How soon a saved entry is served: `sitegen serve` and `hugo server`, asked over loopback until the new bytes come."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from bench.goals import goal_of
from bench.processes import CAN_MEASURE, settle
from bench.report import Result
from bench.running import ENVIRONMENT, Command, in_turn, median
from bench.workshop import PLAIN, Workshop

_ASK_AGAIN_S = 0.005
_FIRST_BUILD_LIMIT_S = 3600
_LIMIT_S = 120


def serve(shop: Workshop) -> Iterator[Result]:
    """A paper of the newest day, and one in the middle of the archive."""
    ours, hugo = shop.built(PLAIN, shop.paper_count), shop.hugo()
    our_port, hugo_port = free_port(), free_port()
    with (
        _running(ours.command("serve", "--port", str(our_port)), our_port) as our_session,
        _running(hugo.serve(hugo_port), hugo_port) as hugo_session,
    ):
        sessions = (our_session, hugo_session)
        for place, our_file, hugo_file in (
            ("the newest day", ours.papers.newest(), hugo.papers.newest()),
            ("the middle of the archive", ours.papers.middle(), hugo.papers.middle()),
        ):
            our_url = f"/papers/{our_file.stem}/"
            hugo_url = f"/{hugo_file.relative_to(hugo.papers.content).with_suffix('').as_posix()}/"
            runs = in_turn(
                shop.rounds,
                partial(_seconds_until_served, our_file, our_port, our_url, sessions),
                partial(_seconds_until_served, hugo_file, hugo_port, hugo_url, sessions),
            )
            ours_s, hugo_s = shop.tell("sitegen serve", runs[0]), shop.tell("hugo server", runs[1])
            yield Result(
                what=f"a saved entry served, {place}, {shop.paper_count:,} papers",
                sitegen=f"{median(ours_s) * 1000:,.0f} ms",
                beside=f"hugo server {median(hugo_s) * 1000:,.0f} ms",
                value=median(ours_s) * 1000,
                unit=" ms",
                goal=goal_of("serve", shop.paper_count),
            )
    shop.remove(hugo)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def _running(command: Command, port: int) -> Iterator[int]:
    """A server that shows its site; answers its session. It ends as with Ctrl-C."""
    process = subprocess.Popen(
        command,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(process, port)
        yield process.pid
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + _FIRST_BUILD_LIMIT_S
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError):
            if _answer(port, "/")[0] == 200:
                return
        time.sleep(0.1)
    raise click.ClickException(f"port {port}: no site after {_FIRST_BUILD_LIMIT_S} s, or the server ended")


def _seconds_until_served(file: Path, port: int, url: str, sessions: tuple[int, ...]) -> float:
    """From the save (the rename of a new file over the old one, as editors do it) to the first answer that has it."""
    _answer(port, url)  # Hugo renders what somebody looks at
    _settle(sessions)
    mark = f"edit {time.time_ns()}"
    text = file.read_text("utf-8")
    scratch = file.with_name(f".{file.name}~")
    scratch.write_text(f"{text.rstrip()} [{mark}]\n", "utf-8")
    start = time.perf_counter()
    scratch.rename(file)
    while time.perf_counter() < start + _LIMIT_S:
        if f"[{mark}]".encode() in _answer(port, url)[1]:
            return time.perf_counter() - start
        time.sleep(_ASK_AGAIN_S)
    raise click.ClickException(f"{url}: the old bytes after {_LIMIT_S} s")


def _settle(sessions: tuple[int, ...]) -> None:
    """What the saves before set going is over, in both servers."""
    if not CAN_MEASURE:
        return time.sleep(2 * len(sessions))
    for session in sessions:
        settle(session)
    return None


def _answer(port: int, url: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", url)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
