"""topics.yaml with a topic under another slug: the key, and the former one among its aliases. No other byte changes."""

import msgspec

from sitegen.archive.topics import Topic, read_topics
from sitegen.config import TOPICS_FILE
from sitegen.fields.emit import flow, flow_scalar, scalar
from sitegen.fields.nodes import Items, Mapping, Pair, Scalar, parse
from sitegen.problems import stop

_Edit = tuple[int, int, str]
"""Puts a text in the place of the characters from a start to an end."""


def with_slug(text: str, old: str, new: str) -> str:
    """The text of a topics.yaml that can be read, with the topic `old` as `new`; as it is, if there is no `old`.

    The former slug goes to the end of the aliases, and the new one leaves them: a topic may get an old name back.
    Raises SiteError if the file is written in a way in which this cannot be done.
    """
    mapping = parse(text, TOPICS_FILE)
    pair = mapping.pair(old)
    if pair is None:
        return text
    key = pair.key.place
    shown = flow_scalar(new) if mapping.is_flow else scalar(new)
    changed = text
    # From the end on, so that places before stay what they are.
    for start, end, part in (*_alias_edits(text, pair, old, new), (key.start, key.end, shown)):
        changed = changed[:start] + part + changed[end:]
    before = read_topics(text, TOPICS_FILE)
    if read_topics(changed, TOPICS_FILE) != tuple(_renamed(topic, old, new) for topic in before):
        hint = f"rename it there by hand, add 'aliases: [{old}]', and say this again"
        raise stop(TOPICS_FILE, f"the topic '{old}' is written in a way that cannot be changed in place", hint)
    return changed


def _renamed(topic: Topic, old: str, new: str) -> Topic:
    return msgspec.structs.replace(topic, slug=new, aliases=_aliases(topic, old, new)) if topic.slug == old else topic


def _aliases(topic: Topic, old: str, new: str) -> tuple[str, ...]:
    return (*(alias for alias in topic.aliases if alias != new), old)


def _alias_edits(text: str, pair: Pair, old: str, new: str) -> list[_Edit]:
    """The edits that put the former slug among the aliases, the last one first."""
    assert isinstance(pair.value, Mapping), "a topic that was read is a mapping"
    fields = pair.value
    aliases = fields.node("aliases")
    if isinstance(aliases, Items) and (aliases.is_flow or not aliases.nodes):
        kept = (node.text for node in aliases.nodes if isinstance(node, Scalar) and node.text != new)
        return [(aliases.place.start, aliases.place.end, flow((*kept, old)))]
    if isinstance(aliases, Items):
        return _edits_of_block(text, aliases, old, new)
    if isinstance(aliases, Scalar):
        before = "" if text[aliases.place.start - 1].isspace() else " "
        return [(aliases.place.start, aliases.place.end, f"{before}[{flow_scalar(old)}]")]
    if fields.is_flow:
        end = fields.pairs[-1].value.place.end
        return [(end, end, f", aliases: [{flow_scalar(old)}]")]
    described = fields.pair("description")
    assert described is not None, "a topic that was read has a description"
    line = f"{' ' * (fields.place.column - 1)}aliases: [{flow_scalar(old)}]"
    return [_line_after(text, described.value.place.end, line)]


def _edits_of_block(text: str, aliases: Items, old: str, new: str) -> list[_Edit]:
    last = aliases.nodes[-1].place
    dash = " " * (aliases.place.column - 1) + "- "
    edits = [_line_after(text, last.end, dash + scalar(old))]
    for node in reversed(aliases.nodes):
        if isinstance(node, Scalar) and node.text == new:
            start, (end, _, _) = text.rfind("\n", 0, node.place.start) + 1, _line_after(text, node.place.end, "")
            edits.append((start, end, ""))
    return edits


def _line_after(text: str, end: int, line: str) -> _Edit:
    """A new line after the one that ends a value."""
    if text[end - 1 : end] == "\n":
        return end, end, f"{line}\n"
    line_end = text.find("\n", end)
    return (len(text), len(text), f"\n{line}") if line_end < 0 else (line_end + 1, line_end + 1, f"{line}\n")
