"""The wheel is complete: in an empty environment, away from the checkout, it builds a site."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.harness import ROOT, SiteTest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_themes_and_nothing_of_the_archive(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "sitegen/themes/digest/theme.yaml" in names
    assert "sitegen/themes/digest/templates/base.html" in names
    assert [
        name for name in names if name.split("/")[0] not in ("sitegen", f"sitegen-{_version(wheel)}.dist-info")
    ] == []


def test_an_installed_wheel_builds_a_site_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.txt")]
    subprocess.run([*pip, *locked], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    folder = tmp_path / "site"
    folder.mkdir()
    site = SiteTest(folder).entry("2025/09/02/a", topics="[scaling]")
    done = subprocess.run(
        [str(environment / "bin/sitegen"), "build"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert site.has("papers/a/index.html")
    assert site.has("pagefind/bundles.json")


def _version(wheel: Path) -> str:
    return wheel.name.split("-")[1]
