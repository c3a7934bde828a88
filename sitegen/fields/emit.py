"""Values → YAML that says the same to every reader: text that looks like a date, a number or a truth is quoted."""

import re
from collections.abc import Iterable, Mapping

import yaml

_WIDTH = 1 << 30
# What PyYAML writes as it is: it takes 150 µs to find out, and an entry has twenty such texts.
_PLAIN = re.compile(r"[A-Za-zÀ-ɏ](?:[A-Za-z0-9À-ɏ.,;()/'’&+–-]|:(?=[^\s:])|[ ](?=[A-Za-z0-9À-ɏ(]))*")
_PLAIN_IN_FLOW = re.compile(r"[A-Za-zÀ-ɏ](?:[A-Za-z0-9À-ɏ.()/'’&+–-]|[ ](?=[A-Za-z0-9À-ɏ(]))*")
_NUMBER = re.compile(r"[0-9]+\.[0-9]+")
# https://yaml.org/type/bool.html and https://yaml.org/type/null.html
_MISREAD = frozenset({"yes", "no", "y", "n", "true", "false", "on", "off", "null"})
_LINE_BREAK = re.compile("[\r\n\x85\u2028\u2029]")


def scalar(text: str) -> str:
    """One line of YAML that reads back as `text`, in this project (all text) and in any YAML reader (a string)."""
    if _PLAIN.fullmatch(text) and text.lower() not in _MISREAD:
        return text
    return f"'{text}'" if _NUMBER.fullmatch(text) else _dumped(text, [text])


def flow(texts: tuple[str, ...]) -> str:
    """`[a, b]` on one line."""
    if all(_PLAIN_IN_FLOW.fullmatch(text) and text.lower() not in _MISREAD for text in texts):
        return f"[{', '.join(texts)}]"
    return _dumped(list(texts), texts)


def flow_scalar(text: str) -> str:
    """What `scalar` says, fit to stand inside `[…]` or `{…}`, where a comma or a bracket needs quotes too."""
    return flow((text,))[1:-1]


def flow_value(value: object) -> str:
    """Text, lists and mappings of it inside each other, on one line: `{shelf: two, tags: [a, b]}`."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{flow_scalar(name)}: {flow_value(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(flow_value, value))}]"
    assert isinstance(value, str), "text, or lists and mappings of it"
    return flow_scalar(value)


def block(texts: tuple[str, ...], indent: int) -> str:
    """One `- text` line for each, the lines after the first indented; `[]` for none."""
    return f"\n{' ' * indent}".join(f"- {scalar(text)}" for text in texts) or "[]"


def _dumped(value: str | list[str], texts: Iterable[str]) -> str:
    # Only double quotes keep a line break on the line.
    style = '"' if any(_LINE_BREAK.search(text) for text in texts) else None
    # Not CSafeDumper: it writes U+10000 and above, such as emoji, as escapes that nobody can read.
    dumped: str = yaml.dump(
        value, Dumper=yaml.SafeDumper, width=_WIDTH, allow_unicode=True, default_flow_style=True, default_style=style
    )
    return dumped.removesuffix("\n").removesuffix("\n...")
