"""Text → an address that is the file itself, so that a link downloads it without a request and without a script."""

from sitegen.text.percent import escapes, percent_encoded

# What may stand in an address, and needs no escape in an attribute either (URL Standard, "URL code points").
_ESCAPES = escapes("!$()*+,-./:;=?@_~")


def data_url(text: str, media_type: str) -> str:
    """The address. Everything else is escaped, so that no sign of the text ends the address or the attribute."""
    return f"data:{media_type};charset=utf-8,{percent_encoded(text, _ESCAPES)}"
