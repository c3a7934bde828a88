"""What reference managers find on published pages: Zotero's readers of meta elements and COinS, restated; JSON-LD."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from sitegen.render.formats.citation_tags import citation_tags
from tests.harness import SITE_YAML, SiteTest
from tests.render.citing import cited
from tests.render.reference_rules import csl_mistakes, ris_references

NAMES = [f"Ada B{str(number).translate(str.maketrans('0123456789', 'abcdefghij'))}" for number in range(3_303)]
ARXIV = {
    "arxiv_id": '"2509.01234"',
    "published": "2025-09-02",
    "authors": "[Ada Lovelace, Laurens J. van der Maaten, Gemini Team]",
    "categories": "[cs.CL, cs.AI]",
    "keywords": "[whales, 'song; sea']",
    "links": "{abs: https://arxiv.org/abs/2509.01234, pdf: https://arxiv.org/pdf/2509.01234}",
}
HOSTILE = "'</script><script>alert(1)</script> & \"<!--'"


class Found(HTMLParser):
    """The meta elements, the context objects, the links to files and the data blocks of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: list[tuple[str, str]] = []
        self.coins: list[str] = []
        self.files: dict[str, str] = {}
        self.blocks: list[str] = []
        self.is_block = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in said:
            self.meta.append((said.get("name") or said.get("property", ""), said["content"]))
        if tag == "span" and said.get("class") == "Z3988":
            self.coins.append(said["title"])
        if tag == "a" and "download" in said:
            self.files[said["download"]] = said["href"]
        self.is_block = tag == "script" and said.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self.is_block:
            self.blocks.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.is_block = False

    def all_of(self, name: str) -> list[str]:
        return [value for known, value in self.meta if known == name]


# "Embedded Metadata" of Zotero's translators: the fields it fills, and the elements it fills them from; what stands
# above overwrites what "RDF" took from what stands below.
RDF_FIELDS = {
    "title": ("og:title",),
    "publicationTitle": ("DC.source", "og:site_name"),
    "url": ("og:url",),
    "abstractNote": ("og:description",),
    "date": ("og:published_time", "article:published_time", "DC.date", "DCTERMS.issued"),
}
FIELDS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_conference_title": "conferenceName",
    "citation_publisher": "publisher",
    "citation_abstract": "abstractNote",
    "citation_doi": "DOI",
    "citation_public_url": "url",
    "citation_language": "language",
}
KINDS = {"citation_journal_title": "journalArticle", "citation_conference_title": "conferencePaper"}


def embedded(page: Found) -> dict[str, object]:
    """The item that Zotero makes of a page's meta elements."""
    first = dict(reversed(page.meta))
    kind = next((kind for name, kind in KINDS.items() if name in first), first.get("DC.type", "journalArticle"))
    item: dict[str, object] = {"kind": kind}
    for field, names in RDF_FIELDS.items():
        item[field] = next((first[name] for name in names if name in first), "")
    item |= {field: first[name] for name, field in FIELDS.items() if name in first}
    if kind == "preprint":
        # A preprint has no such field; its publisher is called its repository.
        del item["publicationTitle"]
    item["creators"] = [creator for text in page.all_of("citation_author") for creator in _creators(page, text)]
    item["tags"] = [tag.strip() for text in page.all_of("citation_keywords") for tag in text.split(";")]
    item["date"] = item["date"] or first.get("citation_online_date", "") or first.get("citation_year", "")
    item["pdf"] = page.all_of("citation_pdf_url")
    return item


def _creators(page: Found, text: str) -> list[tuple[str, str]]:
    authors = re.split(r"\s*;\s*", text)
    parts = re.split(r"\s*,\s*", authors[0])
    is_one = len(authors) == len(page.all_of("citation_author")) == 1
    if is_one and len(parts) > 1 and " " in parts[0] and " " in parts[1] and not re.match("(?i)van|de|von", parts[0]):
        authors = parts
    return [_creator(author) for author in authors]


