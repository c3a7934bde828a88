"""Documents → one Pagefind bundle, verified before it counts. The only module that runs Pagefind or knows its files."""

import gzip
import os
import subprocess
import tempfile
import zlib
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.memo import SCRATCH, make_folder
from sitegen.problems import ENVIRONMENT_FAILURE, SiteError, stop
from sitegen.provenance import digest

if TYPE_CHECKING:
    from sitegen.site.documents import Document

# A stored bundle: what is published of it, the engine that reads it, and what we know of it.
DATA = "data"
ENGINE = "engine"
ABOUT = "about.json"
# One bundle of 50,000 papers took 92 s on cold memory; a bundle holds at most about 5,000.
TIME_LIMIT_S = 300
# The first word of each page, which no reader's query has: asked for it, Pagefind lists all papers from one file of a
# bundle. Asked for no word, 1.5.2 loads all of them, 1.4 MB for 2,000 papers.
EVERY_PAPER = "#+#"
# Parts the title, the abstract, the authors and all else in the text that comes back with a result. Pagefind 1.5.2
# counts it when it says where words were found, and does not index it.
PART = "␞"
# Counts up when a stored bundle is laid out in another way.
_FORM = 3


class About(msgspec.Struct, frozen=True):
    """What stands beside a stored bundle.

    pages: how many papers it holds. first, last: their dates. votes: the most that one of them has. filters: the names
    of those that some of them have values of. engine: the name of the published folder that holds the script and the
    WebAssembly for it. data_byte_count, engine_byte_count: the size of the stored files.
    """

    pages: int
    first: str
    last: str
    votes: int
    filters: tuple[str, ...]
    engine: str
    data_byte_count: int
    engine_byte_count: int


def bundle_key(documents: Iterable["Document"], language: str) -> str:
    """A digest of all that makes a bundle: its documents in order, the language, Pagefind's version and ours."""
    parts = (msgspec.json.encode(document) for document in documents)
    return digest("\n".join(_made_by(language)).encode(), *parts).hex()[:12]


def index(documents: tuple["Document", ...], language: str, stored: Path) -> None:
    """Makes the bundle of at least one document in a new folder, which appears only when it is whole.

    Other processes and threads may index into other folders meanwhile. Raises SiteError (exit code 3) if Pagefind
    fails. Takes about 0.2 GiB for each 1,000 documents.
    """
    assert documents, "a bundle of nothing"
    make_folder(stored.parent)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=stored.parent) as scratch:
        staging, output, bundle = (Path(scratch, name) for name in ("staged", "output", "bundle"))
        staging.mkdir()
        for number, document in enumerate(documents):
            (staging / f"{number}.html").write_bytes(staged_page(document, language).encode())
        _run_pagefind(staging, output, language)
        try:
            _take_over(output, bundle, documents)
        except (OSError, EOFError, zlib.error, msgspec.DecodeError, _NotWholeError):
            # Pagefind 1.5.2 exits 0 on a full disk and leaves empty files, so we read the index back first.
            message = f"its index is not whole (expected {len(documents)} pages)"
            raise stop("pagefind", message, "is the disk full?", ENVIRONMENT_FAILURE) from None
        # Renamed first, so that a bundle that is half removed is never taken for a whole one.
        if stored.exists():
            stored.rename(Path(scratch, "old"))
        bundle.rename(stored)


def about(stored: Path) -> About | None:
    """What is known of a stored bundle; None if it is not there, or if its files have not the size they had.

    It was read back when it was made and appeared whole, so here its files are only measured: 2 ms for 1,000 papers.
    """
    known = said_of(stored)
    try:
        sizes = (_byte_count(stored / DATA), _byte_count(stored / ENGINE))
    except OSError:
        return None
    return known if known and sizes == (known.data_byte_count, known.engine_byte_count) else None


def said_of(stored: Path) -> About | None:
    """What stands beside a stored bundle, without a look at the bundle itself."""
    try:
        return msgspec.json.decode((stored / ABOUT).read_bytes(), type=About)
    except (OSError, msgspec.DecodeError):
        return None


def _byte_count(folder: Path) -> int:
    """The size of all files below a folder; raises OSError if there is none."""
    byte_count = 0
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            for each in found:
                if each.is_dir():
                    waiting.append(each.path)
                else:
                    byte_count += each.stat().st_size
    return byte_count


def staged_page(document: "Document", language: str) -> str:
    """The page that Pagefind reads for an entry: everything escaped, nothing of the theme.

    Facts stand in the ids of empty elements, which come back with a result. Pagefind 1.5.2 finds papers by their meta
    too: a path there would make each of them one on "papers", and a date one on "2025".
    """
    spans = [
        f'<span data-pagefind-meta="{escape(name)}">{escape(value)}</span>' for name, value in document.meta.items()
    ]
    spans += [
        f'<span data-pagefind-filter="{escape(name)}">{escape(value)}</span>'
        for name, values in document.filters.items()
        for value in values
    ]
    spans += [
        f'<span data-pagefind-sort="{escape(name)}">{escape(value)}</span>' for name, value in document.sort.items()
    ]
    facts = [f'<i id="{escape(name)}:{escape(value)}"></i>' for name, value in document.facts.items() if value]
    texts = (document.title, document.abstract, document.authors, document.others)
    title, abstract, authors, rest = (escape(text.replace(PART, " ")) for text in texts)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title></title></head>'
        f"<body><div data-pagefind-ignore>{''.join(spans)}</div>"
        f"<main data-pagefind-body><p>{EVERY_PAPER}</p><h1>{title}</h1>"
        f"<p>{PART} {abstract}</p><p>{PART} {authors} {PART} {rest}</p>{''.join(facts)}</main></body></html>"
    )


