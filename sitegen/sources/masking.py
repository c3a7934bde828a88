"""Addresses as messages show them: without passwords, tokens and keys. Pure; takes any text, never fails."""

import re
from urllib.parse import unquote_plus

MASK = "***"
# Also where a slip of the pen left the scheme out, or turned the slashes round.
_USER = re.compile(r"^((?:[a-z][a-z0-9+.-]*:)?[/\\]+|)[^/\\?]*@", re.IGNORECASE)
# What the names of such parameters end with: api_key, access_token, X-Amz-Signature, apikey2, passwords.
_SECRET = re.compile(
    r"(key|token|secret|passw(or)?d|pass|pwd|auth|authorization|credential|signature|sig|session|sid|jwt|bearer)s?\d*$",
    re.IGNORECASE,
)
# Some servers separate parameters with ';', as HTML 4 advised (appendix B.2.2).
_BETWEEN = re.compile(r"([&;])")


def masked(url: str) -> str:
    """The address with its user and the values of secret parameters replaced, and without its fragment."""
    address, mark, query = url.partition("#")[0].partition("?")
    return _USER.sub(rf"\1{MASK}@", address) + mark + "".join(map(_masked_parameter, _BETWEEN.split(query)))


def _masked_parameter(parameter: str) -> str:
    name, mark, _ = parameter.partition("=")
    return f"{name}={MASK}" if mark and _is_secret(name) else parameter


def _is_secret(name: str) -> bool:
    """True for the names of secrets, as a server reads them: `to%6ben` is `token`, `auth[key]` ends with `key`."""
    return bool(_SECRET.search(unquote_plus(name).strip(" ]\"'")))
