"""Well-formed XML, escaped by construction. Characters that XML forbids do not pass."""

import re
from collections.abc import Iterable
from functools import cache

from sitegen.text.characters import allowed

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# Nothing in it is escaped, forbidden or composed anew: ASCII without controls, quotes, & and the brackets of a tag.
_PLAIN = re.compile(r"[ !#-%'-;=?-~]*")


def element(name: str, content: str = "", **attributes: str) -> str:
    """An element that holds text. A trailing '_' of an attribute's name is dropped, another '_' is a ':'."""
    return (
        f"{_start(name, attributes)}{_escaped(content)}</{name}>" if content else f"{_start(name, attributes)[:-1]}/>"
    )


def parent(name: str, children: Iterable[str], **attributes: str) -> str:
    """An element that holds elements, one on each line."""
    return "\n".join([_start(name, attributes), *children, f"</{name}>"])


def _start(name: str, attributes: dict[str, str]) -> str:
    shown = [f" {_attribute(key)}={_quoted(value)}" for key, value in attributes.items()]
    return f"<{name}{''.join(shown)}>"


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", ":")


# As in xml.sax.saxutils, which imports urllib.request and with it HTTP, TLS and e-mail: a tenth of starting sitegen.
def _escaped(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return allowed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return f'"{text}"'
    escaped = _escaped(text).replace("\n", "&#10;").replace("\t", "&#9;")
    if '"' in escaped and "'" not in escaped:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', "&quot;") + '"'
