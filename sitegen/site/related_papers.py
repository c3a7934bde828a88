"""Related papers → what the page of a paper shows of them, in two orders."""

from collections.abc import Mapping

from sitegen.archive.brief import Brief
from sitegen.site.builder import Builder, language_of
from sitegen.site.views import RelatedPaper

RelatedByKey = Mapping[str, tuple[RelatedPaper, ...]]


def related_papers(b: Builder, briefs: Mapping[str, tuple[Brief, ...]]) -> RelatedByKey:
    """By the key of a paper, the related ones, the closest first."""
    return {key: tuple(_related_paper(b, brief) for brief in found) for key, found in briefs.items()}


def newest_first(papers: tuple[RelatedPaper, ...]) -> tuple[RelatedPaper, ...]:
    """The same papers by date, the closer one first of one day; none if that is the order they are in."""
    newest = tuple(sorted(papers, key=lambda paper: -paper.date.toordinal()))
    return newest if newest != papers else ()


def _related_paper(b: Builder, brief: Brief) -> RelatedPaper:
    return RelatedPaper(
        title=brief.title,
        url=b.addresses.paper(brief),
        language=language_of(b, brief),
        date=brief.date,
        is_withdrawn=brief.is_withdrawn,
        is_draft=brief.is_draft,
    )
