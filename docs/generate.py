"""Writes the reference pages that follow from the code: `make docs`. The tests fail while one is out of date."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click

from sitegen import cli
from sitegen.archive.entry import LINK_FIELDS, ORIGIN_FIELDS, front_matter_schema
from sitegen.archive.people import PERSON_FIELDS
from sitegen.archive.store import OWN_PAGE_FIELDS
from sitegen.config import AUTHOR_SETTINGS, CARD_SETTINGS, DOWNLOAD_SWITCHES, PAGE_SWITCHES, SEARCH_FIELDS, SETTINGS
from sitegen.fields.schema import Field
from sitegen.render.theme import THEME_FIELDS
from sitegen.site.builder import LIST_LIMIT
from sitegen.site.roster import MOST_COLLABORATORS
from sitegen.sources.aliases import ALIASES
from sitegen.sources.declared_web import WEB_SOURCE_FIELDS
from sitegen.sources.formats import READERS, SEED_FIELDS
from sitegen.sources.packed import LARGEST_BYTE_COUNT
from sitegen.sources.recognise import CHECKS
from sitegen.sources.rows import LONGEST_TITLE, MOST_ROWS
from sitegen.sources.values import LONGEST_NAMES, LONGEST_TEXT
from sitegen.text.hygiene.rules import NAME_RULES, TEXT_RULES, Rule

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs/reference"
_ABOUT_VIEWS = """\
Every template sees two values: `site`, which is the same on all pages, and `page`. Asking either for a field that it
has not stops the build with the line of the template. Addresses begin with the site's root; an empty address means that
this kind of page is switched off in `site.yaml`."""
_NOTE = "<!-- Made from the code by `make docs`; edit the code. -->\n"


def main() -> None:
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    made = {
        "front-matter.md": front_matter(),
        "site-yaml.md": site_yaml(),
        "authors.md": authors(),
        "seeds.md": seeds(),
        "theme-yaml.md": theme_yaml(),
        "views.md": views(),
        "commands.md": commands(),
        "sources/fields.md": source_fields(),
        "text-hygiene.md": text_hygiene(),
    }
    return {name: f"{_NOTE}\n{text.rstrip()}\n" for name, text in made.items()}


def front_matter() -> str:
    return f"""# Front matter

An entry is a Markdown file `content/YYYY/MM/DD/<key>.md`: YAML between two lines `---`, then the abstract. Every value
is read as text first and then by its field, so nothing is guessed: `arxiv_id: 2401.00010` keeps its last zero. An
unknown field is a mistake; fields of your own belong under `extra`.

{_table(front_matter_schema(frozenset()))}

## `links`

{_table(LINK_FIELDS)}

## `source`

{_table(ORIGIN_FIELDS)}

## The abstract

CommonMark without raw HTML, and `$…$` for formulas. A dollar that is no formula is written `\\$`. A link leads to
`https://…`, `http://…`, `mailto:…` or a path of the site, which begins with `/`; anything else is shown as text.
Pictures of other sites become links, so that no page loads anything from elsewhere.

## Pages of your own

`content/pages/about.md` becomes `/about/`:

{_table(OWN_PAGE_FIELDS)}

## Notes on a day

`content/YYYY/MM/DD/_day.md` is shown above the papers of its day. It is Markdown without front matter.
"""


def site_yaml() -> str:
    return f"""# site.yaml

{_table(SETTINGS)}

## `pages`

The home page, `404.html` and the pages of `content/pages` are always made. Links to what is switched off disappear.

{_table(PAGE_SWITCHES)}

## `downloads`

[Space](../explanation/space.md) has what each costs, and how long it fits.

{_table(DOWNLOAD_SWITCHES)}

## `authors`

[Authors](authors.md) says who is who.

{_table(AUTHOR_SETTINGS)}

## `feeds`

Searches that have a feed of their own, beside those of the site, of topics and of authors;
[Feeds](../how-to/feeds.md) says more. A paper is found if it has one of each list that is given.

{_table(SEARCH_FIELDS)}

## `cards`

The picture that social networks and messengers show of a shared link; [Share cards](../how-to/share.md) says what it
takes.

{_table(CARD_SETTINGS)}

## `sources`

Where papers are fetched from; [Fetch papers](../how-to/fetch.md) has examples. A build reads none of this.

{_table(WEB_SOURCE_FIELDS)}
"""


def authors() -> str:
    return f"""# Authors and authors.yaml

