"""A topic under another slug, everywhere: topics.yaml, labels, entries, ledger. Can be done again after a kill.

topics.yaml goes first: from then on the former slug is an alias of the new one, which is how a second run knows what is
left to do. Entries and ledger follow as an ingest would write them.
"""

from pathlib import Path

import msgspec

from sitegen.archive.front_matter import Document, take_apart
from sitegen.archive.leaves import leaves_of, with_leaf
from sitegen.archive.ledger import Line, read_ledger
from sitegen.archive.plan import Plan
from sitegen.archive.standing import TOPICS
from sitegen.archive.topic_labels import LABELS_FILE, bytes_of, renamed_labels
from sitegen.archive.topic_report import topics_in_use
from sitegen.archive.topics import Topic, former_names, hint_for_unknown, wanted_of_slug
from sitegen.archive.topics_edit import with_slug
from sitegen.archive.writing import archive_lock, write_plan
from sitegen.config import TOPICS_FILE
from sitegen.fields.emit import flow_scalar
from sitegen.fields.nodes import Items, Scalar
from sitegen.memo import write_whole
from sitegen.problems import USAGE_ERROR, Problem, SiteError, quoted, raise_if, stop
from sitegen.text.files import decoded, encoded_as, read_text


def rename(site_root: Path, old: str, new: str, labels: str | None) -> tuple[str, ...]:
    """Renames a topic and says what was changed. labels: a file of labels; None for the one of the site.

    Raises SiteError before anything is written: if `new` is taken or no slug, if `old` is unknown, if a file cannot be
    read, or if another command writes into the archive.
    """
    with archive_lock(site_root):
        _refuse(topics_in_use(site_root), old, new)
        ledger = read_ledger(site_root)
        plan = Plan(site_root, ledger)
        files = {**_new_topics_yaml(site_root, old, new), **_new_labels(site_root, old, new, labels)}
        keys = _rename_in_entries(plan, old, new)
        for path, data in files.items():
            write_whole(site_root / path, data)
        written = write_plan(plan, ledger)
        raise_if(written.problems)
    if not files and not written.paths:
        return (f"nothing left to do: {old} is {new} everywhere",)
    papers = [f"{len(keys):,} paper{'' if len(keys) == 1 else 's'}"] if keys else []
    return (
        *(f"{where}: {old} → {new}" for where in (*files, *papers)),
        f"from the next build on, /topics/{old}/ leads to /topics/{new}/",
    )


def _refuse(topics: tuple[Topic, ...], old: str, new: str) -> None:
    by_slug = {topic.slug: topic for topic in topics}
    if wanted := wanted_of_slug(new):
        message = f"bad topic {quoted(new)} (expected {wanted})"
        raise stop("NEW", message, "it is part of an address; the name for readers goes under 'name:'", USAGE_ERROR)
    if new in by_slug and old in by_slug[new].aliases:
        return
    if old not in by_slug:
        hint = hint_for_unknown(old, by_slug, former_names(topics), "`sitegen topics` lists them")
        raise stop(TOPICS_FILE, f"declares no topic {quoted(old)} (expected the one to rename)", hint)
    if new == old:
        hint = "the name for readers stands under 'name:' in topics.yaml"
        raise stop("NEW", f"the topic has the name {quoted(new)} already (expected another one)", hint, USAGE_ERROR)
    if new in by_slug:
        hint = (
            f"to join them, move what you want to keep of '{old}' under '{new}', add 'aliases: [{old}]' there, remove "
            f"'{old}', and say this again"
        )
        raise stop(TOPICS_FILE, f"declares a topic {quoted(new)} already (expected a new name)", hint)
    for topic in topics:
        if topic.slug != old and new in topic.aliases:
            message = f"{quoted(new)} is a former name of {quoted(topic.slug)} (expected a new name)"
            raise stop(TOPICS_FILE, message, "take it out of 'aliases' if its addresses may lead elsewhere")


def _new_topics_yaml(site_root: Path, old: str, new: str) -> dict[str, bytes]:
    text = read_text(site_root, TOPICS_FILE)
    changed = with_slug(text, old, new)
    return {} if changed == text else {TOPICS_FILE: encoded_as((site_root / TOPICS_FILE).read_bytes(), changed)}


def _new_labels(site_root: Path, old: str, new: str, labels: str | None) -> dict[str, bytes]:
    path = labels if labels is not None else LABELS_FILE
    if labels is None and not (site_root / path).is_file():
        return {}
    data = bytes_of(site_root, path)
    text = decoded(data, path)
    changed = renamed_labels(text, old, new)
    return {} if changed == text else {path: encoded_as(data, changed)}


def _rename_in_entries(plan: Plan, old: str, new: str) -> tuple[str, ...]:
    """Renames in the plan, in files and in lines of the ledger; answers the keys of the files that change."""
    keys: list[str] = []
    problems: list[Problem] = []
    for key in sorted(plan.paths):
        try:
            text = plan.text(key)
            if old not in text:
                continue
            document = take_apart(text, plan.paths[key])
        except SiteError as error:
            problems.extend(error.problems)
            continue
        plan.after[key] = _renamed_in(document, old, new)
        if plan.after[key] != text:
            keys.append(key)
    raise_if(problems)
    for key, line in plan.lines.items():
        plan.lines[key] = _renamed_line(line, old, new)
    return tuple(keys)


def _renamed_in(document: Document, old: str, new: str) -> str:
    """The file with the topic renamed in its list: the bytes of the old name alone, unless the new one is there too."""
    found = leaves_of(document).get(TOPICS)
    if not isinstance(found, tuple) or old not in found:
        return document.text
    renamed = _renamed(found, old, new)
    if len(renamed) < len(found):
        return with_leaf(document, TOPICS, renamed)
    node = document.mapping.node(TOPICS)
    assert isinstance(node, Items), "a leaf with several texts is a sequence"
    (item,) = (item for item in node.nodes if isinstance(item, Scalar) and item.text == old)
    start, end = document.yaml_start + item.place.start, document.yaml_start + item.place.end
    return document.text[:start] + flow_scalar(new) + document.text[end:]


def _renamed_line(line: Line, old: str, new: str) -> Line:
    found = line.fields.get(TOPICS)
    if not isinstance(found, tuple) or old not in found:
        return line
    return msgspec.structs.replace(line, fields={**line.fields, TOPICS: _renamed(found, old, new)})


def _renamed(topics: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new if slug == old else slug for slug in topics))
