"""Fixtures of the preview's tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.preview.harness import Server, Site, write_site

Start = Callable[..., Server]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return write_site(tmp_path / "site")


@pytest.fixture
def start(site: Site) -> Iterator[Start]:
    """Starts `sitegen serve` on a free port; ends it after the test."""
    servers: list[Server] = []

    def started(*arguments: str, **environment: str) -> Server:
        servers.append(Server(site.folder, "--port", "0", *arguments, **environment))
        return servers[-1]

    yield started
    for server in servers:
        server.end()