An author has a page `/authors/<slug>/` from five papers on ([`authors.min_papers`](site-yaml.md#authors)): the papers
by year, their topics, the most frequent co-authors. `/authors/` lists those with the most papers, and all names by
letter. `pages: {{authors: false}}` in `site.yaml` makes none of these. Each page has [a feed](../how-to/feeds.md).

## Who is who

A name is its slug: `José M. García`, `Jose M Garcia` and `JOSE M GARCIA` are one author, `jose-m-garcia`, who is
shown under the most frequent spelling (of equally frequent ones, the first in the alphabet). A name that cannot be
spelt has no page. The slug of a very long name, such as that of a collaboration, is cut and ends with a digest of all
of it.

So two people of one name share a page, which says so, and one person who signs in two ways has two. `authors.yaml`
beside `site.yaml` puts this right; a site needs none.

```yaml
authors:
  - name: Ada Lovelace            # joins spellings
    also: [A. Lovelace, Ada King]
    orcid: 0000-0002-1825-0097
    aliases: [ada-king]
  - name: Wei Zhang               # splits namesakes: on these papers, and no others
    slug: wei-zhang-vision
    papers: ["2509.01234", "2508.04321"]
```

{_table(PERSON_FIELDS)}

* **Join:** every name under `name` and `also` is this person, on all papers that nobody else claims by `papers`. The
  page shows `name`.
* **Split:** with `papers`, the names are this person on these papers alone, and `slug` is required. Everybody else of
  the name stays on the page of the name. A paper is named by its key, the name of its file without `.md`.
* **Former addresses:** a page that gets another slug, or whose name was joined to another, leaves an address behind.
  Write it under `aliases`, and it leads to the page. Nobody else gets an address that stands in the file: somebody
  whose name happens to be that slug has one that ends with a digest.

A mistake stops the build with its place: two people that claim one name or one address, a paper that is not there, an
ORCID iD whose check digit is wrong. `min_papers` counts for those in the file too.

A name that no paper has stops nothing, and every build warns of it with its place, a build with nothing to do too: a
spelling under `also` that signs no paper, a `name` if none of its spellings does, and one of `papers` that none of them
signs. Names on drafts are known. A site without pages of authors hears nothing of them.

## What is counted

A paper counts once for each author, whatever the number of spellings on it. Drafts do not count. Co-authors are
counted on papers of at most {MOST_COLLABORATORS} authors: who signs with thousands need not have met them. A page
lists {LIST_LIMIT} papers; older ones are counted, with a link to the search. A paper's own page names the first 50
authors and folds the others.

## What a paper changes

It changes the pages of its authors and the counts of `/authors/`. The paper that gives an author a page changes those
of the author's older papers, which then link to it, and the list of the letter. No other page changes. Sitemaps of
authors tell no dates: there is one for each letter, which changes when a name is added.
"""


def seeds() -> str:
    formats = "\n".join(
        f"* [`{name}`](sources/{name}.md): {_first_line(reader.__doc__)}" for name, reader in sorted(READERS.items())
    )
    checks = ", ".join(f"`{name}`" for name, _ in CHECKS)
    return f"""# seeds/seeds.yaml

The files that `sitegen ingest` reads when no file is named, as a list under `seeds:`:

{_table(SEED_FIELDS)}

    seeds:
      - file: 2025-09-02.txt
        format: capture
        date: 2025-09-02

## Formats

{formats}

A file whose `format` is left out is recognised by its content, by the first of these checks that agrees:
{checks}. A file that none of them knows is a problem that says so.

A file that gzip packed is unpacked first. A file has at most {LARGEST_BYTE_COUNT >> 20} MB, packed or not, and
{MOST_ROWS:,} papers, a title {LONGEST_TITLE:,} characters; what is longer is rejected. So are days before 1665 and
after 2199, which programs write where they know none.
"""


def source_fields() -> str:
    rows = "\n".join(
        f"| `{alias.field}` | {', '.join(f'`{name}`' for name in alias.names)} | {alias.help} |" for alias in ALIASES
    )
    return f"""# The fields of JSON and CSV

What [JSON](json.md) and [CSV](csv.md) may call the fields of a paper. Names are compared without case, spaces, `_` and
`-`, so `publishedAt` and `Published at` are `published_at`. Of the names of a field, the first one that says something
counts; a name that one field took is taken, so `summary` is the abstract where nothing else is. Other names are passed
over. A row needs a title, an abstract and a digest date, its own or a declared one.

| field | names | value |
|---|---|---|
{rows}

A text has at most {LONGEST_TEXT:,} characters, a list of authors {LONGEST_NAMES:,}. Hidden authors
(`"hidden": true`) are left out, and so is `et al.`.
"""


def theme_yaml() -> str:
    return f"""# theme.yaml

{_table(THEME_FIELDS)}

An option has a `default`, a `help` and, if it may have only some values, `choices`. `site.yaml` sets options under
`theme_options`; templates read them as `site.options.<name>`.
"""


def commands() -> str:
    group = cli.sitegen
    with _context(group, "sitegen") as context:
        sections = [_command("sitegen", group.get_help(context))]
        sections += [
            _command(name, command.get_help(inner))
            for name, command in every_command(group, "sitegen")
            for inner in [_context(command, name)]
        ]
    codes = _first_line(cli.main.__doc__).partition("Exit codes: ")[2]
    return "# Commands\n\n" + "\n".join(sections) + f"\n## Exit codes\n\n{codes}\n"


def every_command(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group by their names with what stands before, each followed by its own; sorted."""
    for inner, command in sorted(group.commands.items()):
        yield f"{name} {inner}", command
        if isinstance(command, click.Group):
            yield from every_command(command, f"{name} {inner}")


def text_hygiene() -> str:
    return f"""# Text hygiene

Sources give hard wraps, macros of TeX, what a page left of formulas, and names with marks. `sitegen ingest` cleans
titles, abstracts, summaries, venues and authors before it merges them, says which rules fired, and keeps the original
in the ledger (`raw` in the entry's line), unless white space is all that changed. `sitegen ingest --raw` leaves
everything as the source has it. What a curator wrote is never touched.

Formulas (`$…$`) stay as they are. Macros that no rule knows stay as they are, and so does a group that is not closed.
A text whose formulas would become others, or that would go on changing, is left alone. Cleaning a clean text changes
nothing. What comes after is shown as the Markdown of an abstract; titles, summaries and venues are plain text, without
emphasis and links.

{_rules(TEXT_RULES)}

## Names of authors

{_rules(NAME_RULES)}
"""


def _rules(rules: tuple[Rule, ...]) -> str:
    rows = [f"| {rule.name} | {rule.what} | {_code(rule.before)} | {_code(rule.after)} |" for rule in rules]
    return "\n".join(["| rule | what it does | before | after |", "|---|---|---|---|", *rows])


def _code(text: str) -> str:
    """A code span, also of a text with backticks; a line end shows as ⏎."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{text.replace(chr(10), '⏎')}{pad}{fence}"


def views() -> str:
    """The view contract, from the classes and the texts under their fields."""
    tree = ast.parse((ROOT / "sitegen/site/views.py").read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    by_name = {node.name: node for node in classes}
    templated = [node for node in classes if _bases(node) == ["PageView"]]
    outputs = {"Feed", "FeedEntry", "EditionEntry", "EditionPaper", "Opml", "OutlineGroup", "OutlineFeed"}
    outputs |= {"Sitemap", "SitemapIndex", "SitemapUrl", "Robots", "FileView", "Page"}
    cards = [by_name[name] for name in ("SiteCard", "DayCard", "PaperCard")]
    apart = [*templated, *cards, *(by_name[name] for name in (*sorted(outputs), "Site", "PageView"))]
    others = [node for node in classes if node not in apart]
    parts = [
        "# What templates see",
        _ABOUT_VIEWS,
        "## `site`",
        _fields(by_name["Site"]),
        "## `page`, on every page",
        _fields(by_name["PageView"]),
        *(part for node in templated for part in _view_section(node)),
        "## `page`, on share cards",
        "What the templates of pictures see, instead of all that stands above.",
        *(part for node in cards for part in _card_section(node)),
        "## What they are made of",
        *(part for node in others for part in _piece_section(node)),
    ]
    return "\n\n".join(parts)


def _view_section(node: ast.ClassDef) -> Iterator[str]:
    yield f"## {_doc(node).rstrip('.')}"
    fields = _fields(node)
    yield fields or "Nothing more."


def _card_section(node: ast.ClassDef) -> Iterator[str]:
    yield f"### {_doc(node).rstrip('.')}"
    yield _fields(node)


def _piece_section(node: ast.ClassDef) -> Iterator[str]:
    yield f"### {node.name}"
    yield _doc(node)
    yield _fields(node)


def _fields(node: ast.ClassDef) -> str:
    rows = []
    for statement, following in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign):
            continue
        assert isinstance(following, ast.Expr), f"{node.name}.{ast.unparse(statement.target)} has no text"
        assert isinstance(following.value, ast.Constant)
        kind = ast.unparse(statement.annotation).replace("dt.", "").replace("tuple[", "list[").replace(", ...]", "]")
        rows.append(f"| `{ast.unparse(statement.target)}` | `{kind.replace('|', 'or')}` | {following.value.value} |")
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *rows]) if rows else ""


def _bases(node: ast.ClassDef) -> list[str]:
    return [ast.unparse(base) for base in node.bases]


def _doc(node: ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "").replace("\n", " ")


def _table(fields: tuple[Field, ...]) -> str:
    rows = [
        f"| `{field.name}`{' (required)' if field.is_required else ''} | {field.help} | `{field.example}` |"
        for field in fields
    ]
    return "\n".join(["| field | meaning | example |", "|---|---|---|", *rows])


def _command(name: str, help_text: str) -> str:
    return f"## {name}\n\n```text\n{help_text}\n```\n"


def _context(command: click.Command, name: str) -> click.Context:
    return click.Context(command, info_name=name, terminal_width=80, help_option_names=["-h", "--help"])


def _first_line(doc: str | None) -> str:
    return re.sub(r"\s+", " ", (doc or "").split("\n\n", 1)[0]).strip()


if __name__ == "__main__":
    main()
