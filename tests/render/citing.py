"""What tests of citations share: entries of each kind, and what a writer makes of an entry."""

import datetime as dt

from bibtexparser import parse_string
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts

from sitegen.archive.entry import Entry, Links
from sitegen.site.citations import citation_of
from sitegen.site.views import Citation

PAGE = "https://example.org/papers/"


def entry(**fields: object) -> Entry:
    """An entry on arXiv; fields: what is different."""
    told: dict[str, object] = {
        "key": "2509.01234",
        "path": "content/2025/09/03/2509.01234.md",
        "title": "On the Song of Whales",
        "abstract": "Whales sing.",
        "date": dt.date(2025, 9, 3),
        "published": dt.date(2025, 9, 2),
        "authors": ("Ada Lovelace", "Ludwig van Beethoven"),
        "arxiv_id": "2509.01234",
        "categories": ("cs.SD", "eess.AS"),
        "links": Links(abs="https://arxiv.org/abs/2509.01234", pdf="https://arxiv.org/pdf/2509.01234"),
    }
    return Entry(**{**told, **fields})  # type: ignore[arg-type]


def cited(**fields: object) -> Citation:
    one = entry(**fields)
    return citation_of(one, one.lang or "en", f"{PAGE}{one.key}/")


def parts_of_names(bibliography: str) -> dict[str, list[tuple[str, ...]]]:
    """First, von, last and jr of each author, as BibTeX sees them, by the key of the entry."""
    library = parse_string(bibliography, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert library.failed_blocks == []
    signed = {entry.key: entry.fields_dict["author"].value for entry in library.entries if "author" in entry}
    return {
        key: [tuple(map(" ".join, (name.first, name.von, name.last, name.jr))) for name in names]
        for key, names in signed.items()
    }


OFF_ARXIV = {"arxiv_id": "", "categories": (), "key": "on-the-song-of-whales"}
PREPRINT = cited()
CONFERENCE = cited(venue="NeurIPS 2025", keywords=("whales", "song"))
JOURNAL = cited(
    **OFF_ARXIV,
    venue="Journal of Sea Life",
    doi="10.1000/182",
    links=Links(abs="https://journal.example/182", pdf="https://journal.example/182.pdf"),
)
WITHDRAWN = cited(status="withdrawn")
WITHOUT_AUTHORS = cited(authors=())
WITHOUT_DATE = cited(**OFF_ARXIV, published=None, links=Links())
