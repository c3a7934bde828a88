"""What all commands say in the same way, and what they read alike."""

import datetime as dt

import click

from sitegen.problems import ENVIRONMENT_FAILURE, USAGE_ERROR, SiteError, printable, stop


def told(error: SiteError | UnicodeEncodeError | OSError) -> SiteError:
    """What stopped a command, as a person reads it."""
    if isinstance(error, SiteError):
        return error
    if isinstance(error, UnicodeEncodeError):
        hint = "set a UTF-8 locale, such as LC_ALL=C.UTF-8"
        return stop("sitegen", f"this environment cannot name a file: {error.reason}", hint, ENVIRONMENT_FAILURE)
    hint = "is the disk full, or may it not be read or written?"
    return stop(str(error.filename or "sitegen"), f"{error.strerror or error}", hint, ENVIRONMENT_FAILURE)


def say(line: str) -> None:
    click.echo(printable(line))


def today_utc() -> dt.date:
    """The day on which a command runs, wherever it does."""
    return dt.datetime.now(dt.UTC).date()


def day_option(text: str | None, option: str = "--date") -> dt.date | None:
    """The day that an option names. Raises SiteError (exit code 2) if it is none."""
    from sitegen.fields import schema
    from sitegen.fields.nodes import NOWHERE, Scalar

    if text is None:
        return None
    try:
        return schema.day(Scalar(text, False, NOWHERE), schema.Reading(option))
    except schema.Mismatch as mismatch:
        raise stop(option, mismatch.message, mismatch.hint, USAGE_ERROR) from None
