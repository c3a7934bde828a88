"""`sitegen topics`, `sitegen topics explain`, `sitegen topics rename`."""

from pathlib import Path

import click

from sitegen.cli.telling import say

_format_option = click.option(
    "--format", "format_name", type=click.Choice(["text", "json"]), default="text", help="How to say it."
)
_labels_option = click.option(
    "--labels",
    "labels",
    metavar="FILE",
    help="Papers with the topics they should have (default: topics-labels.tsv, if it is there).",
)


class _Topics(click.Group):
    """`sitegen topics KEY` is `sitegen topics explain KEY`, as it was before there were subcommands."""

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        named = arguments if arguments[0] in self.commands else ["explain", *arguments]
        return super().resolve_command(context, named)


@click.group(cls=_Topics, invoke_without_command=True, subcommand_metavar="[COMMAND [ARGS]...]")
@_labels_option
@click.option("--apply", "is_applied", is_flag=True, help="Move the papers that the rules would move.")
@click.option("--all", "lists_all", is_flag=True, help="List all papers, not only the first 30 of each kind.")
@_format_option
@click.pass_context
def topics(context: click.Context, labels: str | None, is_applied: bool, lists_all: bool, format_name: str) -> None:
    """Show the size of each topic and how right the rules are on labelled papers.

    Lists the papers without a topic, and those whose topics stand as ingest wrote them but would be others by the rules
    of today; --apply moves these. Lists that you wrote stay, and are labels too.
    """
    if context.invoked_subcommand is not None:
        if labels is not None or is_applied or lists_all or format_name != "text":
            raise click.UsageError(f"options of the table go without '{context.invoked_subcommand}'", context)
        return
    from sitegen.archive.topic_report import apply_rules, overview
    from sitegen.archive.topic_telling import as_json, as_text

    found = (apply_rules if is_applied else overview)(context.obj, labels)
    if format_name == "json":
        click.echo(as_json(found))
    else:
        for line in as_text(found, lists_all=lists_all):
            say(line)
    for warning in found.warnings:
        click.echo(f"warning: {warning}", err=True)


@topics.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@_format_option
@click.pass_obj
def explain(site_root: Path, keys: tuple[str, ...], format_name: str) -> None:
    """Show which rule gave each paper which topic. `sitegen topics KEY...` says the same."""
    from sitegen.archive.topic_report import explanations
    from sitegen.archive.topic_telling import explained, explained_as_json

    found = explanations(site_root, keys)
    if format_name == "json":
        click.echo(explained_as_json(found))
        return
    for line in explained(found):
        say(line)


@topics.command()
@click.argument("old")
@click.argument("new")
@_labels_option
@click.pass_obj
def rename(site_root: Path, old: str, new: str, labels: str | None) -> None:
    """Rename the topic OLD to NEW: in topics.yaml, in all papers, in the ledger and in the labels.

    The addresses of OLD lead to those of NEW from the next build on. Run it again if it was interrupted, or if papers
    with the former name came from elsewhere.
    """
    from sitegen.archive.topic_renaming import rename as rename_topic

    for line in rename_topic(site_root, old, new, labels):
        say(line)