def _creator(author: str) -> tuple[str, str]:
    """`cleanAuthor`: the family name, and the given ones."""
    if "," in author:
        family, given = re.split(r", ?", author)[:2]
        return family, given
    *given_names, family = author.split(" ")
    return family, " ".join(given_names)


# The fields that it fills from the keys of each kind, and from those of all.
KEYS = {
    "journalArticle": {"rft.atitle": "title", "rft.jtitle": "publicationTitle"},
    "conferencePaper": {"rft.atitle": "title", "rft.btitle": "publicationTitle"},
    "webpage": {"rft.title": "title"},
}
ALL_KEYS = {"rft.date": "date", "rft.publisher": "publisher", "rft.type": "kind"}


def context_object(text: str) -> dict[str, object]:
    """The item that Zotero makes of a context object (`parseContextObject`)."""
    parts = text.split("&")
    assert all(part.count("=") == 1 for part in parts), "Zotero reads what stands before a second one"
    pairs = [(key, unquote(re.sub("(?i)[+]|%2B", " ", raw))) for key, raw in (part.split("=") for part in parts)]
    form = dict(pairs)["rft_val_fmt"].removeprefix("info:ofi/fmt:kev:mtx:")
    kind = {"journal": "journalArticle", "dc": "webpage"}.get(form, "book")
    if form == "book" and "rft.genre=proceeding" in parts:
        kind = "conferencePaper"
    fields = {**KEYS[kind], **ALL_KEYS}
    item: dict[str, object] = {"kind": kind, "creators": [_creator(value) for key, value in pairs if key == "rft.au"]}
    item |= {fields[key]: value for key, value in pairs if key in fields}
    tags = [value for key, value in pairs if key == "rft.subject"]
    ids = [value for key, value in pairs if key == "rft_id"]
    dois = [value.removeprefix("info:doi/") for value in ids if value.startswith("info:doi/")]
    urls = [value for value in ids if value.startswith(("http://", "https://"))]
    found = {"tags": tags, "DOI": dois[-1:], "url": urls[-1:]}
    return item | {name: values if name == "tags" else values[0] for name, values in found.items() if values}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """A day with a paper of each kind."""
    made = SiteTest(tmp_path_factory.mktemp("cited")).without_search()
    off_arxiv = {"published": "2025-09-02", "authors": "[Ada Lovelace]"}
    made.entry(
        "2025/09/03/preprint", "Whales *sing*.\n\nLoudly: $x^2$.", **ARXIV, title="On $O(N)$ Whales", topics="[scaling]"
    )
    made.entry("2025/09/03/conference", **{**ARXIV, "arxiv_id": '"2509.01235"'}, venue="NeurIPS 2025")
    made.entry(
        "2025/09/03/journal",
        **off_arxiv,
        venue="Journal of Sea Life",
        doi="10.1000/182",
        links="{pdf: https://journal.example/182.pdf}",
    )
    made.entry(
        "2025/09/03/journal-on-arxiv",
        **{**off_arxiv, "arxiv_id": '"2509.01236"', "venue": "Nature", "doi": "10.1038/s41586-025-1"},
    )
    made.entry("2025/09/03/proceedings-by-doi", **off_arxiv, doi="10.18653/v1/2025.acl-long.94")
    made.entry("2025/09/03/preprint-off-arxiv", **off_arxiv, venue="bioRxiv", doi="10.1101/2025.01.01.123456")
    made.entry("2025/09/03/journal-by-doi", **off_arxiv, doi="10.1038/s41586-025-2")
    made.entry("2025/09/03/month-by-id", authors="[Ada Lovelace]", arxiv_id='"2509.01237"')
    made.entry("2025/09/03/withdrawn", **off_arxiv, status="withdrawn", lang="de")
    made.entry("2025/09/03/nobody", published="2025-09-02")
    made.entry("2025/09/03/undated", authors="[Ada Lovelace]")
    made.entry("2025/09/03/many", authors=f"[{', '.join(NAMES)}]", published="2025-09-02")
    made.entry("2025/09/03/hostile", f"An abstract. {HOSTILE}", title=HOSTILE, authors=f"[{HOSTILE}]")
    made.build()
    return made


