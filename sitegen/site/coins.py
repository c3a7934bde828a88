"""Entry → COinS: an OpenURL ContextObject (ANSI/NISO Z39.88-2004) as keys and values, which Zotero reads from lists."""

from collections.abc import Iterator

from sitegen.archive.entry import Entry
from sitegen.site.citations import paper_url, publication_date
from sitegen.site.cited_names import cited_name
from sitegen.site.venues import PREPRINT, kind_of
from sitegen.site.views import CitedName
from sitegen.text.percent import escapes, percent_encoded

# The reader of a list pays for each name: where there are more, Zotero is told of the first and can ask by the id.
MOST_NAMES = 20
_FORMATS = {"conference": "book", "journal": "journal", "preprint": "dc"}
# `proceeding` is the paper, `preprint` Zotero's own name of the kind, which Dublin Core leaves open.
_KINDS = {"conference": "rft.genre=proceeding", "journal": "rft.genre=article", "preprint": "rft.type=preprint"}
_TITLES = {"conference": "rft.atitle", "journal": "rft.atitle", "preprint": "rft.title"}
_VENUES = {"conference": "rft.btitle", "journal": "rft.jtitle", "preprint": "rft.publisher"}
_ESCAPES = escapes("!$()*,-./:;?@_~", space="+")


def coins_of(entry: Entry, page_url: str) -> str:
    """The paper as `ctx_ver=…&rft_val_fmt=…&…`, without its abstract. page_url: its page's; '' without one."""
    kind = kind_of(entry.venue, entry.doi)
    fields = "&".join(
        f"{key}={percent_encoded(value, _ESCAPES)}" for key, value in _fields(entry, kind, page_url) if value
    )
    return f"ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:{_FORMATS[kind]}&{_KINDS[kind]}&{fields}"


def _fields(entry: Entry, kind: str, page_url: str) -> Iterator[tuple[str, str]]:
    yield _TITLES[kind], entry.title
    yield from (("rft.au", _name(cited_name(name))) for name in entry.authors[:MOST_NAMES])
    yield "rft.date", "-".join(f"{part:02}" for part in publication_date(entry, kind))
    yield _VENUES[kind], entry.venue or ("arXiv" if entry.arxiv_id and kind == PREPRINT else "")
    yield "rft_id", f"info:doi/{entry.doi}" if entry.doi else ""
    yield "rft_id", paper_url(entry, page_url)


def _name(name: CitedName) -> str:
    if not name.family:
        return name.whole.replace(",", "")
    family = f"{name.particle} {name.family} {name.suffix}".strip()
    return f"{family}, {name.given}" if name.given else family
