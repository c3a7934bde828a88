"""`sitegen export`."""

import sys
from pathlib import Path

import click

from sitegen.cli.telling import day_option, say


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--day", "day_text", metavar="YYYY-MM-DD", help="Only the entries of this digest date.")
@click.option("--topic", metavar="TOPIC", default="", help="Only the entries with this topic of topics.yaml.")
@click.option(
    "--format", "format_name", type=click.Choice(["jsonl"]), default="jsonl", help="JSON Lines, one entry on each."
)
@click.option("-o", "--output", metavar="FILE", default="", help="Write FILE, whole or not at all, and say how many.")
@click.pass_obj
def export(
    site_root: Path, keys: tuple[str, ...], day_text: str | None, topic: str, format_name: str, output: str
) -> None:
    """Write entries as JSON Lines, drafts included: all of them, or those with a KEY, of a day, with a topic.

    A line holds all that the entry's file says, and what ingest knows of it. `sitegen ingest FILE` brings it back.
    """
    from sitegen.archive.export import Selection, exported
    from sitegen.config import read_config
    from sitegen.memo import write_whole

    del format_name  # there is one so far
    read_config(site_root)
    lines = exported(site_root, Selection(keys, day_option(day_text, "--day"), topic))
    if output:
        written = list(lines)
        write_whole(site_root / output, b"".join(written))
        say(f"{output}: {len(written):,} {'entry' if len(written) == 1 else 'entries'}")
        return
    sys.stdout.buffer.writelines(lines)
