"""What RIS and CSL-JSON ask of a file of references, restated for tests; each rule names where it is from."""

import re

from jsonschema import Draft7Validator

# RIS Format Specifications (Research Information Systems, 2001 and 2011): "each tag must be in a specific format".
_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
_TYPES = {"CONF", "JOUR", "UNPB"}
_ONCE = {"TY", "ID", "TI", "PY", "DA", "T2", "PB", "AN", "DO", "UR", "L1", "AB", "LA", "N1", "ER"}
# "YYYY/MM/DD/other info": "each specific date information is optional, however the slashes are not".
_DATE = re.compile(r"[0-9]{4}/(?:0[1-9]|1[0-2])?/(?:0[1-9]|[12][0-9]|3[01])?/")
_END = re.compile(r"(?<=^ER  - \r\n)", re.MULTILINE)

_TEXT = {"type": "string"}
_NAME_PARTS = ("family", "given", "non-dropping-particle", "suffix", "literal")
_TEXTS = ("title", "container-title", "publisher", "number", "DOI", "URL", "abstract", "keyword", "language", "status")
# Of CSL 1.0.2's schema of input data (citation-style-language/schema, schemas/input/csl-data.json) what it says of the
# members that are written here. It allows no member that it does not name; nor do these lines, which name fewer.
_CSL_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "id": _TEXT,
            "type": {"enum": ["article", "article-journal", "paper-conference"]},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": dict.fromkeys(_NAME_PARTS, _TEXT),
                    # Without either a name prints as nothing, which the schema itself lets through.
                    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
                },
            },
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
                    }
                },
            },
            **dict.fromkeys((*_TEXTS, "note"), _TEXT),
        },
    },
}


def csl_mistakes(items: object) -> list[str]:
    """What the schema has against a document, each with its place."""
    found = Draft7Validator(_CSL_SCHEMA).iter_errors(items)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


def ris_references(text: str) -> list[list[tuple[str, str]]]:
    """The references of a file, which follow one another without a line between them."""
    *references, rest = _END.split(text)
    assert rest == "", "a file ends with the end of a reference"
    return [ris_fields(reference) for reference in references]


def ris_fields(text: str) -> list[tuple[str, str]]:
    """The tags and values of one reference, after a look at the rules."""
    lines = text.split("\r\n")
    assert lines.pop() == "", "every line ends with CR and LF"
    assert not any(sign in line for line in lines for sign in "\r\n\t")
    found = [_LINE.fullmatch(line) for line in lines]
    assert all(found), "two capitals or a digit, two spaces, a hyphen, a space"
    fields = [(match[1], match[2]) for match in found if match]
    tags = [tag for tag, _ in fields]
    assert (tags[0], tags[-1]) == ("TY", "ER")
    assert all(tags.count(tag) == 1 for tag in _ONCE & set(tags))
    assert set(tags) <= _ONCE | {"AU", "KW"}
    assert all(value.strip() == value and value for tag, value in fields if tag != "ER")
    told = dict(fields)
    assert told["TY"] in _TYPES
    assert re.fullmatch(r"[0-9]{4}", told.get("PY", "2000"))
    assert _DATE.fullmatch(told.get("DA", "2000///"))
    # Family name, given names, suffix: "a name has at most two commas".
    assert all(value.count(",") <= 2 for tag, value in fields if tag == "AU")
    return fields
