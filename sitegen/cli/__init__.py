"""Arguments → calls, problems → messages and exit codes: the command `sitegen`. Nothing else lives here."""

import os
import sys
from pathlib import Path

import click

from sitegen import __version__
from sitegen.cli.add import add
from sitegen.cli.enrich import enrich
from sitegen.cli.export import export
from sitegen.cli.ingest import ingest
from sitegen.cli.list import list_days
from sitegen.cli.site import build, serve
from sitegen.cli.telling import told
from sitegen.cli.topics import topics
from sitegen.problems import USAGE_ERROR, SiteError, stop


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
@click.option(
    "-C", "folders", metavar="DIR", type=click.Path(path_type=Path), multiple=True, help="Run as if started in DIR."
)
@click.pass_context
def sitegen(context: click.Context, folders: tuple[Path, ...]) -> None:
    """Turn what a paper digest published each day into a website that lasts."""
    folder = Path(*folders)
    if not folder.is_dir():
        raise stop(str(folder), "no such folder (expected the folder of a site)", "check the name after -C")
    context.obj = folder.absolute()


for command in (ingest, add, enrich, list_days, export, topics, build, serve):
    sitegen.add_command(command)


def main() -> None:
    """The command `sitegen`. Exit codes: 0 done, 1 a mistake in the input, 2 wrong usage, 3 the environment failed."""
    try:
        sitegen(standalone_mode=False)
        _leave()
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE_ERROR)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except (SiteError, UnicodeEncodeError, OSError) as error:
        failure = told(error)
        for problem in failure.problems:
            click.echo(str(problem), err=True)
        sys.exit(failure.exit_code)


def _leave() -> None:
    """Ends the process without taking apart what it holds: nothing is left to do, and it is an eighth of a day's time.

    With other processes it ends as usual: what they shared has to be removed.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if "multiprocessing" not in sys.modules:
        os._exit(0)
