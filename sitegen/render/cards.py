"""Share cards as pictures: a theme's fonts, and SVG → PNG with them. The only module that knows resvg.

resvg comes with the extra `cards`. Without it no card is drawn, and the theme's own picture stands for all pages.
"""

from collections.abc import Mapping

from sitegen.problems import ENVIRONMENT_FAILURE, stop
from sitegen.render.card_tools import FONTS, font_files
from sitegen.render.packing import packed
from sitegen.render.theme import Theme
from sitegen.site.share_cards import Ranges
from sitegen.text.fonts import BadFontError, Font, read_font

WIDTH, HEIGHT = 1200, 630


def fonts_of(theme: Theme) -> Mapping[str, Font]:
    """The fonts of a theme, by the names of their files without the suffix. Raises SiteError."""
    fonts = {}
    for path in font_files(theme):
        try:
            fonts[path.stem] = read_font(path)
        except BadFontError as error:
            shown = f"{theme.shown_path}/{FONTS}/{path.name}"
            message = f"{error} (expected a font that a card can be drawn with)"
            raise stop(shown, message, "convert it to .ttf, or write 'cards: {days: false}' in site.yaml") from None
    return fonts


def covered(fonts: Mapping[str, Font]) -> Ranges:
    """The characters that every one of these fonts has, as first and last of each run; none without a font."""
    found = [frozenset(font.advances) for font in fonts.values()]
    common = frozenset.intersection(*found) if found else frozenset[int]()
    return Font(dict.fromkeys(common, 0.0)).ranges


def drawn(svg: str, theme: Theme, template: str) -> bytes:
    """The PNG of an SVG. Raises SiteError if it is none. template: its file, for the message."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:  # a worker of a cluster; who builds has it, or asks for no card
        message = "needs the extra `cards`, which is not installed on this machine"
        hint = "run pip install 'sitegen[cards]' on every machine of the cluster"
        raise stop(template, message, hint, ENVIRONMENT_FAILURE) from None

    fonts = [str(path) for path in font_files(theme)]
    try:
        # No font of the machine: the same bytes everywhere, and none but those that were measured with.
        png = svg_to_bytes(svg_string=svg, width=WIDTH, height=HEIGHT, skip_system_fonts=True, font_files=fonts)
    except ValueError as error:
        message = f"not drawn: {str(error)[:1].lower()}{str(error)[1:].rstrip('.')} (expected SVG)"
        shown = f"{theme.shown_path}/templates/{template}"
        raise stop(shown, message, "resvg draws static SVG 1.1; docs/reference/themes.md says more") from None
    return packed(png)
