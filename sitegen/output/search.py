"""Staged entries → Pagefind bundles, verified before they count. The only module that runs Pagefind."""

import gzip
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

import msgspec

from sitegen.output.manifest import digest
from sitegen.problems import ENVIRONMENT_FAILURE, SiteError, stop
from sitegen.site.documents import Document

BUNDLE_LIST = "bundles.json"
# One bundle of 50,000 papers took 92 s on cold memory; a bundle holds at most about 5,000.
TIME_LIMIT_S = 300
# What Pagefind writes for interfaces that no theme of ours loads (420 KB a bundle).
_UNUSED = ("pagefind-component-ui.*", "pagefind-modular-ui.*", "pagefind-ui.*", "pagefind-highlight.js")


class BundleEntry(msgspec.Struct, frozen=True):
    """A bundle as the search page sees it: its folder below `pagefind/`, and how many papers it holds."""

    path: str
    pages: int


class BundleList(msgspec.Struct, frozen=True):
    """pagefind/bundles.json: the bundles, newest first."""

    bundles: tuple[BundleEntry, ...]


def write_bundles(bundles: Mapping[str, tuple[Document, ...]], language: str, folder: Path, cache: Path) -> int:
    """Writes each bundle and the list of bundles into `folder` (…/pagefind); answers how many were indexed anew.

    bundles: by name, newest first; an empty one is left out. A bundle whose documents are as they were is copied from
    `cache`, because two runs of Pagefind over the same pages differ in bytes. Raises SiteError (exit code 3) if
    Pagefind fails.
    """
    folder.mkdir(parents=True)
    entries = []
    indexed = 0
    for name, documents in bundles.items():
        if not documents:
            continue
        stored_name = f"{name}-{_key(documents, language)}"
        stored = cache / stored_name
        if not _is_whole(stored, len(documents)):
            _index(documents, language, stored)
            indexed += 1
        shutil.copytree(stored, folder / stored_name)
        entries.append(BundleEntry(f"{stored_name}/", len(documents)))
    (folder / BUNDLE_LIST).write_bytes(msgspec.json.encode(BundleList(tuple(entries))) + b"\n")
    _forget_others(cache, {entry.path.rstrip("/") for entry in entries})
    return indexed


def _key(documents: tuple[Document, ...], language: str) -> str:
    from importlib.metadata import version

    made_by = (version("pagefind-bin"), _arguments(language))
    return digest(msgspec.json.encode((made_by, documents)))[:12]


def _index(documents: tuple[Document, ...], language: str, stored: Path) -> None:
    """Indexes into a new folder beside `stored`, which appears only when it is whole."""
    stored.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(stored, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=stored.parent) as scratch:
        staging, output = Path(scratch, "staged"), Path(scratch, "bundle")
        for document in documents:
            page = staging / document.key / "index.html"
            page.parent.mkdir(parents=True)
            page.write_text(staged_page(document, language), encoding="utf-8")
        staging.mkdir(exist_ok=True)
        _run_pagefind(staging, output, language)
        if not _is_whole(output, len(documents)):
            raise stop(
                "pagefind",
                f"its index is not whole (expected {len(documents)} pages)",
                "is the disk full?",
                ENVIRONMENT_FAILURE,
            )
        for pattern in _UNUSED:
            for path in output.glob(pattern):
                path.unlink()
        output.rename(stored)


def staged_page(document: Document, language: str) -> str:
    """The page that Pagefind reads for an entry: everything escaped, nothing of the theme."""
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
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title></title></head>'
        f"<body><div data-pagefind-ignore>{''.join(spans)}</div>"
        f"<main data-pagefind-body><h1>{escape(document.title)}</h1><p>{escape(document.text)}</p></main></body></html>"
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


def _arguments(language: str) -> list[str]:
    """How the index is made; with '+' and '#', because C, C++ and C# are three words."""
    return ["--force-language", language.partition("-")[0], "--include-characters", "+#", "--silent"]


def _missing() -> SiteError:
    return stop(
        "pagefind", "not installed for this platform", "reinstall the package pagefind-bin", ENVIRONMENT_FAILURE
    )


class _Language(msgspec.Struct):
    page_count: int


class _EntryFile(msgspec.Struct):
    languages: dict[str, _Language]


def _is_whole(folder: Path, page_count: int) -> bool:
    """True if the index can be read back and has that many pages.

    Pagefind 1.5.2 exits 0 on a full disk and leaves empty files, so we read the index back before we believe it.
    """
    try:
        entry = msgspec.json.decode((folder / "pagefind-entry.json").read_bytes(), type=_EntryFile)
        packed = list(folder.rglob("*.pf_*"))
        # An empty file is no error to gzip, so what it gives is looked at.
        if not all(gzip.decompress(path.read_bytes()) for path in packed):
            return False
        fragments = sum(1 for path in packed if path.suffix == ".pf_fragment")
        scripts = [folder / "pagefind.js", folder / "pagefind-worker.js", *folder.glob("wasm.*.pagefind")]
        has_scripts = len(scripts) > 2 and all(path.stat().st_size > 0 for path in scripts)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError):
        return False
    return has_scripts and fragments == page_count == sum(each.page_count for each in entry.languages.values())


def _forget_others(cache: Path, kept: Iterable[str]) -> None:
    names = set(kept)
    for folder in cache.iterdir() if cache.is_dir() else ():
        if folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)
