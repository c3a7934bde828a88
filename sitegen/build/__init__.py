"""The build: archive → graph → sheets → bytes → the published folder. Composes the rooms; no room knows it."""

from sitegen.build.memory import Memory
from sitegen.build.options import STATE, Options, Report
from sitegen.build.run import build

__all__ = ["STATE", "Memory", "Options", "Report", "build"]
