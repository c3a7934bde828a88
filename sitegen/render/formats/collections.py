"""References and entries → the files that reference managers and `sitegen ingest` read."""

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.bibtex import bibtex, bibtex_with_abstract
from sitegen.render.formats.csl_json import csl_json_with_abstracts
from sitegen.render.formats.ris import ris_with_abstract
from sitegen.site.file_views import EntryLines, References


def bib_file(view: References, _: Catalogue) -> str:
    """BibTeX with abstracts."""
    return "\n".join(map(bibtex_with_abstract, view.citations))


def short_bib_file(view: References, _: Catalogue) -> str:
    """BibTeX without abstracts, for a list of references."""
    return "\n".join(map(bibtex, view.citations))


def ris_file(view: References, _: Catalogue) -> str:
    """RIS with abstracts."""
    return "".join(map(ris_with_abstract, view.citations))


def csl_file(view: References, _: Catalogue) -> str:
    """CSL-JSON with abstracts."""
    return csl_json_with_abstracts(view.citations)


def jsonl_file(view: EntryLines, _: Catalogue) -> str:
    """JSON Lines as `sitegen export` writes them, without what ingest noted: that is the archive's alone."""
    # It brings what reads sources, whose patterns take 10 ms: most builds make no such file.
    from sitegen.archive.export import line_of

    return b"".join(line_of(entry, None) for entry in view.entries).decode()
