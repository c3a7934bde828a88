"""`sitegen topics`."""

from pathlib import Path

import click

from sitegen.cli.telling import say


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.pass_obj
def topics(site_root: Path, keys: tuple[str, ...]) -> None:
    """Show each topic's size, and which papers have none; for each KEY, which rule gave it which topic."""
    from sitegen.archive.topic_report import explained, overview

    lines = explained(site_root, keys) if keys else overview(site_root)
    for line in lines:
        say(line)