def _paper(site: SiteTest, key: str) -> Found:
    return Found(site.page(f"papers/{key}/index.html"))


PREPRINT = {
    "kind": "preprint",
    "title": "On O(N) Whales",
    "creators": [("Lovelace", "Ada"), ("van der Maaten", "Laurens J."), ("Team", "Gemini")],
    "publisher": "arXiv",
    "date": "2025/09/02",
    "abstractNote": "Whales sing. Loudly: $x^2$.",
    "url": "https://arxiv.org/abs/2509.01234",
    "language": "en",
    "tags": ["whales", "song", "sea"],
    "pdf": ["https://arxiv.org/pdf/2509.01234"],
}


def test_zotero_takes_all_of_a_preprint_from_its_page(site: SiteTest) -> None:
    page = _paper(site, "preprint")
    assert embedded(page) == PREPRINT
    assert page.all_of("citation_arxiv_id") == ["2509.01234"]
    assert page.all_of("citation_online_date") == ["2025/09/02"]
    # Zotero would prefer it to the meta elements, which say more.
    assert page.coins == []


def test_zotero_takes_all_of_a_paper_of_a_conference_from_its_page(site: SiteTest) -> None:
    page = _paper(site, "conference")
    different = {
        "kind": "conferencePaper",
        "title": "A Title",
        "conferenceName": "NeurIPS 2025",
        "publicationTitle": "NeurIPS 2025",
        "date": "2025",
        "abstractNote": "An abstract.",
    }
    same = {field: value for field, value in PREPRINT.items() if field != "publisher"}
    assert embedded(page) == {**same, **different}
    assert page.all_of("citation_online_date") == ["2025/09/02"]


BARE: Mapping[str, object] = {
    "title": "A Title",
    "creators": [("Lovelace", "Ada")],
    "abstractNote": "An abstract.",
    "language": "en",
    "tags": [],
    "pdf": [],
}


@pytest.mark.parametrize(
    ("key", "different"),
    [
        (
            "journal",
            {
                "kind": "journalArticle",
                "publicationTitle": "Journal of Sea Life",
                "DOI": "10.1000/182",
                "url": "https://doi.org/10.1000/182",
                "pdf": ["https://journal.example/182.pdf"],
                "date": "2025/09/02",
            },
        ),
        (
            "journal-on-arxiv",
            {
                "kind": "journalArticle",
                "publicationTitle": "Nature",
                "DOI": "10.1038/s41586-025-1",
                "url": "https://arxiv.org/abs/2509.01236",
                "pdf": ["https://arxiv.org/pdf/2509.01236"],
                "date": "2025",
            },
        ),
        (
            "proceedings-by-doi",
            {
                "kind": "conferencePaper",
                "publicationTitle": "",
                "DOI": "10.18653/v1/2025.acl-long.94",
                "url": "https://doi.org/10.18653/v1/2025.acl-long.94",
                "date": "2025/09/02",
            },
        ),
        (
            "journal-by-doi",
            {
                "kind": "journalArticle",
                "publicationTitle": "",
                "DOI": "10.1038/s41586-025-2",
                "url": "https://doi.org/10.1038/s41586-025-2",
                "date": "2025/09/02",
            },
        ),
        (
            "month-by-id",
            {
                "publisher": "arXiv",
                "date": "2025/09",
                "url": "https://arxiv.org/abs/2509.01237",
                "pdf": ["https://arxiv.org/pdf/2509.01237"],
            },
        ),
        (
            "preprint-off-arxiv",
            {
                "publisher": "bioRxiv",
                "DOI": "10.1101/2025.01.01.123456",
                "url": "https://doi.org/10.1101/2025.01.01.123456",
                "date": "2025/09/02",
            },
        ),
        ("withdrawn", {"language": "de", "date": "2025/09/02", "tags": ["Withdrawn"]}),
        ("nobody", {"creators": [], "date": "2025/09/02"}),
        ("undated", {"date": ""}),
    ],
)
def test_zotero_takes_what_is_known_of_other_kinds(site: SiteTest, key: str, different: dict[str, object]) -> None:
    expected = {**BARE, "kind": "preprint", "url": f"https://example.org/papers/{key}/", **different}
    assert embedded(_paper(site, key)) == expected


