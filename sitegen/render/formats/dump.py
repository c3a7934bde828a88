"""What there is, for programs: the dump as JSON, its checksums, its README; `/api/index.json`; llms.txt; OpenSearch."""

from collections.abc import Iterable, Iterator

import msgspec

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.xml import DECLARATION, element, parent
from sitegen.render.phrases import Phrase
from sitegen.site.file_views import ApiIndex, Dump, LlmsText, OpenSearch
from sitegen.text.portable import portable_text, shown_address

# The text of the README, with {title}, {url}, {license}, {files} and the name of a file in it; a theme may lack it.
DUMP_README, DUMP_LICENSE = "dump_readme", "dump_license"
_README = Phrase(
    "# The papers of {title}\n\nEach month has a file of each kind; {list} names them with sizes and checksums.\n\n"
    "{files}\n\n## Licence\n\n{license}\n"
)
# What is said of files in the README, of one line each; a theme may lack it.
_REFERENCES = ("bib", "ris", "csl.json")
_ENGLISH = {
    "dump_jsonl": (("jsonl",), Phrase("`sitegen ingest *.jsonl` reads them into an archive.")),
    "dump_references": (_REFERENCES, Phrase("for reference managers.")),
    "dump_csv": (("csv",), Phrase("for spreadsheets.")),
    "dump_md": (("md",), Phrase("for reading.")),
}
WORDS_OF_README = (DUMP_README, DUMP_LICENSE, *_ENGLISH)
_LICENSE = Phrase(
    "Titles and abstracts belong to the authors of the papers. Metadata of arXiv is free of rights (CC0 1.0)."
)


def dump_index(view: Dump, _: Catalogue) -> str:
    """The months, newest first, with their files: a line for each month."""
    head: dict[str, object] = {"title": view.title, "base_url": view.base_url, "license": view.license}
    months = (
        {
            "month": f"{month.month:%Y-%m}",
            "papers": month.count,
            "files": [
                {"path": file.path, "format": file.format, "bytes": file.size, "sha256": file.sha256}
                for file in month.files
            ],
        }
        for month in view.months
    )
    return _document(head, "months", months)


def dump_sums(view: Dump, _: Catalogue) -> str:
    """As `sha256sum` writes them, for `sha256sum -c` in the folder of the site."""
    return "".join(f"{file.sha256}  {file.path}\n" for month in view.months for file in month.files)


def dump_readme(view: Dump, catalogue: Catalogue) -> str:
    """What the files are, how they come into an archive, and what may be done with them."""
    text = catalogue.phrases.get(DUMP_README, _README).other
    license_text = view.license or catalogue.phrases.get(DUMP_LICENSE, _LICENSE).other
    values = {
        "{title}": portable_text(view.title),
        "{url}": shown_address(view.base_url),
        "{list}": shown_address(f"{view.base_url}downloads/dump.json"),
        "{files}": "\n".join(_lines_of_files(view.suffixes, catalogue)),
        "{license}": portable_text(license_text),
    }
    for name, value in values.items():
        text = text.replace(name, value)
    return text.rstrip("\n") + "\n"


def _lines_of_files(suffixes: tuple[str, ...], catalogue: Catalogue) -> Iterator[str]:
    """A line for each use that some of the files have."""
    for name, (of_use, english) in _ENGLISH.items():
        made = ", ".join(f"`.{suffix}`" for suffix in of_use if suffix in suffixes)
        if made:
            yield f"* {made}: {catalogue.phrases.get(name, english).other}"


def api_index(view: ApiIndex, _: Catalogue) -> str:
    """Addresses by what they give, topics, and the days of each month: a line for each month, newest first."""
    head = {
        "title": view.title,
        "description": view.description,
        "language": view.language,
        "base_url": view.base_url,
        "addresses": dict(view.forms),
        "topics": dict(view.topics),
        "papers": view.count,
        "latest": view.months[0].days[0].isoformat() if view.months else None,
    }
    months = (
        {"month": f"{month.month:%Y-%m}", "papers": month.count, "days": [day.isoformat() for day in month.days]}
        for month in view.months
    )
    return _document(head, "months", months)


def llms_text(view: LlmsText, _: Catalogue) -> str:
    """llms.txt as https://llmstxt.org has it: a heading, a quote, lists of links under headings."""
    blocks = [f"# {portable_text(view.title)}"]
    if view.tagline:
        blocks.append(f"> {portable_text(view.tagline)}")
    blocks.extend(view.notes)
    for heading, links in view.sections:
        blocks.append(f"## {heading}")
        blocks.append("\n".join(f"- [{name}]({url})" + (f": {what}" if what else "") for name, url, what in links))
    return "\n\n".join(blocks) + "\n"


def open_search(view: OpenSearch, _: Catalogue) -> str:
    """The description that browsers take a search from (OpenSearch 1.1). Its names are short: 16 and 1,024 signs."""
    return (
        DECLARATION
        + parent(
            "OpenSearchDescription",
            [
                element("ShortName", view.title[:16].strip()),
                element("LongName", view.title[:48].strip()),
                element("Description", view.description[:1024]),
                element("InputEncoding", "UTF-8"),
                element("Language", view.language),
                element("Url", type_="text/html", method="get", template=f"{view.search_url}?q={{searchTerms}}"),
                element("Url", type_="application/opensearchdescription+xml", rel="self", template=view.self_url),
            ],
            xmlns="http://a9.com/-/spec/opensearch/1.1/",
        )
        + "\n"
    )


def _document(head: dict[str, object], name: str, rows: Iterable[object]) -> str:
    """A JSON object: a line for each member of its head, then a list with a line for each row."""
    lines = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    listed = ",\n".join(map(_json, rows))
    return "{" + ",\n".join([*lines, f"{_json(name)}: [\n{listed}\n]"]) + "}\n"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
