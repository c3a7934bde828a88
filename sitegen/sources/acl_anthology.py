"""The XML of the ACL Anthology: a collection of volumes with their papers (`data/xml/2022.acl.xml`)."""

import datetime as dt
import re
from functools import partial

from sitegen.problems import Location
from sitegen.sources.elements import Element, head_of, parsed, read_items
from sitegen.sources.identifiers import arxiv_id_in, doi_of, links_of
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import broken, listing_day
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.characters import line
from sitegen.text.links import web_link

_ROOT = re.compile(r"<(?:(?P<collection>collection)\s[^>]*\bid\s*=|[A-Za-z])")
_EXPECTED = "the XML of the ACL Anthology"
_SITE = "https://aclanthology.org/"
# `2022.acl-long.1` or `P18-1001`; some volumes give addresses of other sites instead.
_OWN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def is_acl_anthology(data: bytes) -> bool:
    """True if a file begins as a collection of the ACL Anthology does."""
    root = _ROOT.search(head_of(data))
    return bool(root and root["collection"])


def read_acl_anthology(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of all volumes of a collection, in order. date: the digest date, required: the Anthology tells none.

    What stands before the papers of a volume is none. Raises SiteError if the file is no such XML. A paper without an
    abstract, or that cannot be read, is rejected with its line; the others are read.
    """
    root = parsed(data, path, _EXPECTED)
    if root.name != "collection":
        message = f"XML of <{root.name.rpartition('}')[2][:60]}> (expected {_EXPECTED})"
        raise broken(Location(path, root.line, root.column), message, "is this another format? --format names it")
    found = [(paper, _venue(volume)) for volume in root.all("volume") for paper in volume.all("paper")]
    venues = tuple(venue for _, venue in found)
    return read_items(tuple(paper for paper, _ in found), path, partial(_record, venues=venues, declared=date))


def _record(paper: Element, number: int, venues: tuple[str, ...], declared: dt.date | None) -> Record:
    """A paper. venues: of all papers, by number.

    Nothing says when it came out: `month` may be "May 2 - May 7", and `ingest-date` is that of the Anthology, which
    took in the papers of forty years at once.
    """
    title, abstract = _plain(paper.first("title")), _plain(paper.first("abstract"))
    name = line(paper.text_of("bibkey", "url"))
    own_id = paper.text_of("url")
    pages = own_id if _OWN_ID.fullmatch(own_id) else ""
    abs_page = f"{_SITE}{pages}/" if pages else web_link(own_id)
    said = {
        "abs": "" if abs_page.lower().endswith(".pdf") else abs_page,
        "pdf": f"{_SITE}{pages}.pdf" if pages else abs_page if abs_page.lower().endswith(".pdf") else "",
        "code": next((url for code in paper.all("pwccode") if (url := web_link(code.attributes.get("url")))), ""),
        "video": next((url for video in paper.all("video") if (url := _video(video))), ""),
    }
    return Record(
        title=title,
        abstract=abstract,
        date=listing_day(title, abstract, declared, known_as=name),
        item=name or f"item {number}",
        position=number,
        authors=tuple(filter(None, map(_name, paper.all("author")))),
        arxiv_id=arxiv_id_in(own_id)[0],
        doi=doi_of(paper.text_of("doi")),
        venue=venues[number - 1],
        links=links_of(said, "", abstract),
        withdrawn=_withdrawal(paper) or withdrawal_told("", abstract),
    )


def _venue(volume: Element) -> str:
    meta = volume.first("meta")
    return _plain(meta.first("booktitle")) if meta else ""


def _plain(element: Element | None) -> str:
    """The text on one line: `<fixed-case>`, `<b>` and `<i>` leave theirs, `<tex-math>` becomes `$…$`."""
    return line(_with_formulas(element)) if element else ""


def _with_formulas(element: Element) -> str:
    parts = (part if isinstance(part, str) else _with_formulas(part) for part in element.content)
    text = "".join(parts)
    return f"${text.strip()}$" if element.name == "tex-math" and text.strip() else text


def _name(author: Element) -> str:
    """Given name first; what else stands in an author, such as an affiliation, is left out."""
    return line(f"{author.text_of('first')} {author.text_of('last')}")


def _video(video: Element) -> str:
    target = video.attributes.get("href", "")
    return f"{_SITE}{target}" if _OWN_ID.fullmatch(target) else web_link(target)


def _withdrawal(paper: Element) -> str:
    element = paper.first("retracted", "removed")
    return (line(element.text) or element.name) if element else ""