def _run_pagefind(staging: Path, output: Path, language: str) -> None:
    from pagefind_bin import get_executable

    try:
        command = [str(get_executable()), "--site", str(staging), "--output-path", str(output)]
    except FileNotFoundError:
        raise _missing() from None
    command += _arguments(language)
    try:
        # A clean environment and folder: Pagefind also takes options from PAGEFIND_… variables and from pagefind.yml.
        done = subprocess.run(command, env={}, cwd=staging, capture_output=True, timeout=TIME_LIMIT_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise stop(
            "pagefind", f"no index after {TIME_LIMIT_S} s", "is the machine very busy?", ENVIRONMENT_FAILURE
        ) from None
    except OSError as error:
        raise stop(
            "pagefind", f"cannot be run: {error.strerror}", "reinstall the package pagefind-bin", ENVIRONMENT_FAILURE
        ) from None
    if done.returncode != 0:
        last_line = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()[-1:]
        message = f"failed with exit code {done.returncode}: {''.join(last_line)}"
        raise stop(
            "pagefind",
            message,
            "run the build again; `pages: {search: false}` in site.yaml builds without search",
            ENVIRONMENT_FAILURE,
        )


@cache
def _made_by(language: str) -> tuple[str, ...]:
    from importlib.metadata import version

    from sitegen.site.documents import Document

    sample = Document(
        key="k",
        title="T",
        abstract="t",
        authors="a",
        others="o",
        meta={"m": "v"},
        facts={"f": "v"},
        filters={"f": ("v",)},
        sort={"s": "1"},
    )
    return (str(_FORM), version("pagefind-bin"), *_arguments(language), staged_page(sample, language))


def _arguments(language: str) -> list[str]:
    """How the index is made; with '+' and '#', because C, C++ and C# are three words."""
    return ["--force-language", language.partition("-")[0], "--include-characters", "+#", "--silent"]


def _missing() -> SiteError:
    return stop(
        "pagefind", "not installed for this platform", "reinstall the package pagefind-bin", ENVIRONMENT_FAILURE
    )


# ---- What Pagefind wrote ----


class _Language(msgspec.Struct, omit_defaults=True):
    hash: str
    page_count: int
    wasm: str | None = None


class _EntryFile(msgspec.Struct):
    """pagefind-entry.json. Without the field `wasm` there is no stemmer for the language."""

    version: str
    languages: dict[str, _Language]
    include_characters: list[str]


class _NotWholeError(Exception):
    pass


_ENTRY_FILE = "pagefind-entry.json"
_SCRIPT = "pagefind.js"


def _take_over(output: Path, bundle: Path, documents: tuple["Document", ...]) -> None:
    """Checks what Pagefind wrote and moves what a search page needs (not the 420 KB of interfaces) into `bundle`.

    Raises _NotWholeError, or what reading raises, if the index cannot be read back or has another number of pages.
    """
    entry = msgspec.json.decode((output / _ENTRY_FILE).read_bytes(), type=_EntryFile)
    packed = sorted(output.rglob("*.pf_*"))
    # An empty file is no error to gzip, so what it gives is looked at.
    if not all(gzip.decompress(path.read_bytes()) for path in packed):
        raise _NotWholeError
    fragments = sum(1 for path in packed if path.suffix == ".pf_fragment")
    if len(entry.languages) != 1 or not fragments == len(documents) == _page_count(entry):
        raise _NotWholeError
    engine = _take_engine(output, bundle / ENGINE, entry)
    data = bundle / DATA
    data.mkdir()
    for path in packed:
        target = data / path.relative_to(output)
        target.parent.mkdir(exist_ok=True)
        path.rename(target)
    (data / _ENTRY_FILE).write_bytes(msgspec.json.encode(_with_shared_wasm(entry, engine)))
    dates = sorted(document.sort["date"] for document in documents)
    votes = max(int(document.sort["votes"]) for document in documents)
    filters = {name for document in documents for name, values in document.filters.items() if values}
    sizes = (_byte_count(data), _byte_count(bundle / ENGINE))
    known = About(len(documents), dates[0], dates[-1], votes, tuple(sorted(filters)), engine, *sizes)
    (bundle / ABOUT).write_bytes(msgspec.json.encode(known))


def _page_count(entry: _EntryFile) -> int:
    return sum(language.page_count for language in entry.languages.values())


def _take_engine(output: Path, engine: Path, entry: _EntryFile) -> str:
    """Moves the script and the WebAssembly; answers the name of the folder that publishes them."""
    engine.mkdir(parents=True)
    wasm = [f"wasm.{_wasm(language)}.pagefind" for language in entry.languages.values()]
    contents = b""
    for name in (_SCRIPT, *wasm):
        content = (output / name).read_bytes()
        if not content:
            raise _NotWholeError
        contents += content
        (output / name).rename(engine / name)
    return f"engine-{digest(contents).hex()[:12]}"


def _wasm(language: _Language) -> str:
    return language.wasm or "unknown"


def _with_shared_wasm(entry: _EntryFile, engine: str) -> _EntryFile:
    """The entry file of a bundle that keeps its WebAssembly elsewhere.

    Pagefind asks for `<bundle>/wasm.<wasm>.pagefind`. With a name of `_/../../engine-…/wasm.en` the browser resolves
    that address to the engine's folder beside the bundle: data says where it is, and no script has to be patched.
    """
    languages = {
        name: _Language(language.hash, language.page_count, f"_/../../{engine}/wasm.{_wasm(language)}")
        for name, language in entry.languages.items()
    }
    return _EntryFile(entry.version, languages, entry.include_characters)
