"""What the preview adds to a page, and the pages it shows while there is no site. Everything else is the site's."""

from html import escape

from sitegen.preview.board import Status
from sitegen.preview.failures import as_text

# No page of a site can lie here: addresses of content begin with a letter or digit.
OWN = "/__preview__/"
# A page that waits for the first build is older than any site, and older than its failure.
_WAITING = "none yet"

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="{own}preview.css">
</head>
<body class="preview-page">
<h1>{title}</h1>
<p>{text}</p>
{details}</body>
</html>
"""


def script(version: str) -> bytes:
    """What is appended to every HTML page: after the end of the document, so that its own bytes stay as built."""
    return f'<script src="{OWN}preview.js" data-version="{escape(version)}"></script>\n'.encode()


def waiting() -> bytes:
    """The page while the first build runs."""
    text = "This page shows the site as soon as it is there."
    return _page("The site is being built", text, "") + script(_WAITING)


def failed(status: Status) -> bytes:
    """The page of a site that could not be built once; the script shows the details, or else the page does."""
    told = "\n\n".join(as_text(failure) for failure in status.failures)
    details = f"<noscript><pre>{escape(told)}</pre></noscript>\n"
    return _page("The site could not be built", "It appears here when this is mended.", details) + script("")


def _page(title: str, text: str, details: str) -> bytes:
    return _PAGE.format(title=title, text=text, details=details, own=OWN).encode()
