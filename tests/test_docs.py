"""The documentation cannot go stale: what follows from the code is generated, what names the code is checked."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from sitegen.cli import sitegen as command_group
from sitegen.sources.formats import READERS
from tests.harness import ROOT


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATED: dict[str, str] = _generator().pages()
MARKDOWN = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("themes/*/README.md"),
        *ROOT.glob("bench/**/*.md"),
        *ROOT.glob("audit/*.md"),
    ]
)
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_a_generated_reference_page_is_up_to_date(name: str) -> None:
    committed = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert committed == GENERATED[name], "run `make docs`"


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    broken = [
        target for target in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / target).exists()
    ]
    assert broken == []


COMMANDS: dict[str, click.Command] = dict(_generator().every_command(command_group, "sitegen"))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_has_a_help_text(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


def test_the_help_of_ingest_names_a_format_and_the_page_of_seeds_all_of_them() -> None:
    (option,) = [option for option in command_group.commands["ingest"].params if option.name == "format_name"]
    assert isinstance(option, click.Option)
    assert (option.help or "").partition("such as ")[2].split()[0] in READERS
    assert re.findall(r"^\* \[`([a-z-]+)`\]", GENERATED["seeds.md"], re.MULTILINE) == sorted(READERS)


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in command_group.commands if f"sitegen {name}" not in readme] == []


def test_the_readme_shows_every_picture_in_words_too_and_all_are_small() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"!\[([^]]{30,})\]\((docs/images/[^)]+)\)", text))
    shown |= {words: path for path, words in re.findall(r'<img src="(docs/images/[^"]+)"[^>]* alt="([^"]{30,})"', text)}
    files = sorted((ROOT / "docs/images").iterdir())
    assert sorted(shown.values()) == [path.relative_to(ROOT).as_posix() for path in files]
    assert sum(path.stat().st_size for path in files) <= 600_000


def test_the_readme_shows_every_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "sitegen").iterdir() if (path / "__init__.py").is_file()]
    assert [room for room in rooms if f"{room}/" not in readme] == []
