"""The lock files hold what pyproject.toml declares, and no file says where it was made."""

import re
import subprocess
import tomllib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

RUNTIME_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "requirements-test.txt"
BENCH_LOCK = ROOT / "requirements-bench.txt"
LOCKS = (RUNTIME_LOCK, TEST_LOCK, BENCH_LOCK)

PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[a-z0-9.]+)(?: ; [a-zA-Z0-9_' =!<>.()-]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?P<more> \\)?")

# Written so that this file does not match itself.
REGISTRY_HOST = re.compile(
    r"pyp[i]\.(?:org|io)|python[h]osted\.org|npm[j]s\.(?:org|com)|yarnpk[g]\.com|debia[n]\.org/debia[n]"
    r"|(?:deb|snapshot)\.debian\.org|crates\.io|proxy\.golang\.org|rubygems\.org|anaconda\.org",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(
    r"(?<![\w.:/}-])/(?:home|Users|ro[o]t|wor[k]|workspace|builds)/\w"
    r"|[C]:\\\\?Users"
    rf"|{re.escape(str(ROOT))}/"
)


def locked(lock: Path) -> Mapping[str, Version]:
    """The version of each package in a lock file, by its canonical name."""
    pins = (PINNED.fullmatch(line) for line in lock.read_text("utf-8").splitlines())
    return {pin["name"]: Version(pin["version"]) for pin in pins if pin}


def unmet(declared: list[str | dict[str, str]], lock: Path) -> list[str]:
    """The declared requirements that the lock file does not hold in a version they allow.

    declared: as in pyproject.toml; an include-group table is passed over.
    """
    versions = locked(lock)
    requirements = [Requirement(line) for line in declared if isinstance(line, str)]
    return [
        str(requirement)
        for requirement in requirements
        if canonicalize_name(requirement.name) not in versions
        or versions[canonicalize_name(requirement.name)] not in requirement.specifier
    ]


def committed_texts() -> Mapping[str, str]:
    """The text of each file that is committed or would be, by its path; bytes that are not UTF-8 replaced."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    contents = {path: path.read_bytes() for path in paths if path.is_file()}
    return {
        str(path.relative_to(ROOT)): content.decode("utf-8", "replace")
        for path, content in contents.items()
        if b"\0" not in content
    }


def places(pattern: re.Pattern[str]) -> list[str]:
    """Each line of a committed file that the pattern is found in, as `path:line: match`."""
    return [
        f"{path}:{number}: {match.group()}"
        for path, text in committed_texts().items()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_holds_pinned_versions_and_their_hashes_and_nothing_else(lock: Path) -> None:
    strangers = [
        line for line in lock.read_text("utf-8").splitlines() if not (PINNED.fullmatch(line) or HASH.fullmatch(line))
    ]
    assert strangers == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pinned_version_has_a_hash(lock: Path) -> None:
    lines = [*lock.read_text("utf-8").splitlines(), ""]
    unhashed = [line for line, next_line in pairwise(lines) if PINNED.fullmatch(line) and not HASH.fullmatch(next_line)]
    assert locked(lock) != {}
    assert unhashed == []


def test_requirements_txt_locks_every_dependency_of_sitegen() -> None:
    assert unmet(PYPROJECT["project"]["dependencies"], RUNTIME_LOCK) == []


def test_requirements_txt_locks_what_builds_sitegen() -> None:
    assert unmet(PYPROJECT["dependency-groups"]["build"], RUNTIME_LOCK) == []
    assert unmet(PYPROJECT["build-system"]["requires"], RUNTIME_LOCK) == []


def test_requirements_test_txt_locks_every_dependency_of_the_tests() -> None:
    assert unmet(PYPROJECT["dependency-groups"]["test"], TEST_LOCK) == []


def test_requirements_bench_txt_locks_what_the_measurements_need_beside_the_tests() -> None:
    assert unmet(PYPROJECT["dependency-groups"]["bench"], BENCH_LOCK) == []
    tests = locked(TEST_LOCK)
    assert {name: version for name, version in locked(BENCH_LOCK).items() if tests.get(name, version) != version} == {}


def test_requirements_test_txt_holds_all_of_requirements_txt_in_the_same_versions() -> None:
    assert locked(RUNTIME_LOCK).items() <= locked(TEST_LOCK).items()


def test_requirements_txt_leaves_the_tools_of_the_tests_out() -> None:
    assert locked(RUNTIME_LOCK).keys().isdisjoint({"mypy", "playwright", "pytest", "ruff", "zizmor"})


def test_the_makefile_and_the_classifiers_name_the_pythons_that_pyproject_allows() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    classifiers = PYPROJECT["project"]["classifiers"]
    assert PYPROJECT["project"]["requires-python"] == ">=3.11,<3.15"
    assert "\nPYTHONS := 3.11 3.12 3.13 3.14\n" in makefile
    assert [line[-4:] for line in classifiers if line.startswith("Programming Language :: Python :: 3.")] == [
        "3.11",
        "3.12",
        "3.13",
        "3.14",
    ]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert places(REGISTRY_HOST) == []


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    assert places(MACHINE_PATH) == []
