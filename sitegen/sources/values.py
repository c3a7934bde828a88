"""A value of JSON or CSV → a field's value, or why it is none. Knows no names of fields and no format."""

import datetime as dt
import json
import re

from sitegen.problems import quoted
from sitegen.sources.dates import day_of
from sitegen.sources.identifiers import LINK_KINDS, arxiv_categories, arxiv_id_of, doi_of
from sitegen.sources.rows import Rejected
from sitegen.text.characters import allowed, on_one_line
from sitegen.text.hygiene import is_nobody, split_names, turned
from sitegen.text.links import web_link
from sitegen.text.paragraphs import paragraphs_of
from sitegen.text.suffixes import SUFFIX

# The longest abstract of 14,442 papers has 1,934 characters.
LONGEST_TEXT = 100_000
# A paper with 3,303 authors names them in some 60,000 characters, with `and` and line ends of BibTeX in 120,000.
LONGEST_NAMES = 500_000
_PARTIAL_DAY = re.compile(r"[0-9]{4}(?:[-/][0-9]{1,2})?")
# As many digits as `votes:` may have in an entry.
_WHOLE = re.compile(r"[0-9]{1,15}(?:\.0+)?")
# Bounded, because a search begins anew at each quote.
_LISTED = re.compile(r"""'((?:[^'\\]|\\.){0,500})'|"((?:[^"\\]|\\.){0,500})\"""")
_COMMA_BEFORE_SUFFIX = re.compile(rf", (?={SUFFIX}$)")
_NEW_ID = re.compile(r"[0-9]{4}\.([0-9]+)")


def text_of(value: object, name: str = "") -> str:
    """Text on one line; '' for null. name: of the field, for messages."""
    return on_one_line(_text(value, name))


def abstract_of(value: object, name: str = "") -> str:
    """Text with its paragraphs. name: of the field, for messages."""
    return paragraphs_of(_text(value, name))


def date_of(value: object) -> dt.date | None:
    """The day of a date or moment that is text; None for null."""
    return day_of(text_of(value))


def known_day_of(value: object) -> dt.date | None:
    """A day, if the date is complete: of `2025` or `2025-03` nobody knows it. CSL-JSON has it in parts."""
    if isinstance(value, dict) and "date-parts" in value:
        value = _joined_parts(value["date-parts"])
    if isinstance(value, int | str) and _PARTIAL_DAY.fullmatch(str(value).strip()):
        return None
    return date_of(value)


def _joined_parts(parts: object) -> str:
    """`[[2025, 3, 21]]` as a date; '' if it is not complete. The second of two is the end of a range."""
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list) or len(first) != 3 or not all(isinstance(part, int | str) for part in first):
        return ""
    return "-".join(str(part).rjust(2, "0")[:8] for part in first)


def count_of(value: object) -> int | None:
    """A whole number from 0, as a number or as text."""
    if value is None or value == "":
        return None
    # str() of a longer integer raises.
    shown = str(value) if not isinstance(value, int) or abs(value) < 10**20 else "a number too long"
    if isinstance(value, bool) or not isinstance(value, int | float | str) or not _WHOLE.fullmatch(shown.strip()):
        raise Rejected(f"{quoted(shown)} (expected a whole number from 0)", "digits only")
    return int(shown.strip().split(".")[0])


def place_of(value: object) -> int | None:
    """A whole number from 1."""
    found = count_of(value)
    if found == 0:
        raise Rejected("0 (expected a whole number from 1)", "the first of a day is 1")
    return found


def names_of(value: object) -> tuple[str, ...]:
    """Names of people in their order, given name first; of one text, of texts, or of objects with `name`.

    Hidden people are left out, as is 'et al.'. One text is parted at `;` and `and`, else at commas; a part
    `Last, First` is turned around.
    """
    if isinstance(value, str):
        check_length(value, most=LONGEST_NAMES)
        return _parted(allowed(value))
    return tuple(name for item in _items(value) if (name := _name(item)) and not is_nobody(name))


def words_of(value: object) -> tuple[str, ...]:
    """Texts that are listed, each once: a list of texts or of objects with a name, or one text with `,` or `;`."""
    if isinstance(value, str):
        found: list[str] = _listed(_text(value)) or re.split(r";" if ";" in value else r",", _text(value))
    else:
        found = [_name(item) for item in _items(value)]
    return tuple(dict.fromkeys(word for text in found if (word := on_one_line(text))))


def categories_of(value: object) -> tuple[str, ...]:
    """Categories of arXiv; those of other classifications, which stand among them, are left out."""
    found = value if not isinstance(value, str) else _listed(_text(value)) or re.split(r"[\s,;]+", _text(value))
    return arxiv_categories(words_of(found))


