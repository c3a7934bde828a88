"""What tests of the preview share: a small site with a theme of its own, and `sitegen serve` as people run it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

# Two slow cores may take this long for what takes a second elsewhere.
PATIENCE_S = 60
T = TypeVar("T")

SITE_YAML = """\
title: Test Papers
base_url: {base_url}
tag_authority: example.org,2025
theme: tiny
pages: {{archive: false, years: false, months: false, weeks: false, topics: false, authors: false, sitemap: false,
  saved: false, trends: false, search: {search}, app_manifest: false}}
downloads: {{months: false, days: false, topics: false, api: false}}
"""
ENTRY = "content/2025/09/02/first.md"
ENTRY_TEXT = """\
---
title: The first paper
date: 2025-09-02
---

An abstract about whales.
"""
PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ site.title }}</title><link rel="stylesheet" href="{{ asset('tiny.css') }}"></head>
<body>
%s
</body>
</html>
"""
THEME = {
    "theme.yaml": 'name: tiny\ndescription: A theme for tests.\ncontract: "1"\n',
    "strings/en.yaml": "latest: Latest\n",
    "templates/home.html": PAGE
    % "{% for card in page.day.cards %}<h2><a href='{{ card.row.url }}'>{{ card.row.title }}</a></h2>{% endfor %}",
    "templates/day.html": PAGE % "<h1>{{ page.day.date }}</h1>",
    "templates/paper.html": PAGE % "<h1>{{ page.row.title }}</h1>{{ page.abstract|markdown }}",
    "templates/page.html": PAGE % "<h1>{{ page.title }}</h1>{{ page.body|markdown }}",
    "templates/404.html": PAGE % "<h1>Not on this site</h1>",
    "templates/feeds.html": PAGE % "<h1>Feeds</h1>",
    "templates/search.html": PAGE
    % """<ol id="results" data-index="{{ site.search_index_url }}"></ol>
<script src="{{ asset('search.js') }}" type="module"></script>""",
    "static/tiny.css": "h1 { color: teal; }\n",
    "static/search.js": """\
const results = document.getElementById("results");
const index = results.dataset.index;
const { engine, bundles } = await (await fetch(`${index}bundles.json`)).json();
const { createInstance } = await import(`${index}${engine}pagefind.js`);
const bundle = createInstance({ basePath: index + bundles[0].path, noWorker: true });
const found = await bundle.search("whales");
for (const result of found.results) {
  const { meta } = await result.data();
  const item = document.createElement("li");
  item.textContent = meta.title;
  results.append(item);
}
""",
}


def write_site(folder: Path, *, base_url: str = "https://example.org/", has_search: bool = False) -> "Site":
    """A site with one paper and a theme of its own."""
    site = Site(folder)
    site.write("site.yaml", SITE_YAML.format(base_url=base_url, search=str(has_search).lower()))
    site.write(ENTRY, ENTRY_TEXT)
    for path, text in THEME.items():
        site.write(f"themes/tiny/{path}", text)
    return site


class Site:
    """A site in a folder, edited as a person edits it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # In one step, so that no build reads half a file.
        scratch = target.with_name(f".{target.name}.new")
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(target)

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))


class Answer(NamedTuple):
    code: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Server:
    """A running `sitegen serve`; `said` is what it printed so far."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        command = [sys.executable, "-m", "sitegen", "-C", str(folder), "serve", *arguments]
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def said(self) -> str:
        return "".join(self.lines)

    @property
    def origin(self) -> str:
        """Where it is, as it said itself; it says so after the first build."""
        return until(lambda: re.search(r"^http://\S+:\d+", self.said, re.MULTILINE), self)[0]

    @property
    def port(self) -> int:
        return int(self.origin.rpartition(":")[2])

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """The answer to a request that is sent as it stands: no path is tidied, a `Host` given is the one sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def statuses(self) -> Iterator[dict[str, Any]]:
        """What the stream of events tells, as it comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.request("GET", "/__preview__/events")
        response = connection.getresponse()
        try:
            while line := response.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
        finally:
            connection.close()

    def end(self) -> int:
        """Ctrl-C; answers the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.outcome()

    def outcome(self) -> int:
        """The exit code, when it ended by itself."""
        try:
            code = self.process.wait(PATIENCE_S)
        finally:
            self.process.kill()
            self._reader.join(PATIENCE_S)
            assert self.process.stdout is not None
            self.process.stdout.close()
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)


def until(look: Callable[[], T | None], server: Server | None = None) -> T:
    """What `look` sees as soon as it sees something."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if seen := look():
            return seen
        time.sleep(0.02)
    raise AssertionError(f"not seen in {PATIENCE_S} s; the server said:\n{server.said if server else ''}")
