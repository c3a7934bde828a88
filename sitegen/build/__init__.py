"""The build: archive → graph → sheets → bytes → the published folder. Composes the rooms; no room knows it."""

from sitegen.build.options import STATE, Options, Report
from sitegen.build.run import Memory, build
from sitegen.build.searching import Indexing, index_span

__all__ = ["STATE", "Indexing", "Memory", "Options", "Report", "build", "index_span"]
