"""Draws docs/images/home.png from the built site: `make screenshot`."""

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(ROOT / "public"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 760}, color_scheme="light")
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.screenshot(path=IMAGES / "home.png")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
