"""sitemap.xml (sitemaps.org, protocol 0.9) and robots.txt (RFC 9309)."""

from sitegen.render.formats.xml import DECLARATION, element, parent
from sitegen.site.views import Robots, Sitemap, SitemapUrl


def sitemap(view: Sitemap) -> str:
    """The pages that search engines should know."""
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return DECLARATION + parent("urlset", map(_url, view.urls), xmlns=namespace) + "\n"


def robots(view: Robots) -> str:
    """Everything may be read; the sitemap is named."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {view.sitemap_url}\n"


def _url(url: SitemapUrl) -> str:
    lastmod = [element("lastmod", url.lastmod.isoformat())] if url.lastmod else []
    return parent("url", [element("loc", url.url), *lastmod])
