"""What the pages of a theme follow from, as digests: its files, and each template with all it refers to."""

from collections.abc import Iterable, Mapping

import msgspec

from sitegen.provenance import digest
from sitegen.render.theme import Theme

# What the names of their kinds begin with.
_PICTURES = "card_"
_encode = msgspec.msgpack.Encoder().encode


class ThemeFiles(msgspec.Struct, frozen=True):
    """The files of a theme that its pages follow from: templates and static files by name, their bytes' digests."""

    templates: Mapping[str, bytes]
    static: Mapping[str, bytes]
    strings: bytes

    @property
    def value(self) -> bytes:
        return digest(_encode((self.templates, self.static, self.strings)))


class Closure(msgspec.Struct, frozen=True):
    """A template and all that it refers to, itself first; assets: the static files that these name."""

    templates: tuple[str, ...]
    assets: tuple[str, ...]


def template_of(kind: str) -> str:
    """The template of a kind of page: SVG for a share card, HTML for all else."""
    return f"{kind}.svg" if kind.startswith(_PICTURES) else f"{kind}.html"


def kind_of(template: str) -> str:
    """The kind of page that a template makes, if it makes any."""
    return template.removesuffix(".html").removesuffix(".svg")


def theme_files(theme: Theme) -> ThemeFiles:
    """The files of a theme as they are now."""
    folders = (theme.folder / "templates", theme.folder / "static")
    templates, static = (
        {
            path.relative_to(folder).as_posix(): digest(path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        for folder in folders
    )
    return ThemeFiles(templates, static, digest(_encode(theme.strings)))


def words_value(theme: Theme, names: Iterable[str]) -> bytes:
    """A digest of the strings of these names; a theme may lack them."""
    return digest(_encode([theme.strings.get(name) for name in names]))


def closure_value(closure: Closure | None, files: ThemeFiles) -> bytes:
    """A digest of the files of a closure; of nothing for a writer, which needs none."""
    if closure is None:
        return digest()
    templates = [(name, files.templates.get(name, b"")) for name in closure.templates]
    assets = [(name, files.static.get(name, b"")) for name in closure.assets]
    return digest(_encode((templates, assets, files.strings)))
