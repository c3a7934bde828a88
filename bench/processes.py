"""A program and all it starts: how much memory they hold together, and whether they still work. Reads /proc."""

import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.running import ENVIRONMENT, Command, check

_PERIOD_S = 0.02
_SETTLING_LIMIT_S = 60
CAN_MEASURE = Path("/proc/self/smaps_rollup").is_file()


class Process(NamedTuple):
    """ticks: the processor time it has had."""

    pid: int
    ticks: int


def peak_byte_count(*commands: Command) -> int:
    """The most memory that a command and all its processes held together, over the commands.

    It is the sum of their proportional set sizes (PSS), looked at every 20 ms: a page that forked workers share counts
    once. Looking takes time from the processes, so a run whose memory is measured is never timed.
    """
    return max(map(_peak_byte_count, commands))


def _peak_byte_count(command: Command) -> int:
    peak = 0
    with tempfile.TemporaryFile("w+") as output:
        # A session of its own: a process that outlives its parent still belongs to it.
        process = subprocess.Popen(
            command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
        while process.poll() is None:
            peak = max(peak, sum(_pss(each.pid) for each in of_session(process.pid)))
            time.sleep(_PERIOD_S)
        output.seek(0)
        check(command, process.returncode, output.read())
    return peak


def of_session(session: int) -> list[Process]:
    """The processes of a session, from /proc/PID/stat (proc_pid_stat(5))."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program may hold anything, but not after its last bracket.
            fields = Path(folder, "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            found.append(Process(int(folder.name), int(fields[11]) + int(fields[12])))
    return found


def settle(session: int, quiet_s: float = 0.5) -> None:
    """Waits until the processes of a session have had no processor time for a while, a minute at most."""
    before, end = -1, time.monotonic() + _SETTLING_LIMIT_S
    while (ticks := sum(process.ticks for process in of_session(session))) != before and time.monotonic() < end:
        before = ticks
        time.sleep(quiet_s)


def _pss(pid: int) -> int:
    try:
        lines = Path("/proc", str(pid), "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
