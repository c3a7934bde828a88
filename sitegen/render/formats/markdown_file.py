"""A day or a month → Markdown for reading and for notes: what its page shows, without the page."""

from collections.abc import Iterator

from sitegen.render.catalogue import Catalogue
from sitegen.render.phrases import Phrase
from sitegen.site.file_views import FileDay, FilePaper, FileText
from sitegen.text.portable import portable, portable_text, shown_address

# Names of links and of the mark of a withdrawn paper; a theme may lack them.
_ENGLISH = {
    "link_abs": "Paper",
    "link_pdf": "PDF",
    "link_code": "Code",
    "link_project": "Project",
    "link_video": "Video",
    "link_discussion": "Discussion",
    "file_page": "Page here",
    "withdrawn": "Withdrawn",
}
WORDS_OF_FILES = tuple(_ENGLISH)


def markdown_file(view: FileText, catalogue: Catalogue) -> str:
    """A heading for each day of a month, a heading for each paper. A file of one day has no second heading of it."""
    words = {name: catalogue.phrases.get(name, Phrase(_ENGLISH[name])).other for name in WORDS_OF_FILES}
    blocks = [f"# {portable_text(view.name)} · {view.period}"]
    is_day = view.kind == "day_md"
    for day in view.days:
        blocks.extend(_day(day, is_day=is_day))
        for paper in day.papers:
            blocks.extend(_paper(paper, "##" if is_day else "###", words))
    return "\n\n".join(blocks) + "\n"


def _day(day: FileDay, *, is_day: bool) -> Iterator[str]:
    if not is_day:
        yield f"## {day.date.isoformat()}"
    if day.url:
        yield shown_address(day.url)
    if day.note:
        yield portable(day.note)


def _paper(paper: FilePaper, mark: str, words: dict[str, str]) -> Iterator[str]:
    yield f"{mark} {portable_text(paper.title)}"
    if paper.is_withdrawn:
        yield f"**{words['withdrawn']}**"
    if paper.authors:
        yield portable_text(", ".join(paper.authors))
    facts = (
        paper.published.isoformat() if paper.published else "",
        paper.venue,
        f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else "",
        ", ".join(paper.topics),
    )
    if line := " · ".join(fact for fact in facts if fact):
        yield portable_text(line)
    if paper.summary:
        yield portable_text(paper.summary)
    if paper.abstract:
        yield portable(paper.abstract)
    links = [(f"link_{link.kind}", link.url) for link in paper.links]
    if paper.page_url:
        links.insert(0, ("file_page", paper.page_url))
    if links:
        yield "\n".join(f"- {words[name]}: {shown_address(url)}" for name, url in links)
