"""latex2mathml's elements → MathML Core as nodes, checked. What does not fit is refused, never mended by guesses."""

import re
from xml.etree.ElementTree import Element

import msgspec

from sitegen.text.mathml.alphabets import styled
from sitegen.text.mathml.leaves import parted
from sitegen.text.mathml.nodes import TOKENS, Node, row, with_attributes
from sitegen.text.mathml.refusal import ELEMENT_LIMIT, UndrawableError
from sitegen.text.mathml.signs import DRAWN, class_of
from sitegen.text.mathml.spacing import spaced

# How many children an element has; the others have as many as they like.
_COUNTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
# Elements whose children stand in a row.
_ROWS = ("mrow", "mstyle", "msqrt", "mphantom", "mtd")
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]+);")
_ACCENTS = frozenset("´¯˘ˇ˙¨\u20db\u20dc`^˚~→←↔―")
# They stretch by themselves.
_BRACES = frozenset("⏞⏟")
# Over a whole group they stretch; over a letter TeX has them at one width.
_NARROW = frozenset("^~→ˇ¯")
_NAMED_SPACES = {
    "negativethinmathspace": "-0.167em",
    "thinmathspace": "0.167em",
    "thickmathspace": "0.278em",
}
# `fence` and its like only matter to old browsers.
_KEPT = ("stretchy", "form", "minsize", "maxsize", "linethickness", "displaystyle", "scriptlevel", "columnalign")
_UPRIGHT_GREEK = re.compile("[Α-Ω∇]")
_LETTER = re.compile(r"[A-Za-zα-ωϵϑϰϕϱϖ∂ıȷ]")


def nodes_of(math: Element) -> tuple[Node, ...]:
    """The row of a formula. math: the element that latex2mathml made of it. Raises UndrawableError."""
    if sum(1 for _ in math.iter()) > ELEMENT_LIMIT:
        raise UndrawableError("too many elements")
    (outer,) = math
    return spaced(tuple(found for child in outer if (found := _node(child))))


def _node(element: Element) -> Node | None:
    """None for what draws nothing."""
    name = element.tag
    if name in TOKENS:
        return _token(element)
    if name == "mspace":
        return _space(element)
    if element.text or name not in (*_COUNTS, *_ROWS, "mtable", "mtr", "mpadded"):
        raise UndrawableError(f"<{name}>")
    children = tuple(map(_node, element))
    if name in _COUNTS:
        if len(children) != _COUNTS[name]:
            raise UndrawableError(f"<{name}> of {len(children)}")
        node = Node(name, children=tuple(child or Node("mrow") for child in children), attributes=_kept(element))
        return _accented(node, element)
    there = tuple(child for child in children if child)
    if name in ("mtable", "mtr"):
        return Node(name, children=there, attributes=_kept(element))
    there = spaced(there)
    if name in ("mrow", "mpadded"):  # the padding of arrows, which only TeX's fonts need
        return row(there)
    if name == "mtd" and there[:1] == (Node("mi"),):
        there = there[1:]
    return Node(name, children=there, attributes=_kept(element))


def _kept(element: Element) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in element.attrib.items() if name in _KEPT)


def _space(element: Element) -> Node | None:
    width = element.get("width", "")
    return Node("mspace", attributes=(("width", _NAMED_SPACES.get(width, width)),)) if width else None


def _token(element: Element) -> Node:
    if len(element):
        raise UndrawableError(f"<{element.tag}> around elements")
    raw = _ENTITY.sub(lambda found: chr(int(found[1], 16)), element.text or "")
    kind, text = parted(raw)
    variant = element.get("mathvariant", "")
    if kind is None:
        return _sign(text, variant, element)
    if kind == "mtext":
        return Node("mtext", _words(text), attributes=(("mathvariant", variant),) if variant else ())
    if variant and variant != "normal":
        text = styled(text, variant)
    if kind == "function":
        return Node("mi", text, kind="function")
    is_slanted = kind == "mi" and len(text) == 1 and _LETTER.fullmatch(text)
    return Node(kind, text, attributes=(("mathvariant", "normal"),) if is_slanted else ())


def _words(text: str) -> str:
    """White space at the ends of a text would go; inside it need not be held."""
    inner = text.strip(" \u00a0")
    start = len(text) - len(text.lstrip(" \u00a0"))
    return "\u00a0" * start + inner.replace("\u00a0", " ") + "\u00a0" * (len(text) - start - len(inner))


def _sign(text: str, variant: str, element: Element) -> Node:
    """What latex2mathml itself wrote: a number, a letter or a sign."""
    # After a size such as `\big`, latex2mathml leaves braces as they are.
    text = {"\\{": "{", "\\}": "}"}.get(text, text)
    if "\\" in text and text != "\\":
        raise UndrawableError(text)
    if text.isascii() and text[:1].isdigit():
        return Node("mn", styled(text, variant) if variant else text)
    if len(text) != 1:
        if text:
            raise UndrawableError(f"<{element.tag}> of {text}")
        return Node(element.tag)
    sign = DRAWN.get(text, text) if element.tag == "mo" else text
    if class_of(sign) != "ord" or element.get("stretchy") == "true" or sign in _ACCENTS or sign in _BRACES:
        return Node("mo", sign, attributes=_kept(element))
    if _UPRIGHT_GREEK.fullmatch(text) and variant in ("", "normal"):
        return Node("mi", text, attributes=(("mathvariant", "normal"),))
    if variant == "normal":
        return Node("mi", text, attributes=(("mathvariant", "normal"),) if _LETTER.fullmatch(text) else ())
    return Node("mi", styled(text, variant) if variant else text)


def _accented(node: Node, element: Element) -> Node:
    """The node, told that what is over or under it is an accent, if a command for accents made it."""
    if node.name not in ("mover", "munder") or element[1].tag != "mo":
        return node
    mark = node.children[1]
    if mark.text not in _ACCENTS:
        return node
    is_narrow = mark.text in _NARROW and node.children[0].name in ("mi", "mn")
    found = Node("mo", mark.text, attributes=(("stretchy", "false" if is_narrow else "true"),))
    told = msgspec.structs.replace(node, children=(node.children[0], found))
    return with_attributes(told, **{"accent" if node.name == "mover" else "accentunder": "true"})
