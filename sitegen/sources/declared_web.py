"""`sources` and `contact` of site.yaml → the sources to fetch. Knows no network."""

import datetime as dt
import re
from pathlib import Path

import msgspec

from sitegen.config import CONFIG_FILE, read_config
from sitegen.fields import schema
from sitegen.fields.nodes import Items, Mapping, Node, Scalar, described, parse
from sitegen.fields.schema import Field, Mismatch, Reading
from sitegen.problems import did_you_mean, one_of, quoted, raise_if
from sitegen.sources.fetching import user_agent
from sitegen.sources.formats import READERS
from sitegen.sources.masking import masked
from sitegen.sources.web_source import PLACEHOLDERS, ArxivSearch, Asked, DailyPapers, UrlPattern, WebSource
from sitegen.text.files import read_text

HUGGINGFACE_DAILY = "huggingface-daily"
ARXIV = "arxiv"
# What reads the answers of the built-in sources.
_BUILT_IN_FORMATS: dict[type, str] = {DailyPapers: "huggingface", ArxivSearch: "arxiv-api"}
# arXiv holds papers back over weekends and holidays, votes go on for days; after a week next to nothing comes.
SETTLE_DAYS = 7
_LONGEST_SETTLING = 365
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CATEGORY = re.compile(r"[a-z-]+(\.[A-Za-z-]+)?")
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
# An e-mail or web address, in characters that end no comment of a User-Agent (RFC 9110, section 5.6.5).
_CONTACT = re.compile(r"[!-'*-\[\]-~]+@[!-'*-\[\]-~]+|https?://[!-'*-\[\]-~]+", re.ASCII)


class DeclaredWeb(msgspec.Struct, frozen=True):
    """What site.yaml says of fetching. contact: whom to write to about the requests; empty if it says nothing."""

    contact: str
    sources: tuple[WebSource, ...]


class _Written(msgspec.Struct, frozen=True):
    """The fields of a source, each by itself; what they mean together is not looked at yet."""

    name: str
    start: dt.date
    url: str = ""
    format: str = ""
    categories: tuple[str, ...] = ()
    query: str = ""
    may_be_absent: bool = False
    settle_days: int = SETTLE_DAYS
    keep_raw: bool = False


