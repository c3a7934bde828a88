"""An archive of real papers → a bibliography → another archive, by the commands that people run; RIS and CSL-JSON."""

import json
from pathlib import Path

import pytest

from sitegen.archive.entry import Entry
from sitegen.archive.store import read_entry
from sitegen.render.formats.bibtex import bibtex_with_abstract
from sitegen.render.formats.csl_json import csl_json_with_abstracts
from sitegen.render.formats.ris import ris_with_abstract
from sitegen.site.citations import citation_of
from sitegen.site.views import Citation, CitedName
from sitegen.text.characters import on_one_line
from sitegen.text.markdown import to_plain
from sitegen.text.to_latex import latex_line
from tests.harness import SHARED, SiteTest
from tests.render.citing import parts_of_names
from tests.render.reference_rules import csl_mistakes, ris_references

PAPERS = SHARED / "hf-daily-2024.jsonl.gz"


def _entries(site: SiteTest) -> dict[str, Entry]:
    files = (file.relative_to(site.folder).as_posix() for file in site.folder.glob("content/2*/**/*.md"))
    found = (
        read_entry((site.folder / path).read_text("utf-8"), path, frozenset({"scaling", "evaluation"}))
        for path in files
    )
    return {entry.key: entry for entry in found}


def _parts(name: CitedName) -> tuple[str, ...]:
    """First, von, last and jr, as BibTeX should see them; braces aside, which keep words together."""
    written = map(latex_line, (name.given, name.particle, name.family or name.whole, name.suffix))
    return tuple(written)


def _without_outer_braces(part: str) -> str:
    return part.removeprefix("{").removesuffix("}")


def _look_at_other_formats(citations: tuple[Citation, ...]) -> None:
    """Each paper stands in them once, with all of its names, by the rules of the format."""
    references = ris_references("".join(map(ris_with_abstract, citations)))
    items = json.loads(csl_json_with_abstracts(citations))
    assert csl_mistakes(items) == []
    for citation, fields, item in zip(citations, references, items, strict=True):
        told = dict(fields)
        assert told["ID"] == item["id"] == citation.key
        assert (told["TI"], item["title"]) == (on_one_line(citation.title), citation.title)
        assert (told["AB"], item["abstract"]) == (on_one_line(citation.abstract), citation.abstract)
        assert len(citation.names) == len(item["author"]) == [tag for tag, _ in fields].count("AU")
        date = item["issued"]["date-parts"][0]
        assert told["DA"] == "{:04}/{:02}/{:02}/".format(*date)
        assert told["UR"] == item["URL"] == citation.url


def test_a_bibliography_of_real_papers_has_no_key_twice_and_is_ingested_back(tmp_path: Path) -> None:
    if not PAPERS.is_file():
        pytest.skip("the real papers are not in this checkout: ../shared/data")
    archive, copy = SiteTest(tmp_path / "archive"), SiteTest(tmp_path / "copy")
    assert archive.run("ingest", str(PAPERS)).returncode == 0
    entries = _entries(archive)
    citations = {key: citation_of(entry, "en", "") for key, entry in entries.items()}
    text = "\n".join(map(bibtex_with_abstract, citations.values()))
    names = parts_of_names(text)
    assert len(names) == len(entries) == 2202
    for citation in citations.values():
        told = [tuple(map(_without_outer_braces, parts)) for parts in names[citation.key]]
        assert told == [tuple(map(_without_outer_braces, _parts(name))) for name in citation.names]
    _look_at_other_formats(tuple(citations.values()))
    copy.write("all.bib", text)
    assert copy.run("ingest", "--format", "bibtex", "--date", "2025-01-01", "all.bib").returncode == 0
    copies = _entries(copy)
    assert copies.keys() == entries.keys()
    for key, entry in entries.items():
        found = copies[key]
        assert (found.title, found.authors, found.published) == (entry.title, entry.authors, entry.published)
        assert (found.arxiv_id, found.doi, found.venue) == (entry.arxiv_id, entry.doi, entry.venue)
        assert (found.categories, found.keywords) == (entry.categories[:1], entry.keywords)
        assert (found.links.abs, found.links.pdf) == (entry.links.abs, entry.links.pdf)
        assert to_plain(found.abstract) == to_plain(entry.abstract)
