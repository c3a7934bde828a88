"""Pages and style sheets → what the Nu HTML checker says against them."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

import msgspec

from audit import tools

_AT_ONCE = 2_000
# The checker reads files, which have no host that could be 'self'. The tests look at the policy in a browser.
_FALSE_ALARM = ".*Resource violates Content Security Policy.*"
# What the grammar of style that the checker has does not know yet (CSS Custom Highlight API, in browsers since 2025).
_NOT_IN_ITS_GRAMMAR = "::highlight("


class Message(msgspec.Struct, frozen=True, rename="camel"):
    """type: error, or info with a sub_type of warning. last_line: 0 where a message has no place."""

    type: str
    message: str
    url: str = ""
    sub_type: str = ""
    last_line: int = 0
    extract: str = ""

    @property
    def is_error(self) -> bool:
        return self.type != "info"


class _Answer(msgspec.Struct):
    messages: tuple[Message, ...]


def messages(files: Iterable[Path], *, is_css: bool) -> tuple[Message, ...]:
    """Errors and warnings, in the order of the files."""
    found: list[Message] = []
    for named in batched([str(path) for path in files]):
        found.extend(message for message in _asked(named, is_css=is_css) if not (is_css and _is_too_new(message)))
    return tuple(found)


def batched(names: list[str]) -> list[list[str]]:
    """No more names at once than a command line holds."""
    return [names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE)]


def _is_too_new(message: Message) -> bool:
    """True if a line of a style sheet was not understood for what the checker's grammar does not have."""
    lines = Path(message.url.removeprefix("file:")).read_text("utf-8").splitlines()
    return message.message == "CSS: Parse Error." and _NOT_IN_ITS_GRAMMAR in lines[message.last_line - 1]


def _asked(named: list[str], *, is_css: bool) -> tuple[Message, ...]:
    # The stack: deep pages and long patterns overflow the one that Java gives by itself.
    command = [tools.java(), "-Xss8m", "-jar", str(tools.vnu()), "--stdout", "--exit-zero-always", "--format", "json"]
    command += ["--filterpattern", _FALSE_ALARM]
    done = subprocess.run([*command, *(["--css"] if is_css else []), *named], capture_output=True, check=False)
    if done.returncode != 0 or not done.stdout.strip():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise tools.Tools(f"the Nu HTML checker ended with exit code {done.returncode}: {said[0]}", "does Java work?")
    return msgspec.json.decode(done.stdout, type=_Answer).messages


def told(message: Message, folder: Path) -> str:
    path = message.url.removeprefix("file:").removeprefix(str(folder)).lstrip("/")
    extract = " ".join(message.extract.split())
    level = "error" if message.is_error else message.sub_type or "note"
    return f"  {path}:{message.last_line}: {level}: {message.message}" + (f"\n    {extract}" if extract else "")
