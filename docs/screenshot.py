"""Draws the pictures of README.md in docs/images from the built site: `make screenshot`."""

import base64
import functools
import http.server
import os
import shutil
import threading
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"
# All pictures together: who reads the README pays for them.
MOST_BYTES = 600_000
# A search that finds papers in the seeds.
_QUERY = "language models"
_DESK: ViewportSize = {"width": 1280, "height": 800}
_PHONE: ViewportSize = {"width": 390, "height": 800}


class Picture(NamedTuple):
    """path: below the site's root. wait_for: what has to be seen before the picture is taken."""

    name: str
    path: str
    scheme: Literal["light", "dark"]
    size: ViewportSize
    wait_for: str = "h1"


def pictures(folder: Path) -> tuple[Picture, ...]:
    """What README.md shows of the site in a folder."""
    query = _QUERY.replace(" ", "+")
    return (
        Picture("home", "", "light", _DESK),
        Picture("paper", _paper(folder), "dark", _DESK),
        Picture("search", f"search/?q={query}", "light", _DESK, wait_for="#results li"),
        Picture("phone", "", "light", _PHONE),
    )


def _paper(folder: Path) -> str:
    """The paper with the longest page, which has the most to show."""
    pages = [(path.stat().st_size, path.parent.name) for path in sorted((folder / "papers").glob("*/index.html"))]
    return f"papers/{max(pages)[1]}/"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


def _draw(browser: Browser, address: str, picture: Picture) -> bytes:
    # A phone's screen has more dots than its page has pixels.
    scale = 2 if picture.size is _PHONE else 1
    page = browser.new_page(viewport=picture.size, color_scheme=picture.scheme, device_scale_factor=scale)
    page.goto(address + picture.path)
    page.locator(picture.wait_for).first.wait_for()
    page.wait_for_load_state("networkidle")
    drawn = _webp(page)
    page.close()
    return drawn


def _webp(page: Page) -> bytes:
    """A third of what a PNG takes; Playwright itself writes none."""
    session = page.context.new_cdp_session(page)
    answer = session.send("Page.captureScreenshot", {"format": "webp", "quality": 85})
    return base64.b64decode(answer["data"])


def main() -> None:
    public = ROOT / "public"
    if not (public / "index.html").is_file():
        raise SystemExit("screenshot: no site in public/ to draw\n  hint: make it first: make site")
    IMAGES.mkdir(exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(public))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for picture in pictures(public):
            drawn = _draw(browser, f"http://127.0.0.1:{server.server_port}/", picture)
            (IMAGES / f"{picture.name}.webp").write_bytes(drawn)
            print(f"docs/images/{picture.name}.webp: {len(drawn) / 1000:.0f} KB")  # noqa: T201
        browser.close()
        server.shutdown()
    total = sum(path.stat().st_size for path in IMAGES.iterdir())
    assert total <= MOST_BYTES, f"the pictures have {total:,} bytes (expected {MOST_BYTES:,} at most)"


if __name__ == "__main__":
    main()