def test_no_element_of_a_page_tells_a_date_of_a_paper_without_one(site: SiteTest) -> None:
    found = _paper(site, "undated").meta
    assert [name for name, value in found if "2025" in value or name.endswith(("date", "time"))] == []


@pytest.mark.parametrize(
    ("authors", "tag"),
    [
        (("Laurens J. van der Maaten",), "van der Maaten, Laurens J."),
        # Alone, Zotero would make two people of him.
        (("Blaise A. Agüera y Arcas",), "Blaise A. Agüera y Arcas"),
        (("Blaise A. Agüera y Arcas", "Ada Lovelace"), "Agüera y Arcas, Blaise A."),
        (("Sammy Davis Jr.",), "Davis Jr., Sammy"),
        (("OpenAI",), "OpenAI"),
        # With the comma Zotero would make a person of it, whose given name is Inc.
        (("Google, Inc.",), "Google Inc."),
    ],
)
def test_a_tag_names_an_author_family_name_first(authors: tuple[str, ...], tag: str) -> None:
    assert next(value for name, value in citation_tags(cited(authors=authors)) if name == "citation_author") == tag


def test_a_page_names_every_author_in_a_tag_of_its_own(site: SiteTest) -> None:
    page = _paper(site, "many")
    authors = page.all_of("citation_author")
    assert (len(authors), authors[0], authors[-1]) == (3_303, "Ba, Ada", "Bddac, Ada")
    (block,) = page.blocks
    assert len(json.loads(block)["author"]) == 20
    bibtex = unquote(page.files["ba2025-many.bib"])
    assert "Bbj, Ada and others}" in bibtex
    assert bibtex.count(" and ") == 20
    assert "It names the first 20 of 3,303 authors." in site.page("papers/many/index.html")


def test_the_data_block_says_the_same_for_search_engines(site: SiteTest) -> None:
    (block,) = _paper(site, "preprint").blocks
    assert json.loads(block) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": "On O(N) Whales",
        "author": [
            {"@type": "Person", "name": "Ada Lovelace"},
            {"@type": "Person", "name": "Laurens J. van der Maaten"},
            {"@type": "Organization", "name": "Gemini Team"},
        ],
        "datePublished": "2025-09-02",
        "identifier": [{"@type": "PropertyValue", "propertyID": "arXiv", "value": "2509.01234"}],
        "url": "https://example.org/papers/preprint/",
        "sameAs": ["https://arxiv.org/abs/2509.01234"],
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": "https://arxiv.org/pdf/2509.01234",
            "encodingFormat": "application/pdf",
        },
        "keywords": ["whales", "song; sea"],
        "inLanguage": "en",
    }
    (journal,) = _paper(site, "journal").blocks
    assert json.loads(journal)["isPartOf"] == {"@type": "Periodical", "name": "Journal of Sea Life"}
    (withdrawn,) = _paper(site, "withdrawn").blocks
    assert json.loads(withdrawn)["creativeWorkStatus"] == "Withdrawn"


