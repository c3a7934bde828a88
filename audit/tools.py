"""The programs of the audit: where they lie, and what to do about one that is missing. Knows no page."""

import os
import shutil
import subprocess
from pathlib import Path

import click

HERE = Path(__file__).parent
ROOT = HERE.parent
_MODULES = HERE / "node_modules"
_VNU = _MODULES / "vnu-jar/build/dist/vnu.jar"
# Written by npm, last of all: what it says is installed.
_INSTALLED = _MODULES / ".package-lock.json"
_LOCK = HERE / "package-lock.json"
_OLDEST_NODE = (18, 16)
_OLDEST_JAVA = 17


class Tools(click.ClickException):
    """A program is missing or does not do. A sentence and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}\n  hint: {hint}")

    def show(self, file: object = None) -> None:  # noqa: ARG002
        click.echo(f"audit: {self.message}", err=True)


def node() -> str:
    """The path of Node.js, new enough for Lighthouse."""
    found = shutil.which("node")
    if not found:
        raise Tools(
            f"no Node.js (expected version {_dotted(_OLDEST_NODE)} or newer)",
            "install nodejs and npm; nothing but the audit needs them",
        )
    said = _said(found, "--version").removeprefix("v")
    if tuple(int(part) for part in said.split(".")[:2] if part.isdigit()) < _OLDEST_NODE:
        raise Tools(f"Node.js is {said or 'silent'} (expected version {_dotted(_OLDEST_NODE)} or newer)", "update it")
    return found


def java() -> str:
    """The path of Java, new enough for the Nu HTML checker."""
    hint = (
        "install a Java runtime, such as default-jre-headless, or leave the checker out: make audit CHECKS=lighthouse"
    )
    found = shutil.which("java")
    if not found:
        raise Tools(f"no Java, which the Nu HTML checker runs in (expected version {_OLDEST_JAVA} or newer)", hint)
    version = _said(found, "-version").partition('"')[2].partition(".")[0].partition('"')[0]
    if not version.isdigit() or int(version) < _OLDEST_JAVA:
        raise Tools(f"Java is {version or 'silent'} (expected version {_OLDEST_JAVA} or newer)", hint)
    return found


def chromium() -> str:
    """The path of the browser, which the Makefile looks for."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise Tools("no Chromium or Chrome", "install one, or name its program: make audit CHROMIUM=/path/to/chromium")
    return found


def install() -> None:
    """Puts the locked packages into audit/node_modules, unless they are there."""
    if _INSTALLED.is_file() and _INSTALLED.stat().st_mtime >= _LOCK.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if not npm:
        raise Tools("no npm, which installs the tools of the audit", "install npm; it mostly comes with Node.js")
    click.echo("installing the locked packages into audit/node_modules", err=True)
    # No package may run a script of its own: none of these needs one.
    done = subprocess.run((npm, "ci", "--ignore-scripts", "--silent"), cwd=HERE, check=False)
    if done.returncode != 0:
        raise Tools(f"npm ci ended with exit code {done.returncode}", "it says why above; it needs the network once")


def vnu() -> Path:
    """The Nu HTML checker."""
    return _VNU


def _said(program: str, argument: str) -> str:
    done = subprocess.run((program, argument), capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip()


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
