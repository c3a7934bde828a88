"""Entry or brief → COinS: an OpenURL ContextObject (Z39.88-2004) as keys and values; Zotero reads lists by it."""

from collections.abc import Iterator

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.site.citations import address_of, publication_date
from sitegen.site.cited_names import cited_name, family_first
from sitegen.site.venues import PREPRINT, kind_of
from sitegen.text.lines import line_words
from sitegen.text.percent import escapes, percent_encoded

# The reader of a list pays for each name, 8 bytes. Of 2,202 papers, 18 have more.
MOST_NAMES = 50
_FORMATS = {"conference": "book", "journal": "journal", "preprint": "dc"}
# `proceeding` is the paper, `preprint` Zotero's own name of the kind, which Dublin Core leaves open.
_KINDS = {"conference": "rft.genre=proceeding", "journal": "rft.genre=article", "preprint": "rft.type=preprint"}
_TITLES = {"conference": "rft.atitle", "journal": "rft.atitle", "preprint": "rft.title"}
_VENUES = {"conference": "rft.btitle", "journal": "rft.jtitle", "preprint": "rft.publisher"}
_ESCAPES = escapes("!$()*,-./:;?@_~", space="+")


def coins_of(paper: Entry | Brief, page_url: str) -> str:
    """The paper as `ctx_ver=…&rft_val_fmt=…&…`, without its abstract. page_url: its page's; '' without one."""
    kind = kind_of(paper.venue, paper.doi)
    fields = "&".join(
        f"{key}={percent_encoded(value, _ESCAPES)}" for key, value in _fields(paper, kind, page_url) if value
    )
    return f"ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:{_FORMATS[kind]}&{_KINDS[kind]}&{fields}"


def _fields(paper: Entry | Brief, kind: str, page_url: str) -> Iterator[tuple[str, str]]:
    yield _TITLES[kind], line_words(paper.title)
    names = paper.author_names if isinstance(paper, Brief) else paper.authors
    yield from (("rft.au", family_first(cited_name(name))) for name in names[:MOST_NAMES])
    yield "rft.date", "-".join(f"{part:02}" for part in publication_date(paper, kind))
    yield _VENUES[kind], paper.venue or ("arXiv" if paper.arxiv_id and kind == PREPRINT else "")
    yield "rft_id", f"info:doi/{paper.doi}" if paper.doi else ""
    abs_url = paper.abs if isinstance(paper, Brief) else paper.links.abs
    yield "rft_id", address_of(abs_url, paper.arxiv_id, paper.doi) or page_url
    # Zotero makes a tag of it.
    yield "rft.subject", "Withdrawn" if paper.is_withdrawn else ""