def test_zotero_takes_all_papers_of_a_day_from_its_context_objects(site: SiteTest) -> None:
    day = Found(site.page("2025/09/03/index.html"))
    items = {str(item["url"]): item for item in map(context_object, day.coins)}
    arxiv = "https://arxiv.org/abs/2509.01234"
    creators = [("Lovelace", "Ada"), ("van der Maaten", "Laurens J."), ("Team", "Gemini")]
    assert len(day.coins) == 13
    # Two papers here lie at one address of arXiv; the later is that of the conference or of the preprint.
    both = [item for item in map(context_object, day.coins) if item["url"] == arxiv]
    assert sorted(both, key=lambda item: str(item["kind"])) == [
        {
            "kind": "conferencePaper",
            "title": "A Title",
            "publicationTitle": "NeurIPS 2025",
            "creators": creators,
            "date": "2025",
            "url": arxiv,
        },
        {
            "kind": "preprint",
            "title": "On O(N) Whales",
            "publisher": "arXiv",
            "creators": creators,
            "date": "2025-09-02",
            "url": arxiv,
        },
    ]
    assert items["https://doi.org/10.1000/182"] == {
        "kind": "journalArticle",
        "title": "A Title",
        "publicationTitle": "Journal of Sea Life",
        "creators": [("Lovelace", "Ada")],
        "date": "2025-09-02",
        "DOI": "10.1000/182",
        "url": "https://doi.org/10.1000/182",
    }
    assert items["https://example.org/papers/withdrawn/"] == {
        "kind": "preprint",
        "title": "A Title",
        "creators": [("Lovelace", "Ada")],
        "date": "2025-09-02",
        "url": "https://example.org/papers/withdrawn/",
        "tags": ["Withdrawn"],
    }
    ada = {"title": "A Title", "creators": [("Lovelace", "Ada")]}
    by_doi = {key: item for key, item in items.items() if key.startswith("https://doi.org/") and "182" not in key}
    assert by_doi == {
        "https://doi.org/10.1038/s41586-025-2": {
            **ada,
            "kind": "journalArticle",
            "date": "2025-09-02",
            "DOI": "10.1038/s41586-025-2",
            "url": "https://doi.org/10.1038/s41586-025-2",
        },
        "https://doi.org/10.18653/v1/2025.acl-long.94": {
            **ada,
            "kind": "conferencePaper",
            "date": "2025-09-02",
            "DOI": "10.18653/v1/2025.acl-long.94",
            "url": "https://doi.org/10.18653/v1/2025.acl-long.94",
        },
        "https://doi.org/10.1101/2025.01.01.123456": {
            **ada,
            "kind": "preprint",
            "publisher": "bioRxiv",
            "date": "2025-09-02",
            "DOI": "10.1101/2025.01.01.123456",
            "url": "https://doi.org/10.1101/2025.01.01.123456",
        },
    }
    assert items["https://arxiv.org/abs/2509.01236"] == {
        **ada,
        "kind": "journalArticle",
        "publicationTitle": "Nature",
        "date": "2025",
        "DOI": "10.1038/s41586-025-1",
        "url": "https://arxiv.org/abs/2509.01236",
    }
    assert items["https://arxiv.org/abs/2509.01237"]["date"] == "2025-09"
    assert items["https://example.org/papers/nobody/"]["creators"] == []
    assert "date" not in items["https://example.org/papers/undated/"]
    assert items["https://example.org/papers/hostile/"]["title"] == HOSTILE.strip("'")
    assert len(items["https://example.org/papers/many/"]["creators"]) == 50  # type: ignore[arg-type]


def test_the_files_of_a_month_keep_to_the_rules_of_their_formats_for_each_kind_of_paper(site: SiteTest) -> None:
    items = json.loads(site.page("2025/09/2025-09.csl.json"))
    references = ris_references((site.folder / "public/2025/09/2025-09.ris").read_bytes().decode())
    assert csl_mistakes(items) == []
    assert [dict(fields)["ID"] for fields in references] == [item["id"] for item in items]
    kinds = {item["id"].partition("-")[2]: (item["type"], item.get("issued")) for item in items}
    whole_day = {"date-parts": [[2025, 9, 2]]}
    assert kinds == {
        "preprint": ("article", whole_day),
        "conference": ("paper-conference", {"date-parts": [[2025]]}),
        "proceedings-by-doi": ("paper-conference", whole_day),
        "journal-on-arxiv": ("article-journal", {"date-parts": [[2025]]}),
        "journal-by-doi": ("article-journal", whole_day),
        "preprint-off-arxiv": ("article", whole_day),
        "month-by-id": ("article", {"date-parts": [[2025, 9]]}),
        "journal": ("article-journal", whole_day),
        "withdrawn": ("article", whole_day),
        "nobody": ("article", whole_day),
        "undated": ("article", None),
        "many": ("article", whole_day),
        "hostile": ("article", None),
    }


