"""Former addresses of pages: each alias is a page that leads to where the thing is now."""

from collections.abc import Iterator

from sitegen.archive.topics import Topic
from sitegen.site.addresses import INDEX
from sitegen.site.builder import Builder, head
from sitegen.site.views import Page, RedirectView


def redirect_path(alias: str) -> str:
    """Where the page of an alias goes: '/old' and '/old/' are folders, '/old.html' is a file."""
    return alias[1:] if alias.endswith(".html") else f"{alias[1:].rstrip('/')}/{INDEX}"


def former_addresses(topic: Topic, period: str) -> Iterator[str]:
    """Where the page of a topic, or of one of its periods ('2025/', '2025/09/'), was under each of its former slugs."""
    return (f"/topics/{alias}/{period}" for alias in topic.aliases)


def redirect_page(b: Builder, alias: str, target: str, title: str, language: str = "") -> Page:
    """target: from the root of the host, or an absolute address. language: of the title, if not the site's."""
    path = redirect_path(alias)
    top = head(b, "redirect", path.removesuffix(INDEX), title, title, language=language, is_indexed=False)
    root = b.config.root
    top["canonical_url"] = b.addresses.absolute(target.removeprefix(root)) if target.startswith(root) else target
    return Page(path, RedirectView(**top, target_url=target))
