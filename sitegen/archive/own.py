"""An entry that an export of ours tells: its file as it was, and what a curator had edited. Knows no other source."""

from collections.abc import Mapping

import msgspec

from sitegen.archive.front_matter import FENCE, Document
from sitegen.archive.leaves import BODY, Leaf, new_text, with_field
from sitegen.archive.ledger import Line, body_digest
from sitegen.fields import emit
from sitegen.sources.record import Own


def restored(key: str, own: Own) -> tuple[str, Line | None]:
    """The file of the entry and its line of the ledger; None if it had none: it is then as if written by hand.

    key: the one it has now.
    """
    return _with_extra_at_end(new_text(own.leaves, own.body), own.extra), _line_of(key, own)


def edits_of(own: Own) -> frozenset[str]:
    """The leaves, the body among them, that ingest had not written as they stood: a curator's."""
    line = _line_of(own.key, own)
    written: Mapping[str, Leaf] = line.fields if line else {}
    leaves = {**own.leaves, BODY: body_digest(own.body)}
    return frozenset(name for name, leaf in leaves.items() if written.get(name) != leaf)


def with_extra(document: Document, extra: Mapping[str, object]) -> str:
    """The text of a file with `extra`, unless it has its own."""
    if not extra or document.mapping.pair("extra"):
        return document.text
    return with_field(document, "extra", emit.flow_value(extra))


def _with_extra_at_end(text: str, extra: Mapping[str, object]) -> str:
    """`extra` is the last field of the schema; each of its names has a line."""
    if not extra:
        return text
    end = text.index(f"\n{FENCE}\n", len(FENCE)) + 1
    lines = "".join(f"  {emit.flow_scalar(name)}: {emit.flow_value(value)}\n" for name, value in extra.items())
    return f"{text[:end]}extra:\n{lines}{text[end:]}"


def _line_of(key: str, own: Own) -> Line | None:
    if not own.ledger:
        return None
    # Whoever read the export has checked it.
    return msgspec.structs.replace(msgspec.convert(own.ledger, Line), key=key)