def _name(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if len(found) > 64 or not _NAME.fullmatch(found):
        message = f"{quoted(found)} is no name of a source (expected small letters, digits and '-')"
        raise Mismatch(node, message, "it becomes a folder in seeds/raw/; write one like hugging-face")
    return found


def _url(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    # A message shows what it complains about; it must not show a password that somebody wrote there.
    schema.url(Scalar(masked(found), False, node.place), reading)
    host = re.split("[/?#]", found)[2]
    for braces in _BRACES.finditer(found):
        if braces[1] not in PLACEHOLDERS:
            expected = one_of(f"{{{name}}}" for name in PLACEHOLDERS)
            hint = did_you_mean(braces[1] or "", PLACEHOLDERS, "other braces are written %7B and %7D")
            raise Mismatch(node, f"{quoted(braces[0])} in an address (expected one of: {expected})", hint)
        if braces[0] in host:
            raise Mismatch(node, f"{quoted(host)} changes with the day (expected one host)", "put the date behind it")
    parts = {braces[1] for braces in _BRACES.finditer(found)}
    if parts and "date" not in parts and not parts.issuperset(("year", "month", "day")):
        message = (
            f"{quoted(found)} is the address of several days (expected {{date}}, or {{year}}, {{month}} and {{day}})"
        )
        raise Mismatch(node, message, "each paper of it would be listed on all of them")
    return found


def _category(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if not _CATEGORY.fullmatch(found):
        message = f"{quoted(found)} is no category of arXiv (expected one like cs.CL or quant-ph)"
        raise Mismatch(node, message, "see https://arxiv.org/category_taxonomy")
    return found


def _query(node: Node, reading: Reading) -> str:
    """A query whose brackets and quotes close, so that it cannot reach past the day it is asked for."""
    found = schema.text(node, reading)
    depth = 0
    for character in re.sub(r'"[^"]*"', "", found):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0 or character == '"':
            break
    else:
        if depth == 0:
            return found
    message = f"{quoted(found)} has a bracket or quote without its partner (expected a query of arXiv's API)"
    raise Mismatch(node, message, "see https://info.arxiv.org/help/api/user-manual.html#query_details")


def _settle_days(node: Node, reading: Reading) -> int:
    found = schema.count(node, reading)
    if found > _LONGEST_SETTLING:
        message = f"{found:,} days to settle (expected at most {_LONGEST_SETTLING})"
        raise Mismatch(node, message, "each of these days is fetched again at every ingest")
    return found


WEB_SOURCE_FIELDS = (
    Field(
        "name",
        _name,
        f"The name of the source; `{HUGGINGFACE_DAILY}` and `{ARXIV}` are built in and need no `url`.",
        HUGGINGFACE_DAILY,
        is_required=True,
    ),
    Field("start", schema.day, "The first day to fetch.", "2026-01-01", is_required=True),
    Field(
        "url",
        _url,
        "The address of a day, with `{date}` (2026-05-03) or `{year}`, `{month}` and `{day}` in it; without them, the "
        "address of the newest papers.",
        "https://example.org/{year}/{date}.json",
    ),
    Field("format", schema.choice(*READERS), "The format of what is at `url`.", "huggingface"),
    Field(
        "may_be_absent",
        schema.truth,
        "`true`: where the address of a day answers 404 Not Found, the day has no digest. Otherwise it is a failure.",
        "true",
    ),
    Field(
        "categories",
        schema.sequence(_category),
        "Ask arXiv for the papers in any of these categories.",
        "[cs.CL, cs.LG]",
    ),
    Field(
        "query",
        _query,
        "Ask arXiv for the papers that this query of its API finds; with `categories`, in those only.",
        "'abs:\"language model\"'",
    ),
    Field(
        "settle_days",
        _settle_days,
        f"How many days a day may still change and is fetched again. {SETTLE_DAYS} when it is left out.",
        "3",
    ),
    Field(
        "keep_raw", schema.truth, "Keep the answers in `seeds/raw/<name>/<date>.<ext>.gz`. Off when left out.", "true"
    ),
)


def declared_web(site_root: Path) -> DeclaredWeb:
    """The sources of site.yaml to fetch, in its order. Raises SiteError with all problems of them.

    The other settings are not looked at: `sitegen.config` does that.
    """
    reading = Reading(CONFIG_FILE)
    mapping = parse(read_text(site_root, CONFIG_FILE), CONFIG_FILE)
    ours = tuple(pair for pair in mapping.pairs if pair.key.text in ("contact", "sources"))
    fields = (Field("contact", _contact, "", ""), Field("sources", _sources, "", ""))
    values = reading.fields(Mapping(ours, mapping.is_flow, mapping.place), fields, CONFIG_FILE)
    raise_if(reading.problems)
    return msgspec.convert({"contact": "", "sources": (), **values}, DeclaredWeb)


def declared_agent(site_root: Path) -> str:
    """Who asks the sources of a site, as each request tells them. Raises SiteError with all problems of site.yaml."""
    return user_agent(read_config(site_root).base_url, declared_web(site_root).contact)


def _contact(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if not _CONTACT.fullmatch(found):
        message = f"{quoted(found)} is no contact (expected an e-mail or web address, without brackets)"
        raise Mismatch(node, message, "it is sent to the sources, so that they can write to you")
    return found


def _sources(node: Node, reading: Reading) -> tuple[WebSource, ...]:
    if not isinstance(node, Items):
        raise Mismatch(node, f"{described(node)} (expected a list)", "one '- name: …' for each")
    sources: list[WebSource] = []
    lines: dict[str, int] = {}
    for item in node.nodes:
        source = reading.value(item, _source)
        if not isinstance(source, WebSource):
            continue
        if source.name in lines:
            message = f"a second source {quoted(source.name)} (first on line {lines[source.name]})"
            reading.complain(item, message, "give it another name")
        lines.setdefault(source.name, item.place.line)
        sources.append(source)
    return tuple(sources)


def _source(node: Node, reading: Reading) -> WebSource | None:
    mapping = schema.mapping(node)
    problem_count = len(reading.problems)
    values = reading.fields(mapping, WEB_SOURCE_FIELDS, "a source")
    if len(reading.problems) > problem_count:
        return None
    written = msgspec.convert(values, _Written)
    asked = _asked(written, mapping, reading)
    if asked is None or len(reading.problems) > problem_count:
        return None
    return WebSource(
        name=written.name,
        format=written.format or _BUILT_IN_FORMATS[type(asked)],
        asked=asked,
        start=written.start,
        settle_days=written.settle_days,
        keep_raw=written.keep_raw,
    )


def _asked(written: _Written, mapping: Mapping, reading: Reading) -> Asked | None:
    """What is asked for; None after a complaint. Complains about fields that do not go together, too."""
    if written.url:
        _refuse(mapping, ("categories", "query"), "beside 'url'", reading)
        if written.format:
            return UrlPattern(written.url, written.may_be_absent)
        reading.complain(mapping, "a source with 'url' and without 'format'", f"formats: {one_of(READERS)}")
        return None
    if written.name == HUGGINGFACE_DAILY:
        _refuse(
            mapping,
            ("format", "may_be_absent", "categories", "query"),
            f"of {HUGGINGFACE_DAILY}, which is built in",
            reading,
        )
        return DailyPapers()
    if written.categories or written.query:
        _refuse(mapping, ("format", "may_be_absent"), "of a search of arXiv, which is built in", reading)
        return ArxivSearch(written.categories, written.query)
    if written.name == ARXIV:
        reading.complain(
            mapping, f"{ARXIV} without 'categories' or 'query'", "add a line such as 'categories: [cs.CL]'"
        )
        return None
    hint = f"add 'url' and 'format', or name one that is built in: {HUGGINGFACE_DAILY}, or {ARXIV} with categories"
    reading.complain(mapping, "a source without 'url'", hint)
    return None


def _refuse(mapping: Mapping, names: tuple[str, ...], where: str, reading: Reading) -> None:
    for pair in mapping.pairs:
        if pair.key.text in names:
            reading.complain(pair.key, f"'{pair.key.text}' {where}", "remove the line, or the other one")
