"""Which source has the first word on a field that several tell: the one that the site declares first."""

from pathlib import Path

from sitegen.sources.declared_web import declared_web
from sitegen.sources.formats import declared_sources


def declared_precedence(site_root: Path) -> tuple[str, ...]:
    """The names of the sources, in the order in which site.yaml and then seeds/seeds.yaml declare them."""
    web = (source.name for source in declared_web(site_root).sources)
    seeds = (source.name or source.format for source in declared_sources(site_root))
    return tuple(dict.fromkeys(name for name in (*web, *seeds) if name))
