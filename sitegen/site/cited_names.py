"""A name as it is signed → the parts by which a bibliography sorts it. Rules and short lists; knows no format."""

import re
from functools import lru_cache

from sitegen.site.views import CitedName
from sitegen.text.suffixes import SUFFIX

_SUFFIX = re.compile(SUFFIX)
# Any other sign may mean something to a format, or is no part of a person's name.
_PERSON = re.compile(r"(?:[^\W\d_]|[ .'’ʼ`\"“”‐-‑·\u0300-\u036f-]|\([^()]*\))+")
_GROUP = re.compile(
    r"\b(?:(?i:teams?|collaborations?|groups?|consortium|inc|ltd|llc|gmbh|corporation|compan(?:y|ies)|labs?"
    r"|laborator(?:y|ies)|universit(?:y|ies|é|à|ät)|institute?s?|foundation|project|research|community|association"
    r"|committee|initiative|organi[sz]ation|society|network|cent(?:er|re)|department|school|college|academy|alliance"
    r"|openai|deepmind|google|microsoft|nvidia|workshop|organi[sz]ers|contributors|authors|others)|AI|and|of|for)\b"
)
# Particles that are written with a capital too; they belong to the family name then: Luc Van Gool.
_CAPITAL_PARTICLES = frozenset(
    (
        *("Van", "Von", "Vander", "Vanden", "Den", "Der", "De", "Del", "Della", "Di", "Da", "Das", "Dos", "Du"),
        *("Le", "La", "Lo", "El", "Al", "Ibn", "Ben", "Ter", "Ten", "Zu", "Zur", "St.", "San"),
    )
)
# Where `Van` and `Le` stand before these, they are given names: Hoang Van Nguyen.
_VIETNAMESE = frozenset(
    (
        *(
            "Nguyen",
            "Tran",
            "Le",
            "Pham",
            "Hoang",
            "Huynh",
            "Phan",
            "Vu",
            "Vo",
            "Dang",
            "Bui",
            "Do",
            "Ho",
            "Ngo",
            "Duong",
        ),
        *(
            "Ly",
            "Dinh",
            "Trinh",
            "Mai",
            "Truong",
            "Doan",
            "Luong",
            "Cao",
            "Dao",
            "Ha",
            "Hai",
            "Ta",
            "To",
            "Tong",
            "Thai",
        ),
        *("Chu", "Quach", "Lam", "Luu", "Tang", "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Võ", "Đặng", "Bùi"),
        *("Đỗ", "Hồ", "Ngô", "Dương", "Đinh", "Trịnh", "Trương", "Đoàn", "Lương", "Đào", "Hà", "Tạ", "Tô"),
    )
)
# Between two family names: Blaise Agüera y Arcas.
_BETWEEN = frozenset(("y", "i", "e"))


# An author signs again and again.
@lru_cache(maxsize=1 << 15)
def cited_name(name: str) -> CitedName:
    """The name in its parts. Organisations, names of one word and names with signs that no person has stay whole.

    The family name is the last word, with the particles before it: `van`, which begins with a small letter, is no part
    of it, `Van` is. What stands in brackets at the end belongs to the word before it.
    """
    words = _words(name)
    if len(words) < 2 + bool(_SUFFIX.fullmatch(words[-1])) or not _PERSON.fullmatch(name) or _GROUP.search(name):
        return CitedName(name, "", "", "", "")
    suffix = words.pop() if _SUFFIX.fullmatch(words[-1]) else ""
    first = _first_of_family(words)
    particle, family = words[first:-1], words[-1:]
    # The particles before a word that begins with a capital, and `de` after `Van`, are of the family name.
    while particle and not (particle[-1][0].islower() and particle[0][0].islower()):
        family.insert(0, particle.pop())
    if _SUFFIX.fullmatch(" ".join(words[:first])):
        return CitedName(name, "", "", "", "")
    return CitedName(name, " ".join(words[:first]), " ".join(particle), " ".join(family), suffix)


def family_first(name: CitedName) -> str:
    """`van Beethoven, Ludwig`, `Davis Jr., Sammy`. A comma parts a name, so that of an organisation has none."""
    if not name.family:
        return name.whole.replace(",", "")
    family = f"{name.particle} {name.family} {name.suffix}".strip()
    return f"{family}, {name.given}" if name.given else family


def _words(name: str) -> list[str]:
    """The words of a name; brackets at its end are of one word with what stands before them."""
    words = name.split(" ")
    while len(words) > 1 and words[-1].startswith("(") and words[-1].endswith(")"):
        last = words.pop()
        words[-1] = f"{words[-1]} {last}"
    return words


def _first_of_family(words: list[str]) -> int:
    """Where the particles and the family name begin."""
    is_plain = all(word[:1].islower() for word in words)
    for place in range(1, len(words) - 1):
        word = words[place]
        if word[:1].islower() and not is_plain:
            return place - 1 if word in _BETWEEN and place > 1 else place
        if word in _CAPITAL_PARTICLES and words[-1] not in _VIETNAMESE and place >= len(words) - 3:
            return place
    has_no_given = len(words) == 2 and words[0].islower() and words[0].capitalize() in _CAPITAL_PARTICLES
    return 0 if has_no_given else len(words) - 1
