"""sitemap.xml (sitemaps.org, protocol 0.9) and robots.txt (RFC 9309)."""

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.xml import DECLARATION, element, parent
from sitegen.site.views import Robots, Sitemap, SitemapIndex, SitemapUrl

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(view: Sitemap, _: Catalogue) -> str:
    """Pages that search engines should know."""
    return DECLARATION + parent("urlset", (_place("url", url) for url in view.urls), xmlns=_NAMESPACE) + "\n"


def sitemap_index(view: SitemapIndex, _: Catalogue) -> str:
    """The sitemaps of the site: a single one may have 50,000 addresses at most."""
    return (
        DECLARATION + parent("sitemapindex", (_place("sitemap", url) for url in view.sitemaps), xmlns=_NAMESPACE) + "\n"
    )


def robots(view: Robots, _: Catalogue) -> str:
    """Everything may be read; the sitemap is named."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {view.sitemap_url}\n"


def _place(name: str, url: SitemapUrl) -> str:
    lastmod = [element("lastmod", url.lastmod.isoformat())] if url.lastmod else []
    return parent(name, [element("loc", url.url), *lastmod])
