"""What a build warns of in authors.yaml: names that no paper carries. Thought of anew when who signs has changed."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.unsigned import are_signed, unsigned_names
from sitegen.config import AUTHORS_FILE
from sitegen.memo import recall, remember
from sitegen.problems import Problem
from sitegen.provenance import digest, engine_digest
from sitegen.site.roster import Roster
from sitegen.text.files import read_text

_MEMO = "unsigned"


def warnings_of_authors(
    site_root: Path, state: Path, roster: Roster | None, briefs: Sequence[Brief]
) -> tuple[Problem, ...]:
    """briefs: of the whole archive, drafts too. A site without pages of authors hears nothing of their names.

    What the hints offer is from when a name was first missed: a new paper of others costs no look at all names.
    """
    if roster is None or are_signed(roster.names.people.values(), roster.signatures):
        return ()
    text = read_text(site_root, AUTHORS_FILE)
    drafts = (brief.digest for brief in briefs if brief.is_draft)
    made_by = digest(engine_digest(), text.encode(), msgspec.msgpack.encode(roster.signatures), *drafts)
    known = recall(state / _MEMO, tuple[Problem, ...], made_by)
    if known is not None:
        return known
    names = {brief.key: brief.author_names for brief in briefs}
    found = unsigned_names(text, AUTHORS_FILE, roster.signatures, names)
    remember(state / _MEMO, found, made_by)
    return found
