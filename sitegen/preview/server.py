"""Composes the preview: a port, the answers, the watcher and the builds. Decides nothing else."""

import asyncio
import contextlib
import socket
import threading
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import uvicorn

from sitegen.build import STATE
from sitegen.config import CONFIG_FILE, read_config
from sitegen.locking import locked
from sitegen.preview.app import Asgi, application
from sitegen.preview.board import Board
from sitegen.preview.hosts import allowed_names, is_loopback, origin_of
from sitegen.preview.ports import listening_socket
from sitegen.preview.rebuild import OUTPUT, Recipe, keep_built
from sitegen.preview.watch import Changes, watch

LOCK = f"{STATE}/preview.lock"
# What a reader that takes no more bytes may delay the end by; the streams of events end at once.
_PATIENCE_S = 1


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says."""

    site_root: Path
    host: str = "127.0.0.1"
    port: int = 8000
    with_drafts: bool = False
    open_browser: bool = False


def serve(preview: Preview, say: Callable[[str], None]) -> None:
    """Shows the site until Ctrl-C; builds it anew after every change.

    A site that cannot be built is shown with its problems. Raises SiteError if there is no site at all, if another
    preview of it runs, or if nothing can listen at the host and port.
    """
    if not (preview.site_root / CONFIG_FILE).is_file():
        read_config(preview.site_root)  # says what is missing
    # Two previews of one site would write to one folder.
    message = "another preview of this site is running (expected one at a time)"
    only = locked(preview.site_root / LOCK, OUTPUT, message, "use that one, or end it with Ctrl-C first")
    with only, listening_socket(preview.host, preview.port) as listener:
        if not is_loopback(preview.host):
            say(f"warning: listening on {preview.host}: others on the network can read this preview")
        # Ctrl-C is how a preview ends, so it is no failure.
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(preview, listener, say))


async def _run(preview: Preview, listener: socket.socket, say: Callable[[str], None]) -> None:
    board, changes = Board(), Changes()
    site_root = preview.site_root.resolve()  # as the system names what changes in it
    origin = origin_of(preview.host, listener.getsockname()[1])
    recipe = Recipe(site_root, origin, preview.with_drafts)
    server = _Server(application(site_root / OUTPUT, allowed_names(preview.host), board), board)
    tasks = (
        asyncio.create_task(watch(site_root, changes.add)),
        asyncio.create_task(keep_built(recipe, changes, board, say)),
        asyncio.create_task(_announce(board, origin, say, preview.open_browser)),
    )
    for task in tasks:
        task.add_done_callback(server.end_after_failure)
    await server.serve(sockets=[listener])
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


class _Server(uvicorn.Server):
    """uvicorn, whose end does not wait for those who listen to events."""

    def __init__(self, app: Asgi, board: Board) -> None:
        self._board = board
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=_PATIENCE_S,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._board.close()
        await super().shutdown(sockets)

    def end_after_failure(self, task: "asyncio.Task[None]") -> None:
        """Ends the server when one of the tasks beside it failed; `_run` raises what it raised."""
        if not task.cancelled() and task.exception():
            self.should_exit = True


async def _announce(board: Board, origin: str, say: Callable[[str], None], open_browser: bool) -> None:
    """Says where the preview is, once there is something to see."""
    async for status in board.statuses():
        address = f"{origin}{status.root or '/'}"
        say(f"{address} (Ctrl-C ends the preview)")
        if open_browser:
            # A browser may take its time, and may even run inside this call.
            threading.Thread(target=partial(webbrowser.open, address), daemon=True).start()
        return