LISTS = ("", "2025/09/03/", "weeks/2025-W36/", "2025/09/")
OF_TOPIC = ("topics/scaling/", "topics/scaling/2025/", "topics/scaling/2025/09/")


def test_every_list_of_papers_has_context_objects_each_paper_once(site: SiteTest) -> None:
    def coins(path: str) -> list[str]:
        return Found(site.page(f"{path}index.html")).coins

    assert {path: len(coins(path)) for path in LISTS} == dict.fromkeys(LISTS, 13)
    assert {path: len(coins(path)) for path in OF_TOPIC} == dict.fromkeys(OF_TOPIC, 1)
    assert {path: len(coins(path)) for path in ("2025/", "archive/", "topics/")} == {
        "2025/": 0,
        "archive/": 0,
        "topics/": 0,
    }
    # What a list of an author knows of a paper without opening its file says the same.
    of_author = coins("authors/ada-lovelace/")
    assert len(of_author) == 10
    assert set(of_author) < set(coins("2025/09/03/"))
    assert coins("topics/scaling/") == [each for each in of_author if "preprint" in each and "Whales" in each]


def test_a_day_beyond_its_budget_leaves_context_objects_to_longer_lists(
    tmp_path: Path,
) -> None:
    site = SiteTest(tmp_path).without_search()
    for number in range(41):
        site.entry(f"2025/09/03/p{number:02}")
    site.build()
    counts = {path: len(Found(site.page(f"{path}index.html")).coins) for path in LISTS}
    assert counts == {"": 0, "2025/09/03/": 0, "weeks/2025-W36/": 41, "2025/09/": 41}


def test_no_text_gets_out_of_where_it_stands(site: SiteTest) -> None:
    html = site.page("papers/hostile/index.html")
    page = Found(html)
    assert "<script>alert" not in html
    assert html.count("<script") == html.count("</script>")
    (block,) = page.blocks
    assert json.loads(block)["name"] == HOSTILE.strip("'")
    assert page.all_of("citation_title") == [HOSTILE.strip("'")]
    (csl,) = (unquote(url.partition(",")[2]) for name, url in page.files.items() if name.endswith(".json"))
    assert json.loads(csl)[0]["title"] == HOSTILE.strip("'")
    assert all(
        re.fullmatch(r"data:[a-z.+/-]+;charset=utf-8,[!$()*+,./:;=?@_~%A-Za-z0-9-]+", url)
        for url in page.files.values()
    )


def test_panels_can_be_switched_off(site: SiteTest) -> None:
    html = site.page("papers/preprint/index.html")
    site.write("site.yaml", SITE_YAML + "pages: {search: false, cite_panels: false}\n").build(output="without")
    bare = (site.folder / "without/papers/preprint/index.html").read_text("utf-8")
    assert ('id="cite"' in html, "cite.js" in html) == (True, True)
    assert ('id="cite"' in bare, "cite.js" in bare) == (False, False)
    keys = (site.page("saved/index.html"), (site.folder / "without/saved/index.html").read_text("utf-8"))
    assert ["<kbd>c</kbd>" in page for page in keys] == [True, False]
    assert Found(bare).meta == Found(html).meta


def test_context_objects_can_be_switched_off(site: SiteTest) -> None:
    site.write("site.yaml", SITE_YAML + "pages: {search: false, coins: false}\n").build(output="bare")
    pages = [page.read_text("utf-8") for page in (site.folder / "bare").rglob("*.html")]
    assert len(pages) > 20
    assert not any("Z3988" in page for page in pages)
