"""What a reader's browser would follow or load on a page, and whether the site has it."""

import posixpath
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

_LOADED = {
    "img": "src",
    "script": "src",
    "link": "href",
    "source": "src",
    "iframe": "src",
    "video": "src",
    "audio": "src",
}
# Relations of `link` that a browser follows without being asked.
_LOADED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


def parsed(html: bytes) -> Element:
    """The page's tree, elements by their plain names; the strict parser refuses what is not HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def links_of(tree: Element) -> list[str]:
    """Every address on the page: links, forms and what is loaded."""
    found = [element.get(name) for element in tree.iter() for name in ("href", "src", "action")]
    return [address for address in found if address is not None]


def loads_of(tree: Element) -> list[str]:
    """The addresses that a browser loads by itself."""
    found = []
    for element in tree.iter():
        attribute = _LOADED.get(str(element.tag))
        if attribute is None or element.get(attribute) is None:
            continue
        if element.tag != "link" or set((element.get("rel") or "").split()) & _LOADED_RELATIONS:
            found.append(element.get(attribute) or "")
    return found


def broken_links(site: Path, base_url: str) -> list[str]:
    """'page → address' for each address on the site's own host that leads to no file or to no element of it."""
    pages = {path.relative_to(site).as_posix(): parsed(path.read_bytes()) for path in sorted(site.rglob("*.html"))}
    broken = []
    for name, tree in pages.items():
        here = urljoin(base_url, name.removesuffix("index.html"))
        for address in links_of(tree):
            target = urljoin(here, address)
            if urlsplit(target).netloc != urlsplit(base_url).netloc or urlsplit(target).scheme not in ("http", "https"):
                continue
            if not _resolves(site, pages, base_url, target):
                broken.append(f"{name} → {address}")
    return broken


def _resolves(site: Path, pages: dict[str, Element], base_url: str, target: str) -> bool:
    root = urlsplit(base_url).path
    parts = urlsplit(target)
    if not parts.path.startswith(root):
        return False
    path = posixpath.normpath(unquote(parts.path).removeprefix(root)).removeprefix(".")
    name = posixpath.join(path, "index.html") if parts.path.endswith("/") else path
    if not (site / name).is_file():
        return False
    return not parts.fragment or any(element.get("id") == parts.fragment for element in pages[name].iter())