def web_of(value: object) -> str:
    """An address that a page could link to, else ''."""
    return web_link(value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else ""


def arxiv_of(value: object) -> str:
    """The arXiv id that a value is; '' if it is no such id. A number that looks like one has lost its zeros."""
    if isinstance(value, float) and not value.is_integer():
        raise Rejected(
            f"arXiv id {value} as a number (expected text: a number loses its last zeros)", "put it in quotes"
        )
    found = arxiv_id_of(label_of(value))
    match = _NEW_ID.fullmatch(found)
    # https://info.arxiv.org/help/arxiv_identifier.html: five digits since January 2015.
    expected = 5 if found >= "1501" else 4
    if match and len(match[1]) != expected:
        message = f"arXiv id {quoted(found)} (expected {expected} digits after the point)"
        raise Rejected(message, "spreadsheets take zeros off")
    return found


def found_doi(value: object) -> str:
    """The DOI that a value is, else ''."""
    return doi_of(_text(value))


def withdrawal_of(value: object) -> str:
    """That a paper was withdrawn, and why if that is told; true is 'withdrawn', false is ''."""
    found = text_of(str(value) if isinstance(value, bool) else value)
    if found.casefold() in ("false", "no", "0"):
        return ""
    return "withdrawn" if found.casefold() in ("true", "yes", "1") else found


def status_of(value: object) -> str:
    """A status that says that a paper was withdrawn; any other, such as that of an answer, is ''."""
    found = remark_of(value)
    return found if re.search(r"\b(withdrawn|retracted)\b", found, re.IGNORECASE) else ""


def remark_of(value: object) -> str:
    """Text, or nothing if the value is something else, such as how many remarks there are."""
    return text_of(value) if isinstance(value, str) else ""


def kinds_of_links(value: object) -> dict[str, str] | None:
    """The links of an object by kind; None if there is no object. What is no address is left out."""
    if not isinstance(value, dict):
        return None
    return {kind: url for kind in LINK_KINDS if (url := web_of(value.get(kind)))}


def label_of(value: object) -> str:
    """Text or a whole number, as text."""
    is_number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**20
    return str(value) if is_number else text_of(value)


def truth_of(value: object) -> bool | None:
    """True or false, also as text; None for null."""
    found = text_of(str(value) if isinstance(value, bool) else value).lower()
    if found not in ("", "true", "false"):
        raise Rejected(f"{quoted(found)} (expected true or false)", "write true or false")
    return found == "true" if found else None


def kind_of(value: object) -> str:
    """What a value of JSON is, for messages."""
    if value is None:
        return "null"
    kinds = ((str, "text"), (bool, "true or false"), (int | float, "a number"), (list, "a list"), (dict, "an object"))
    return next(name for kind, name in kinds if isinstance(value, kind))


def _text(value: object, name: str = "") -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Rejected(f"{kind_of(value)} (expected text)")
    check_length(value, name)
    return allowed(value)


def check_length(text: str, name: str = "", most: int = LONGEST_TEXT) -> None:
    """Raises Rejected for a text that is longer than any real one. name: of the field, for messages."""
    if len(text) > most:
        what = f"{name}: a text" if name else "a text"
        message = f"{what} of {len(text):,} characters (expected at most {most:,})"
        raise Rejected(message, "is the file damaged?")


def _items(value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Rejected(f"{kind_of(value)} (expected a list)")
    return value


def _name(item: object) -> str:
    """The name of an item of a list: it is text, or an object with a name; '' if it is hidden or says none."""
    if not isinstance(item, dict):
        return text_of(item)
    if item.get("hidden") is True:
        return ""
    for key in ("name", "display_name", "full_name", "fullname", "literal"):
        if item.get(key):
            return text_of(item[key])
    given = item.get("given") or item.get("first") or item.get("first_name")
    family = item.get("family") or item.get("last") or item.get("last_name")
    particles = (text_of(item.get(f"{kind}dropping-particle")) for kind in ("", "non-"))
    return on_one_line(" ".join((text_of(given), *particles, text_of(family), text_of(item.get("suffix")))))


def _listed(text: str) -> list[str]:
    """The texts of a list that was written as one text: as JSON, or as Python writes it."""
    if not (text.lstrip().startswith("[") and text.rstrip().endswith("]")):
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = [re.sub(r"\\(.)", r"\1", single or double) for single, double in _LISTED.findall(text)]
    # JSON can write what may not enter: half a surrogate pair, or a NUL.
    return [allowed(item) for item in found if isinstance(item, str)]


def _parted(text: str) -> tuple[str, ...]:
    """The names of one text. `Sammy Davis, Jr.` loses its comma, as it does where the last name stands first."""
    if listed := _listed(text):
        return tuple(name for part in listed if (name := on_one_line(part)))
    return tuple(_COMMA_BEFORE_SUFFIX.sub(" ", turned(name)) for name in split_names(text))
